"""Plans, what they are made of, and targets."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0031"
down_revision = "0036"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0031_planning.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0031_planning_down.sql")
