"""What own generation and deliveries come to, kept by local day."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Add up what there is, and keep it added up."""
    run_sql(HERE / "2026_11_26_0074_point_days.sql")


def downgrade() -> None:
    """No sums."""
    run_sql(HERE / "2026_11_26_0074_point_days_down.sql")
