"""At which step a job is."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0065"
down_revision = "0066"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Add the column."""
    run_sql(HERE / "2026_11_26_0065_job_step.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0065_job_step_down.sql")
