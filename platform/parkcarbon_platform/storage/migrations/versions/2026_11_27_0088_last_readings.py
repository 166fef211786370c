"""The newest reading of a point in one look, however long it has been silent."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create the function."""
    run_sql(HERE / "2026_11_27_0088_last_readings.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_27_0088_last_readings_down.sql")
