"""By which set of potentials a park weighs its gases where nobody chooses another."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0064"
down_revision = "0059"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Add the column."""
    run_sql(HERE / "2026_11_26_0064_park_gwp.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0064_park_gwp_down.sql")
