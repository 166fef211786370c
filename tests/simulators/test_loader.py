from collections.abc import Callable
from typing import Any

import pytest
import yaml
from parkcarbon_simulators.errors import ScenarioError, UnknownScenarioError
from parkcarbon_simulators.scenarios.loader import load, parse

MINIMAL = """
schema: parkcarbon-simulators/scenario/v1
seed: 1
epoch: "2025-01-01T00:00:00Z"
park: {code: tiny, name_zh: 小, name_en: Tiny, timezone: UTC, grid_region: CN, latitude: 0, longitude: 0}
factors:
  plain: {value: 2, unit: kg/kWh, source: test}
  fuel: {ncv: 40, ncv_unit: GJ/t, carbon: 0.02, oxidation: 0.5, per: 1000, unit: kg/kg, source: test}
edges: [{code: e, name_zh: e, name_en: e, type: opcua}]
users: []
grid:
  edge: e
  node: {code: sub, kind: site, name_zh: s, name_en: s}
  signals: {iron: {rated: 1}}
  meters: [{code: incomer, kind: electricity, name_zh: i, name_en: i, of: {iron: 1, "meter:a-main": 1.1}}]
  source: {code: rest, name_zh: r, name_en: r, scene: energy}
enterprises:
  - code: a
    name_zh: 甲
    name_en: A
    industry: "1"
    edge: e
    signals: {load: {rated: 10}, pv: {rated: 2, profile: pv}}
    meters: [{code: main, kind: electricity, name_zh: m, name_en: m, of: [load, -pv]}]
    sources: [{code: electricity, kind: electricity, scene: industry, of: [main], name_zh: e, name_en: e}]
"""


def test_meters_of_meters_become_weights_of_signals() -> None:
    tiny = parse("tiny", MINIMAL)
    assert tiny.meters["a-main"].weights == {"a-load": 1.0, "a-pv": -1.0}
    assert tiny.meters["incomer"].weights == {"iron": 1.0, "a-load": 1.1, "a-pv": -1.1}


def test_the_unallocated_source_is_incomers_less_mains() -> None:
    assert parse("tiny", MINIMAL).sources["rest"].meters == {"incomer": 1, "a-main": -1}


def test_a_fuel_factor_is_ncv_carbon_oxidation_and_44_twelfths() -> None:
    factors = parse("tiny", MINIMAL).factors
    assert factors["plain"].value == 2.0
    assert factors["fuel"].value == pytest.approx(40 * 0.02 * 0.5 * 44 / 12)


def test_factors_of_the_demo_are_those_of_the_standard() -> None:
    factors = load("demo").factors
    # GB/T 32151.34-2024 table C.1, multiplied out by hand.
    assert factors["fuel.natural_gas"].value == pytest.approx(2.16218, rel=1e-5)
    assert factors["fuel.diesel"].value == pytest.approx(3.09594, rel=1e-5)
    assert factors["grid_electricity"].value == 0.5306
    assert factors["purchased_heat"].value == 110.0


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda raw: raw.update(schema="other/v9"), "schema"),
        (lambda raw: raw["enterprises"][0]["meters"][0].update(of=["nothing"]), "meter a-main"),
        (lambda raw: raw["enterprises"][0]["meters"][0].update(of={"meter:a-main": 1}), "meter a-main"),
        (lambda raw: raw["grid"]["meters"][0].update(of={"meter:b-main": 1}), "meter b-main"),
    ],
)
def test_contradictions_are_named(change: Callable[[dict[str, Any]], None], where: str) -> None:
    raw = yaml.safe_load(MINIMAL)
    change(raw)
    with pytest.raises(ScenarioError) as caught:
        parse("tiny", yaml.safe_dump(raw))
    assert caught.value.where == where


def test_an_unknown_scenario_lists_those_there_are() -> None:
    with pytest.raises(UnknownScenarioError) as caught:
        load("../secret")
    assert caught.value.known == ["demo"]
