"""Contracts and certificates of green electricity, and who has used how much of them for which month."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0024"
down_revision = "0031"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0024_green_supply.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0024_green_supply_down.sql")
