"""Readings that lie in files: what is archived, what waits, and how rows leave and come back."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Nothing is archived until somebody says for how long readings are kept."""
    run_sql(HERE / "2026_11_26_0073_archives.sql")


def downgrade() -> None:
    """Refused while readings lie in files: without this schema nobody would know of them."""
    run_sql(HERE / "2026_11_26_0073_archives_down.sql")
