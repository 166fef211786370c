"""Tenant views: the transaction's park is looked up once a query, not once a row."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Write the views anew."""
    run_sql(HERE / "2026_11_25_0010_tenant_views.sql")


def downgrade() -> None:
    """As they were."""
    run_sql(HERE / "2026_11_25_0010_tenant_views_down.sql")
