"""What a database holds, as figures that a copy must have, and what TimescaleDB needs around a restore."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.schema import ROLES

# Of these the extension makes its own.
_TABLES = """SELECT c.oid::regclass::text, n.nspname, c.relname FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|_timescaledb_|timescaledb_|information_schema$)'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
  ORDER BY n.nspname, c.relname"""


class Content(NamedTuple):
    """Rows of a table, and the sum of a hash of each: independent of their order."""

    rows: int
    digest: str


class Versions(NamedTuple):
    """What made the database: the schema's revision, PostgreSQL and the extension."""

    schema: str
    postgres: str
    timescaledb: str


@contextmanager
def snapshot(url: str) -> Iterator[tuple[Connection, str]]:
    """A connection that sees one moment, and the name by which another program sees the same."""
    with psycopg.connect(url, application_name="parkcarbon-backup") as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row
        yield connection, str(row[0])


def is_whole(connection: Connection) -> bool:
    """Whether the log-in sees every park's rows: a superuser, or one that row security does not bind."""
    row = connection.execute(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    return bool(row and row[0])


def content(connection: Connection) -> dict[str, Content]:
    """Every table's."""
    connection.execute(
        """SELECT set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, YMD', true),
          set_config('intervalstyle', 'postgres', true), set_config('bytea_output', 'hex', true),
          set_config('extra_float_digits', '1', true), set_config('row_security', 'off', true)"""
    )
    found = {}
    for name, schema, table in connection.execute(_TABLES).fetchall():
        row = connection.execute(
            sql.SQL("SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM {} t").format(
                sql.Identifier(schema, table)
            )
        ).fetchone()
        assert row
        found[name] = Content(*row)
    return found


def versions(connection: Connection) -> Versions:
    """Of a database with our schema."""
    row = connection.execute(
        """SELECT (SELECT version_num FROM alembic_version), current_setting('server_version'),
          (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb')"""
    ).fetchone()
    assert row
    return Versions(*row)


def is_empty(url: str) -> bool:
    """Whether the database holds no table of anybody."""
    with psycopg.connect(url) as connection:
        return not connection.execute(_TABLES).fetchone()


def create(url: str, name: str) -> str:
    """A new database on the server of `url`; its address."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    return address(url, name)


def address(url: str, name: str) -> str:
    """Of another database on the same server, by the same log-in."""
    return make_conninfo(url, dbname=name)


def exists(url: str, name: str) -> bool:
    """Whether the server of `url` has a database of this name."""
    with psycopg.connect(url) as connection:
        return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone())


def name_of(url: str) -> str:
    """The database's name."""
    return str(conninfo_to_dict(url).get("dbname") or "")


@contextmanager
def restoring(url: str, timescaledb: str) -> Iterator[None]:
    """The extension as a restore needs it to fill its tables; the roles that rights are given to."""
    with psycopg.connect(url, autocommit=True) as connection:
        for role in ROLES:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOBYPASSRLS").format(sql.Identifier(role)))
        connection.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS timescaledb VERSION {}").format(sql.Literal(timescaledb))
        )
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT timescaledb_pre_restore()")
    try:
        yield
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SELECT timescaledb_post_restore()")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")
