"""Record points: approved reports have the quarter hours made of them computed again."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0021_record_points.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0021_record_points_down.sql")
