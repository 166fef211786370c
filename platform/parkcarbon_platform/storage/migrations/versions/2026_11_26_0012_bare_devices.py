"""Meters that speak to the broker themselves: how their messages are understood, and what they brought."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0012_bare_devices.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0012_bare_devices_down.sql")
