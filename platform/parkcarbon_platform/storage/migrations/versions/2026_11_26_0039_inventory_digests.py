"""What an inventory was computed from, as digests that are kept with it."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0039"
down_revision = "0051"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0039_inventory_digests.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0039_inventory_digests_down.sql")
