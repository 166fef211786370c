"""Old configurations and commands of edges may be deleted."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0013"
down_revision = "0016"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Let it."""
    run_sql(HERE / "2026_11_26_0013_order_upkeep.sql")


def downgrade() -> None:
    """As it was."""
    run_sql(HERE / "2026_11_26_0013_order_upkeep_down.sql")
