"""Laws of metering that hold for whatever readings come."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from parkcarbon_platform.calculation.accounting.split import split
from parkcarbon_platform.calculation.metering.batch import join
from parkcarbon_platform.calculation.metering.intervals import Intervals
from parkcarbon_platform.calculation.metering.meters import Meter
from parkcarbon_platform.calculation.metering.pairs import NEIGHBOURS, of_registers

from tests.support.batches import computed, part_of

QUARTER = 900_000
METER = Meter("register", Fraction(1000), digits=6, max_rate=Fraction(4_000_000), expected_period_s=900)
QUALITIES = st.sampled_from([0, 0, 0, 0, 0x40000000, 0x80000000])
Reading = tuple[int, float, int]

advances = st.lists(
    st.tuples(st.integers(1, 4_000_000), st.floats(0, 500, allow_nan=False), st.integers(0, 30), QUALITIES),
    min_size=2,
    max_size=60,
)


def readings_of(steps: list[tuple[int, float, int, int]], *, faulty: bool) -> list[Reading]:
    """A register that advances, and where `faulty` now and then resets or sends nonsense."""
    time, value, found = 1_000_000_000_000, 999_000.0, []
    for wait, advance, chance, quality in steps:
        time += wait
        value = round((value + advance) % 1_000_000, 2)
        if faulty and chance == 0:
            value = 0.0
        shown = 0.0 if faulty and chance == 1 else value
        found.append((time, shown, quality if faulty else 0))
    return found


def unique(readings: list[Reading]) -> list[Reading]:
    return sorted({r[0]: r for r in readings}.values())


def intervals(readings: list[Reading], meter: Meter = METER) -> Intervals:
    return computed(meter, unique(readings))[0]


def accepted(readings: list[Reading]) -> int:
    pairs, _ = of_registers(join([part_of(METER, unique(readings))]))
    return int(pairs.amount.sum())


def table(found: Intervals) -> dict[int, tuple[int, int, int, int]]:
    columns = (found.quantity, found.estimated, found.covered_ms, found.method)
    return dict(zip(found.start.tolist(), zip(*(c.tolist() for c in columns), strict=True), strict=True))


def between(found: Intervals, start: int, end: int) -> dict[int, tuple[int, int, int, int]]:
    return table(found.only((found.start >= start) & (found.start < end)))


@given(advances)
def test_intervals_add_up_to_the_accepted_register_delta(steps: list[tuple[int, float, int, int]]) -> None:
    readings = readings_of(steps, faulty=True)
    assert int(intervals(readings).quantity.sum()) == accepted(readings)


@given(advances)
def test_an_undisturbed_register_gives_last_minus_first(steps: list[tuple[int, float, int, int]]) -> None:
    steps = [(wait, advance, 5, 0) for wait, advance, _, _ in steps]
    time, total, found = 1_000_000_000_000, Fraction(0), []
    for wait, advance, _, _ in steps:
        time += wait
        total += round(Fraction(advance), 2)
        found.append((time, float(total), 0))
    meter = Meter("register", Fraction(1000), digits=None, max_rate=None)
    expected = round(total * 1000) - round(round(Fraction(steps[0][1]), 2) * 1000)
    assert int(intervals(found, meter).quantity.sum()) == expected


@given(advances, st.randoms(use_true_random=False))
def test_order_and_duplicates_change_nothing(steps: list[tuple[int, float, int, int]], rng: Random) -> None:
    readings = readings_of(steps, faulty=True)
    shuffled = readings + readings[: len(readings) // 2]
    rng.shuffle(shuffled)
    assert table(intervals(shuffled)) == table(intervals(readings))


@given(advances)
def test_no_negative_consumption_no_overfull_quarter(steps: list[tuple[int, float, int, int]]) -> None:
    found = intervals(readings_of(steps, faulty=True))
    assert (found.quantity >= 0).all()
    assert (found.estimated >= 0).all()
    assert (found.estimated <= found.quantity).all()
    assert ((found.covered_ms > 0) & (found.covered_ms <= QUARTER)).all()
    assert (found.start % QUARTER == 0).all()


@given(advances, st.data())
def test_a_window_with_neighbours_gives_what_everything_gives(
    steps: list[tuple[int, float, int, int]], data: st.DataObject
) -> None:
    readings = [r for r in readings_of(steps, faulty=True) if r[2] < 0x80000000]
    if not readings:
        return
    first = data.draw(st.integers(0, len(readings) - 1))
    last = data.draw(st.integers(first, len(readings) - 1))
    start = readings[first][0] // QUARTER * QUARTER
    end = readings[last][0] // QUARTER * QUARTER + QUARTER
    inside = [i for i, r in enumerate(readings) if start <= r[0] < end]
    near = readings[max(0, inside[0] - NEIGHBOURS) : inside[-1] + 1 + NEIGHBOURS]
    assert between(intervals(near), start, end) == between(intervals(readings), start, end)


@given(advances, st.integers(1, 10))
def test_a_reading_on_the_line_splits_without_changing_the_sum(
    steps: list[tuple[int, float, int, int]], part: int
) -> None:
    readings = readings_of(steps, faulty=False)
    (t0, v0, _), (t1, v1, _) = readings[:2]
    middle = t0 + (t1 - t0) * part // 11
    if v1 < v0 or middle in (t0, t1):
        return
    value = round(v0 + (v1 - v0) * (middle - t0) / (t1 - t0), 3)
    split_up = intervals([*readings, (middle, min(max(value, v0), v1), 0)])
    assert int(split_up.quantity.sum()) == int(intervals(readings).quantity.sum())


@given(advances)
def test_the_multiplier_only_scales(steps: list[tuple[int, float, int, int]]) -> None:
    readings = readings_of(steps, faulty=False)
    larger = replace(METER, scale=METER.scale * 7, max_rate=METER.max_rate * 7)
    assert int(intervals(readings, larger).quantity.sum()) == 7 * int(intervals(readings).quantity.sum())


@settings(max_examples=200)
@given(st.integers(-(10**18), 10**18), st.lists(st.decimals("0.001", 1, places=3), min_size=1, max_size=5))
def test_a_split_adds_up_and_stays_within_one_unit(total: int, shares: list[Decimal]) -> None:
    parts = split(total, shares)
    assert sum(parts) == total
    whole = sum(Fraction(s) for s in shares)
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - total * Fraction(share) / whole) < 1
