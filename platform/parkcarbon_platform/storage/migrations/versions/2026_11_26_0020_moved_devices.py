"""What hangs on a meter is seen by whoever has the meter, and an enterprise sees its own quarantine."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0020"
down_revision = "0033"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0020_moved_devices.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0020_moved_devices_down.sql")
