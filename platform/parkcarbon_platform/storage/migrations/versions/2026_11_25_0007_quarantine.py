"""Quarantine: how much of it waits, by edge."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_25_0007_quarantine.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_25_0007_quarantine_down.sql")
