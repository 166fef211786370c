"""Why an edge refused a configuration, as code and facts."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0060"
down_revision = "0062"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Keep them beside the error."""
    run_sql(HERE / "2026_11_26_0060_config_words.sql")


def downgrade() -> None:
    """Keep the error alone."""
    run_sql(HERE / "2026_11_26_0060_config_words_down.sql")
