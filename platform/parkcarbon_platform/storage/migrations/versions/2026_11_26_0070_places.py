"""Sums of intervals by local day and month, and site plans."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0070"
down_revision = "0074"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new, and add up what there is."""
    run_sql(HERE / "2026_11_26_0070_places.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0070_places_down.sql")
