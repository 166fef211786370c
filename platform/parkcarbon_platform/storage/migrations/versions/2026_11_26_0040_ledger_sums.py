"""Sums of the ledger by local day and month, kept with the hours."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0040"
down_revision = "0048"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0040_ledger_sums.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0040_ledger_sums_down.sql")
