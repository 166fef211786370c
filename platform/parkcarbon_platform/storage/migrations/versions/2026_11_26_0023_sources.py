"""Emission sources of every category and gas, with validity, their changes, and the mass of other gases."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0023"
down_revision = "0025"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0023_sources.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0023_sources_down.sql")
