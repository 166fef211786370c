"""Digests of what a figure rests on: the readings of its points, and the hours of its sources."""

from collections.abc import Iterable
from typing import NamedTuple

from parkcarbon_platform.calculation.accounting.activity import months
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.progress import Told, untold
from parkcarbon_platform.storage import archives, exports, inventory_activity
from parkcarbon_platform.storage import inventory_digests as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.exports import Digest
from parkcarbon_platform.storage.inventories import InventoryRow

__all__ = ["Digest", "Digests", "changed", "changed_readings", "current", "keep", "kept"]


class Digests(NamedTuple):
    """Readings by point and month, hours by source and month.

    Of months whose readings lie in files there are no readings, but the files (`code`) with their SHA-256.
    """

    readings: list[Digest]
    hours: list[Digest]
    archived: list[Digest]


def current(
    connection: Connection, question: Question, timezone: str, *, with_gas: bool = True, told: Told = untold
) -> Digests:
    """As they are now, of what the transaction sees; month by month, so that it can be stopped."""
    sources = [row.code for row in inventory_activity.sources(connection, question.enterprise)]
    readings: list[Digest] = []
    hours: list[Digest] = []
    files: list[Digest] = []
    parts = months(question.start, question.end)
    for n, part in enumerate(parts):
        told("hashing", n / len(parts))
        start, end = (localtime.day_start(day, timezone) for day in part)
        away = archives.absent(connection, start, end)
        files += [Digest(found.file, f"{part[0]:%Y-%m}", 0, 0, found.sha256) for found in away]
        if not away:
            readings += exports.reading_digests(connection, sources, start, end, timezone)
        hours += exports.hour_digests(connection, sources, start, end, timezone, with_gas=with_gas)
    return Digests(*(sorted(found, key=_order) for found in (readings, hours, files)))


def _order(row: Digest) -> tuple[str, str]:
    return row.code, row.month


def keep(connection: Connection, park_id: int, row: InventoryRow, found: Digests) -> None:
    """Write them down with an inventory, once."""
    storage.keep(connection, park_id, row, storage.READING, found.readings)
    storage.keep(connection, park_id, row, storage.HOUR, found.hours)
    storage.keep(connection, park_id, row, storage.ARCHIVED, found.archived)


def kept(connection: Connection, inventory_id: int) -> Digests | None:
    """Those from when an inventory was computed; None of one from before they were kept."""
    found = Digests(
        *(
            storage.kept(connection, inventory_id, what)
            for what in (storage.READING, storage.HOUR, storage.ARCHIVED)
        )
    )
    return found if found.readings or found.hours else None


def changed(before: Iterable[Digest], after: Iterable[Digest]) -> list[str]:
    """Which are others now, or there no more, or new: code and month."""
    old, new = ({(row.code, row.month): row.sha256 for row in rows} for rows in (before, after))
    return [
        f"{code} {month}"
        for code, month in sorted({*old, *new})
        if old.get((code, month)) != new.get((code, month))
    ]


def changed_readings(before: Digests, after: Digests) -> list[str]:
    """The same of readings, but of months that lay in files once: these cannot be compared."""
    away = {row.month for row in (*before.archived, *after.archived)}
    return changed(*([row for row in found.readings if row.month not in away] for found in (before, after)))
