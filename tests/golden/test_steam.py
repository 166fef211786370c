"""Steam against the verification tables of IAPWS-IF97 (R7-97, 2012), gas against GB/T 21391's conditions."""

from fractions import Fraction

import pytest
from parkcarbon_platform.calculation.steam import (
    StateError,
    accounting_heat,
    convention_ratio,
    enthalpy,
    reference_volume,
    steam_heat,
)  # fmt: skip

# Tables 5, 15, 33 and 42: T [K], p [MPa], h [kJ/kg]. Region 3 is given by density: p of table 33.
IF97 = [
    (300, 3, 115.331273),
    (300, 80, 184.142828),
    (500, 3, 975.542239),
    (300, 0.0035, 2549.91145),
    (700, 0.0035, 3335.68375),
    (700, 30, 2631.49474),
    (650, 25.5837018, 1863.43019),
    (650, 22.2930643, 2375.12401),
    (750, 78.3095639, 2258.68845),
    (1500, 0.5, 5219.76855),
    (1500, 30, 5167.23514),
    (2000, 30, 6571.22604),
]


@pytest.mark.parametrize(("kelvin", "pressure", "expected"), IF97)
def test_enthalpy_of_the_verification_tables(kelvin: float, pressure: float, expected: float) -> None:
    assert enthalpy(pressure, kelvin - 273.15) == pytest.approx(expected, rel=2e-6)


def test_saturated_steam_of_one_megapascal() -> None:
    # Table of saturation: 179.886 °C, h'' = 2777.12 kJ/kg.
    assert enthalpy(1.0, None) == pytest.approx(2777.12, abs=0.01)
    assert enthalpy(1.0, 179.9) == pytest.approx(2777.12, abs=0.1)


def test_heat_is_told_from_its_reference() -> None:
    full = steam_heat(2.5, 0.8, 250.0)
    assert full == pytest.approx(2.5 * enthalpy(0.8, 250.0))
    fed = steam_heat(2.5, 0.8, 250.0, 104.0)
    assert full - fed == pytest.approx(2.5 * enthalpy(0.8, 104.0))
    assert enthalpy(0.8, 104.0) == pytest.approx(4.2 * 104, rel=0.01)
    assert steam_heat(1.0, 0.8, None, 20.0) < steam_heat(1.0, 0.8, 250.0, 20.0)


def test_accounting_heat_is_another_number() -> None:
    assert accounting_heat(Fraction(10), Fraction(2777), "full") == 27_770
    assert accounting_heat(Fraction(10), Fraction(2777), "less_feed") == Fraction("26932.6")


@pytest.mark.parametrize(
    ("pressure", "temperature"),
    [(-1, 20.0), (0, 20.0), (200, 20.0), (1, 3000.0), (23, None), (float("nan"), 20.0)],
)
def test_states_outside_are_refused(pressure: float, temperature: float | None) -> None:
    with pytest.raises(StateError):
        enthalpy(pressure, temperature)


def test_gas_at_reference_conditions() -> None:
    at_zero = reference_volume(Fraction(1), Fraction("101.325"), Fraction("273.15"))
    assert at_zero == Fraction("293.15") / Fraction("273.15")
    assert round(float(at_zero) - 1, 3) == 0.073
    squeezed = reference_volume(
        Fraction(10), Fraction("405.3"), Fraction("293.15"), compressibility=Fraction("0.98")
    )
    assert squeezed == 40 / Fraction("0.98")
    with pytest.raises(StateError):
        reference_volume(Fraction(1), Fraction(0), Fraction(293))


def test_heat_goes_from_one_convention_to_the_other_by_hand() -> None:
    """100 t of steam at 2777.0 kJ/kg: 277.700 GJ in full; less feed water of 83.74 kJ/kg 269.326 GJ.

    At 0.11 t/GJ (GB/T 32151) these are 30.547 t and 29.62586 t of CO2.
    """
    enthalpy_of_table = Fraction("2777.0")
    full = accounting_heat(Fraction(100), enthalpy_of_table, "full")
    assert full == 277_700
    less = full * convention_ratio(enthalpy_of_table, "full", "less_feed")
    assert less == 269_326 == accounting_heat(Fraction(100), enthalpy_of_table, "less_feed")
    assert less * Fraction("0.11") / 1000 == Fraction("29.62586")
    assert less * convention_ratio(enthalpy_of_table, "less_feed", "full") == full
