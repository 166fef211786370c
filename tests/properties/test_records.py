"""Laws of spreading reports over quarter hours: nothing is lost, and pieces are the whole."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.calculation.metering.records import Quarter, Told, spread
from parkcarbon_platform.services.localtime import day_start, to_ms

QUARTER = 900_000
DAYS = st.dates(date(1995, 1, 1), date(2100, 1, 1))
# Whole hours, half and three quarters of an hour off, and half an hour of summer time.
ZONES = st.sampled_from(
    ["Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"]
)
amounts = st.integers(0, 10**15)
# Stock takes are at any minute.
periods = st.tuples(st.integers(0, 5000), st.integers(1, 5000), amounts).map(
    lambda p: Told(p[0] * 60_000, (p[0] + p[1]) * 60_000, p[2])
)


def whole(reports: list[Told]) -> tuple[int, int]:
    first, last = min(r.start for r in reports), max(r.end for r in reports)
    return first - first % QUARTER, last - last % QUARTER + QUARTER


@given(st.lists(periods, min_size=1, max_size=6))
def test_quarter_hours_add_up_to_the_reports(reports: list[Told]) -> None:
    found = spread(reports, *whole(reports))
    assert sum(q.amount for q in found) == sum(r.amount for r in reports)
    assert all(q.amount >= 0 and 0 <= q.covered_s <= 900 for q in found)
    minutes = {m for r in reports for m in range(r.start // 60_000, r.end // 60_000)}
    assert sum(q.covered_s for q in found) == 60 * len(minutes)


@given(st.lists(periods, min_size=1, max_size=4), st.permutations(range(4)), st.data())
def test_pieces_in_any_order_are_the_whole(
    reports: list[Told], order: list[int], data: st.DataObject
) -> None:
    start, end = whole(reports)
    cuts = data.draw(st.lists(st.integers(start // QUARTER, end // QUARTER), max_size=5))
    edges = sorted({start, end, *(c * QUARTER for c in cuts)})
    mixed = [reports[i] for i in order if i < len(reports)]
    pieces: list[Quarter] = [q for a, b in pairwise(edges) for q in spread(mixed, a, b)]
    assert pieces == spread(reports, start, end)


@given(ZONES, DAYS, st.integers(1, 40), amounts)
def test_local_days_are_divided_evenly_whatever_the_clock_does(
    zone: str, first: date, days: int, amount: int
) -> None:
    start, end = (to_ms(day_start(day, zone)) for day in (first, first + timedelta(days=days)))
    found = spread([Told(start, end, amount)], start, end)
    assert len(found) == (end - start) // QUARTER
    assert {q.covered_s for q in found} == {900}
    share = amount / len(found)
    assert all(abs(q.amount - share) <= 1 for q in found)


def test_a_day_of_summer_time_has_23_hours() -> None:
    start, end = (to_ms(day_start(date(2026, 3, day), "Europe/Berlin")) for day in (29, 30))
    found = spread([Told(start, end, 92)], start, end)
    assert [q.amount for q in found] == [1] * 92


def test_what_no_column_holds_is_left_out() -> None:
    huge = Told(0, 2 * QUARTER, (1 << 61) + 10)
    assert spread([huge, Told(0, 3 * QUARTER, 3)], 0, 3 * QUARTER) == [Quarter(2 * QUARTER, 1, 900)]
