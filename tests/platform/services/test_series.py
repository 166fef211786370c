"""The quarter-hour line."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from parkcarbon_platform.services.live import series
from parkcarbon_platform.services.live.series import SourceQuarter
from parkcarbon_platform.services.live.topology import Source, Term
from parkcarbon_platform.storage.series import PricedHour, QuarterRow

from tests.platform.live.factories import NOW, point, source

HOUR = NOW - timedelta(hours=1)


def of(terms: dict[int, int]) -> Source:
    made = source(1, [])
    return Source(made.row, None, tuple(Term(point(i), w) for i, w in terms.items()), (), made.scenes)


def row(
    point_id: int, quantity: int, *, estimated: int = 0, status: int = 0, covered_s: int = 900
) -> QuarterRow:
    return QuarterRow(point_id, HOUR, quantity, estimated, covered_s, status)


def hour(quantity: int, co2_mg: int) -> PricedHour:
    return PricedHour(1, HOUR, quantity, co2_mg, 7, fallback=True)


def test_a_quarter_is_priced_with_its_hour_s_own_ratio() -> None:
    made = series.price(of({1: 1, 2: -1}), {1: row(1, 300), 2: row(2, 50)}, hour(1000, 600_000), HOUR)
    assert made is not None
    assert made.quantity == 250
    assert made.g_per_h == 250 * 4 * 600 // 1000
    assert (made.factor_version_id, made.fallback) == (7, True)


def test_four_quarters_are_their_hour() -> None:
    quarters = [101, 99, 57, 3]
    made = [series.price(of({1: 1}), {1: row(1, q)}, hour(260, 260 * 581), HOUR) for q in quarters]
    total = sum(m.g_per_h for m in made if m) / 4
    assert total == pytest.approx(260 * 581 / 1000, abs=0.5)


@pytest.mark.parametrize("found", [{}, {9: row(9, 1)}])
def test_a_source_without_intervals_has_no_quarter(found: dict[int, QuarterRow]) -> None:
    assert series.price(of({1: 1}), found, hour(10, 10), HOUR) is None


def test_an_hour_without_activity_prices_nothing() -> None:
    assert series.price(of({1: 1}), {1: row(1, 5)}, hour(0, 0), HOUR) is None
    assert series.price(of({1: 1}), {1: row(1, 5)}, None, HOUR) is None


def test_an_estimated_part_is_told() -> None:
    for marked in (row(1, 5, estimated=1), row(1, 5, status=2)):
        made = series.price(of({1: 1}), {1: marked}, hour(10, 10), HOUR)
        assert made is not None
        assert made.is_estimated


def quarter(source_id: int, start: datetime, *, covered_s: int = 900) -> SourceQuarter:
    return SourceQuarter(source_id, start, 1, 0, False, covered_s, 10, 7, False)


def test_the_line_adds_sources_up_and_leaves_out_what_is_not_all_there() -> None:
    first, second, last = (NOW - timedelta(minutes=m) for m in (45, 30, 15))
    rows = [quarter(s, first) for s in range(10)]
    rows += [quarter(s, second) for s in range(8)]  # two of ten sources are missing: a dip that never was
    rows += [quarter(s, last, covered_s=900 if s else 840) for s in range(10)]
    assert [(q.start, q.g_per_h) for q in series.add_up(rows, NOW)] == [(first, 100), (last, 100)]
    unfinished = [quarter(s, last, covered_s=840) for s in range(10)]
    assert series.add_up(unfinished, NOW) == []
    later = NOW + timedelta(minutes=15)
    assert [q.start for q in series.add_up(unfinished, later)] == [last]


def test_a_report_that_begins_at_noon_makes_no_gap_before_it() -> None:
    first, second = (NOW - timedelta(minutes=m) for m in (60, 45))
    rows = [quarter(s, start) for start in (first, second) for s in range(2)]
    rows.append(replace(quarter(2, second), is_reported=True))
    assert [(q.start, q.g_per_h) for q in series.add_up(rows, NOW)] == [(first, 20), (second, 30)]
