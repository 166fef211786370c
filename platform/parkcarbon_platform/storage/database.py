"""Connections: one pool a role, and the one way into a park's rows."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Self

import psycopg

from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage import audit, oversight
from parkcarbon_platform.storage.pools import Connection, Pool, open_pool
from parkcarbon_platform.storage.replica import Replica

__all__ = ["Connection", "Database", "Directory", "Pool", "open_pool", "tenant_transaction"]


@contextmanager
def tenant_transaction(
    pool: Pool, park_id: int, enterprise_id: int | None = None, *, read_only: bool = False
) -> Iterator[Connection]:
    """One transaction that sees one park, and for enterprise users one enterprise of it.

    The settings are local to the transaction, so that a pooled connection carries nothing over.
    Commits when the block ends, rolls back when it raises. What a person changes is in the audit log.
    """
    with pool.connection() as connection:
        if read_only:
            connection.execute("SET TRANSACTION READ ONLY")
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

    def __init__(
        self, app_url: str, directory_url: str, ingest_url: str, *, size: int = 8,
        replica: Replica | None = None,
    ) -> None:  # fmt: skip
        self.replica = replica
        self.app = open_pool(app_url, "app", size=size)
        self.directory = Directory(open_pool(directory_url, "directory", size=size))
        self.ingest = open_pool(ingest_url, "ingest", size=size)

    @classmethod
    def of(cls, settings: Settings, *, size: int = 8) -> Self:
        """The pools that the settings name."""
        url = settings.database_replica_url
        replica = Replica(url, settings.replica_lag_s, size=size) if url else None
        return cls(settings.app_url, settings.directory_url, settings.ingest_url, size=size, replica=replica)

    @contextmanager
    def tenant(self, park_id: int, enterprise_id: int | None = None) -> Iterator[Connection]:
        """`tenant_transaction` of the application role."""
        with tenant_transaction(self.app, park_id, enterprise_id) as connection:
            yield connection

    @contextmanager
    def reading(self, park_id: int, enterprise_id: int | None = None) -> Iterator[Connection]:
        """The same for those who only look: on the replica where there is one that is not far behind."""
        with ExitStack() as entered:
            yield self._begun(entered, park_id, enterprise_id)

    def _begun(self, entered: ExitStack, park_id: int, enterprise_id: int | None) -> Connection:
        def begin(pool: Pool) -> Connection:
            return entered.enter_context(tenant_transaction(pool, park_id, enterprise_id, read_only=True))

        if self.replica is not None and self.replica.is_fresh():
            try:
                return begin(self.replica.pool)
            except psycopg.Error as error:
                self.replica.lost(error)
        return begin(self.app)

    def close(self) -> None:
        """Close every connection."""
        if self.replica is not None:
            self.replica.close()
        for pools in (self.app, self.directory, self.ingest):
            pools.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
