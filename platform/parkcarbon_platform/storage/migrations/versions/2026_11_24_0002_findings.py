"""Findings of rules, and one settlement job a park."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create the table."""
    run_sql(HERE / "2026_11_24_0002_findings.sql")


def downgrade() -> None:
    """Drop the table."""
    run_sql(HERE / "2026_11_24_0002_findings_down.sql")
