"""Numbers of green supply are one however they are spelt; a use says what it is of."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0038"
down_revision = "0027"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0038_green_numbers.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0038_green_numbers_down.sql")
