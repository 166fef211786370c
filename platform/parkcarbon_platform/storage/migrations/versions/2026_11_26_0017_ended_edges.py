"""Edges that are no more: hidden, with their history."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0017"
down_revision = "0013"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0017_ended_edges.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0017_ended_edges_down.sql")
