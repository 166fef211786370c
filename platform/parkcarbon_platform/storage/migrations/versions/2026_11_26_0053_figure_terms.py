"""Analyses and figures of enterprises keep to the agreements on data, too."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0053_figure_terms.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0053_figure_terms_down.sql")
