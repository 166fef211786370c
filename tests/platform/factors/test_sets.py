"""Every value of every factor set, so that a changed number shows in review."""

from decimal import Decimal
from pathlib import Path

import pytest
from parkcarbon_platform.factors import gaps, loader, regions
from parkcarbon_platform.factors.loader import FactorSet, FactorSetError

SNAPSHOT = Path(__file__).with_name("snapshot.tsv")
GOOD = b"""
schema: parkcarbon/factors/v1
code: test-set
title: Test
publisher: Nobody
licence: none
defaults: {version: "1", gas: CO2, region: CN, unit: kg/t, valid_from: null, valid_to: null, grade: A,
           citation: a book}
factors:
  - {factor: fuel.test, value: "1.5"}
"""


def lines(sets: tuple[FactorSet, ...]) -> list[str]:
    return [
        "\t".join((s.code, f.factor, f.region, f.version, f.gas, f"{f.number:f}", f.unit, f.grade))
        for s in sets
        for f in s.factors
    ]


def test_values_are_those_of_the_snapshot() -> None:
    expected = SNAPSHOT.read_text(encoding="utf-8").splitlines()
    assert len(expected) > 180
    assert lines(loader.load_all()) == expected


def test_grid_sets_are_complete() -> None:
    grids = [s for s in loader.load_all() if s.code.startswith("mee-grid-")]
    assert [s.code for s in grids] == ["mee-grid-2021", "mee-grid-2022", "mee-grid-2023"]
    for found in grids:
        places = {f.region for f in found.factors if f.factor == "grid_electricity"}
        assert len(places) == 38
        assert all(regions.chain(place)[-1] == "WORLD" for place in places)
        assert {f.factor for f in found.factors} == {
            "grid_electricity",
            "grid_electricity_excluding_market_non_fossil",
            "grid_electricity_fossil_only",
        }


def test_every_fuel_has_its_parts_and_gases_their_state() -> None:
    standard = [s for s in loader.load_all() if not s.optional]
    fuels = [f for s in standard for f in s.factors if f.factor.startswith("fuel.") and f.gas == "CO2"]
    assert len(fuels) == 26
    for fuel in fuels:
        assert fuel.combustion is not None
        assert set(fuel.components) >= {"name_zh", "name_en", "formula", "net_calorific_value", "oxidation"}
        assert (fuel.unit == "kg/m3") == (fuel.reference_state == "293.15K_101.325kPa")


def test_a_gas_of_another_table_whose_state_is_not_told_fits_no_meter() -> None:
    optional = [s for s in loader.load_all() if s.optional]
    gases = [f for s in optional for f in s.factors if f.unit == "kg/m3" and f.factor.startswith("fuel.")]
    assert len(gases) > 10
    assert {f.reference_state for f in gases} == {"unknown"}


def test_potentials_are_those_of_the_reports() -> None:
    sets = {s.code: {f.factor: f.number for f in s.factors} for s in loader.load_all()}
    methane = [sets[f"ipcc-{report}-gwp100"]["gwp.ch4"] for report in ("ar4", "ar5", "ar6")]
    assert methane == [Decimal(25), Decimal(28), Decimal("27.9")]
    assert sets["ipcc-ar6-gwp100"]["gwp.n2o"] == Decimal(273)


def test_gaps_are_said_in_both_languages() -> None:
    found = gaps.every()
    assert {gap.kind for gap in found} == {"gap", "disagreement"}
    assert all(gap.words_en and not gap.words_zh.isascii() for gap in found)


def test_every_value_has_its_source() -> None:
    factors = [f for s in loader.load_all() for f in s.factors]
    assert all(f.citation and f.source_ref and f.grade in "ABC" for f in factors)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b'"1.5"', b"1.5", "quotes"),
        (b'value: "1.5"', b'value: "1.5", colour: red', "colour"),
        (b'value: "1.5"', b'value: "-1"', "greater"),
        (b"kg/t", b"t/t", "unit"),
        (b'{factor: fuel.test, value: "1.5"}', b"{factor: fuel.test}", "combustion"),
        (b"grade: A", b"grade: Z", "grade"),
        (b"           citation: a book", b"", "citation"),
        (b"code: test-set", b"", "code"),
        (b"factors:\n", b"factors: [\n", "cannot be used"),
    ],
)
def test_a_mistake_is_refused_and_named(old: bytes, new: bytes, problem: str) -> None:
    assert old in GOOD
    with pytest.raises(FactorSetError, match=problem):
        loader.parse(GOOD.replace(old, new), "set.yaml")


def test_a_value_twice_is_refused() -> None:
    with pytest.raises(FactorSetError, match="twice"):
        loader.parse(GOOD + b'  - {factor: fuel.test, value: "1.6"}\n')


def test_decimals_stay_what_is_written() -> None:
    (factor,) = loader.parse(GOOD.replace(b'"1.5"', b'"0.5306"')).factors
    assert str(factor.number) == "0.5306"
