"""Budgets, and findings about them."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0058"
down_revision = "0053"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0058_budgets.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0058_budgets_down.sql")
