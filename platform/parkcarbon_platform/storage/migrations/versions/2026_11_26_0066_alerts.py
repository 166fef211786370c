"""Alerts: rules, what they found, who is told, and what was sent."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0066"
down_revision = "0060"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0066_alerts.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0066_alerts_down.sql")
