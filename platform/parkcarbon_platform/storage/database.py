"""Connections: one pool a role, and the one way into a park's rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

import psycopg
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage import audit, oversight

Connection = psycopg.Connection[TupleRow]
Pool = ConnectionPool[psycopg.Connection[TupleRow]]

RECONNECT_S = 2.0


def open_pool(url: str, name: str, *, size: int = 8, timeout_s: float = 15.0) -> Pool:
    """A pool that opens connections when first asked for one and replaces dead ones.

    `timeout_s` is how long a caller waits for a connection.
    """
    return ConnectionPool(
        url,
        min_size=0,
        max_size=size,
        name=name,
        open=True,
        check=ConnectionPool.check_connection,
        kwargs={"application_name": f"parkcarbon-{name}"},
        timeout=timeout_s,
        # The pool's own pauses between attempts double; giving up soon lets the next caller try at once.
        reconnect_timeout=RECONNECT_S,
        max_idle=120.0,
    )


@contextmanager
def tenant_transaction(pool: Pool, park_id: int, enterprise_id: int | None = None) -> Iterator[Connection]:
    """One transaction that sees one park, and for enterprise users one enterprise of it.

    The settings are local to the transaction, so that a pooled connection carries nothing over.
    Commits when the block ends, rolls back when it raises. What a person changes is in the audit log.
    """
    with pool.connection() as connection:
        connection.execute(
            "SELECT set_config('pc.park', %s, true), set_config('pc.enterprise', %s, true)",
            (str(park_id), "" if enterprise_id is None else str(enterprise_id)),
        )
        oversight.show(connection, enterprise_id)
        with audit.watched(connection, park_id, enterprise_id):
            yield connection


class Directory:
    """Transactions that find parks and people. Who changes people is in the log of the park meant, if any."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @contextmanager
    def connection(self, timeout: float | None = None) -> Iterator[Connection]:
        """One transaction; `timeout` [s] is how long to wait for a connection."""
        with self._pool.connection(timeout) as connection, audit.watched(connection):
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class Database:
    """The pools of a process: `app` inside a park, `directory` for parks and people, `ingest` readings."""

    def __init__(self, app_url: str, directory_url: str, ingest_url: str, *, size: int = 8) -> None:
        self.app = open_pool(app_url, "app", size=size)
        self.directory = Directory(open_pool(directory_url, "directory", size=size))
        self.ingest = open_pool(ingest_url, "ingest", size=size)

    @classmethod
    def of(cls, settings: Settings, *, size: int = 8) -> Self:
        """The pools that the settings name."""
        return cls(settings.app_url, settings.directory_url, settings.ingest_url, size=size)

    @contextmanager
    def tenant(self, park_id: int, enterprise_id: int | None = None) -> Iterator[Connection]:
        """`tenant_transaction` of the application role."""
        with tenant_transaction(self.app, park_id, enterprise_id) as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        for pools in (self.app, self.directory, self.ingest):
            pools.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
