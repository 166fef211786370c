"""Points and meters to choose from: what names them, read as they are found.

The list of meters (`meters.py`) reads and judges all there are; who chooses one wants a few by a few letters.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.search import containing


@dataclass(frozen=True, slots=True)
class PointChoice:
    """A point by its name, with what it measures."""

    code: str
    name_zh: str
    name_en: str
    unit: str
    quantity: str
    carrier: str
    kind: str
    integrated: bool


@dataclass(frozen=True, slots=True)
class DeviceChoice:
    """A meter by its name."""

    code: str
    name_zh: str
    name_en: str
    serial: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which: with all of the words; those of the codes alone, where there are any; so many behind a code."""

    words: Sequence[str] = ()
    codes: Sequence[str] = ()
    after: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Measuring:
    """Points of a carrier, of a quantity, of some kinds; those alone that have amounts."""

    carrier: str | None = None
    quantity: str | None = None
    kinds: Sequence[str] = field(default=())
    with_amounts: bool = False


Choice = TypeVar("Choice", PointChoice, DeviceChoice)
_BY_CODE = """ AND (cardinality(%(codes)s::text[]) = 0 OR code = ANY(%(codes)s))
    AND (%(after)s::text IS NULL OR code > %(after)s) ORDER BY code LIMIT %(limit)s"""
_POINTS = """SELECT code, name_zh, name_en, unit, quantity, carrier, kind, integrated FROM core.point
  WHERE concat_ws(' ', code, name_zh, name_en, unit) ILIKE ALL (%(words)s::text[])
    AND (%(carrier)s::text IS NULL OR carrier = %(carrier)s)
    AND (%(quantity)s::text IS NULL OR quantity = %(quantity)s)
    AND (cardinality(%(kinds)s::text[]) = 0 OR kind = ANY(%(kinds)s))
    AND (NOT %(with_amounts)s OR kind <> 'gauge' OR integrated)"""
_DEVICES = """SELECT code, name_zh, name_en, serial FROM core.device
  WHERE concat_ws(' ', code, name_zh, name_en, serial) ILIKE ALL (%(words)s::text[])"""


def points(connection: Connection, asked: Asked, measuring: Measuring) -> list[PointChoice]:
    """The points that the transaction sees, by code."""
    given: dict[str, object] = {
        "carrier": measuring.carrier, "quantity": measuring.quantity, "kinds": list(measuring.kinds),
        "with_amounts": measuring.with_amounts,
    }  # fmt: skip
    return _found(connection, _POINTS + _BY_CODE, PointChoice, asked, given)


def devices(connection: Connection, asked: Asked) -> list[DeviceChoice]:
    """The meters that the transaction sees, by code."""
    return _found(connection, _DEVICES + _BY_CODE, DeviceChoice, asked, {})


def carriers(connection: Connection) -> list[str]:
    """What the points measure that the transaction sees."""
    return [row[0] for row in connection.execute("SELECT DISTINCT carrier FROM core.point ORDER BY carrier")]


def _found(
    connection: Connection, sql: str, choice: type[Choice], asked: Asked, given: dict[str, object]
) -> list[Choice]:
    by_code = {
        "words": [containing(word) for word in asked.words], "codes": list(asked.codes),
        "after": asked.after, "limit": asked.limit,
    }  # fmt: skip
    return connection.cursor(row_factory=class_row(choice)).execute(sql, by_code | given).fetchall()
