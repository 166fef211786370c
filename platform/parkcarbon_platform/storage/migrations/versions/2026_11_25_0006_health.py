"""Meter health: what checks found."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_25_0006_health.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_25_0006_health_down.sql")
