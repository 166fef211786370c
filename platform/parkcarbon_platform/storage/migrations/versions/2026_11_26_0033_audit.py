"""The audit log: who changed what, chained by hashes."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0033"
down_revision = "0029"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0033_audit.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0033_audit_down.sql")
