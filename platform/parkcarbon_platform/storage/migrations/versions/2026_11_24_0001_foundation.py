"""The foundation: parks, readings, intervals, ledger, people, and the wall between tenants."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create all schemas."""
    op.execute((HERE / "2026_11_24_0001_foundation.sql").read_text())


def downgrade() -> None:
    """Drop all schemas."""
    op.execute((HERE / "2026_11_24_0001_foundation_down.sql").read_text())
