"""Which factor sets a park uses, factors of its own, and jobs that can be cancelled."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0016"
down_revision = "0012"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0016_factor_library.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0016_factor_library_down.sql")
