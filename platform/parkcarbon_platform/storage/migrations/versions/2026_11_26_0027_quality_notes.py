"""What people say of how data come about."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0027"
down_revision = "0034"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0027_quality_notes.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0027_quality_notes_down.sql")
