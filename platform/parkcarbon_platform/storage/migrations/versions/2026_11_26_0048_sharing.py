"""What enterprises agreed with the park, who sees it, and links for screens."""

from pathlib import Path

from parkcarbon_platform.storage.migrations import run_sql

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

HERE = Path(__file__).parent


def upgrade() -> None:
    """Create what is new."""
    run_sql(HERE / "2026_11_26_0048_sharing.sql")


def downgrade() -> None:
    """Drop it again."""
    run_sql(HERE / "2026_11_26_0048_sharing_down.sql")
