"""Laws of the life of a meter: swaps, ratios, gaps and local days conserve what was delivered."""

from fractions import Fraction
from itertools import accumulate, pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.calculation.metering.intervals import Intervals
from parkcarbon_platform.calculation.metering.meters import Event, Meter, affected_spans
from parkcarbon_platform.services.localtime import offsets_ms

from tests.support.batches import Reading, computed

QUARTER = 900_000
DAY = 96 * QUARTER
START = 1_764_000_000_000 - 1_764_000_000_000 % DAY
METER = Meter("register", Fraction(1000), expected_period_s=900)
# What a meter delivers between two readings [Wh], and how long that takes [ms].
steps = st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 2_000_000)), min_size=4, max_size=40)
Truth = list[tuple[int, int]]


def truth_of(given: list[tuple[int, int]]) -> Truth:
    """(time, Wh delivered since the beginning)."""
    amounts = accumulate(amount for amount, _ in given)
    times = accumulate((wait for _, wait in given), initial=START)
    return list(zip(list(times)[1:], amounts, strict=True))


def delivered(truth: Truth, time: int) -> Fraction:
    """What was delivered until `time`, evenly between two readings."""
    for (t0, e0), (t1, e1) in pairwise(truth):
        if t0 <= time <= t1:
            return e0 + (e1 - e0) * Fraction(time - t0, t1 - t0)
    raise ValueError(time)


def shown(index: Fraction) -> str:
    return f"{float(round(index, 9)):.9f}"


def total(found: Intervals) -> int:
    return int(found.quantity.sum())


@given(steps, st.data())
def test_a_swap_at_any_instant_conserves(given: list[tuple[int, int]], data: st.DataObject) -> None:
    truth = truth_of(given)
    time = data.draw(st.integers(truth[0][0] + 1, truth[-1][0] - 1).filter(lambda t: t % QUARTER != -1))
    first = data.draw(st.integers(0, 900))
    at_swap = round(delivered(truth, time))
    readings: list[Reading] = [
        (t, e / 1000 if t < time else float(first) + (e - at_swap) / 1000, 0) for t, e in truth
    ]
    swap = Event(
        1, "replace", time, {"final_index": shown(Fraction(at_swap, 1000)), "first_index": str(first)}
    )
    found, _ = computed(METER, readings, [swap])
    assert abs(total(found) - (truth[-1][1] - truth[0][1])) <= 1
    assert (found.quantity >= 0).all()


@given(steps, st.data(), st.integers(2, 50))
def test_another_ratio_at_any_instant_conserves(
    given: list[tuple[int, int]], data: st.DataObject, ratio: int
) -> None:
    """After the change the register counts in steps `ratio` times as large; it ran on meanwhile."""
    truth = truth_of(given)
    time = data.draw(st.integers(truth[0][0] + 1, truth[-1][0] - 1))
    before = [(t, e / 1000, 0) for t, e in truth if t < time]
    index = Fraction(before[-1][1]) + (delivered(truth, time) - truth[len(before) - 1][1]) / 1000
    after = [
        (t, float(index + (e - delivered(truth, time)) / 1000 / ratio), 0) for t, e in truth if t >= time
    ]
    event = Event(1, "multiplier", time, {"multiplier": str(ratio), "index": shown(index)})
    found, _ = computed(METER, [*before, *after], [event])
    assert abs(total(found) - (truth[-1][1] - truth[0][1])) <= 2


@given(steps, st.data(), st.integers(2, 50))
def test_a_ratio_without_index_adds_up_by_the_raw_register(
    given: list[tuple[int, int]], data: st.DataObject, ratio: int
) -> None:
    truth = truth_of(given)
    time = data.draw(st.integers(truth[0][0] + 1, truth[-1][0] - 1))
    readings: list[Reading] = [(t, e / 1000, 0) for t, e in truth]
    found, _ = computed(METER, readings, [Event(1, "multiplier", time, {"multiplier": str(ratio)})])
    middle = delivered(truth, time)
    expected = middle - truth[0][1] + (truth[-1][1] - middle) * ratio
    assert abs(total(found) - expected) <= 1


