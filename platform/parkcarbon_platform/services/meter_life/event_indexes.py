"""Whether the indexes of an event agree with the readings around it."""

import math
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.meter_life.event_details import CUTS, Details
from parkcarbon_platform.storage import intervals, neighbours
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.meter_events import MeterEvent
from parkcarbon_platform.storage.points import Point

UNCERTAIN_FROM = 1 << 30
# Readings looked at on each side: a few may be bad or excluded.
LOOKED_AT = 8


class EventIndexError(InvalidError):
    """An index that the readings contradict; `reading` is the one that does."""

    code = "event_index"
    remedy = "Check the index and the time, or exclude the wrong reading first."


def check(
    connection: Connection, point: Point, kind: str, time: datetime, details: Details,
    *, valid: Sequence[MeterEvent],
) -> None:  # fmt: skip
    """No index of an event runs backwards against the readings next to it; raises EventIndexError."""
    closing, opening = details.get("final_index"), details.get("first_index")
    if kind == "multiplier":
        closing = opening = details.get("index")
    if closing is None and opening is None:
        return
    if point.kind != "register":
        raise InvalidError(f"{point.code} is no register: it has no index.", remedy="Leave the indexes null.")
    digits = _digits_before(point, valid)
    before, after = _readings_around(connection, point, time, valid)
    if closing is not None:
        _fits(Decimal(closing), digits)
        if (
            before is not None
            and Decimal(closing) < before
            and not _turned_over(before, Decimal(closing), digits)
        ):
            raise EventIndexError(
                f"The closing index {closing} is below the last reading {before:f} of {point.code}.",
                reading=f"{before:f}",
            )
    if opening is not None:
        turned = after is not None and _turned_over(Decimal(opening), after, details.get("digits") or digits)
        _fits(Decimal(opening), details.get("digits") or digits)
        if after is not None and Decimal(opening) > after and not turned:
            raise EventIndexError(
                f"The opening index {opening} is above the next reading {after:f} of {point.code}.",
                reading=f"{after:f}",
            )


def _fits(index: Decimal, digits: int | None) -> None:
    if digits is not None and index >= Decimal(10) ** digits:
        raise EventIndexError(f"The index {index:f} does not fit a register of {digits} digits.")


def _digits_before(point: Point, valid: Sequence[MeterEvent]) -> int | None:
    given = [e.details["digits"] for e in valid if e.kind in CUTS and e.details.get("digits") is not None]
    return int(given[-1]) if given else point.digits


def _turned_over(before: Decimal, after: Decimal, digits: int | None) -> bool:
    """Whether the register may have passed its end in between: from the top tenth to the bottom tenth."""
    if digits is None:
        return False
    capacity = Decimal(10) ** digits
    return before >= capacity * 9 / 10 and after <= capacity / 10


def _read(value: float, exact: Decimal | None) -> Decimal:
    return exact if exact is not None else Decimal(f"{Decimal(repr(value)).normalize():f}")


def _readings_around(
    connection: Connection, point: Point, time: datetime, valid: Sequence[MeterEvent]
) -> tuple[Decimal | None, Decimal | None]:
    """The good readings of the same epoch next to a moment, as read, that nobody has excluded."""
    at = localtime.to_ms(time)
    since = max((localtime.to_ms(e.time) for e in valid if e.kind in CUTS and e.time < time), default=0)
    excluded = [(localtime.to_ms(e.time), int(e.details["to"])) for e in valid if e.kind == "exclude"]
    life = neighbours.Life({point.id: point.expected_period_s})
    wide = neighbours.surroundings(connection, [Range(point.id, at, at)], life, LOOKED_AT)
    good: list[tuple[int, Decimal]] = []
    for _, columns in intervals.readings(connection, wide):
        exact = columns.exact or [None] * len(columns.time)
        values = columns.value.tolist()
        for moment, value, quality, digits in zip(
            columns.time.tolist(), values, columns.quality.tolist(), exact, strict=True
        ):
            skipped = any(start <= moment < end for start, end in excluded)
            if quality < UNCERTAIN_FROM and not skipped and (digits is not None or not math.isnan(value)):
                good.append((moment, _read(value, digits)))
    before = [value for moment, value in good if since <= moment < at]
    after = [value for moment, value in good if moment > at]
    return (before[-1] if before else None), (after[0] if after else None)
