"""Scenarios of meters whose true energy is known by construction: what the method must make of each.

A meter delivers 1 kWh each quarter hour unless the scenario says otherwise; readings are every 15 minutes.
`energy` is the sum of all intervals [kWh], `estimated` the part of it that is estimated, `rules` what is
flagged, `methods` the estimates that occur, `covered` the quarter hours with a row.
"""

from dataclasses import dataclass, field
from fractions import Fraction

import pytest
from parkcarbon_platform.calculation.metering.intervals import Intervals
from parkcarbon_platform.calculation.metering.meters import Event, Meter

from tests.support.batches import Reading, computed

MINUTE = 60_000
QUARTER = 15 * MINUTE
DAY = 96 * QUARTER
# Monday midnight in Shanghai.
START = 1_764_000_000_000 - 1_764_000_000_000 % DAY - 8 * 4 * QUARTER
METER = Meter("register", Fraction(1000), digits=6, max_rate=Fraction(40_000), expected_period_s=900)
INTERVAL = Meter("interval", Fraction(1000), max_rate=Fraction(40_000), expected_period_s=900)
GAUGE = Meter("integral", Fraction(1000), max_rate=Fraction(40_000), expected_period_s=900)
UNCERTAIN, BAD = 0x40000000, 0x80000000
# (quarter hour, value) or (quarter hour, value, quality); quarter hours may be broken.
Given = tuple[float, float] | tuple[float, float, int]


@dataclass(frozen=True)
class Scenario:
    """What a meter sent, what people recorded, and what is true."""

    name: str
    given: list[Given]
    energy: Fraction | int | str
    estimated: Fraction | int | str = 0
    rules: list[str] = field(default_factory=list)
    methods: set[str] = field(default_factory=set)
    covered: int | None = None
    events: list[tuple[str, float, dict[str, object]]] = field(default_factory=list)
    meter: Meter = METER
    check: list[int] | None = None


def steady(first: float, last: float, index: float, step: float = 1.0, rate: float = 1.0) -> list[Given]:
    """Readings of a register at quarter hours first, first + step, … last."""
    count = round((last - first) / step) + 1
    return [(first + n * step, round(index + n * step * rate, 6)) for n in range(count)]


def weeks(index: float = 0.0) -> list[Given]:
    """Two weeks before quarter hour 0: on working days 3 kWh a quarter hour from 8 to 20 h, else 1."""
    found: list[Given] = []
    for n in range(-14 * 96, 1):
        found.append((n, round(index, 6)))
        index += like(n)
    return found


def like(n: int) -> int:
    """What the meter of `weeks` delivers in quarter hour n."""
    day, quarter = divmod(n, 96)
    return 3 if day % 7 < 5 and 32 <= quarter < 80 else 1


def at(quarter: float) -> int:
    """Time [ms] of a quarter hour."""
    return START + round(quarter * QUARTER)


def to(quarter: float) -> dict[str, object]:
    return {"to": at(quarter)}


def rising(count: int, value: float = 1.0) -> list[Given]:
    """Readings of an interval meter or a gauge."""
    return [(n, value) for n in range(1, count + 1)]


INDEX = float(weeks()[-1][1])
NIGHT = sum(like(n) for n in range(12))
DAYTIME = sum(like(n) for n in range(30, 50))
OVERNIGHT = sum(like(n) for n in range(96))

