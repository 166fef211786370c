"""What the checks of meter health read of weeks of quarter hours."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

import numpy as np

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.exact import Int64
from parkcarbon_platform.calculation.metering import checks
from parkcarbon_platform.calculation.metering.checks import Days
from parkcarbon_platform.calculation.metering.likeness import HISTORY_DAYS, Quarters
from parkcarbon_platform.calculation.metering.rules import HOUR_MS, Flag, Values
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.metering import supply
from parkcarbon_platform.storage import health_checks as storage
from parkcarbon_platform.storage import intervals
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.health_checks import CheckedPoint, PeriodSum
from parkcarbon_platform.storage.intervals import Range

# Zeros are looked for in this span; the four weeks before it say what is usual.
RECENT = timedelta(hours=26)
FLOAT_SPAN = timedelta(hours=2)
Points = Mapping[int, CheckedPoint]
Found = tuple[int, Flag]


@dataclass(frozen=True, slots=True)
class History:
    """Measured quarter hours of a point, to be cut in two."""

    quarters: Quarters

    def since(self, time: datetime) -> Quarters:
        """From a time on."""
        return self._where(self.quarters.start >= localtime.to_ms(time))

    def before(self, time: datetime) -> Quarters:
        """Up to a time."""
        return self._where(self.quarters.start < localtime.to_ms(time))

    def _where(self, keep: "np.typing.NDArray[np.bool_]") -> Quarters:
        q = self.quarters
        return Quarters(q.start[keep], q.quantity[keep], q.offset[keep])


def suspects(
    connection: Connection, point_ids: Sequence[int], rules: Mapping[int, Values], now: datetime
) -> list[int]:
    """The points with zeros enough to strike the rule: only their weeks have to be read."""
    found = storage.with_zeros(connection, point_ids, now - RECENT, now)
    return [point for point, number in found if number >= 4 * float(rules[point]["zero"]["hours"])]


def days(connection: Connection, point_ids: Sequence[int], now: datetime, timezone: str) -> dict[int, Days]:
    """The complete local days of the last weeks, added up by the database."""
    since = now - timedelta(days=HISTORY_DAYS + 2)
    rows = storage.day_sums(connection, point_ids, since, now, timezone)
    found = {}
    for point, group in groupby(rows, key=attrgetter("point_id")):
        table = np.array([row[1:] for row in group], dtype=np.int64)
        day, first, total, count = table.T
        found[point] = checks.complete_days(day, total, count, first)
    return found


def cut(days: Days, time: datetime) -> tuple[Days, Days]:
    """The days from a time on, and those before it."""
    late = days.first >= localtime.to_ms(time)
    since, before = (Days(days.day[w], days.mean[w], days.first[w]) for w in (late, ~late))
    return since, before


def quarters(
    connection: Connection, point_ids: Sequence[int], now: datetime, timezone: str
) -> dict[int, History]:
    """The measured quarter hours of the last weeks, with what local time was ahead of UTC."""
    since = now - timedelta(days=HISTORY_DAYS + 2)
    zone = ZoneInfo(timezone)
    offsets: dict[int, int] = {}

    def offset(start: int) -> int:
        hour = start // HOUR_MS
        if hour not in offsets:
            ahead = localtime.from_ms(hour * HOUR_MS).astimezone(zone).utcoffset() or timedelta(0)
            offsets[hour] = round(ahead.total_seconds() * 1000)
        return offsets[hour]

    rows = storage.quarters(connection, point_ids, since, now)
    found = {}
    for point, group in groupby(rows, key=attrgetter("point_id")):
        starts, amounts = columns((row.start, row.quantity) for row in group)
        local = np.array([offset(start) for start in starts.tolist()], dtype=np.int64)
        found[point] = History(Quarters(starts, amounts, local))
    return found


def columns(pairs: Iterable[tuple[int, int]]) -> tuple[Int64, Int64]:
    """Two columns of integers."""
    table = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def balances(
    connection: Connection, points: Points, rules: Mapping[int, Values], chosen: Sequence[int],
    period: tuple[datetime, datetime],
) -> Iterator[Found]:  # fmt: skip
    """Sub-meters above their parent, and interval meters against their register, over a covered period.

    Less than the parent is no finding: what nobody sub-meters is a row of the balance.
    """
    children: dict[int, list[int]] = {}
    for point in points.values():
        if point.parent_id in chosen and point.kind != "gauge":
            children.setdefault(point.parent_id or 0, []).append(point.id)
    registers = _registers_of_interval_meters(points, chosen)
    sources = supply.behind_the_meter(points.values())
    own = {parent: sources.get(parent, []) for parent in children}
    wanted = {*children, *registers, *registers.values()}
    wanted.update(i for found in (*children.values(), *own.values()) for i in found)
    whole = (period[1] - period[0]).total_seconds()
    sums = {
        i: s for i, s in storage.sums(connection, sorted(wanted), *period).items() if s.covered_s >= whole
    }
    start = localtime.to_ms(period[0])
    for parent, parts in children.items():
        family = [parent, *parts, *own[parent]]
        if all(i in sums for i in family) and _one_base(family, points):
            supplied = sum(sums[i].quantity for i in (parent, *own[parent]))
            found = [sums[part].quantity for part in parts]
            if sum(found) > supplied:
                for flag in checks.balance(start, supplied, found, rules[parent]):
                    yield parent, flag
    for meter, register in registers.items():
        if meter in sums and register in sums:
            yield from _sum_flags(start, meter, sums[register], sums[meter], rules[meter])


def _sum_flags(
    start: int, meter: int, register: PeriodSum, amounts: PeriodSum, rules: Values
) -> Iterator[Found]:
    for flag in checks.interval_sum(start, register.quantity, amounts.quantity, rules):
        yield meter, flag


def _registers_of_interval_meters(points: Points, chosen: Sequence[int]) -> dict[int, int]:
    """Interval meter → the register of the same flow on the same device."""
    flows = {
        (p.device_id, p.carrier, p.direction, p.quantity): p.id
        for p in points.values()
        if p.kind == "register"
    }
    own = [points[i] for i in chosen if points[i].kind == "interval"]
    pairs = {p.id: flows.get((p.device_id, p.carrier, p.direction, p.quantity)) for p in own}
    return {meter: register for meter, register in pairs.items() if register is not None}


def _one_base(ids: Sequence[int], points: Points) -> bool:
    bases = {units.to_base(points[i].unit, points[i].quantity, points[i].carrier).name for i in ids}
    return len(bases) == 1


def float_steps(
    connection: Connection,
    rules: Mapping[int, Values],
    registers: Sequence[int],
    now: datetime,
    day: datetime,
) -> Iterator[Found]:
    """Registers whose last readings are all such as a float32 holds, too large for their resolution."""
    start, end = localtime.to_ms(now - FLOAT_SPAN), localtime.to_ms(now)
    ranges = [Range(i, start, end) for i in registers]
    if not ranges:
        return
    for n, found in intervals.readings(connection, ranges):
        known = found.value[~np.isnan(found.value)]
        if known.size:
            is_narrow = checks.looks_like_float32(known)
            point = registers[n]
            for flag in checks.float_step(localtime.to_ms(day), float(known[-1]), is_narrow, rules[point]):
                yield point, flag
