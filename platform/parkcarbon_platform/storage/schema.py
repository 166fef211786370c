"""Bring a database to the newest schema, and its restricted roles to their passwords."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.storage.database import Connection

# Any 64-bit number that no other program on the server would choose.
MIGRATION_LOCK = 0x7061726B63617262
MIGRATIONS = Path(__file__).parent / "migrations"
ROLES = ("pc_app", "pc_ingest", "pc_directory")


def migrate(owner_url: str, role_urls: Mapping[str, str] | None = None, *, to: str = "head") -> None:
    """Upgrade to revision `to` and let each role of `role_urls` log in with its URL's password.

    Safe to run by several processes at once: the second waits for the first and finds nothing to do.
    """
    with _migration_lock(owner_url) as connection:
        command.upgrade(_config(owner_url), to)
        with connection.transaction():
            _audit(connection)
            for role, url in (role_urls or {}).items():
                set_password(connection, role, url)


def _audit(connection: Connection) -> None:
    """Have the audit log see tables that are new."""
    row = connection.execute("SELECT to_regproc('core.audit_tables')").fetchone()
    if row and row[0]:
        connection.execute("SELECT core.audit_tables()")


def downgrade(owner_url: str, to: str) -> None:
    """Go back to revision `to` ("base" is the empty database)."""
    with _migration_lock(owner_url):
        command.downgrade(_config(owner_url), to)


def set_password(connection: Connection, role: str, url: str) -> None:
    """Give `role` the password that its URL carries; without one nothing changes."""
    if role not in ROLES:
        raise InvalidError(f"{role} is no role of the platform.", role=role, roles=ROLES)
    login = conninfo_to_dict(url)
    if login.get("user") != role or not login.get("password"):
        return
    connection.execute(
        sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(
            sql.Identifier(role), sql.Literal(str(login["password"]))
        )
    )


@contextmanager
def _migration_lock(owner_url: str) -> Iterator[Connection]:
    """A connection that holds the lock; others wait here, not in the middle of a migration."""
    with psycopg.connect(owner_url, application_name="parkcarbon-migrate", autocommit=True) as connection:
        connection.execute("SET statement_timeout = '15min'")
        connection.execute("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
        yield connection


def _connect(owner_url: str) -> Connection:
    connection = psycopg.connect(owner_url, application_name="parkcarbon-migrate")
    # A migration that cannot have its lock at once must give up: every reader queues behind it.
    connection.execute("SET lock_timeout = '5s'")
    connection.execute("SET statement_timeout = '10min'")
    connection.commit()
    return connection


def _config(owner_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["engine"] = create_engine(
        "postgresql+psycopg://", creator=lambda: _connect(owner_url), poolclass=NullPool
    )
    return config