SCENARIOS = [
    # ------------------------------------------------------------ cumulative registers
    Scenario("a register delivers last minus first", steady(0, 8, 100), 8, covered=8),
    Scenario("one reading makes no energy", [(0, 5)], 0, covered=0),
    Scenario("readings off the quarter hours", steady(0.3, 8.3, 7), 8, covered=9),
    Scenario("minute readings", steady(0, 8, 100, step=1 / 15), 8, covered=8),
    Scenario("a decimal that binary cannot hold", steady(0, 10, 0, rate=0.1), 1),
    Scenario("halves go to the even side", [(0, 0), (1, 0.0005), (2, 0.0015)], "0.002"),
    Scenario("a standing meter measures zero", steady(0, 4, 50, rate=0), 0, covered=4),
    Scenario(
        "transformer ratios multiply", steady(0, 4, 10), 8000,
        meter=Meter("register", Fraction(1000), Fraction(2000), 6, Fraction(40_000_000), 900),
    ),
    # ------------------------------------------------------------ gaps
    Scenario(
        "half an hour without readings", [*steady(0, 2, 0), *steady(4, 6, 4)], 6, 2, ["gap"], {"linear"}, 6
    ),
    Scenario("one and a half periods are measured", [(0, 0), (1.5, 2)], 2),
    Scenario("more is a gap", [(0, 0), (1.6, 2)], 2, 2, ["gap"], {"linear"}),
    Scenario("two hours are linear", [(0, 0), (8, 16)], 16, 16, ["gap"], {"linear"}, 8),
    Scenario(
        "longer without history is linear, too", [(0, 0), (9, 18)], 18, 18, ["long_gap"], {"linear_long"}, 9
    ),
    Scenario(
        "a night by like days", [*weeks(), (12, INDEX + NIGHT), (13, INDEX + NIGHT + 1)],
        int(INDEX) + NIGHT + 1, NIGHT, ["long_gap"], {"profile"},
    ),
    Scenario(
        "the shape only distributes what the register counted",
        [*weeks(), (12, INDEX + 7), (13, INDEX + 8)], int(INDEX) + 8, 7, ["long_gap"], {"profile"},
    ),
    Scenario(
        "a day by the check meter", [(0, 0), (12, 24)], 24, 24, ["long_gap"], {"check"}, 12,
        check=[n + 1 for n in range(12)],
    ),
    Scenario(
        "a check meter with a hole of its own is not used", [(0, 0), (12, 24)], 24, 24, ["long_gap"],
        {"linear_long"}, 12, check=[1] * 11,
    ),
    Scenario(
        "a check meter at rest gives no shape", [(0, 0), (12, 24)], 24, 24, ["long_gap"], {"linear_long"}, 12,
        check=[0] * 12,
    ),
    Scenario("a gap without consumption is zero and estimated", [(0, 9), (12, 9)], 0, 0, ["long_gap"],
             {"linear_long"}, 12),
    # ------------------------------------------------------------ quality
    Scenario(
        "Bad readings are not used", [(0, 0), (1, 77, BAD), (2, 2)], 2, 2, ["gap"], {"linear"}, 2
    ),
    Scenario("Uncertain ones are, as estimates", [(0, 0), (1, 1, UNCERTAIN), (2, 2), (3, 3)], 3, 2,
             methods={"uncertain"}),
    Scenario("no finite number", [(0, 0), (0.5, float("inf")), (1, 1)], 1, rules=["out_of_range"]),
    Scenario("a number beyond all meters", [(0, 0), (0.5, 1e30), (1, 1)], 1, rules=["out_of_range"]),
    # ------------------------------------------------------------ rollover, reset, glitch
    Scenario("a rollover", [(0, 999_999), (1, 0.5)], "1.5", rules=["rollover"]),
    Scenario("a rollover across a gap", [(0, 999_990), (4, 6)], 16, 16, ["gap", "rollover"], {"linear"}),
    Scenario("a drop too large to be one", [(0, 500_000), (1, 1), (2, 2)], 1, rules=["reset"], covered=1),
    Scenario(
        "a rollover that an event declares", [(0, 500_000), (1, 1), (2, 2)], 500_002, 500_001,
        ["rollover", "spike"], {"spike"}, events=[("rollover", 1, {"digits": 6})],
    ),
    Scenario(
        "a rollover at other digits", [(0, 9_998), (1, 1), (2, 2)], 4, rules=["rollover"],
        events=[("rollover", 1, {"digits": 4})],
    ),
    Scenario("a reset leaves a hole", [*steady(0, 2, 50), *steady(3, 5, 0)], 4, rules=["reset"], covered=4),
    Scenario(
        "an accepted reset counts from zero", [*steady(0, 2, 50), *steady(3, 5, 1)], 5,
        events=[("accept", 3, {**to(3.5), "rule": "reset"})], covered=5,
    ),
    Scenario(
        "a reset with like days is estimated", [*weeks(5), (1, 0.0), (2, 1.0)], int(INDEX) + 2, 1, ["reset"],
        {"profile_amount"},
    ),
    Scenario("one dip", [(0, 50), (0.5, 3), (1, 51)], 1, rules=["glitch"]),
    Scenario("one jump", [(0, 50), (0.5, 90_000), (1, 51)], 1, rules=["glitch"]),
    Scenario("two dips in a row are a reset, then a spike", [(0, 50), (0.5, 3), (0.7, 3), (1, 51)], 48, 48,
             ["reset", "spike"], {"spike"}),
    # ------------------------------------------------------------ spikes
    Scenario("a spike of a register is kept", [(0, 0), (1, 500), (2, 501)], 501, 500, ["spike"], {"spike"}),
    Scenario(
        "an accepted spike is measured", [(0, 0), (1, 500), (2, 501)], 501,
        events=[("accept", 1, {**to(1.5), "rule": "spike"})],
    ),
    Scenario(
        "an excluded spike is gone", [(0, 0), (1, 1), (1.5, 500), (2, 2)], 2,
        events=[("exclude", 1.5, to(1.6))],
    ),
    Scenario(
        "an excluded hour is a gap", [*steady(0, 1, 0), *steady(2, 5, 900), *steady(6, 8, 6)], 8, 5, ["gap"],
        {"linear"}, events=[("exclude", 2, to(6))],
    ),
    # ------------------------------------------------------------ life events
    Scenario(
        "a replacement with both indexes", [*steady(0, 2, 500), *steady(3, 5, 10)], 5, covered=5,
        events=[("replace", 2.5, {"final_index": "502.5", "first_index": "9.5"})],
    ),
    Scenario(
        "a replacement by a meter of another ratio", [*steady(0, 2, 500), *steady(3, 5, 10, rate=0.1)], 5,
        covered=5,
        events=[("replace", 2.5, {"final_index": "502.5", "first_index": "9.95", "multiplier": "10"})],
    ),
    Scenario(
        "a replacement across a gap", [*steady(0, 2, 500), *steady(8, 9, 4)], 9, 6, ["gap", "gap"],
        {"linear"}, 9,
        events=[("replace", 4, {"final_index": "504", "first_index": "0"})],
    ),
    Scenario(
        "a replacement with unknown closing", [*steady(0, 2, 500), *steady(3, 5, 10)], "4.5", covered=5,
        rules=["unknown_amount"], events=[("replace", 2.5, {"final_index": None, "first_index": "9.5"})],
    ),
    Scenario(
        "an unknown closing with like days", [*weeks(), (1, 0.5), (2, 1.5)], int(INDEX) + 2, "0.5",
        ["unknown_amount"], {"profile_amount"},
        events=[("replace", 0.5, {"final_index": None, "first_index": "0"})],
    ),
    Scenario(
        "both indexes unknown", [*steady(0, 2, 500), *steady(3, 5, 10)], 4, covered=4,
        rules=["unknown_amount", "unknown_amount"],
        events=[("replace", 2.5, {"final_index": None, "first_index": None})],
    ),
    Scenario(
        "both unknown with a check meter of the same unit", [*steady(0, 2, 500), *steady(3, 5, 10)], 7, 3,
        ["unknown_amount", "unknown_amount"], {"check_amount"},
        events=[("replace", 2.5, {"final_index": None, "first_index": None})], check=[1, 1, 3, 1, 1],
    ),
    Scenario(
        "a reset that an event tells", [*steady(0, 2, 500), *steady(3, 5, 0.5)], 5, covered=5,
        events=[("reset", 2.5, {"final_index": "502.5"})],
    ),
    Scenario(
        "a replacement that is undone", [*steady(0, 2, 500), *steady(3, 5, 503)], 5, covered=5,
        events=[("replace", 2.5, {"final_index": None, "first_index": None}), ("undo", 2.5, {"undoes": 1})],
    ),
    Scenario(
        "readings before the installation", [*steady(0, 2, 77), *steady(3, 5, 1)], 3, covered=3,
        events=[("install", 2, {"first_index": "0"})],
    ),
    Scenario(
        "another ratio from a known index", [*steady(0, 2, 0), *steady(3, 4, 2.75, rate=0.5)], 4, covered=4,
        events=[("multiplier", 2.5, {"multiplier": "2", "index": "2.5"})],
    ),
    Scenario(
        "another ratio between two readings", [*steady(0, 2, 0), *steady(3, 4, 3, rate=0.5)], "4.5",
        covered=4,
        events=[("multiplier", 2.5, {"multiplier": "2"})],
    ),
    Scenario(
        "another ratio exactly at a reading", [*steady(0, 2, 0), *steady(3, 4, 2.5, rate=0.5)], 4, covered=4,
        events=[("multiplier", 2, {"multiplier": "2"})],
    ),
    Scenario(
        "another ratio across a rollover", [(0, 999_998), (1, 999_999), (2, 1), (3, 2)], "5.5",
        rules=["rollover"], covered=3, events=[("multiplier", 1, {"multiplier": "1.5"})],
    ),
    Scenario(
        "another ratio beside a glitch", [(0, 0), (1, 1), (1.5, 0.0), (2, 2), (3, 3)], 4, rules=["glitch"],
        covered=3, events=[("multiplier", 2, {"multiplier": "2"})],
    ),
    Scenario(
        "a calibration changes no amount", steady(0, 3, 0), 3,
        events=[("calibration", 1, {"error_percent": "0.4"})],
    ),
    Scenario(
        "a replacement in a rollover", [(0, 999_999), (2, 1)], 2, 2, ["gap", "rollover"], {"linear"},
        events=[("exclude", 1, to(1.5))],
    ),
    # ------------------------------------------------------------ interval meters
    Scenario("an interval meter adds up", rising(8), 8, covered=8, meter=INTERVAL),
    Scenario("intervals off the quarter hours", [(n + 0.4, 1) for n in range(1, 9)], 8, meter=INTERVAL),
    Scenario("jitter leaves no hole", [(1, 1), (2.05, 1), (3, 1)], 3, covered=3, meter=INTERVAL),
    Scenario("a lost interval is between its neighbours", [(1, 1), (2, 2), (4, 4), (5, 1)], 11, 3, ["gap"],
             {"linear_amount"}, 5, meter=INTERVAL),
    Scenario("a spike of an interval meter", [(1, 1), (2, 500), (3, 1)], 3, 1, ["gap", "spike"],
             {"linear_amount"}, 3, meter=INTERVAL),
    Scenario("an accepted one is used", [(1, 1), (2, 500), (3, 1)], 502, meter=INTERVAL,
             events=[("accept", 2, {**to(2.5), "rule": "spike"})]),
    Scenario("a long hole of an interval meter without history", [(1, 1), (11, 1)], 11, 9, ["long_gap"],
             {"linear_long_amount"}, 11, meter=INTERVAL),
    Scenario("a long hole of an interval meter by its check meter", [(1, 1), (11, 1)], 29, 27, ["long_gap"],
             {"check_amount"}, 11, meter=INTERVAL, check=[3] * 11),
    Scenario("a ratio of an interval meter from its event on", rising(4), 6, meter=INTERVAL,
             events=[("multiplier", 3, {"multiplier": "2"})]),
    # ------------------------------------------------------------ integrated gauges
    Scenario("a constant rate", [(n, 4) for n in range(9)], 8, covered=8, methods={"integral"}, meter=GAUGE),
    Scenario("a ramp is exact", [(0, 0), (1, 8), (2, 0)], 2, methods={"integral"}, meter=GAUGE),
    Scenario("a ramp across a boundary", [(0.5, 0), (1.5, 8)], 1, methods={"integral"}, meter=GAUGE),
    Scenario("a gap of a gauge", [(0, 4), (4, 4)], 4, 4, ["gap"], {"linear_amount"}, 4, meter=GAUGE),
    Scenario("a spike of a gauge is excluded", [(0, 4), (0.5, 900), (1, 4)], 1, rules=["spike"],
             methods={"integral"}, meter=GAUGE),
    Scenario("a long gap of a gauge by its check meter", [(0, 4), (12, 4)], 24, 24, ["long_gap"],
             {"check_amount"}, 12, meter=GAUGE, check=[2] * 12),
    Scenario("a rate that feeds back", [(0, -4), (1, -4)], -1, methods={"integral"}, meter=GAUGE),
]  # fmt: skip


