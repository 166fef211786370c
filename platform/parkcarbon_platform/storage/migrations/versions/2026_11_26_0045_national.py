"""What people decide and enter for the national rules; the second edition of the national factor database."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0045"
down_revision = "0038"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0045_national.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0045_national_down.sql")
