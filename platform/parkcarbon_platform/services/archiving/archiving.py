"""Keep readings for some months in the database, and older ones as files: archive, verify, restore.

A month (UTC) leaves as a whole, the oldest first, and comes back as a whole, the newest first where something
is to be computed again. Its rows are taken out only in a transaction that finds them to be those of the file
that was read back. Quarter hours, ledger, batches and evidence always stay.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import psycopg

from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services.archiving import files
from parkcarbon_platform.services.archiving.files import ArchiveError, Manifest
from parkcarbon_platform.services.metering.archived import KEPT
from parkcarbon_platform.storage import archives as storage
from parkcarbon_platform.storage import invalidations
from parkcarbon_platform.storage.archives import ArchiveRow
from parkcarbon_platform.storage.database import Database

__all__ = ["ArchiveRow", "Place", "State", "every", "keep", "restore", "run", "state", "verify"]

FEWEST_MONTHS = 3
# What somebody had restored is left alone for so long.
LOOKED_AT = timedelta(days=30)
FORMAT = "parkcarbon/readings/v1"


@dataclass(frozen=True, slots=True)
class Place:
    """A park, and the folder of all parks' files; empty where nobody has named one."""

    database: Database
    park_id: int
    code: str
    folder: str

    @property
    def root(self) -> Path:
        """The folder; raises ArchiveError."""
        if not self.folder:
            raise ArchiveError(
                "Nobody has said where files of old readings are kept.",
                remedy="Set PARKCARBON_ARCHIVE_DIR to a folder that is backed up.",
            )
        return Path(self.folder)


@dataclass(frozen=True, slots=True)
class State:
    """How a park keeps its readings, and how much late work waits for archived ones."""

    months: int | None
    archives: list[ArchiveRow]
    held: int
    held_from: datetime | None


def state(database: Database, park_id: int) -> State:
    """Of a park."""
    with database.tenant(park_id) as connection:
        return State(storage.kept_months(connection), storage.every(connection), *storage.held(connection))


def every(database: Database, park_id: int) -> list[ArchiveRow]:
    """The archives of a park, the oldest month first."""
    return state(database, park_id).archives


def keep(database: Database, park_id: int, months: int | None) -> None:
    """Say for how many whole months readings stay in the database; None: for ever. Raises InvalidError."""
    if months is not None and not FEWEST_MONTHS <= months <= 1200:
        raise InvalidError(
            f"Readings are kept for {FEWEST_MONTHS} to 1200 months, or for ever.",
            remedy="Late readings and differences of recent months need them.", months=months,
        )  # fmt: skip
    with database.tenant(park_id) as connection:
        storage.keep_months(connection, months)


def run(place: Place, now: datetime, author: str) -> Iterator[ArchiveRow]:
    """Archive the months that are due, the oldest first, each as it is done.

    Nothing is done where the park keeps its readings for ever. Raises ArchiveError, ConflictError.
    """
    with place.database.tenant(place.park_id) as connection:
        months = storage.kept_months(connection)
    if months is not None:
        cutoff = _months_before(now, months)
        while (month := _next(place, cutoff, now)) is not None:
            yield _archive(place, place.root, month, author)


def _months_before(now: datetime, months: int) -> datetime:
    month = now.year * 12 + now.month - 1 - months
    return now.replace(
        year=month // 12, month=month % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0
    )


def _after(start: datetime) -> datetime:
    return (start + timedelta(days=32)).replace(day=1)


def _next(place: Place, cutoff: datetime, now: datetime) -> datetime | None:
    """The oldest month before the cutoff that is not archived and has readings."""
    with place.database.tenant(place.park_id) as connection:
        rows = storage.every(connection)
        archived = [r for r in rows if r.state == "archived"]
        looked_at = [r.from_time for r in rows if r.restored_at and r.restored_at > now - LOOKED_AT]
        horizon = max((r.to_time for r in archived), default=None)
        month = storage.first_reading(connection, horizon, cutoff)
        if month is not None:
            month = month.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
            if storage.unsettled(connection, _after(month)):
                raise ConflictError(
                    f"Readings of {month:%Y-%m} or before wait to be settled.",
                    remedy="Wait until they are, then try again.",
                )  # fmt: skip
        return None if month in looked_at else month


