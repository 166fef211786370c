"""By what bought heat is told, whosoever the meter is."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0059_heat_terms.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0059_heat_terms_down.sql")
