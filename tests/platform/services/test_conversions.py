"""Heat of steam and volumes of gas through settlement, against published tables; late readings of gauges."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import yaml
from parkcarbon_platform.calculation.units import ReferenceStateError
from parkcarbon_platform.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.services.meter_life import (
    allocations,
    conversions,
    endings,
    meter_events,
    virtual_points,
)
from parkcarbon_platform.services.meter_life.allocations import Share
from parkcarbon_platform.services.meter_life.conversions import ConversionError, ConvertedPoint
from parkcarbon_platform.services.meter_life.virtual_points import Definition, ExpressionError
from parkcarbon_platform.services.parks import park_file
from parkcarbon_platform.services.parks.park_rules import InvalidParkError
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.storage import endings as stored_endings

from tests.platform.services.test_derived import HOUR, OPERATOR, QUARTER, amounts, place, settle
from tests.support.metered import MINUTE, START, MeteredPark, at, document, named, point, source
from tests.support.stack import Database

STEAM = {"carrier": "steam"}
TYPICAL = {"typical_pressure_mpa": "1.0", "typical_temperature_c": "250"}
# GB/T 32151's table of saturated steam, 1.00 MPa: 2777.0 kJ/kg; the formulation has 2777.12.
SATURATED_1_MPA = 2777.0


def gauge(code: str, quantity: str, unit: str, **more: object) -> dict[str, Any]:
    given = {"carrier": "steam", "kind": "gauge", "digits": None, "max_rate": None, "expected_period_s": 60}
    return point(code, quantity=quantity, unit=unit, **{**given, **more})


def converted(code: str, kind: str, **more: object) -> dict[str, Any]:
    return named(code, enterprise="works", **{"kind": kind, "carrier": "steam", "unit": "GJ", **more})


def both(**more: object) -> dict[str, object]:
    return {"amount": "mass", "pressure": "sp", "temperature": "st", **TYPICAL, **more}


def content() -> dict[str, Any]:
    raw = document()
    raw["points"] += [
        point("mass", **STEAM, quantity="mass", unit="t", max_rate=None),
        gauge("sp", "pressure", "kPa"),
        gauge("st", "temperature", "degC"),
        point("gas-raw", quantity="volume", carrier="natural_gas", unit="m3", max_rate=None),
        gauge("gas-p", "pressure", "kPa", carrier="natural_gas"),
        gauge("gas-t", "temperature", "K", carrier="natural_gas"),
    ]
    gas = {"carrier": "natural_gas", "unit": "m3", "amount": "gas-raw", "pressure": "gas-p",
           "temperature": "gas-t", "typical_pressure_mpa": "0.4", "typical_temperature_c": "15"}  # fmt: skip
    raw["conversions"] = [
        converted("heat", "steam_heat", **both()),
        converted("heat-fed", "steam_heat", **both(feed_temperature_c="26.85")),
        converted("heat-saturated", "steam_heat", amount="mass", pressure="sp", typical_pressure_mpa="1.0"),
        converted("heat-booked", "accounting_heat", **both(basis="less_feed")),
        converted(
            "heat-table", "accounting_heat", amount="mass", basis="less_feed", enthalpy_kj_per_kg="2777.0"
        ),
        converted("gas-cn", "gas_volume", **gas, reference_state="293.15K_101.325kPa"),
        converted("gas-normal", "gas_volume", **gas, reference_state="273.15K_101.325kPa"),
        converted(
            "gas-iso", "gas_volume", **gas, reference_state="288.15K_101.325kPa", compressibility="0.98"
        ),
    ]
    return raw


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database, content())
    yield metered
    metered.close()


def amount(park: MeteredPark, code: str = "mass", each: float = 1.0, hours: int = 2) -> None:
    """`each` [t or m3] a quarter hour."""
    park.write([(code, START + i * QUARTER, 10 + i * each, 0) for i in range(hours * 4 + 1)])


def state(park: MeteredPark, values: dict[str, float], start: int = 0, minutes: int = 120) -> None:
    park.write(
        [(c, START + (start + i) * MINUTE, v, 0) for c, v in values.items() for i in range(minutes + 1)]
    )


def rows(park: MeteredPark, code: str) -> dict[datetime, tuple[Any, ...]]:
    return {row[1]: row[2:] for row in park.intervals() if row[0] == code}


def found(park: MeteredPark, code: str) -> list[tuple[int, str]]:
    return [(round(t.timestamp() * 1000), rule) for name, t, rule in park.findings() if name == code]


# Table 15 of IAPWS R7-97(2012) [K, MPa, kJ/kg] for region 2; by table 36 for region 4 water of 1 MPa boils at
# 453.035632 K, and its dry steam has 2777.12 kJ/kg.
@pytest.mark.parametrize(
    ("kelvin", "pressure", "expected"),
    [(300, 0.0035, 2549.91145), (700, 0.0035, 3335.68375), (700, 30, 2631.49474), (453.035632, 1, 2777.12)],
)
def test_heat_of_a_tonne_is_the_enthalpy_of_the_verification_tables(
    park: MeteredPark, kelvin: float, pressure: float, expected: float
) -> None:
    amount(park)
    state(park, {"sp": pressure * 1000, "st": kelvin - 273.15})
    settle(park)
    heat = rows(park, "heat")
    assert len(heat) == 8
    for quantity, estimated, covered, status, method in heat.values():
        assert quantity == pytest.approx(expected * 1e6, rel=2e-6)
        assert (estimated, covered, status, method) == (0, 900, 0, "conversion")
    assert found(park, "heat") == []


def test_the_reference_is_the_water_that_came_in(park: MeteredPark) -> None:
    """Table 5: water of 300 K at 3 MPa has 115.331273 kJ/kg; here it is fed to steam of that pressure."""
    amount(park)
    state(park, {"sp": 3000, "st": 300})
    settle(park)
    full, fed = amounts(park, "heat"), amounts(park, "heat-fed")
    for start, quantity in full.items():
        assert quantity - fed[start] == pytest.approx(115.331273e6, rel=2e-6)


def test_accounting_heat_is_worked_as_the_guidelines_do_and_kept_apart(park: MeteredPark) -> None:
    """GB/T 32151, steam as heat: AD = Ma × (En − 83.74) × 10⁻³ GJ, Ma in t and En by the annex' table.

    By hand: 8 t of dry saturated steam of 1.00 MPa, 2777.0 kJ/kg: 8 × (2777.0 − 83.74) / 1000 = 21.54608 GJ.
    """
    amount(park)
    state(park, {"sp": 1000, "st": 179.886})
    settle(park)
    assert sum(amounts(park, "heat-table").values()) == 21_546_080_000
    booked, heat = sum(amounts(park, "heat-booked").values()), sum(amounts(park, "heat").values())
    assert booked == pytest.approx(8 * (SATURATED_1_MPA - 83.74) * 1e6, rel=1e-4)
    assert heat - booked == pytest.approx(8 * 83.74e6, abs=8)
    mixed = heat_of("a + b", a="heat", b="heat-booked")
    with pytest.raises(ExpressionError, match="different quantities"):
        virtual_points.put(place(park), OPERATOR, "mixed", mixed)


def heat_of(expression: str, **inputs: str) -> Definition:
    return Definition("热", "heat", "works", "energy", "steam", "GJ", expression, inputs)


def test_accounting_heat_is_kept_apart_through_formulas_and_parts(park: MeteredPark) -> None:
    def put(code: str, expression: str, **inputs: str) -> None:
        virtual_points.put(place(park), OPERATOR, code, heat_of(expression, **inputs))

    def refused(code: str, expression: str, **inputs: str) -> None:
        with pytest.raises(ExpressionError, match="different quantities") as told:
            put(code, expression, **inputs)
        assert told.value.facts["fault"] == "heat"

    put("v", "2 * b", b="heat-booked")
    put("vv", "v + b", v="v", b="heat-table")
    refused("mixed", "v + h", v="v", h="heat")
    refused("mixed", "h - v", v="vv", h="heat-fed")
    shares = [Share("works", Decimal(1))]
    for shared in ("heat-booked", "v", "heat"):
        request = allocations.Request(shared, "share", at(START), shares, "a test")
        allocations.add(place(park), OPERATOR, request)
    put("mine", "p + b + v", p="heat-booked-works", b="heat-table", v="v-works")
    put("other", "p + h", p="heat-works", h="heat-fed")
    refused("mixed", "p + h", p="v-works", h="heat")
    refused("mixed", "p + v", p="heat-works", v="v")
    # What others are made of cannot turn into the other heat below them either.
    refused("v", "2 * h", h="heat")
    refused("mixed", "a + b", a="mine", b="other")


def test_a_park_file_that_mixes_heats_further_down_names_it(database: Database) -> None:
    raw = content()
    heat = {"enterprise": "works", "quantity": "energy", "carrier": "steam", "unit": "GJ"}
    raw["virtual_points"] = [
        named("mixed", **heat, expression="v + h", inputs={"v": "twice", "h": "heat"}),
        named("twice", **heat, expression="2 * b", inputs={"b": "heat-booked"}),
    ]
    with pytest.raises(InvalidParkError) as told:
        MeteredPark(database, raw)
    assert [p["path"] for p in told.value.facts["problems"]] == ["virtual_points[0].expression"]


def bought(terms: dict[str, int]) -> dict[str, Any]:
    return source(
        "bought", terms, category="purchased_heat", carrier="steam", formula="heat_default",
        factor="purchased_heat",
    )  # fmt: skip


def test_no_source_adds_one_heat_to_the_other(database: Database) -> None:
    raw = content()
    heat = {"enterprise": "works", "quantity": "energy", "carrier": "steam", "unit": "GJ"}
    raw["virtual_points"] = [named("twice", **heat, expression="2 * b", inputs={"b": "heat-booked"})]
    mixed = {**raw, "sources": [bought({"heat": 1, "twice": -1})]}
    with pytest.raises(InvalidParkError) as told:
        MeteredPark(database, mixed)
    assert [p["path"] for p in told.value.facts["problems"]] == ["sources[0].activity"]
    park = MeteredPark(database, {**raw, "sources": [bought({"heat-table": 1, "twice": -1})]})
    with pytest.raises(ExpressionError, match="different quantities"):
        virtual_points.put(place(park), OPERATOR, "twice", heat_of("2 * h", h="heat"))
    park.close()


def test_gas_comes_to_each_reference_state(park: MeteredPark) -> None:
    """By hand: 10 m³ at 405.3 kPa (4 × 101.325) and 293.15 K are 40 m³ at 20 °C, 37.271 m³ at 0 °C."""
    amount(park, "gas-raw", 10.0)
    state(park, {"gas-p": 405.3, "gas-t": 293.15})
    settle(park)
    at_20, at_0, at_15 = (amounts(park, c) for c in ("gas-cn", "gas-normal", "gas-iso"))
    assert set(at_20.values()) == {40_000_000}
    assert set(at_0.values()) == {round(40_000_000 * Fraction("273.15") / Fraction("293.15"))}
    assert next(iter(at_15.values())) == pytest.approx(40e6 * 288.15 / 293.15 / 0.98, abs=2)
    assert sum(at_20.values()) / sum(at_0.values()) == pytest.approx(1.0732, abs=1e-4)


@pytest.mark.parametrize("state_", [{"gas-p": 3e38, "gas-t": 288.15}, {"gas-p": 400, "gas-t": 1e30}])
def test_gauges_of_gas_in_another_byte_order_do_not_count(
    park: MeteredPark, state_: dict[str, float]
) -> None:
    amount(park, "gas-raw")
    state(park, state_)
    settle(park)
    made = rows(park, "gas-cn")
    # 1 m3 at the typical 0.4 MPa and 15 °C.
    assert [row[0] for row in made.values()] == [
        pytest.approx(10**6 * 400 / 101.325 * 293.15 / 288.15, abs=2)
    ] * 8
    assert {row[3:] for row in made.values()} == {(1, "state_typical")}
    assert found(park, "gas-cn") == [(START, "state_range")]


def test_a_late_reading_of_a_gauge_changes_only_what_it_touches(park: MeteredPark) -> None:
    amount(park, hours=4)
    state(park, {"sp": 1000, "st": 250}, minutes=240)
    settle(park)
    before = rows(park, "heat")
    everything = park.intervals()
    changed_at = START + 2 * HOUR + 7 * MINUTE + 30_000
    park.write([("sp", changed_at, 1500, 0)])
    settle(park)
    after = rows(park, "heat")
    assert [t for t in after if after[t] != before[t]] == [at(START + 2 * HOUR)]
    assert amounts(park, "mass") == {row[1]: row[2] for row in everything if row[0] == "mass"}
    exclusion = meter_events.Request("exclude", at(changed_at), {"to": changed_at + 1}, "a spike")
    meter_events.record(place(park), OPERATOR, "sp", exclusion)
    assert rows(park, "heat") == before
    settlement.recalculate(park.pools, park.id, at(START), at(START + 4 * HOUR))
    settle(park)
    assert park.intervals() == everything


def test_a_multiplier_of_a_gauge_holds_from_its_time_on(park: MeteredPark) -> None:
    """A gauge that shows half from the second hour on, times two, tells the same state (2943.22 kJ/kg)."""
    amount(park)
    state(park, {"st": 250})
    state(park, {"sp": 1000}, minutes=59)
    state(park, {"sp": 500}, start=60, minutes=60)
    settle(park)
    before = rows(park, "heat")
    cut = at(START + HOUR)
    null = {"final_index": None, "first_index": None}
    events: list[meter_events.Request] = [
        meter_events.Request("multiplier", cut, {"multiplier": "2"}, "another range"),
        meter_events.Request("replace", cut, {**null, "multiplier": "2"}, "another gauge"),
    ]
    for event in events:
        made = meter_events.record(place(park), OPERATOR, "sp", event)
        settle(park)
        for quantity, estimated, _, _, method in rows(park, "heat").values():
            assert quantity == pytest.approx(2943.22e6, rel=5e-6)
            assert (estimated, method) == (0, "conversion")
        computed = park.intervals()
        settlement.recalculate(park.pools, park.id, at(START), at(START + 2 * HOUR))
        settle(park)
        assert park.intervals() == computed
        meter_events.undo(place(park), OPERATOR, "sp", made.id, "a mistake")
        settle(park)
        assert rows(park, "heat") == before
    twice = meter_events.Request("multiplier", cut, {"multiplier": "1.6"}, "the temperature's")
    meter_events.record(place(park), OPERATOR, "st", twice)
    settle(park)
    # 250 °C times 1.6 at 0.5 MPa: 3272.3 kJ/kg, by the same tables; whole quarter hours of it only.
    assert rows(park, "heat")[at(START + HOUR + QUARTER)][0] == pytest.approx(3272.3e6, rel=5e-5)


def test_readings_before_a_gauge_was_installed_are_not_used(park: MeteredPark) -> None:
    amount(park)
    state(park, {"sp": 1000, "st": 250})
    settle(park)
    before = rows(park, "heat")
    install = meter_events.Request("install", at(START + HOUR), {"first_index": None}, "it came late")
    made = meter_events.record(place(park), OPERATOR, "sp", install)
    settle(park)
    methods = [row[4] for _, row in sorted(rows(park, "heat").items())]
    assert methods == ["state_typical"] * 4 + ["conversion"] * 4
    assert found(park, "heat") == [(START, "state_missing")]
    meter_events.undo(place(park), OPERATOR, "sp", made.id, "it was there")
    settle(park)
    assert rows(park, "heat") == before


def test_the_order_of_arrival_does_not_matter(park: MeteredPark) -> None:
    state(park, {"st": 250})
    settle(park)
    assert rows(park, "heat") == {}
    amount(park)
    settle(park)
    assert {row[3:] for row in rows(park, "heat").values()} == {(1, "state_typical")}
    assert {row[3:] for row in rows(park, "heat-saturated").values()} == {(1, "state_typical")}
    assert found(park, "heat") == [(START, "state_missing")]
    state(park, {"sp": 1000}, start=60, minutes=60)
    settle(park)
    state(park, {"sp": 1000}, minutes=60)
    settle(park)
    assert {row[1:] for row in rows(park, "heat").values()} == {(0, 900, 0, "conversion")}
    assert found(park, "heat") == []


@pytest.mark.parametrize(
    ("values", "rule", "method", "enthalpy"),
    [
        ({"sp": 1000, "st": 120}, "wet_steam", "state_saturated", 2777.12),
        ({"sp": 1000, "st": 2500}, "state_range", "state_typical", 2943.22),
        ({"sp": -5, "st": 250}, "state_range", "state_typical", 2943.22),
        ({"st": 250}, "state_missing", "state_typical", 2943.22),
    ],
)
def test_energy_is_never_dropped(
    park: MeteredPark, values: dict[str, float], rule: str, method: str, enthalpy: float
) -> None:
    """Saturated 1 MPa: 2777.12; 250 °C and 1 MPa: 2943.22 kJ/kg (steam tables by IAPWS-IF97)."""
    amount(park)
    state(park, values)
    settle(park)
    for quantity, estimated, _, status, said in rows(park, "heat").values():
        assert quantity == pytest.approx(enthalpy * 1e6, rel=5e-6)
        assert (estimated, status, said) == (quantity, 1, method)
    assert found(park, "heat") == [(START, rule)]


def test_a_little_below_boiling_is_dry_saturated_steam(park: MeteredPark) -> None:
    amount(park)
    state(park, {"sp": 1000, "st": 178.6})
    settle(park)
    heat, saturated = rows(park, "heat"), rows(park, "heat-saturated")
    assert heat == saturated
    assert {row[3:] for row in heat.values()} == {(0, "conversion")}


def test_definitions_that_cannot_be_computed_are_refused(park: MeteredPark) -> None:
    def wanted(code: str, kind: str = "steam_heat", **more: object) -> ConvertedPoint:
        given: dict[str, Any] = {"kind": kind, "carrier": "steam", "unit": "GJ", "enterprise": "works"}
        given |= named(code)
        return ConvertedPoint(**{**given, **more})

    def put(made: ConvertedPoint, actor: Actor = OPERATOR) -> None:
        conversions.put(place(park), actor, made)

    steam = {"amount": "mass", "pressure": "sp", "typical_pressure_mpa": Decimal(1)}
    refused: list[tuple[type[InvalidError], ConvertedPoint]] = [
        (ConversionError, wanted("xx", **{**steam, "typical_pressure_mpa": None})),
        (ConversionError, wanted("xx", **{**steam, "typical_pressure_mpa": Decimal(30)})),
        (ConversionError, wanted("xx", **{**steam, "amount": "gas"})),
        (ConversionError, wanted("xx", **{**steam, "pressure": "st"})),
        (ConversionError, wanted("xx", amount="mass")),
        (ConversionError, wanted("xx", **steam, basis="full")),
        (ConversionError, wanted("xx", "accounting_heat", **steam)),
    ]
    gas: dict[str, object] = {"carrier": "natural_gas", "unit": "m3", "amount": "gas-raw"}
    gas |= {"pressure": "gas-p", "temperature": "gas-t"}
    gas |= {"typical_pressure_mpa": Decimal(1), "typical_temperature_c": Decimal(15)}
    refused += [
        (ReferenceStateError, wanted("xx", "gas_volume", **gas)),
        (ReferenceStateError, wanted("xx", "gas_volume", **gas, reference_state="20C")),
        (
            ReferenceStateError,
            wanted("xx", "gas_volume", **{**gas, "amount": "gas"}, reference_state="273.15K_101.325kPa"),
        ),
    ]
    cubic = {**gas, "unit": "m3", "reference_state": "293.15K_101.325kPa"}
    refused += [
        (ConversionError, wanted("xx", "gas_volume", **{**cubic, "compressibility": Decimal("1e-9")})),
        (
            ConversionError,
            wanted("xx", "gas_volume", **{**cubic, "compressibility": Decimal("0.98765432101")}),
        ),
    ]
    for error, made in refused:
        with pytest.raises(error) as told:
            put(made)
        assert told.value.advice
    with pytest.raises(NotFoundError):
        put(wanted("xx", **{**steam, "pressure": "nowhere"}))
    with pytest.raises(ConflictError, match="another point"):
        put(wanted("main", **steam))
    with pytest.raises(ConflictError, match="cannot change"):
        put(wanted("heat-booked", **steam))
    (works,) = park.rows("SELECT id FROM core.enterprise")[0]
    with pytest.raises(ForbiddenError):
        put(wanted("xx", **steam, enterprise=None), Actor("worker", works))
    amount(park)
    settle(park)
    put(wanted("mine", **steam), Actor("worker", works))
    assert len(rows(park, "mine")) == 8


def test_a_park_file_with_an_impossible_conversion_names_it(database: Database) -> None:
    raw = content()
    raw["conversions"][5]["reference_state"] = None
    raw["conversions"][0]["feed"] = "sp"
    with pytest.raises(InvalidParkError) as told:
        MeteredPark(database, raw)
    paths = [problem["path"] for problem in told.value.facts["problems"]]
    assert paths == ["conversions[0]", "conversions[5]"]


def test_a_park_file_that_is_applied_again_leaves_what_was_ended(park: MeteredPark) -> None:
    endings.end(
        place(park), OPERATOR, "heat-fed", at(START), made_by="conversion", reason="the boiler is gone"
    )  # fmt: skip
    again = park_file.parse(yaml.safe_dump(content(), allow_unicode=True))
    provisioning.apply(park.pools, again)
    with park.pools.tenant(park.id) as connection:
        assert set(stored_endings.ended(connection)) == {park.points["heat-fed"]}