@given(steps, st.data())
def test_an_undone_event_never_was(given: list[tuple[int, int]], data: st.DataObject) -> None:
    readings: list[Reading] = [(t, e / 1000, 0) for t, e in truth_of(given)]
    time = data.draw(st.integers(readings[0][0] - 10, readings[-1][0] + 10))
    details = data.draw(
        st.sampled_from(
            [{"final_index": None, "first_index": None}, {"final_index": "7", "first_index": "3"}]
        )
    )
    event = Event(1, "replace", time, details)
    undone = computed(METER, readings, [event, Event(2, "undo", time, {}, undoes=1)])[0]
    never = computed(METER, readings)[0]
    assert undone.quantity.tolist() == never.quantity.tolist()
    assert affected_spans(METER, [event], [event, Event(2, "undo", time, {}, undoes=1)]) == [(time, time)]


@given(steps, st.data())
def test_an_event_changes_nothing_beyond_its_spans_and_their_neighbours(
    given: list[tuple[int, int]], data: st.DataObject
) -> None:
    truth = truth_of(given)
    readings: list[Reading] = [(t, e / 1000, 0) for t, e in truth]
    time = data.draw(st.integers(truth[0][0], truth[-1][0]))
    event = data.draw(
        st.sampled_from([
            Event(1, "exclude", time, {"to": time + 3_000_000}),
            Event(1, "replace", time, {"final_index": None, "first_index": "0"}),
            Event(1, "multiplier", time, {"multiplier": "3"}),
            Event(1, "rollover", time, {"digits": 3}),
        ])
    )  # fmt: skip
    times = [t for t, _ in truth]
    spans = [
        (
            max([t for t in times if t < a][-3:-2], default=0),
            min([t for t in times if t > b][2:3], default=1 << 60),
        )
        for a, b in affected_spans(METER, [], [event])
    ]
    old, new = computed(METER, readings)[0], computed(METER, readings, [event])[0]
    before = dict(zip(old.start.tolist(), old.quantity.tolist(), strict=True))
    after = dict(zip(new.start.tolist(), new.quantity.tolist(), strict=True))
    changed = [s for s in before.keys() | after.keys() if before.get(s) != after.get(s)]
    assert all(any(a - QUARTER < s <= b for a, b in spans) for s in changed)


@given(
    st.lists(st.integers(1, 4000), min_size=97, max_size=97), st.integers(9, 60), st.integers(0, 10**6),
    st.booleans(),
)  # fmt: skip
def test_a_long_gap_keeps_the_registers_sum(day: list[int], length: int, counted: int, checked: bool) -> None:
    """Whatever shapes it, and however odd the amount."""
    truth = list(accumulate(day))
    readings: list[Reading] = [(START + n * QUARTER, e / 1000, 0) for n, e in enumerate(truth)]
    end = readings[-1][0] + length * QUARTER
    check = computed(METER, [(START + n * QUARTER, float(n * n), 0) for n in range(97 + length)])[0]
    found, _ = computed(
        METER, [*readings, (end, (truth[-1] + counted) / 1000, 0)], check=check if checked else None
    )
    gap = found.only(found.start >= readings[-1][0])
    assert total(gap) == counted
    assert (gap.quantity >= 0).all()
    assert gap.start.size == length
    assert set(gap.methods) == {"check" if checked else "profile"}


@given(st.lists(st.integers(1, 4000), min_size=97, max_size=97), st.integers(2, 30))
def test_an_amount_that_nobody_knows_is_that_of_like_days(day: list[int], length: int) -> None:
    truth = list(accumulate(day))
    readings: list[Reading] = [(START + n * QUARTER, e / 1000, 0) for n, e in enumerate(truth)]
    swap = Event(1, "replace", readings[-1][0] + length * QUARTER, {"final_index": None, "first_index": "0"})
    found, _ = computed(METER, readings, [swap], timezone="UTC")
    assert total(found.only(found.start >= readings[-1][0])) == sum(day[1 : length + 1])


def test_local_days_of_23_and_25_hours() -> None:
    """A constant meter through both changes of clock: every gap is shaped, each quarter hour the same."""
    for change, hours in ((1_774_738_800_000, 23), (1_792_879_200_000, 25)):
        begin = change - 7 * DAY
        count = 7 * 96
        readings: list[Reading] = [(begin + n * QUARTER, float(n), 0) for n in range(count + 1)]
        end = change + hours * 4 * QUARTER
        found, _ = computed(METER, [*readings, (end, float(count + hours * 4), 0)], timezone="Europe/Berlin")
        gap = found.only(found.start >= change)
        assert gap.quantity.tolist() == [1000] * hours * 4
        assert set(gap.methods) == {"profile"}
        offsets = offsets_ms(gap.start, "Europe/Berlin")
        assert sorted(set(offsets.tolist())) == [3_600_000, 7_200_000]
        local = np.unique((gap.start + offsets) // DAY)
        assert local.size == 1
