"""Alembic migrations; each revision is a Python file beside the SQL it runs."""

from pathlib import Path

from alembic import op


def run_sql(file: Path) -> None:
    """Run a file of SQL statements as it stands: `%` and `:name` in it mean nothing special."""
    connection = op.get_bind().connection.driver_connection
    if connection is None:
        raise RuntimeError("migrations need a live connection; offline mode is not supported")
    connection.execute(file.read_text(encoding="utf-8"))
