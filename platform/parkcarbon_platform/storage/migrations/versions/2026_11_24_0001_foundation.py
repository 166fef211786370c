"""The foundation: parks, readings, intervals, ledger, people, and the wall between tenants."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create all schemas."""
    run_sql(HERE / "2026_11_24_0001_foundation.sql")


def downgrade() -> None:
    """Drop all schemas."""
    run_sql(HERE / "2026_11_24_0001_foundation_down.sql")
