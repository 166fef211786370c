"""Readings that lie in files: which, what stays of them here, and how they leave and come back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection

State = Literal["written", "archived", "restored"]
_COLUMNS = """id, from_time, to_time, state, file, bytes, sha256, rows, digest, first_time, last_time,
  schema_version, author, created_at, archived_at, restored_at"""
BLOCK = 50_000


@dataclass(frozen=True, slots=True)
class ArchiveRow:
    """Readings of a month [from_time, to_time) as a file; `digest` is of the rows, `sha256` of the file."""

    id: int
    from_time: datetime
    to_time: datetime
    state: State
    file: str
    bytes: int
    sha256: str
    rows: int
    digest: str
    first_time: datetime
    last_time: datetime
    schema_version: int
    author: str
    created_at: datetime
    archived_at: datetime | None
    restored_at: datetime | None


class Absent(NamedTuple):
    """A span of which the readings lie in a file."""

    start: datetime
    end: datetime
    file: str
    sha256: str


class Content(NamedTuple):
    """How many readings there are, and the sum of a hash of each."""

    rows: int
    digest: str


class Reading(NamedTuple):
    """A row of the table, with the code of its point."""

    time: datetime
    point: str
    value: float | None
    exact: str | None
    quality: int
    point_id: int
    batch_id: int


def every(connection: Connection) -> list[ArchiveRow]:
    """All of the park, the oldest month first."""
    cursor = connection.cursor(row_factory=class_row(ArchiveRow))
    return cursor.execute(
        f"SELECT {_COLUMNS} FROM core.reading_archive ORDER BY from_time, id"  # noqa: S608  # a constant
    ).fetchall()


def absent(connection: Connection, start: datetime, end: datetime) -> list[Absent]:
    """The spans within [start, end) whose readings lie in files; enterprises are told of them, too."""
    rows = connection.execute(
        """SELECT from_time, to_time, file, sha256 FROM core.archived_readings()
           WHERE from_time < %s AND to_time > %s""",
        (end, start),
    )
    return [Absent(*row) for row in rows]


def horizon(connection: Connection) -> datetime | None:
    """Before this time readings lie in files; None where none do."""
    row = connection.execute("SELECT max(to_time) FROM core.archived_readings()").fetchone()
    return None if row is None else row[0]


def floors(connection: Connection) -> Mapping[int, int]:
    """By point from when on all its readings are here [ms], though the horizon is later."""
    row = connection.execute(
        "SELECT floors FROM core.reading_archive WHERE state = 'archived' ORDER BY to_time DESC LIMIT 1"
    ).fetchone()
    found: Mapping[str, Any] = row[0] if row and row[0] else {}
    return {int(point): int(time) for point, time in found.items()}


def kept_months(connection: Connection) -> int | None:
    """For how many whole months the park keeps readings in the database; None: for ever."""
    row = connection.execute("SELECT readings_kept_months FROM core.park").fetchone()
    return None if row is None else row[0]


def keep_months(connection: Connection, months: int | None) -> None:
    """Say so."""
    connection.execute("UPDATE core.park SET readings_kept_months = %s", (months,))


def first_reading(connection: Connection, since: datetime | None, until: datetime) -> datetime | None:
    """The oldest reading from `since` on and before `until`."""
    row = connection.execute(
        "SELECT min(time) FROM core.reading WHERE time < %s AND (%s::timestamptz IS NULL OR time >= %s)",
        (until, since, since),
    ).fetchone()
    return None if row is None else row[0]


def unsettled(connection: Connection, until: datetime) -> int:
    """Pieces of work before `until` that wait for settlement, and may be settled."""
    row = connection.execute(
        "SELECT count(*) FROM core.invalidation WHERE from_time < %s AND NOT held", (until,)
    ).fetchone()
    return int(row[0]) if row else 0


def held(connection: Connection) -> tuple[int, datetime | None]:
    """How much work waits for archived readings, and from when on it is."""
    row = connection.execute("SELECT count(*), min(from_time) FROM core.invalidation WHERE held").fetchone()
    assert row is not None
    return int(row[0]), row[1]


def content(connection: Connection, park_id: int, start: datetime, end: datetime) -> Content:
    """What the table holds of [start, end)."""
    row = connection.execute(
        "SELECT rows, digest FROM core.reading_digest(%s, %s, %s)", (park_id, start, end)
    ).fetchone()
    assert row is not None
    return Content(*row)


def readings(connection: Connection, start: datetime, end: datetime) -> Iterator[list[Reading]]:
    """The readings of [start, end) in blocks, by time and point."""
    with connection.cursor(name="archived_readings", binary=True) as cursor:
        cursor.execute(
            """SELECT r.time, p.code, r.value, r.exact::text, r.quality, r.point_id, r.batch_id
               FROM core.reading r JOIN core.point p ON p.id = r.point_id
               WHERE r.time >= %s AND r.time < %s ORDER BY r.time, r.point_id""",
            (start, end),
        )
        while rows := cursor.fetchmany(BLOCK):
            yield [Reading(*row) for row in rows]


def add(connection: Connection, park_id: int, row: Mapping[str, object]) -> int:
    """A file that was written and read back; its id. One of the same month that was never used goes."""
    connection.execute(
        "DELETE FROM core.reading_archive WHERE state = 'written' AND from_time = %s", (row["from_time"],)
    )
    names = [
        "from_time", "to_time", "file", "bytes", "sha256", "rows", "digest", "first_time", "last_time",
        "schema_version", "author",
    ]  # fmt: skip
    found = connection.execute(
        f"""INSERT INTO core.reading_archive (park_id, state, {", ".join(names)})
            VALUES (%s, 'written', {", ".join(["%s"] * len(names))}) RETURNING id""",  # noqa: S608  # constants
        (park_id, *(row[name] for name in names)),
    ).fetchone()
    assert found is not None
    return int(found[0])


def shed(connection: Connection, archive_id: int, kept: int) -> int:
    """Take the rows of a written archive out of the table, but the last `kept` usable ones of each point."""
    row = connection.execute("SELECT core.shed_readings(%s, %s)", (archive_id, kept)).fetchone()
    assert row is not None
    return int(row[0])


def put_back(connection: Connection, archive_id: int, rows: Sequence[Reading]) -> None:
    """Rows of an archive are in the table again."""
    columns = [
        [r.point_id for r in rows], [r.time for r in rows], [r.value for r in rows], [r.exact for r in rows],
        [r.quality for r in rows], [r.batch_id for r in rows],
    ]  # fmt: skip
    connection.execute(
        """SELECT core.put_back(%s, %s::int[], %s::timestamptz[], %s::float8[], %s::numeric[], %s::bigint[],
             %s::bigint[])""",
        (archive_id, *columns),
    )


def finish_restore(connection: Connection, archive_id: int) -> None:
    """All of them are; what waited for them goes on once nothing newer is archived."""
    connection.execute("SELECT core.finish_restore(%s)", (archive_id,))
