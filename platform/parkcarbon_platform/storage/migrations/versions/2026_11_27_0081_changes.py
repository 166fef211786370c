"""Which transactions changed what a park's figures rest on."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0081"
down_revision = "0084"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Note changes."""
    run_sql(HERE / "2026_11_27_0081_changes.sql")


def downgrade() -> None:
    """Note nothing."""
    run_sql(HERE / "2026_11_27_0081_changes_down.sql")
