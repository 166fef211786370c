"""What the process `metrics` sees of jobs: when an attempt began and ended."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0072"
down_revision = "0067"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Let the directory role see it."""
    run_sql(HERE / "2026_11_26_0072_job_times.sql")


def downgrade() -> None:
    """No longer."""
    run_sql(HERE / "2026_11_26_0072_job_times_down.sql")
