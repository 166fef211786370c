"""Registers that stand still while the power gauge of the same meter delivers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.metering import checks
from parkcarbon_platform.calculation.metering.checks import Samples
from parkcarbon_platform.calculation.metering.registers import to_integers
from parkcarbon_platform.calculation.metering.rules import BAD_FROM, Flag, Values
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.metering import multipliers
from parkcarbon_platform.services.metering.multipliers import Steps
from parkcarbon_platform.storage import health_checks as storage
from parkcarbon_platform.storage import intervals
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.health_checks import CheckedPoint
from parkcarbon_platform.storage.intervals import Range, ReadingColumns

LOOKS_BACK = timedelta(hours=2)
RATE_OF = {"energy": ("power", "heat_flow"), "volume": ("volume_flow",), "mass": ("mass_flow",)}


def stuck(
    connection: Connection, points: Mapping[int, CheckedPoint], rules: Mapping[int, Values], now: datetime
) -> tuple[dict[int, list[Flag]], datetime]:
    """What the rule finds since a time, by register; registers without a gauge beside them are left out."""
    since = now - LOOKS_BACK
    gauges = companions(points)
    found: dict[int, list[Flag]] = {register: [] for register in gauges}
    suspects = storage.repeating(connection, list(gauges), since)
    if not suspects:
        return found, since
    power: dict[int, list[tuple[int, float]]] = {}
    for gauge_id, time, value in storage.samples(connection, [gauges[i] for i in suspects], since, now):
        power.setdefault(gauge_id, []).append((time, value))
    start, end = localtime.to_ms(since), localtime.to_ms(now)
    ranges = [Range(i, start, end) for i in suspects]
    known = [points[i] for suspect in suspects for i in (suspect, gauges[suspect])]
    steps = multipliers.of_points(connection, {p.id: p.multiplier for p in known})
    for n, columns in intervals.readings(connection, ranges):
        register, gauge = points[suspects[n]], points[gauges[suspects[n]]]
        delivered = _power(gauge, power.get(gauge.id, []), steps.get(gauge.id, ()))
        for part, multiplier in _parts(register, columns, steps.get(register.id, ())):
            found[register.id] += _flags(register, multiplier, part, delivered, rules[register.id])
    return found, since


def _parts(
    register: CheckedPoint, columns: ReadingColumns, steps: Steps
) -> Iterator[tuple[ReadingColumns, Fraction]]:
    """The readings before and after each change of the multiplier, with the one in force."""
    first, last = int(columns.time[0]), int(columns.time[-1])
    cuts = [first, *(time for time, _ in steps if first < time <= last), last + 1]
    for start, end in pairwise(cuts):
        part = columns.between(start, end - 1)
        if part.time.size:
            yield part, multipliers.at(steps, register.multiplier, start)


def _power(gauge: CheckedPoint, samples: Sequence[tuple[int, float]], steps: Steps) -> Samples:
    """What the gauge shows [base unit per hour]."""
    scale = units.to_base(gauge.unit, gauge.quantity, gauge.carrier).scale
    values = [value * float(scale * multipliers.at(steps, gauge.multiplier, time)) for time, value in samples]
    times = np.array([time for time, _ in samples], dtype=np.int64)
    return Samples(times, np.array(values, dtype=np.float64))


def companions(points: Mapping[int, CheckedPoint]) -> dict[int, int]:
    """Register → the gauge of the same device that shows its rate."""
    gauges = {
        (p.device_id, p.carrier, p.direction, p.quantity): p.id for p in points.values() if p.kind == "gauge"
    }
    found = {}
    for p in points.values():
        for rate in RATE_OF.get(p.quantity, ()):
            gauge = gauges.get((p.device_id, p.carrier, p.direction, rate))
            if p.kind == "register" and gauge is not None:
                found[p.id] = gauge
    return found


def _flags(
    register: CheckedPoint, multiplier: Fraction, columns: ReadingColumns, power: Samples, rules: Values
) -> list[Flag]:
    scale = units.to_base(register.unit, register.quantity, register.carrier).scale * multiplier
    exact = {i: Fraction(e) for i, e in enumerate(columns.exact or ()) if e is not None and e.is_finite()}
    one_scale = np.zeros(columns.time.shape, dtype=np.int64)
    index, usable = to_integers(columns.value, [scale], one_scale, exact)
    usable &= columns.quality < BAD_FROM
    step = max(1, round(_last_place(columns) * scale))
    return checks.stuck(Samples(columns.time[usable], index[usable]), power, step, rules)


def _last_place(columns: ReadingColumns) -> Fraction:
    """The smallest step that the readings show [unit as read]: of their decimals, the most that any has."""
    shown = [Decimal(repr(v)) for v in columns.value[~np.isnan(columns.value)].tolist()]
    places = max((-int(d.normalize().as_tuple().exponent) for d in shown), default=0)
    return Fraction(1, 10 ** min(max(places, 0), 6))
