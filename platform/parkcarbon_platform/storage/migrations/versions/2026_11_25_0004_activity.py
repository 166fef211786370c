"""Activity data: bills, manual records, fuel stock, laboratory lots, drivers."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_25_0004_activity.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_25_0004_activity_down.sql")
