"""Stored inventories: their items, their history, and the park's base year."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0025"
down_revision = "0021"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0025_inventories.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0025_inventories_down.sql")
