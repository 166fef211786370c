"""The same factor or activity in another unit is the same emissions to the milligram."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.calculation.accounting.formula import activity_times_factor
from parkcarbon_platform.calculation.exact import scale
from parkcarbon_platform.calculation.units import to_base

# The same factor in two units: how much the number in the second is of that in the first, exactly.
FACTORS = {
    "Wh": ("kg/GJ", "kg/kWh", "0.0036"),
    "J": ("kg/GJ", "kg/kWh", "0.0036"),
    "g": ("kg/t", "kg/kg", "0.001"),
    "mL": ("kg/m3", "kg/L", "0.001"),
}
# Units of activity, each with its quantity and carrier.
ACTIVITIES = {
    "Wh": ("energy", "electricity", ("Wh", "kWh", "MWh")),
    "J": ("energy", "steam", ("kJ", "MJ", "GJ")),
    "g": ("mass", "coal", ("g", "kg", "t")),
    "mL": ("volume", "natural_gas", ("L", "m3")),
}
values = st.decimals(min_value=0, max_value=10_000, places=6)
amounts = st.integers(-(10**9), 10**9)


@pytest.mark.parametrize("base", FACTORS)
@given(value=values, quantity=amounts)
def test_a_factor_in_another_unit_changes_nothing(base: str, value: Decimal, quantity: int) -> None:
    one, other, times = FACTORS[base]
    activity = np.array([quantity])
    assert activity_times_factor(activity, value, one, base) == activity_times_factor(
        activity, value * Decimal(times), other, base
    )


@pytest.mark.parametrize("base", ACTIVITIES)
@given(value=values, quantity=st.integers(0, 10**6))
def test_an_activity_in_another_unit_changes_nothing(base: str, value: Decimal, quantity: int) -> None:
    kind, carrier, units = ACTIVITIES[base]
    bases = [to_base(unit, kind, carrier) for unit in units]
    assert {one.name for one in bases} == {base}
    largest = bases[-1].scale
    # So many of the largest unit are this many of each.
    told = [quantity * int(largest / one.scale) for one in bases]
    activities = [scale(np.array([n]), one.scale) for n, one in zip(told, bases, strict=True)]
    unit = FACTORS[base][0]
    assert len({int(activity_times_factor(n, value, unit, base)[0]) for n in activities}) == 1
