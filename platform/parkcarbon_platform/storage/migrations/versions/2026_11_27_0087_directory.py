"""The directory of parks: which platform holds those that are not here, and who is told."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0087"
down_revision = "0085"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create the tables."""
    run_sql(HERE / "2026_11_27_0087_directory.sql")


def downgrade() -> None:
    """Drop them again."""
    run_sql(HERE / "2026_11_27_0087_directory_down.sql")
