"""How many deliveries of a spool came again and were ignored."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0018_repeated_batches.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0018_repeated_batches_down.sql")
