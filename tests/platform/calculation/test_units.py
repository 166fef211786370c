from fractions import Fraction

import pytest
from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.units import DurationNeededError, ReferenceStateError, UnitError


@pytest.mark.parametrize(
    ("unit", "quantity", "carrier", "base", "scale"),
    [
        ("kWh", "energy", "electricity", "Wh", 1000),
        ("MWh", "energy", "electricity", "Wh", 10**6),
        ("GJ", "energy", "steam", "J", 10**9),
        ("kWh", "energy", "heat", "J", 3_600_000),
        ("m3", "volume", "natural_gas", "mL", 10**6),
        ("L", "volume", "diesel", "mL", 1000),
        ("kg", "mass", "diesel", "g", 1000),
        ("t", "mass", "product:cement_clinker", "g", 10**6),
        ("kvarh", "reactive_energy", "electricity", "varh", 1000),
        ("kW", "power", "electricity", "Wh", 1000),
        ("GJ/h", "heat_flow", "steam", "J", 10**9),
        ("m3/h", "volume_flow", "natural_gas", "mL", 10**6),
        ("kg/h", "mass_flow", "diesel", "g", 1000),
    ],
)
def test_base_units(unit: str, quantity: str, carrier: str, base: str, scale: int) -> None:
    found = units.to_base(unit, quantity, carrier)
    assert (found.name, found.scale) == (base, scale)
    assert found.is_rate == (quantity in {"power", "heat_flow", "volume_flow", "mass_flow"})


def test_the_table_agrees_with_the_unit_registry() -> None:
    measured = units.check_table()
    assert len(measured) > 10
    assert measured == {unit: units.to_base(unit, quantity_of(unit)).scale for unit in measured}


def quantity_of(unit: str) -> str:
    kinds = {
        "varh": "reactive_energy", "Wh": "energy", "J": "energy", "L": "volume", "m3": "volume", "t": "mass",
        "g": "mass", "t.km": "freight", "kg.m": "freight", "p.km": "travel", "p.m": "travel",
        "km": "distance",
    }  # fmt: skip
    return next((kind for ending, kind in kinds.items() if unit.endswith(ending)), "count")


@pytest.mark.parametrize(
    ("unit", "quantity"),
    [
        ("kW", "energy"),
        ("kWh", "power"),
        ("m3", "mass"),
        ("Nm3", "volume"),
        ("kvarh", "energy"),
        ("kWh", "reactive_energy"),
    ],
)
def test_what_does_not_measure_the_quantity_is_refused(unit: str, quantity: str) -> None:
    with pytest.raises(UnitError) as caught:
        units.to_base(unit, quantity)
    assert caught.value.facts == {"unit": unit, "quantity": quantity}


def test_a_rate_needs_a_duration() -> None:
    power = units.to_base("kW", "power", "electricity")
    assert units.amount(power, 900) == 250
    with pytest.raises(DurationNeededError):
        units.amount(power, None)


@pytest.mark.parametrize(
    ("unit", "base", "scale"),
    [
        ("kg/kWh", "Wh", Fraction(1000)),
        ("kg/GJ", "J", Fraction(1, 1000)),
        ("kg/m3", "mL", Fraction(1)),
        ("kg/t", "g", Fraction(1)),
        ("kg/kg", "g", Fraction(1000)),
        ("kg/kWh", "J", Fraction(10, 36)),
    ],
)
def test_factor_scales(unit: str, base: str, scale: Fraction) -> None:
    assert units.factor_scale(unit, base) == scale


@pytest.mark.parametrize(("unit", "base"), [("kg/t", "mL"), ("t/MWh", "Wh"), ("kg/m3", "g")])
def test_a_factor_that_does_not_fit_is_refused(unit: str, base: str) -> None:
    with pytest.raises(UnitError):
        units.factor_scale(unit, base)


def test_reference_states_are_kept_apart() -> None:
    units.check_reference_state(None, None)
    units.check_reference_state("293.15K_101.325kPa", "293.15K_101.325kPa")
    for state in (None, "273.15K_101.325kPa"):
        with pytest.raises(ReferenceStateError):
            units.check_reference_state(state, "293.15K_101.325kPa")
