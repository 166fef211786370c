"""One value beside what its point says of itself: which mistakes are seen, and that units are exact."""

from fractions import Fraction

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.metering.plausible import Guess, Measured, Value, judge

NOW = 1_795_600_000_000
HOUR = 3_600_000
POWER = Measured("power", "kW", "gauge", max_rate=Fraction(1500))
# A 110 kV feeder: transformers of 2,000 and at most 60 MWh an hour.
REGISTER = Measured(
    "energy", "kWh", "register", Fraction(2000), 8, Fraction(60_000), 60, (Fraction("41234.5"), NOW - HOUR)
)
FIRST = Measured("energy", "kWh", "register", digits=8, max_rate=Fraction(1000))
HEAT = Measured("energy", "GJ", "register", max_rate=Fraction(100))
STEAM = Measured("pressure", "MPa", "gauge")
GAS = Measured("volume_flow", "m3/h", "gauge", max_rate=Fraction(800))
EXPORT = Measured("power", "kW", "gauge", max_rate=Fraction(1000))


@pytest.mark.parametrize(
    ("point", "value", "code"),
    [
        (POWER, Value(642.0, NOW), "ok"),
        (POWER, Value("642.5", NOW, "kW"), "ok"),
        (EXPORT, Value(-300.0, NOW), "ok"),  # a plant that delivers
        (POWER, Value("running", NOW), "wrong_type"),
        (POWER, Value(None, NOW), "wrong_type"),
        (POWER, Value(float("nan"), NOW), "wrong_type"),
        (POWER, Value(642.0, NOW, quality=0x80050000), "bad"),
        (POWER, Value(642.0, NOW + 2 * HOUR), "future"),
        (POWER, Value(642.0, NOW - 3 * HOUR), "stale"),
        (POWER, Value(400.0, NOW, "V"), "other_unit"),
        (POWER, Value(400.0, NOW, "of nobody"), "ok"),
        (REGISTER, Value("41252.3", NOW), "ok"),
        (REGISTER, Value("41234.5", NOW), "standing"),
        (REGISTER, Value("41200.0", NOW), "backwards"),
        (REGISTER, Value("41300.0", NOW), "above_max_rate"),  # 131 MWh in the hour
        (REGISTER, Value(-1, NOW), "negative"),
        (FIRST, Value(123_456.7, NOW), "ok"),
        (FIRST, Value(100_000_000.0, NOW, "kWh"), "unit_guess"),  # one digit too many, and Wh explains it
        (FIRST, Value(1e14, NOW), "too_many_digits"),
        (HEAT, Value(5.0, NOW, "kWh"), "unit_guess"),
        (STEAM, Value(0.8, NOW), "ok"),
        (STEAM, Value(812.0, NOW), "unit_guess"),
    ],
)
def test_what_speaks_against_a_value_is_named(point: Measured, value: Value, code: str) -> None:
    found = judge(value, point, NOW)
    assert found.code == code
    assert found.ok == (code in ("ok", "standing"))


@pytest.mark.parametrize(
    ("point", "value", "guess"),
    [
        (POWER, Value(1_284_200, NOW), Guess("W", Fraction(1, 1000))),
        (POWER, Value(1.2, NOW, "MW"), Guess("MW", Fraction(1000))),
        (REGISTER, Value(41_252_300, NOW), Guess("Wh", Fraction(1, 1000))),
        (GAS, Value(640_000, NOW), Guess("L/h", Fraction(1, 1000))),
        (STEAM, Value(8.1, NOW, "bar"), Guess("bar", Fraction(1, 10))),
        (STEAM, Value(812, NOW), Guess("kPa", Fraction(1, 1000))),  # 81 MPa were it in bar
    ],
)
def test_a_wrong_unit_is_told_with_the_factor_that_corrects_it(
    point: Measured, value: Value, guess: Guess
) -> None:
    found = judge(value, point, NOW)
    assert (found.code, found.guess) == ("unit_guess", guess)


@given(st.sampled_from(units.UNITS), st.sampled_from(units.UNITS), st.integers(min_value=1, max_value=10**9))
def test_factors_between_units_are_those_of_the_unit_registry(unit: str, other: str, size: int) -> None:
    factor = units.in_unit(unit, other)
    ureg = units.registry()
    try:
        one = ureg.Quantity(size, units.PINT_NAMES.get(unit, unit)).to(units.PINT_NAMES.get(other, other)).m
    except (pint.DimensionalityError, pint.OffsetUnitCalculusError):
        return
    if factor is not None and "degC" not in (unit, other):
        assert float(size * factor) == pytest.approx(one, rel=1e-12)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=0, max_value=10**12))
def test_what_a_guess_corrects_is_fine_afterwards(raw: object) -> None:
    found = judge(Value(str(raw), NOW), POWER, NOW)
    if found.code == "unit_guess" and found.guess is not None:
        corrected = Fraction(str(raw)) * found.guess.factor
        assert judge(Value(str(float(corrected)), NOW), POWER, NOW).ok
