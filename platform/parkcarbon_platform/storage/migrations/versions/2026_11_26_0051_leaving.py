"""Leaving: everything of a park as files, and parks that are deleted with proof."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0051_leaving.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0051_leaving_down.sql")
