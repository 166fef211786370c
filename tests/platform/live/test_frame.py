"""The frame: sums agree for every park, and what is stale does not count."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.live import frame as live
from parkcarbon_platform.live.frame import Gauge, Pricing, Rate
from parkcarbon_platform.services.live.frames import LATE_LISTED, Frame, Intensity, Meters
from parkcarbon_platform.services.live.topology import Source, Topology

from tests.platform.live.factories import NOW_MS, PRICING, gauge, nothing_settled, point, source, topology

SCENES = ("energy", "industry", "building", "transport", "infrastructure")


Made = tuple[Topology, dict[int, Gauge], Pricing]


@st.composite
def parks(draw: st.DrawFn) -> Made:
    """Any park: enterprises or none, differences of meters, transfers, odd shares, missing gauges."""
    points = [point(i, period_s=draw(st.sampled_from([1, 10, 900]))) for i in range(draw(st.integers(1, 8)))]
    sources = []
    for number in range(draw(st.integers(1, 8))):
        terms = draw(
            st.lists(st.tuples(st.sampled_from(points), st.sampled_from([1, 1, -1])), min_size=1, max_size=4)
        )
        shares = draw(
            st.dictionaries(st.sampled_from(SCENES), st.decimals("0.001", "1", places=3), max_size=4)
        )
        sources.append(
            source(
                number,
                terms,
                enterprise_id=draw(st.none() | st.integers(1, 3)),
                scenes={k: str(v) for k, v in shares.items()},
                scope=draw(st.sampled_from([1, 2])),
                carrier=draw(st.sampled_from(["electricity", "natural_gas", "process:clinker"])),
                internal_transfer=draw(st.booleans()),
            )
        )
    values = st.floats(-1e6, 1e7, allow_nan=False)
    gauges = {p.id: gauge(draw(values), draw(st.floats(0, 5000))) for p in points if draw(st.booleans())}
    factor = draw(st.fractions(min_value=0, max_value=10_000, max_denominator=10_000))
    return topology(sources), gauges, Pricing(1, fallback=False, mg_per_unit=factor)


def rates_of(view: Topology, gauges: dict[int, Gauge], pricing: Pricing) -> list[Rate]:
    found = (live.source_rate(s, pricing, gauges, NOW_MS) for s in view.sources)
    return [rate for rate in found if rate is not None]


def frame_of(view: Topology, rates: list[Rate], audience: str = "park") -> Frame:
    return live.compose(
        view, rates, nothing_settled(view, is_park=audience == "park"), Meters(0, 0, []), Intensity(None),
        audience=audience, seq=1, now_ms=NOW_MS,
    )  # fmt: skip


def assert_sums_agree(frame: Frame) -> None:
    value = frame.now.value
    for parts in (frame.scopes, frame.scenes, frame.carriers, frame.flows):
        assert sum(part.value for part in parts) == value
    assert sum(e.value for e in frame.enterprises) - frame.transfers + frame.unallocated == value


@given(parks())
def test_every_sum_agrees_for_any_park(made: Made) -> None:
    view, gauges, pricing = made
    rates = rates_of(view, gauges, pricing)
    assert_sums_agree(frame_of(view, rates))


@given(parks())
def test_enterprises_see_the_same_numbers_as_their_park(
    made: tuple[Topology, dict[int, Gauge], Pricing],
) -> None:
    view, gauges, pricing = made
    rates = rates_of(view, gauges, pricing)
    whole = {e.key: e.value for e in frame_of(view, rates).enterprises}
    for enterprise_id, row in view.enterprises.items():
        own = view.seen_by(enterprise_id)
        frame = frame_of(own, [r for r in rates if r.source in own.sources], f"enterprise-{enterprise_id}")
        assert_sums_agree(frame)
        assert frame.now.value == whole[row.code]
        assert frame.transfers == frame.unallocated == 0


def test_a_rate_is_gauge_times_multiplier_times_factor() -> None:
    main = point(1, multiplier=Decimal(2000))
    rate = live.source_rate(source(1, [(main, 1)]), PRICING, {1: gauge(0.0125)}, NOW_MS)
    assert rate is not None
    assert rate.term.quantity == 25_000  # Wh/h: 0.0125 kW on the secondary side × 2000
    assert rate.term.value == 15_000  # g/h at 0.6 kg/kWh


@pytest.mark.parametrize(("unit", "quantity", "carrier", "expected"), [
    ("kW", "power", "electricity", 2_500),
    ("m3/h", "volume_flow", "natural_gas", 2_500_000),
    ("GJ/h", "heat_flow", "steam", 2_500_000_000),
    ("kg/h", "mass_flow", "diesel", 2_500),
])  # fmt: skip
def test_gauges_become_base_units(unit: str, quantity: str, carrier: str, expected: int) -> None:
    assert live.base_rate(gauge(2.5), point(1, unit=unit, quantity=quantity, carrier=carrier)) == expected


@pytest.mark.parametrize(("period_s", "age_s", "fresh"), [
    (1, 60, True), (1, 61, False), (60, 300, True), (60, 301, False), (900, 4500, True),
])  # fmt: skip
def test_a_gauge_is_fresh_for_a_minute_or_five_periods(period_s: int, age_s: float, fresh: bool) -> None:
    assert live.is_fresh(gauge(1, age_s), point(1, period_s=period_s), NOW_MS) is fresh


def test_a_reading_takes_the_multiplier_of_its_time() -> None:
    """An exchange of transformers a minute ago: what was read before it keeps the old one."""
    changes = ((0, Fraction(10)), (NOW_MS - 60_000, Fraction(40)))
    meter = point(1, multiplier=Decimal(10), multipliers=changes, period_s=900)
    assert live.base_rate(gauge(2.0, 61), meter) == 20_000
    assert live.base_rate(gauge(2.0, 60), meter) == live.base_rate(gauge(2.0), meter) == 80_000


def test_a_stale_gauge_does_not_count_and_is_not_covered() -> None:
    boilers = source(1, [(point(1), 1), (point(2), 1)])
    rate = live.source_rate(boilers, PRICING, {1: gauge(10), 2: gauge(10, age_s=61)}, NOW_MS)
    assert rate is not None
    assert rate.term.quantity == 10_000
    assert not rate.covered


def test_a_stale_gauge_that_is_subtracted_leaves_no_rate() -> None:
    rest: Source = source(1, [(point(1), 1), (point(2), -1)])
    assert live.source_rate(rest, PRICING, {1: gauge(10), 2: gauge(4, age_s=61)}, NOW_MS) is None
    assert live.source_rate(rest, PRICING, {2: gauge(4)}, NOW_MS) is None
    whole = live.source_rate(rest, PRICING, {1: gauge(10), 2: gauge(4)}, NOW_MS)
    assert whole is not None
    assert whole.term.quantity == 6_000


def test_a_remainder_may_be_negative() -> None:
    rest = source(1, [(point(1), 1), (point(2), -1)], scenes={"industry": "0.5", "building": "0.5"})
    rate = live.source_rate(rest, PRICING, {1: gauge(1), 2: gauge(1.0015)}, NOW_MS)
    assert rate is not None
    assert rate.term.value == round(Fraction(-2) * 600 / 1000)
    assert sum(part.value for part in rate.term.scenes) == rate.term.value


def test_live_share_weighs_by_the_last_settled_day() -> None:
    fresh, stale = source(1, [(point(1), 1)]), source(2, [(point(2), 1)])
    rates = [r for s in (fresh, stale) if (r := live.source_rate(s, PRICING, {1: gauge(1)}, NOW_MS))]
    assert live.live_share(rates, {1: 934, 2: 66}) == 0.934
    assert live.live_share(rates, {}) is None


def test_late_is_three_periods_and_the_longest_silent_come_first() -> None:
    known = [point(i, period_s=60) for i in range(LATE_LISTED + 5)]
    last = {p.id: NOW_MS - p.id * 1000 * 10 for p in known[1:]}
    heard = live.meters(known, last, NOW_MS)
    assert heard.total == LATE_LISTED + 5
    assert heard.online == 18  # 10 … 180 s; point 0 was never heard
    assert heard.late[0].last is None
    assert [p.last for p in heard.late[1:]] == sorted(v for v in last.values() if v < NOW_MS - 180_000)
    silent = live.meters([point(i) for i in range(LATE_LISTED + 5)], {}, NOW_MS)
    assert len(silent.late) == LATE_LISTED


def test_intensity_counts_purchased_and_own_electricity() -> None:
    bought = source(1, [(point(1), 1)])
    sun = point(2, direction="generation")
    view = topology([bought, source(2, [(sun, 1)], category="process")])
    gauges = {1: gauge(75), 2: gauge(25)}
    rate = live.source_rate(bought, PRICING, gauges, NOW_MS)
    assert rate is not None
    assert live.intensity(view, [rate], gauges, NOW_MS) == Intensity(450.0)
    del gauges[2]
    assert live.intensity(view, [rate], gauges, NOW_MS) == Intensity(None)
    assert live.intensity(view, [], gauges, NOW_MS) == Intensity(None)


def test_a_source_without_a_scene_is_shown_as_such() -> None:
    view = topology([source(1, [(point(1), 1)], scenes={})])
    frame = frame_of(view, rates_of(view, {1: gauge(1)}, PRICING))
    assert {s.key: s.value for s in frame.scenes}["unassigned"] == frame.now.value == 600
