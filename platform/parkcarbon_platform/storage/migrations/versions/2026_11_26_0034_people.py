"""People: invitations, who may approve, and tokens for programs."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0034"
down_revision = "0024"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0034_people.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0034_people_down.sql")
