"""A base backup as PostgreSQL's own protocol of replication gives it: the data folder as a tar, and its log.

What `pg_basebackup --wal-method=fetch` does, without that program: it is not with every distribution.
https://www.postgresql.org/docs/17/protocol-replication.html
"""

from collections.abc import Callable
from typing import NamedTuple

from psycopg import OperationalError, pq
from psycopg.conninfo import make_conninfo

COMMAND = (
    b"BASE_BACKUP (LABEL 'parkcarbon', CHECKPOINT 'fast', WAL, MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256')"
)
Write = Callable[[memoryview], object]


class Span(NamedTuple):
    """Which log a base backup needs: from and to [LSN], of which timeline."""

    start: str
    end: str
    timeline: int


class ServerRefusedError(Exception):
    """The server gives no base backup; the text is its own."""


def stream(url: str, tar: Write, manifest: Write) -> Span:
    """Have the server send its data folder; raises ServerRefusedError or psycopg.OperationalError."""
    connection = pq.PGconn.connect(make_conninfo(url, replication="true").encode())
    try:
        if connection.status != pq.ConnStatus.OK:
            raise ServerRefusedError(connection.error_message.decode(errors="replace").strip())
        connection.send_query(COMMAND)
        begin = _rows(connection)
        spaces = _rows(connection)
        if spaces.ntuples != 1:
            raise ServerRefusedError("the cluster has tablespaces of its own, which are not taken along")
        _expect(connection.get_result(), pq.ExecStatus.COPY_OUT)
        _receive(connection, tar, manifest)
        end = _rows(connection)
        return Span(_text(begin, 0), _text(end, 0), int(_text(begin, 1)))
    finally:
        connection.finish()


def _receive(connection: pq.abc.PGconn, tar: Write, manifest: Write) -> None:
    """Tell the two files from each other: each piece begins with a letter that says what follows."""
    write = tar
    while True:
        size, piece = connection.get_copy_data(0)
        if size < 0:
            return
        kind = bytes(piece[:1])
        if kind == b"m":
            write = manifest
        elif kind == b"d":
            write(piece[1:])


def _rows(connection: pq.abc.PGconn) -> pq.abc.PGresult:
    return _expect(connection.get_result(), pq.ExecStatus.TUPLES_OK)


def _expect(result: pq.abc.PGresult | None, wanted: pq.ExecStatus) -> pq.abc.PGresult:
    if result is None:
        raise OperationalError("the server ended the backup")
    if result.status != wanted:
        raise ServerRefusedError(result.error_message.decode(errors="replace").strip() or str(result.status))
    return result


def _text(result: pq.abc.PGresult, column: int) -> str:
    value = result.get_value(0, column)
    return value.decode() if value is not None else ""