def readings_of(scenario: Scenario) -> list[Reading]:
    return [(at(g[0]), float(g[1]), g[2] if len(g) == 3 else 0) for g in scenario.given]


def events_of(scenario: Scenario) -> list[Event]:
    return [
        Event(n + 1, kind, at(quarter), details, undoes=details.get("undoes"))
        for n, (kind, quarter, details) in enumerate(scenario.events)
    ]


def check_of(scenario: Scenario) -> Intervals | None:
    """The check meter's quarter hours from 0 on [kWh]."""
    if scenario.check is None:
        return None
    index: list[Reading] = [(at(0), 0.0, 0)]
    for n, amount in enumerate(scenario.check):
        index.append((at(n + 1), index[-1][1] + amount, 0))
    return computed(Meter("register", Fraction(1000), expected_period_s=900), index)[0]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.name)
def test_truth(scenario: Scenario) -> None:
    found, flags = computed(
        scenario.meter, readings_of(scenario), events_of(scenario), check=check_of(scenario)
    )
    energy = Fraction(int(found.quantity.sum()), 1000)
    assert abs(energy - Fraction(scenario.energy)) <= Fraction(1, 1000) * (scenario.meter is GAUGE)
    assert Fraction(int(found.estimated.sum()), 1000) == Fraction(scenario.estimated)
    assert sorted(flag.rule for flag in flags) == sorted(scenario.rules)
    assert {m for m in found.methods if m is not None} == scenario.methods
    if scenario.covered is not None:
        assert found.start.size == scenario.covered


def test_the_table_is_large_enough() -> None:
    assert len(SCENARIOS) >= 40
    assert len({s.name for s in SCENARIOS}) == len(SCENARIOS)


def test_like_days_give_back_the_shape_of_the_day() -> None:
    truth = [like(n) for n in range(96)]
    given: list[Given] = [*weeks(), (96, INDEX + sum(truth)), (97, INDEX + sum(truth) + 1)]
    found, _ = computed(METER, readings_of(Scenario("", given, 0)))
    gap = found.only((found.start >= at(0)) & (found.start < at(96)))
    assert gap.quantity.tolist() == [1000 * kwh for kwh in truth]
    assert set(gap.methods) == {"profile"}


def test_a_weekend_takes_the_shape_of_weekends() -> None:
    friday = [*weeks(), *((n, INDEX + sum(map(like, range(n)))) for n in range(1, 5 * 96 + 1))]
    total = float(friday[-1][1])
    found, _ = computed(METER, readings_of(Scenario("", [*friday, (6 * 96, total + 96)], 0)))
    gap = found.only(found.start >= at(5 * 96))
    assert gap.quantity.tolist() == [1000] * 96
