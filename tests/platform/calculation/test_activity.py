"""Laws of reported quantities: exact periods, the stock balance as an identity, laboratory bases."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parkcarbon_platform.calculation.activity import compare, items, lots, periods, reconcile, stock

DAY = date(2025, 1, 1)
DAYS = st.integers(0, 800).map(lambda n: DAY + timedelta(days=n))
SHAPES = st.dictionaries(DAYS, st.integers(0, 10**12), max_size=40)


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date]:
    first = draw(DAYS)
    return first, first + timedelta(days=draw(st.integers(1, 130)))


@settings(deadline=None, max_examples=50)
@given(spans(), st.integers(0, 10**18), SHAPES)
def test_division_changes_no_total(span: tuple[date, date], total: int, shape: dict[date, int]) -> None:
    by_day = periods.split_by_day(total, *span, shape)
    by_month = periods.split_by_month(total, *span, shape)
    assert sum(by_day.values()) == sum(by_month.values()) == total
    assert list(by_month) == periods.months(*span)
    assert min(by_day.values()) >= 0


@settings(deadline=None, max_examples=50)
@given(spans(), st.integers(0, 10**15), st.data())
def test_splitting_a_period_by_its_shape_changes_nothing(
    span: tuple[date, date], total: int, data: st.DataObject
) -> None:
    # A bill, or the two bills that its own division makes of it: the same days, to the last unit.
    first, end = span
    measured = {day: data.draw(st.integers(1, 10**9)) for day in periods.days(first, end)}
    cut = data.draw(st.integers(0, len(measured)).map(lambda n: first + timedelta(days=n)))
    whole = periods.split_by_day(total, first, end, measured)
    parts: dict[date, int] = {}
    for a, b in ((first, cut), (cut, end)):
        if a < b:
            amount = sum(whole[day] for day in periods.days(a, b))
            parts |= periods.split_by_day(amount, a, b, whole)
    assert parts == whole


def test_a_bill_over_two_months_by_what_was_measured_and_by_days() -> None:
    first, end = date(2025, 1, 21), date(2025, 2, 21)  # 11 days of January, 20 of February
    assert list(periods.split_by_month(31, first, end, {}).values()) == [11, 20]
    tripled = {day: 3 if day.month == 1 else 1 for day in periods.days(first, end)}
    assert list(periods.split_by_month(53_000, first, end, tripled).values()) == [33_000, 20_000]
    # What was not measured takes the mean of what was: here every day the same again.
    assert list(periods.split_by_month(31, first, end, {first: 7}).values()) == [11, 20]


@given(DAYS)
def test_the_year_before_keeps_periods_joined(day: date) -> None:
    following = periods.year_before(day + timedelta(days=1))
    assert periods.year_before(day) <= following <= periods.year_before(day) + timedelta(days=2)


def test_change_against_last_year() -> None:
    assert compare.compare(1, None) == compare.Comparison(None, None, False)
    assert compare.compare(0, 0).change == 0
    assert compare.compare(5, 0).needs_comment
    assert compare.compare(50, 100).change == Fraction(-1, 2)


HOUR = datetime(2025, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 1000).map(lambda n: HOUR + timedelta(hours=n))


@settings(deadline=None)
@given(
    st.lists(st.tuples(MOMENTS, st.integers(0, 10**12)), min_size=2, max_size=8, unique_by=lambda t: t[0]),
    st.lists(st.tuples(MOMENTS, st.integers(-(10**11), 10**12)), max_size=30),
)
def test_the_stock_balance_is_an_identity(
    found: list[tuple[datetime, int]], moved: list[tuple[datetime, int]]
) -> None:
    takes = [stock.Take(i, t, t, mass) for i, (t, mass) in enumerate(found)]
    movements = [stock.Movement(i, t, mass) for i, (t, mass) in enumerate(moved)]
    balances, _ = stock.balances(takes, movements)
    ordered = sorted(takes, key=lambda t: t.time)
    inside = sum(m.mass for m in movements if ordered[0].time <= m.time < ordered[-1].time)
    assert sum(b.consumption for b in balances) == ordered[0].mass + inside - ordered[-1].mass
    # Without the takes in between it is the same.
    whole, _ = stock.balances([ordered[0], ordered[-1]], movements)
    assert sum(b.consumption for b in whole) == sum(b.consumption for b in balances)


def test_what_cannot_be_right_in_the_yard() -> None:
    hours = [HOUR + timedelta(hours=n) for n in range(0, 100, 10)]
    takes = [
        stock.Take(1, hours[0], hours[0], 100),
        stock.Take(2, hours[2], hours[4], 150),
        stock.Take(3, hours[3], hours[3], 90),
    ]
    movements = [stock.Movement(1, hours[1], 20), stock.Movement(2, hours[3], 5)]
    balances, findings = stock.balances(takes, movements)
    assert [b.consumption for b in balances] == [-30]
    assert [(f.rule, f.ids, f.mass) for f in findings] == [
        ("negative_consumption", (), -30),
        ("moved_during_take", (2, 2), 5),
        ("not_between_takes", (2,), 5),
        ("overlapping_takes", (2, 3), 90),
    ]


MOISTURE = st.fractions(0, 60, max_denominator=100)


@given(MOISTURE, MOISTURE, st.fractions(5, 35, max_denominator=1000), st.fractions(10, 95))
def test_bases_agree_however_the_laboratory_reports(
    received: Fraction, own: Fraction, ncv_dry: Fraction, carbon_dry: Fraction
) -> None:
    dry = lots.Lot(1, "d", received, None, ncv_dry, carbon_dry)
    dried_ncv = ncv_dry * (100 - own) / 100 - lots.EVAPORATION * own
    air = lots.Lot(1, "ad", received, own, dried_ncv, carbon_dry * (100 - own) / 100)
    assert lots.ncv_as_received(air) == lots.ncv_as_received(dry)
    assert lots.carbon_as_received(air) == lots.carbon_as_received(dry)


def test_a_mean_by_mass() -> None:
    # By hand: (1000 × 20 + 3000 × 24) / 4000 = 23 GJ/t; (1000 × 50 + 3000 × 58) / 4000 = 56 %.
    first = lots.Lot(1000, "ar", ncv=Fraction(20), carbon=Fraction(50))
    second = lots.Lot(3000, "ar", ncv=Fraction(24), carbon=Fraction(58))
    found = lots.mean([first, second])
    assert (found.ncv, found.carbon, found.carbon_per_energy) == (23, 56, Fraction(56, 2300))
    assert lots.mean([first, lots.Lot(1, "ar", ncv=Fraction(1))]).carbon is None
    with pytest.raises(lots.MoistureNeededError):
        lots.mean([lots.Lot(1, "ad", Fraction(8), None, Fraction(20))])


DAY_S, FULL = 86_400, 96


@pytest.mark.parametrize(
    ("billed", "measured", "state"),
    [
        (1020, (1000, 0, FULL, DAY_S), "agrees"),
        (1021, (1000, 0, FULL, DAY_S), "differs"),
        (979, (1000, 0, FULL, DAY_S), "differs"),
        (1000, (0, 0, 0, 0), "unmeasured"),
        (1000, (600, 0, 60, 54_000), "incomplete"),
        (500, (600, 0, 60, 54_000), "differs"),
        (0, (0, 0, FULL, DAY_S), "agrees"),
        (5, (0, 0, FULL, DAY_S), "differs"),
    ],
)
def test_a_bill_against_its_meter(billed: int, measured: tuple[int, int, int, int], state: str) -> None:
    found = reconcile.reconcile(billed, reconcile.Measured(*measured), DAY_S)
    assert found.state == state
    assert found.difference == billed - measured[0]


def test_units_of_what_is_reported() -> None:
    known = items.catalogue([items.fuel("fuel.coke", "kg/t", "焦炭", "Coke")])
    assert items.base_of(known["electricity"], "MWh") == ("Wh", 10**6)
    assert items.base_of(known["heat"], "kWh") == ("J", 3_600_000)
    assert items.base_of(known["coke"], "t") == ("g", 10**6)
    assert items.base_of(known["output_current"], "10k CNY") == ("0.01 CNY", 10**6)
    assert items.base_of(items.product("product:steel"), "t") == ("g", 10**6)
    for item in known.values():
        assert len({items.base_of(item, unit)[0] for unit in item.units}) == 1, item
    with pytest.raises(items.ItemUnitError, match="no unit of water"):
        items.base_of(known["water"], "kWh")
