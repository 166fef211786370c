"""Values that a source shows, beside the points that they shall become; nothing is stored."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from parkcarbon_edge import fields

from parkcarbon_platform.calculation.metering import plausible
from parkcarbon_platform.calculation.metering.plausible import Code, Guess, Measured, Plausible, Value
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.storage import meters as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.meters import LastReading, MeterPointRow

__all__ = ["Code", "Guess", "Plausible", "Value", "judge", "judge_one", "measured"]


def judge(connection: Connection, asked: Sequence[tuple[str, Value]], now: datetime) -> list[Plausible]:
    """The judgement of each (code of the point, value); raises NotFoundError."""
    rows = {code: _find(connection, code) for code in {code for code, _ in asked}}
    last = {row.point_id: row for row in storage.last_readings(connection, [r.id for r in rows.values()])}
    points = {code: measured(row, last.get(row.id)) for code, row in rows.items()}
    return [judge_one(value, points[code], now) for code, value in asked]


def judge_one(value: Value, point: Measured, now: datetime) -> Plausible:
    """The judgement of a value beside what a point says of itself."""
    if isinstance(value.content, str) and not fields.is_decimal(value.content):
        return Plausible(False, "wrong_type", f"The text {value.content[:60]!r} is no decimal number.")
    return plausible.judge(value, point, to_ms(now))


def _find(connection: Connection, code: str) -> MeterPointRow:
    row = storage.point(connection, code)
    if row is None:
        raise NotFoundError(f"There is no point {code}.", point=code)
    return row


def measured(row: MeterPointRow, last: LastReading | None) -> Measured:
    """What the point says of itself, with its last reading where that was good."""
    number = None if last is None or last.quality else last.exact if last.exact is not None else last.value
    previous = plausible.number_of(None if number is None else str(number))
    return Measured(
        row.quantity, row.unit, row.kind, Fraction(row.multiplier), row.digits,
        None if row.max_rate is None else Fraction(row.max_rate), row.expected_period_s,
        None if previous is None or last is None else (previous, to_ms(last.time)),
    )  # fmt: skip
