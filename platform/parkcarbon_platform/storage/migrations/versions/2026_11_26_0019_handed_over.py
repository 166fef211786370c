"""Which message the broker handed over last under each of its numbers."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0019_handed_over.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0019_handed_over_down.sql")
