"""Emissions checked by hand against published figures and standards."""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from parkcarbon_platform.calculation.accounting import sources
from parkcarbon_platform.calculation.accounting.formula import by_name
from parkcarbon_platform.calculation.accounting.sources import FORMULAS
from parkcarbon_platform.calculation.accounting.sources.fuel_combustion import calc_emission_factor
from parkcarbon_platform.calculation.units import UnitError
from parkcarbon_platform.factors import loader


def emissions_kg(formula: str, quantity: int, value: str | Decimal, unit: str, base: str) -> float:
    found = FORMULAS[formula].calculate(np.array([quantity]), Decimal(value), unit, base)
    return int(found[0]) / 1e6


def number(name: str) -> Decimal:
    (value,) = {
        f.number
        for s in loader.load_all()
        for f in s.factors
        if not s.optional and f.factor == name and f.region == "CN"
    }
    return value


def test_ganzhou_2022_electricity() -> None:
    # Wang et al. 2024: 32.76e4 tce of which electricity is 39.47 % = 12.93e4 tce; at 0.1229 kgce/kWh that is
    # 1.052e9 kWh; at 0.581 t/MWh 61.1e4 t CO2 of the zone's 100.60e4 t.
    tonnes_of_coal = 32.76e4 * 0.3947
    assert tonnes_of_coal == pytest.approx(12.93e4, rel=1e-3)
    watt_hours = round(tonnes_of_coal * 1000 / float(number("standard_coal.electricity")) * 1000)
    kilograms = emissions_kg("electricity_location", watt_hours, "0.581", "kg/kWh", "Wh")
    assert kilograms / 1e7 == pytest.approx(61.1, abs=0.05)
    assert 100.60 - kilograms / 1e7 == pytest.approx(39.5, abs=0.05)


def test_natural_gas() -> None:
    # 389.31 GJ/10^4 m3 x 0.0153 tC/GJ x 0.99 x 44/12 = 21.622 tCO2 per 10^4 m3
    factor = number("fuel.natural_gas")
    assert float(factor) == pytest.approx(389.31 * 0.0153 * 0.99 * 44 / 12 / 10, rel=1e-10)
    ten_thousand_m3 = 10_000 * 10**6
    found = emissions_kg("fuel_combustion", ten_thousand_m3, factor, "kg/m3", "mL")
    assert found == pytest.approx(21_622, abs=0.5)


def test_diesel() -> None:
    # 42.652 GJ/t x 0.0202 tC/GJ x 0.98 x 44/12 = 3.0959 tCO2/t
    found = emissions_kg("fuel_combustion", 10**6, number("fuel.diesel"), "kg/t", "g")
    assert found == pytest.approx(3095.91, abs=0.01)


@pytest.mark.parametrize(
    ("fuel", "tonnes"),
    [("anthracite", 2.5215), ("gasoline", 2.9251), ("coke", 2.8604), ("lpg", 3.1013)],
)
def test_other_fuels_by_hand(fuel: str, tonnes: float) -> None:
    # NCV x CC x OF x 44/12, e.g. anthracite 26.7 x 0.0274 x 0.94 x 44/12
    assert float(number(f"fuel.{fuel}")) / 1000 == pytest.approx(tonnes, abs=5e-4)


def test_heat() -> None:
    assert emissions_kg("heat_default", 1000 * 10**9, number("purchased_heat"), "kg/GJ", "J") == 110_000


def test_clinker() -> None:
    factor = number("process.cement_clinker")
    assert emissions_kg("process_product", 3000 * 10**6, factor, "kg/t", "g") == 1_605_000


def test_factor_of_ones_is_the_mass_ratio() -> None:
    assert calc_emission_factor(Decimal(1), Decimal(1), Decimal(1), "t") == Decimal("3666.6666666667")


UNITS = {
    "Wh": "kg/kWh", "J": "kg/GJ", "g": "kg/t", "mL": "kg/m3", "m": "kg/km", "kg.m": "kg/t.km",
    "p.m": "kg/p.km", "1": "kg/1",
}  # fmt: skip


@pytest.mark.parametrize("name", FORMULAS)
def test_an_activity_in_a_foreign_unit_is_refused(name: str) -> None:
    for base in FORMULAS[name].bases:
        foreign = "kg/L" if base != "mL" else "kg/t"
        with pytest.raises(UnitError, match="does not apply"):
            FORMULAS[name].calculate(np.array([1]), Decimal(1), foreign, base)


@pytest.mark.parametrize("name", FORMULAS)
def test_zero_activity_gives_zero_and_signs_are_kept(name: str) -> None:
    base = min(FORMULAS[name].bases)
    unit = UNITS[base]
    calculate = FORMULAS[name].calculate
    assert calculate(np.array([0]), Decimal("0.5306"), unit, base).tolist() == [0]
    plus, minus = calculate(np.array([12345, -12345]), Decimal("0.5306"), unit, base).tolist()
    assert plus == -minus


@pytest.mark.parametrize("name", FORMULAS)
def test_every_formula_explains_itself(name: str) -> None:
    formula = FORMULAS[name]
    assert formula.name == name
    assert formula.symbols[:4] in ("E = ", "R = ")
    assert "[" in formula.words_zh
    assert "[" in formula.words_en
    assert formula.citation


def test_a_source_is_a_file_of_its_name() -> None:
    files = {path.stem for path in Path(sources.__file__).parent.glob("*.py")} - {"__init__"}
    assert set(FORMULAS) == files
    with pytest.raises(ValueError, match="call both alike"):
        by_name({"steam": FORMULAS["heat_default"]})
