"""Files that people asked for."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0036"
down_revision = "0020"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0036_exports.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0036_exports_down.sql")
