"""How long readings may wait at an edge, as part of its configuration."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0037"
down_revision = "0045"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0037_spool_age.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0037_spool_age_down.sql")
