"""Changes of all that inventories, flows and the coverage calendar rest on are noted, too."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0085"
down_revision = "0081"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Note more."""
    run_sql(HERE / "2026_11_27_0085_more_changes.sql")


def downgrade() -> None:
    """Note what places rest on."""
    run_sql(HERE / "2026_11_27_0085_more_changes_down.sql")
