"""What administrators see of how the platform stands: when batches came, and the schema's migration."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0069"
down_revision = "0065"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Let the directory role see it."""
    run_sql(HERE / "2026_11_26_0069_system.sql")


def downgrade() -> None:
    """No longer."""
    run_sql(HERE / "2026_11_26_0069_system_down.sql")
