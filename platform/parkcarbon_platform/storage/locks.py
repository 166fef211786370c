"""Locks that a session holds: on partitions, which two ingests would only hinder each other at, and a roll.

A process that ends, however, lets go of them with its connection; of a machine that is gone the server knows
after `KEEPALIVE`.
"""

import secrets
from collections.abc import Sequence

import psycopg
from psycopg.conninfo import conninfo_to_dict

from parkcarbon_platform.errors import ConflictError, UnavailableError
from parkcarbon_platform.storage.database import Connection

# First key of pg_advisory_lock(int, int); the second is the partition.
LOCK_CLASS = 0x70636967
MEMBER_CLASS = 0x7063696D
LARGEST = 2**31
# The server asks a silent connection after 10 s, and three times more: 25 s until a lost machine has let go.
KEEPALIVE = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"


# A commit takes well under a second; one that is left in the middle for so long is nobody's any more. Whoever
# waits for what it holds waits longer than that, then tries again.
ABANDONED = "-c idle_in_transaction_session_timeout=20s -c lock_timeout=30s"


def options(url: str, *more: str) -> str:
    """Options of a session whose locks are let go soon after its machine is gone."""
    return " ".join(filter(None, (str(conninfo_to_dict(url).get("options") or ""), KEEPALIVE, *more)))


def connect(url: str) -> Connection:
    """A connection whose locks are let go soon after its machine is gone."""
    return psycopg.connect(
        url, autocommit=True, connect_timeout=5, application_name="parkcarbon-ingest-lock",
        options=options(url),
    )  # fmt: skip


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
            self._connection = connect(self._url)
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


class Roll:
    """Who of several processes takes part: each holds a number as long as its connection lives."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Connection | None = None
        self.number = secrets.randbelow(LARGEST)
        self.server_age_s = 0.0

    def members(self) -> list[int]:
        """The numbers of all who take part, this one among them; raises UnavailableError.

        After a lost connection it is entered anew, as `number` then tells; `server_age_s` is for how long the
        server had run when it was entered.
        """
        try:
            if self._connection is None or self._connection.closed:
                self._enter()
            assert self._connection is not None
            rows = self._connection.execute(
                """SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = %s
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                   ORDER BY 1""",
                (MEMBER_CLASS,),
            ).fetchall()
        except psycopg.Error as error:
            self.leave()
            raise UnavailableError("The database does not answer.", cause=str(error)) from error
        return [int(row[0]) for row in rows]

    def _enter(self) -> None:
        self._connection = connect(self._url)
        self.number = secrets.randbelow(LARGEST)
        self._connection.execute("SELECT pg_advisory_lock(%s, %s)", (MEMBER_CLASS, self.number))
        row = self._connection.execute(
            "SELECT extract(epoch FROM clock_timestamp() - pg_postmaster_start_time())"
        ).fetchone()
        assert row is not None
        self.server_age_s = float(row[0])

    def leave(self) -> None:
        """Take part no longer."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
