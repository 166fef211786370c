"""A lock on partitions, held by a session: two ingests of the same ones would only hinder each other."""

from collections.abc import Sequence

import psycopg

from parkcarbon_platform.errors import ConflictError, UnavailableError
from parkcarbon_platform.storage.database import Connection

# First key of pg_advisory_lock(int, int); the second is the partition.
LOCK_CLASS = 0x70636967


class PartitionLock:
    """Held as long as its connection lives. The store stays right without it (it locks each cursor)."""

    def __init__(self, url: str, partitions: Sequence[int]) -> None:
        self._url = url
        self._partitions = tuple(partitions)
        self._connection: Connection | None = None

    def ensure(self) -> None:
        """Take the lock, or take it again after a lost connection.

        Raises ConflictError where somebody else holds it, UnavailableError where the database is away.
        """
        try:
            if self._connection is not None and not self._connection.closed:
                self._connection.execute("SELECT 1")
                return
            self._connection = psycopg.connect(
                self._url, autocommit=True, connect_timeout=5, application_name="parkcarbon-ingest-lock"
            )
            taken = self._connection.execute(
                "SELECT bool_and(pg_try_advisory_lock(%s, n)) FROM unnest(%s::int[]) AS n",
                (LOCK_CLASS, list(self._partitions)),
            ).fetchone()
        except psycopg.Error as error:
            self.release()
            raise UnavailableError("The database does not answer.", cause=str(error)) from error
        if taken is None or not taken[0]:
            self.release()
            raise ConflictError(
                "Another ingest consumes these partitions.",
                remedy="Stop it, or give each its own partitions.",
                partitions=self._partitions,
            )

    def release(self) -> None:
        """Let it go."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
