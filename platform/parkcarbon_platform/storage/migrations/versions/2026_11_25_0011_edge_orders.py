"""What the platform wants edges to collect, and what it asked them to look at."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_25_0011_edge_orders.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_25_0011_edge_orders_down.sql")
