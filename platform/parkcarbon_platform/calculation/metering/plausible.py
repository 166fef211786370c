"""Whether one value can be what its point measures: beside its unit, digits, greatest rate, last reading.

Said before anything is stored, to whoever connects a meter. What is stored is judged by the rules of
`rules`; here is only what a single value shows. A wrong unit is the usual mistake, so where a value is too
large and one of the smaller units explains it, that unit is named.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.calculation.units import UNITS, in_unit, unit_of_symbol

Code = Literal[
    "ok", "negative", "above_max_rate", "too_many_digits", "backwards", "standing", "unit_guess",
    "other_unit", "wrong_type", "bad", "stale", "future",
]  # fmt: skip

HOUR_MS = 3_600_000
AHEAD_MS = 600_000  # as the intake: what is further ahead is not stored
STALE_MS, STALE_PERIODS = HOUR_MS, 10
# No meter counts for longer than this at its greatest rate; most are replaced after 8 to 16 years.
LIFE_H = 20 * 8766
# Beyond these no single point of a park is, whatever was entered for it: a 220 kV incomer has about 500 MW.
LARGEST: Mapping[str, tuple[str, Fraction]] = {
    "power": ("kW", Fraction(500_000)), "heat_flow": ("GJ/h", Fraction(5_000)),
    "volume_flow": ("m3/h", Fraction(500_000)), "mass_flow": ("t/h", Fraction(5_000)),
    "pressure": ("MPa", Fraction(40)), "temperature": ("degC", Fraction(2_000)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """What a point says of itself.

    `max_rate` [unit per hour, multiplier included] of what is counted, [unit] of gauges; `previous`: the last
    good reading as (value as read, time [ms]).
    """

    quantity: str
    unit: str
    kind: str
    multiplier: Fraction = Fraction(1)
    digits: int | None = None
    max_rate: Fraction | None = None
    period_s: int = 60
    previous: tuple[Fraction, int] | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A value as a source says it, with the symbol of its unit where the source has one. Times are ms."""

    content: int | float | str | None
    time_ms: int | None = None
    unit: str | None = None
    quality: int = 0


@dataclass(frozen=True, slots=True)
class Guess:
    """The value is probably in `unit`: × `factor` it is in the point's."""

    unit: str
    factor: Fraction


@dataclass(frozen=True, slots=True)
class Plausible:
    """The judgement. `found` and `limit` are what was compared, in the point's unit (counters: per hour)."""

    ok: bool
    code: Code
    message: str
    guess: Guess | None = None
    found: Fraction | None = None
    limit: Fraction | None = None


FINE = Plausible(True, "ok", "Nothing speaks against it.")


def judge(value: Value, point: Measured, now_ms: int) -> Plausible:
    """The gravest thing that speaks against the value, or that nothing does."""
    if value.quality >> 30 >= 2:
        return Plausible(False, "bad", "The source calls it bad.")
    number = number_of(value.content)
    if number is None:
        return Plausible(False, "wrong_type", "It is no number.")
    found = list(_against(number, value, point, now_ms))
    return next((one for one in found if not one.ok), found[0] if found else FINE)


def number_of(content: float | str | None) -> Fraction | None:
    """The number; decimal texts are numbers too."""
    if content is None:
        return None
    try:
        number = Decimal(str(content))
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() and abs(number.adjusted()) <= 400 else None


def _against(number: Fraction, value: Value, point: Measured, now_ms: int) -> Iterator[Plausible]:
    if value.time_ms is not None and value.time_ms - now_ms > AHEAD_MS:
        yield Plausible(
            False, "future", "Its time is ahead: the clock of the source or of the edge is wrong."
        )
    yield from _by_unit(value.unit, point)
    yield from _by_size(number, value, point)
    stale_ms = max(STALE_MS, STALE_PERIODS * point.period_s * 1000)
    if value.time_ms is not None and now_ms - value.time_ms > stale_ms:
        yield Plausible(False, "stale", "Its time is long past: the meter may not be connected.")


def _by_unit(symbol: str | None, point: Measured) -> Iterator[Plausible]:
    unit = unit_of_symbol(symbol) if symbol else None
    if unit is None or unit == point.unit:
        return
    factor = in_unit(unit, point.unit)
    if factor is None:
        yield Plausible(False, "other_unit", f"The source says {symbol}, the point is in {point.unit}.")
    else:
        words = f"The source says {symbol}, the point is in {point.unit}."
        yield Plausible(False, "unit_guess", words, Guess(unit, factor))


def _by_size(number: Fraction, value: Value, point: Measured) -> Iterator[Plausible]:
    if point.kind == "register":
        yield from _register(number, value, point)
        return
    if point.kind == "interval" and number < 0:
        yield Plausible(False, "negative", "An amount cannot be negative.")
    limit = _largest(point)
    size = abs(number * point.multiplier)
    if limit is not None and size > limit:
        yield _too_large(point, size, limit, lambda factor: size * factor <= limit)


def _largest(point: Measured) -> Fraction | None:
    """The largest credible value of a gauge or of one period's amount, in the point's unit."""
    if point.max_rate is not None:
        return point.max_rate * (Fraction(point.period_s, 3600) if point.kind == "interval" else 1)
    known = LARGEST.get(point.quantity)
    factor = in_unit(known[0], point.unit) if known else None
    return known[1] * factor if known and factor is not None else None


def _register(number: Fraction, value: Value, point: Measured) -> Iterator[Plausible]:
    if number < 0:
        yield Plausible(False, "negative", "A register does not count below zero.")
        return
    if point.digits is not None and number >= 10**point.digits:
        end = Fraction(10**point.digits)
        yield _too_large(point, number, end, lambda factor: number * factor < end, "too_many_digits")
    last = point.previous
    if last is None or value.time_ms is None or value.time_ms <= last[1]:
        yield from _of_a_life(number, point)
        return
    if number < last[0]:
        words = "It is below the last reading: another tag, or the meter was replaced."
        yield Plausible(False, "backwards", words, found=number, limit=last[0])
    elif number == last[0]:
        yield Plausible(True, "standing", "It stands where the last reading stood.")
    hours = Fraction(value.time_ms - last[1], HOUR_MS)
    rate = (number - last[0]) * point.multiplier / hours
    if point.max_rate is not None and rate > point.max_rate:
        most = last[0] + point.max_rate * hours / point.multiplier
        yield _too_large(point, rate, point.max_rate, lambda factor: last[0] <= number * factor <= most)


def _of_a_life(number: Fraction, point: Measured) -> Iterator[Plausible]:
    """Without a reading before: more than a meter can have counted since it was made."""
    if point.max_rate is None:
        return
    most = point.max_rate * LIFE_H
    size = number * point.multiplier
    if size > most:
        yield _too_large(point, size, most, lambda factor: size * factor <= most)


def _too_large(
    point: Measured,
    found: Fraction,
    limit: Fraction,
    fits: Callable[[Fraction], bool],
    code: Code = "above_max_rate",
) -> Plausible:
    """With the largest of the smaller units that would explain it."""
    smaller = {unit: factor for unit in UNITS if (factor := in_unit(unit, point.unit)) and factor < 1}
    for unit, factor in sorted(smaller.items(), key=lambda item: -item[1]):
        if fits(factor):
            words = f"It is beyond what this meter can have: probably {unit}, not {point.unit}."
            return Plausible(False, "unit_guess", words, Guess(unit, factor), found, limit)
    return Plausible(False, code, "It is beyond what this meter can have.", None, found, limit)
