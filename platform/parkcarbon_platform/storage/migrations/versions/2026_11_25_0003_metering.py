"""Metering: events with undo, corrections, virtual points, allocation, locked periods, evidence."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_25_0003_metering.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_25_0003_metering_down.sql")
