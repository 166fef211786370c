import pytest
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_edge.connectors import counters
from parkcarbon_edge.connectors.units import UNECE, unece_code, unit_in_name, unit_of
from parkcarbon_edge.survey import Node, Reason, Unit
from parkcarbon_simulators.servers.values import UNECE as SIMULATED


def node(
    name: str, unit: str | None = None, kind: str = "Double", value: float = 5.0, path: str = ""
) -> Node:
    return Node(
        node="ns=2;s=x", name=name, path=[*path.split("/"), name], kind="variable", type=kind, value=value,
        status="Good", quality=0, unit=unit_of(unit, "") if unit else None,
    )  # fmt: skip


# Names as vendors give them: Siemens PAC, Schneider PM, Janitza, ABB, GB/T 645 gateways in Chinese.
COUNTERS = [
    node("Active Energy Import T1", "WHR"),
    node("ActEnergyDelivered_kWh"),
    node("_G_WH_SUML13", "WHR", "Float"),
    node("1.8.0", "KWH"),
    node("正向有功总电能", "KWH"),
    node("累计流量", "MTQ", "Float"),
    node("Wirkarbeit Bezug", "KWH"),
    node("Total", "TNE", "Int64", path="Steam/Counter"),
]
GAUGES = [
    node("Active Power", "KWT"),
    node("有功功率", "KWT"),
    node("Voltage L1", "VLT", "Float"),
    node("Maximum demand", "KWT"),
    node("Flow rate", "MQH"),
    node("Power factor"),
    node("Alarm", None, "Boolean", 1),
    node("Serial number", None, "String"),
    node("Temperature", "CEL", value=-3.0),
]


def test_counters_are_told_from_gauges_by_what_is_known_at_once() -> None:
    scores = {one.name: counters.suggestion(one).score for one in [*COUNTERS, *GAUGES]}
    lowest, highest = min(scores[c.name] for c in COUNTERS), max(scores[g.name] for g in GAUGES)
    assert lowest >= 40 > 10 >= highest, scores


def test_watching_decides() -> None:
    plain = node("Tag 17", value=100.0)
    still = counters.suggestion(plain, [5, 5, 5]).score
    assert (
        counters.suggestion(plain, [5, 6, 6, 7]).score > still > counters.suggestion(plain, [5, 6, 5]).score
    )
    assert counters.watched([1.0]) is None


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=2))
def test_what_falls_is_no_counter(values: list[float]) -> None:
    found = counters.watched(values)
    assert found is not None
    assert (found.code == "falls") == (sorted(values) != values)


@given(st.lists(st.builds(Reason, st.text(), st.text(), st.integers(-200, 200))))
def test_a_score_is_a_percentage(reasons: list[Reason]) -> None:
    assert 0 <= counters.score(reasons) <= 100


def test_units_that_the_simulator_sends_are_read_back() -> None:
    """Its table was written apart from ours."""
    for symbol, code in SIMULATED.items():
        assert unece_code(int.from_bytes(code.encode(), "big")) == code
        found = unit_of(code, "")
        assert found is not None
        assert found.symbol.replace("³", "3").replace("°C", "degC") == symbol


@pytest.mark.parametrize("unit_id", [-1, 0, 1, 1 << 40, 0xFFFFFFFF])
def test_numbers_that_hold_no_code_are_none(unit_id: int) -> None:
    assert unece_code(unit_id) is None


def test_a_symbol_alone_is_understood_and_an_unknown_one_kept() -> None:
    assert unit_of(None, "MWh") == Unit(code=None, symbol="MWh", quantity="energy")
    assert unit_of(None, " 吨 ") == Unit(code=None, symbol="吨", quantity="mass")
    assert unit_of("ZZZ", "furlong") == Unit(code=None, symbol="furlong", quantity="unknown")
    assert unit_of(None, "") is None
    assert UNECE["KWH"].quantity == "energy"


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("Energy_kWh", "kWh"),
        ("Total (MWh)", "MWh"),
        ("EnergyKWH", "KWH"),
        ("G_WH_SUM", "WH"),
        ("E_Wh", "Wh"),
        ("Gas.m3", "m3"),
        ("累计_千瓦时", "千瓦时"),
        ("When", None),
        ("Whole", None),
        ("kWhatever", None),
    ],
)
def test_a_unit_within_a_name(name: str, symbol: str | None) -> None:
    found = unit_in_name(name)
    assert (found.symbol if found else None) == symbol
