"""Onboarding: what a park is, drafts of parks, and their way from active to deleted."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0050"
down_revision = "0040"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0050_onboarding.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0050_onboarding_down.sql")
