"""Second factors, what a park asks of log-ins, and identities of single sign-on."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0047"
down_revision = "0037"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0047_second_factor.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0047_second_factor_down.sql")
