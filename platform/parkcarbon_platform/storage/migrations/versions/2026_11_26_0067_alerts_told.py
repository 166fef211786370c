"""Addresses of receivers stay out of the audit log: a server's may hold a token."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0067"
down_revision = "0069"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Hide them from now on."""
    run_sql(HERE / "2026_11_26_0067_alerts_told.sql")


def downgrade() -> None:
    """No longer."""
    run_sql(HERE / "2026_11_26_0067_alerts_told_down.sql")
