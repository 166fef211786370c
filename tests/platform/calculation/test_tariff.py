"""Tariffs against published tables and worked bills, and against the laws of adding up."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parkcarbon_platform.calculation.tariff import bill, demand, power_factor, rules
from parkcarbon_platform.calculation.tariff.bill import Cell, Share, Term
from parkcarbon_platform.calculation.tariff.demand import Charge, Quarters
from parkcarbon_platform.calculation.tariff.model import DemandTerms, Tariff, Version
from parkcarbon_platform.calculation.tariff.periods import classify, day_type, in_force, local_quarters

from tests.support import tariffs

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
QUARTER_MS = 900_000


def version(**more: object) -> Version:
    return msgspec.convert(tariffs.version(**more), Version, strict=False)


def ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def grid(start: datetime, end: datetime) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.arange(ms(start), ms(end), QUARTER_MS, dtype=np.int64)


def rows(starts: Iterable[int], quantities: Iterable[int]) -> Quarters:
    start, quantity = np.array(list(starts), np.int64), np.array(list(quantities), np.int64)
    return Quarters(start, quantity, np.zeros(len(start), np.int64), np.full(len(start), 900, np.int64))


def term(number: int = 0, chosen: Version | None = None, **more: date) -> Term:
    found: dict[str, Any] = {"first": date(2020, 1, 1), "last": date.max, **more}
    return Term(number, chosen or version(), **found)


def cells(terms: list[Term], quarters: Quarters, zone: ZoneInfo = SHANGHAI) -> list[Cell]:
    return list(bill.cells(terms, local_quarters(quarters.start, zone), 7, quarters))


# ------------------------------------------------------------------ power factor
# Reactive ÷ active, power factor, percent by reference 0.90, 0.85 and 0.80: rows of the published table
# 功率因数调整电费增减查对表 (wgbc.cn/zxjs/205.html).
PUBLISHED = """
0.0000 0.1003 1.00 -0.75 -1.1 -1.3
0.1004 0.1751 0.99 -0.75 -1.1 -1.3
0.2718 0.3105 0.96 -0.75 -1.1 -1.3
0.3106 0.3461 0.95 -0.75 -1.1 -1.3
0.3462 0.3793 0.94 -0.6 -1.1 -1.3
0.3794 0.4107 0.93 -0.45 -0.95 -1.3
1.1231 1.1536 0.66 14 9.5 7.0
1.1537 1.1847 0.65 15 10 7.5
1.1848 1.2165 0.64 17 11 8.0
1.2166 1.2490 0.63 19 12 8.5
1.2491 1.2821 0.62 21 13 9.0
1.2822 1.3160 0.61 23 14 9.5
1.3161 1.3507 0.60 25 15 10.0
1.3508 1.3863 0.59 27 17 11.0
2.9099 3.0129 0.32 81 71 61
3.0130 3.1224 0.31 83 73 63
3.1225 3.2389 0.30 85 75 65
3.4962 3.6386 0.27 91 81 71
"""
# The table for 0.85 in full, as another site transcribes it: 0.85 … 0.94, then 0.84 … 0.60.
GAINS_85 = ["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.65", "0.80", "0.95", "1.10"]
LOSSES_85 = [f"{x / 2}" for x in range(1, 21)] + ["11", "12", "13", "14", "15"]


@pytest.mark.parametrize("row", PUBLISHED.strip().splitlines())
def test_power_factor_and_percent_are_those_of_the_published_table(row: str) -> None:
    low, high, factor, *percents = row.split()
    # The ends are printed to four places, so that the true border may be half of the last one inside.
    for ratio in (int(Decimal(low) * 10_000) + 1, int(Decimal(high) * 10_000) - 1):
        assert power_factor.power_factor(10_000, ratio) == Decimal(factor), ratio
    for reference, percent in zip(("0.90", "0.85", "0.80"), percents, strict=True):
        found = power_factor.percent(power_factor.TABLES[reference], Decimal(factor))
        assert found == Fraction(percent), reference


def test_the_whole_table_for_085() -> None:
    knots = power_factor.TABLES["0.85"]
    for i, gain in enumerate(GAINS_85):
        assert power_factor.percent(knots, Decimal(85 + i) / 100) == -Fraction(gain)
    for i, loss in enumerate(LOSSES_85):
        assert power_factor.percent(knots, Decimal(84 - i) / 100) == Fraction(loss)
    for n in range(94, 101):
        assert power_factor.percent(knots, Decimal(n) / 100) == -Fraction("1.1")


def test_without_active_energy_there_is_no_power_factor() -> None:
    assert power_factor.power_factor(0, 5) is None
    assert power_factor.power_factor(5, 0) == 1


@given(st.integers(1, 10**12), st.integers(0, 10**12))
def test_the_power_factor_is_rounded_half_up(active: int, reactive: int) -> None:
    found = power_factor.power_factor(active, reactive)
    assert found is not None
    square = Fraction(active**2, active**2 + reactive**2)
    low, high = Fraction(found) - Fraction(1, 200), Fraction(found) + Fraction(1, 200)
    assert low <= 0 or low**2 <= square
    assert square < high**2


# ------------------------------------------------------------------ worked bills
def lines(prices: dict[str, str], kwh: dict[str, int], more: dict[str, Any] | None = None) -> list[bill.Line]:
    chosen = version(prices=tariffs.PRICES | prices, **(more or {}))
    made = [Cell(date(2026, 11, 1), 0, period, Share(1, amount * 1000, 0)) for period, amount in kwh.items()]
    return bill.energy_lines(made, {0: chosen})


def adjusted(energy: list[bill.Line], active: int, reactive: int) -> bill.Line:
    factor = power_factor.power_factor(active, reactive)
    assert factor is not None
    percent = power_factor.percent(power_factor.TABLES["0.90"], factor)
    return bill.power_factor_line(date(2026, 11, 1), 0, bill.total(energy), percent)


def test_a_bill_of_the_meter_readers_exam() -> None:
    # dushuang.com/detail/981711: base price 0.5, peak 160 %, valley 40 %; reactive ÷ active 81/180.
    made = lines(
        {"peak": "0.8", "valley": "0.2", "flat": "0.5"}, {"peak": 8000, "valley": 6000, "flat": 22_000}
    )
    assert [line.amount for line in made] == [Decimal(6400), Decimal(11_000), Decimal(1200)]
    adjustment = adjusted(made, 180, 81)
    assert adjustment.amount == Decimal("-27.90")
    assert bill.total([*made, adjustment]) == Decimal("18572.10")


def test_a_bill_with_a_low_power_factor() -> None:
    # m.xyx234.com/dadabav/babgacds: 60 × (38, 37, 4) kWh flat, peak, valley; 4,140 kvarh on 4,800 kWh; +7 %.
    made = lines(
        {"flat": "0.7910", "peak": "1.1713", "valley": "0.4107"}, {"flat": 2280, "peak": 2220, "valley": 240}
    )
    assert [line.amount for line in made] == [Decimal("2600.29"), Decimal("1803.48"), Decimal("98.57")]
    adjustment = adjusted(made, 4800, 4140)
    assert adjustment.multiple == Fraction(7, 100)
    assert adjustment.amount == Decimal("315.16")
    assert bill.total([*made, adjustment]) == Decimal("4817.50")


def test_forgotten_reactive_energy_changes_the_percent() -> None:
    # app.ixiawen.com/question/36540193: 40,000 kWh with 30,000 kvarh, then with 39,670 kvarh.
    knots = power_factor.TABLES["0.90"]
    found = [power_factor.power_factor(40_000, reactive) for reactive in (30_000, 39_670)]
    assert found == [Decimal("0.80"), Decimal("0.71")]
    assert [power_factor.percent(knots, f) for f in found if f] == [5, Fraction("9.5")]


def test_government_funds_are_paid_and_not_adjusted() -> None:
    made = lines({"flat": "0.6"}, {"flat": 1000}, {"surcharge": "0.03"})
    assert [(line.kind, line.amount) for line in made] == [("energy", 600), ("surcharge", 30)]


# ------------------------------------------------------------------ demand
@pytest.mark.parametrize(
    ("measured", "below", "expected"),
    [
        (900, "contract", [("contract_demand", 1000, 1)]),
        (1050, "contract", [("contract_demand", 1000, 1)]),
        # 发改办价格〔2016〕1583号: above 105 % twice.
        (1100, "contract", [("contract_demand", 1000, 1), ("overshoot", 50, 2)]),
        (1100, "threshold", [("contract_demand", 1050, 1), ("overshoot", 50, 2)]),
    ],
)
def test_contract_demand_is_paid_and_overshoot_twice(
    measured: int, below: str, expected: list[tuple[str, int, int]]
) -> None:
    terms = DemandTerms(mode="contract", price=Decimal(40), below=below)
    found = demand.charges(terms, Fraction(measured), Fraction(1000), None)
    assert [tuple(part) for part in found] == expected
    made = bill.demand_lines(date(2026, 11, 1), 0, version(demand={"mode": "contract", "price": "40"}), found)
    assert bill.total(made) == 40 * sum(power * multiple for _, power, multiple in expected)


def test_measured_demand_and_capacity() -> None:
    measured, capacity = Fraction(812), Fraction(1250)
    by = {
        mode: demand.charges(DemandTerms(mode=mode), measured, None, capacity)
        for mode in ("measured", "capacity", "none", "contract")
    }
    assert by["measured"] == [Charge("measured_demand", measured, Fraction(1))]
    assert by["capacity"] == [Charge("capacity", capacity, Fraction(1))]
    assert by["none"] == by["contract"] == []


def test_feeds_are_measured_each_by_itself_or_together() -> None:
    one, two = rows([0, QUARTER_MS], [100, 300]), rows([0, QUARTER_MS], [250, 10])
    apart = demand.peaks({1: one, 2: two}, DemandTerms(mode="contract"))
    assert [(p.point, p.watts, p.start) for p in apart] == [(1, 1200, QUARTER_MS), (2, 1000, 0)]
    joined = demand.peaks({1: one, 2: two}, DemandTerms(mode="contract", feeds="together"))
    assert [(p.point, p.watts, p.start) for p in joined] == [(None, 1400, 0)]


def test_what_the_rest_of_a_quarter_hour_may_have() -> None:
    # Of 250 kWh (1,000 kW) 100 kWh are gone after 5 minutes: 150 kWh in 10 minutes are 900 kW.
    assert demand.allowed(Fraction(1000), 0, 300_000, 100_000) == 900
    assert demand.allowed(Fraction(1000), 0, QUARTER_MS, 100_000) is None
    over = demand.allowed(Fraction(1000), 0, 600_000, 260_000)
    assert over is not None
    assert over < 0


# ------------------------------------------------------------------ laws
NOV = datetime(2026, 10, 30, tzinfo=SHANGHAI)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 10**9), min_size=96 * 4, max_size=96 * 4), st.data())
def test_periods_add_up_and_cutting_a_span_changes_nothing(
    quantities: list[int], data: st.DataObject
) -> None:
    old = version(valid_to="2026-10-31", prices={**tariffs.PRICES, "flat": "0.7"})
    terms = [term(0, old, last=date(2026, 10, 31)), term(1, first=date(2026, 11, 1))]
    whole = rows(grid(NOV, NOV + timedelta(days=4)), quantities)
    prices = {t.number: t.version for t in terms}
    found = cells(terms, whole)
    assert sum(c.share.quantity for c in found) == sum(quantities)
    cut = data.draw(st.integers(0, len(quantities)))
    parts = [Quarters(*(c[:cut] for c in whole)), Quarters(*(c[cut:] for c in whole))]
    in_parts = [cell for part in parts for cell in cells(terms, part)]
    assert bill.energy_lines(found, prices) == bill.energy_lines(in_parts, prices)
    at_month = 96 * 2
    halves = [Quarters(*(c[s] for c in whole)) for s in (slice(0, at_month), slice(at_month, None))]
    by_month = [line for half in halves for line in bill.energy_lines(cells(terms, half), prices)]
    assert by_month == bill.energy_lines(found, prices)


@pytest.mark.parametrize("zone", [SHANGHAI, BERLIN, ZoneInfo("America/St_Johns"), ZoneInfo("Asia/Kathmandu")])
def test_every_quarter_hour_of_a_year_is_in_the_period_of_its_wall_clock(zone: ZoneInfo) -> None:
    chosen = version()
    starts = grid(datetime(2026, 1, 1, tzinfo=zone), datetime(2027, 1, 1, tzinfo=zone))
    numbers = classify(chosen, local_quarters(starts, zone))
    for start, number in list(zip(starts.tolist(), numbers.tolist(), strict=True))[::7]:
        local = datetime.fromtimestamp(start / 1000, UTC).astimezone(zone)
        clock = f"{local.hour:02}:{local.minute:02}"
        is_free = day_type(chosen, local.date()) != "workday"
        plan = tariffs.FREE if is_free else tariffs.WORKDAY
        expected = next(period for begin, end, period in plan if begin <= clock < end)
        assert ("sharp", "peak", "flat", "valley", "deep_valley")[number] == expected, (clock, local)


@pytest.mark.parametrize(("day", "quarters", "valley"), [("2026-03-29", 92, 36), ("2026-10-25", 100, 44)])
def test_days_on_which_the_clocks_change(day: str, quarters: int, valley: int) -> None:
    # Sundays in Berlin: an hour of the valley (00:00–10:00) is missing in March and comes twice in October.
    begin = datetime.fromisoformat(day).replace(tzinfo=BERLIN)
    end = (datetime.fromisoformat(day) + timedelta(days=1)).replace(tzinfo=BERLIN)
    starts = grid(begin.astimezone(UTC), end.astimezone(UTC))
    found = cells([term()], rows(starts, [1] * len(starts)), BERLIN)
    assert len(starts) == quarters == sum(c.share.quantity for c in found)
    assert {c.period: c.share.quantity for c in found}["valley"] == valley


def test_holidays_and_worked_weekends() -> None:
    chosen = version()
    kinds = {
        day: day_type(chosen, date.fromisoformat(day)) for day in ("2026-10-01", "2026-10-10", "2026-10-11")
    }
    assert list(kinds.values()) == ["holiday", "workday", "weekend"]


def test_days_without_a_term_have_no_price() -> None:
    starts = grid(NOV, NOV + timedelta(days=2))
    found = cells([term(first=date(2026, 10, 31))], rows(starts, [1] * 192))
    assert sum(c.share.quantity for c in found) == 96
    assert in_force([version(valid_from="2026-10-31")], date(2026, 10, 30)) is None


# ------------------------------------------------------------------ what is refused
def mistakes(*versions: dict[str, Any], **more: object) -> list[str]:
    tariff = msgspec.convert(tariffs.tariff(*versions, **more), Tariff, strict=False)
    return [f"{m.path}: {m.problem}" for m in rules.problems(tariff)]


def with_day(*ranges: tuple[str, str, str]) -> dict[str, Any]:
    days = [
        {
            "months": list(range(1, 13)),
            "days": ["workday", "weekend", "holiday"],
            "ranges": tariffs.ranges(list(ranges)),
        }
    ]
    return tariffs.version(schedules=days)


def test_a_sound_tariff_has_no_mistakes() -> None:
    assert mistakes() == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([with_day(("00:00", "08:10", "flat"), ("08:10", "24:00", "peak"))], "not on quarter hours"),
        ([with_day(("00:00", "08:00", "flat"), ("08:15", "24:00", "peak"))], "not covered"),
        ([with_day(("00:00", "09:00", "flat"), ("08:00", "24:00", "peak"))], "overlaps another"),
        ([with_day(("00:00", "22:00", "flat"), ("22:00", "06:00", "valley"))], "does not end after"),
        ([with_day(("00:00", "24:15", "flat"))], "does not end after"),
        ([tariffs.version(prices={"flat": "0.6"})], "has no price"),
        ([tariffs.version(prices={**tariffs.PRICES, "flat": "-1"})], "is no price"),
        ([tariffs.version(schedules=tariffs.version()["schedules"][:1])], "no schedule"),
        ([tariffs.version(schedules=tariffs.version()["schedules"] * 2)], "several"),
        ([tariffs.version(), tariffs.version(valid_from="2026-01-01")], "overlap"),
        ([tariffs.version(valid_to="2019-01-01")], "is no span"),
        ([tariffs.version(workdays=["2026-10-01"])], "is a holiday too"),
        ([tariffs.version(power_factor={"reference": "0.90", "adjustment": [["0.9", "0"]]})], "do not fall"),
        ([tariffs.version(demand={"mode": "capacity", "price": "25"})], "charges by capacity"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(given: list[dict[str, Any]], said: str) -> None:
    found = mistakes(*given)
    assert found
    assert any(said in mistake for mistake in found), found


def test_contracts_of_one_buyer_do_not_overlap() -> None:
    twice = [tariffs.contract("steel"), tariffs.contract("steel", valid_from="2026-01-01")]
    assert any("overlap" in m for m in mistakes(contracts=twice))
    apart = [
        tariffs.contract("steel", valid_to="2025-12-31"),
        tariffs.contract("steel", valid_from="2026-01-01"),
    ]
    assert mistakes(contracts=apart) == []


def test_knots_of_every_table_fall() -> None:
    for knots in power_factor.TABLES.values():
        assert all(a > b for (a, _), (b, _) in pairwise(knots))
        assert all(a < b for (_, a), (_, b) in pairwise(knots))
