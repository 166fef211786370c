"""Connecting: who may log in at the broker, whose edges are, and the tokens that enrol them."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_25_0009_connecting.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_25_0009_connecting_down.sql")
