"""Pending differences say what they come from."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_25_0008_difference_causes.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_25_0008_difference_causes_down.sql")
