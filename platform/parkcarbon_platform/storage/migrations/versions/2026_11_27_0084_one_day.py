"""One table of sums of intervals by local day, which knows of gaps, too."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0084"
down_revision = "0070"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """The days of own generation become those of every point."""
    run_sql(HERE / "2026_11_27_0084_one_day.sql")


def downgrade() -> None:
    """Sums of their own for own generation, added up anew."""
    run_sql(HERE / "2026_11_27_0084_one_day_down.sql")
    run_sql(HERE / "2026_11_26_0074_point_days.sql")
