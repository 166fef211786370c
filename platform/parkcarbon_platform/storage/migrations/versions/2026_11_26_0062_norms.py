"""Norms that enterprises are held against, and what-ifs that are kept."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0062"
down_revision = "0064"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0062_norms.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0062_norms_down.sql")