def _archive(place: Place, root: Path, month: datetime, author: str) -> ArchiveRow:
    database, park_id = place.database, place.park_id
    end = _after(month)
    file = _free(root, f"{place.code}/{month:%Y-%m}")
    with database.tenant(park_id) as connection:
        before = storage.content(connection, park_id, month, end)
        written = files.write(root / file, storage.readings(connection, month, end))
        # Readings are only added and exchanged: what is the same before and after is what was read between.
        after = storage.content(connection, park_id, month, end)
    if not written.rows == before.rows == after.rows or before.digest != after.digest:
        (root / file).unlink()
        raise ConflictError(
            f"Readings of {month:%Y-%m} came while they were written: nothing has left the database.",
            remedy="Try again.",
        )  # fmt: skip
    row = {
        "from_time": month, "to_time": end, "file": file, "bytes": written.bytes, "sha256": written.sha256,
        "rows": written.rows, "digest": before.digest, "first_time": written.first, "last_time": written.last,
        "schema_version": files.SCHEMA_VERSION, "author": author,
    }  # fmt: skip
    files.write_manifest(root / file, _manifest(place.code, row))
    with database.tenant(park_id) as connection:
        made = storage.add(connection, park_id, row)
    try:
        with database.tenant(park_id) as connection:
            invalidations.lock(connection, park_id)
            storage.shed(connection, made, KEPT)
            return next(r for r in storage.every(connection) if r.id == made)
    except (
        psycopg.errors.SerializationFailure, psycopg.errors.LockNotAvailable, psycopg.errors.UndefinedTable
    ) as error:  # fmt: skip
        raise ConflictError(
            f"Readings of {month:%Y-%m} came while they were archived: nothing has left the database.",
            remedy="Try again.",
        ) from error  # fmt: skip


def _free(root: Path, name: str) -> str:
    """A name that no file has: an earlier file of a month that was restored stays."""
    number = 1
    while (root / (found := f"{name}.parquet" if number == 1 else f"{name}-{number}.parquet")).exists():
        number += 1
    return found


def _manifest(park: str, row: dict[str, object]) -> Manifest:
    told = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in row.items()
        if name in Manifest.__struct_fields__
    }
    return msgspec.convert({**told, "format": FORMAT, "park": park}, Manifest)


def verify(place: Place) -> Iterator[tuple[ArchiveRow, str | None]]:
    """Read every file that is needed; with each what is wrong with it, None where nothing is."""
    for row in every(place.database, place.park_id):
        if row.state == "archived":
            try:
                _check(place.root, row)
                yield row, None
            except ArchiveError as error:
                yield row, str(error)


def _check(root: Path, row: ArchiveRow) -> None:
    file = root / row.file
    if files.sha256(file) != row.sha256:
        raise ArchiveError(f"{file} is not the file that was written: it is damaged or was changed.")
    found = files.check(file)
    if (found.rows, found.first, found.last) != (row.rows, row.first_time, row.last_time):
        raise ArchiveError(f"{file} does not hold what it held.")


def restore(place: Place, month: str) -> ArchiveRow:
    """Bring a month (`2026-01`) back as it was, in one transaction; raises NotFoundError, ArchiveError.

    Late work of the time after the newest month that is still archived goes on by itself.
    """
    archived = [r for r in every(place.database, place.park_id) if r.state == "archived"]
    row = next((r for r in archived if f"{r.from_time:%Y-%m}" == month), None)
    if row is None:
        raise NotFoundError(f"{month} is not archived.", remedy="`parkcarbon archive list` tells what is.")
    _check(place.root, row)
    with place.database.tenant(place.park_id) as connection:
        invalidations.lock(connection, place.park_id)
        for block in files.read(place.root / row.file):
            storage.put_back(connection, row.id, block)
        # Late readings of other times of this month are additional: the archived ones are all there.
        storage.finish_restore(connection, row.id)
        found = next(r for r in storage.every(connection) if r.id == row.id)
        content = storage.content(connection, place.park_id, row.from_time, row.to_time)
        if content.rows < row.rows or (content.rows == row.rows and content.digest != row.digest):
            raise ArchiveError(f"After the restore {month} does not hold what it held.")
    return found
