"""Factor values against what somebody else prints, or what they must be by another road.

What has no second support is marked `single_source` in its set.
"""

from decimal import Decimal
from fractions import Fraction

import pytest
from parkcarbon_platform.factors import loader
from parkcarbon_platform.services.planning.from_ledger import GJ_PER_BASE

OWN = [f for s in loader.load_all() if not s.optional for f in s.factors]
FACTORS = {(f.factor, f.gas): f for f in OWN}
GJ_PER_MMBTU = 1.055056


@pytest.mark.parametrize(
    ("fuels", "ch4", "n2o"),
    # 40 CFR 98, table C-2 [g/mmBtu, higher heating value]; it follows the IPCC's defaults, rounded.
    [
        (("anthracite", "bituminous", "lignite", "coke", "washed_coal", "briquette"), 11, 1.6),
        (
            ("crude_oil", "fuel_oil", "gasoline", "diesel", "kerosene", "naphtha", "other_petroleum"),
            3.0,
            0.60,
        ),
        (("natural_gas", "lng"), 1.0, 0.10),
    ],
)
def test_accompanying_gases_are_those_of_another_authority(
    fuels: tuple[str, ...], ch4: float, n2o: float
) -> None:
    for fuel in fuels:
        for gas, grams in (("CH4", ch4), ("N2O", n2o)):
            found = FACTORS[f"fuel.{fuel}.{gas.lower()}", gas]
            assert float(found.number) * 1000 * GJ_PER_MMBTU == pytest.approx(grams, rel=0.06), (fuel, gas)
            assert not found.single_source


@pytest.mark.parametrize(
    ("fuel", "heat", "carbon"),
    # 2006 IPCC Guidelines, volume 2, tables 1.2 [GJ/t] and 1.3 [kg C/GJ]; the factors are from table 1.4.
    [
        ("wood", "15.6", "30.5"), ("other_solid", "11.6", "27.3"), ("charcoal", "29.5", "30.5"),
        ("biodiesel", "27", "19.3"), ("biogasoline", "27", "19.3"), ("landfill_gas", "50.4", "14.9"),
        ("sludge_gas", "50.4", "14.9"),
    ],
)  # fmt: skip
def test_carbon_dioxide_of_biomass_is_its_carbon(fuel: str, heat: str, carbon: str) -> None:
    by_carbon = Fraction(heat) * Fraction(carbon) * Fraction(44, 12)
    assert float(FACTORS[f"biogenic.{fuel}", "CO2"].number) == pytest.approx(float(by_carbon), rel=2e-3)


@pytest.mark.parametrize(
    ("waste", "carbon", "fossil"),
    # 2006 IPCC Guidelines, volume 5, table 5.2: carbon in dry matter (of liquids in all), fossil part of it.
    [("industrial", "0.5", "0.9"), ("clinical", "0.6", "0.4"), ("fossil_liquid", "0.8", "1")],
)
def test_incineration_is_fossil_carbon(waste: str, carbon: str, fossil: str) -> None:
    found = FACTORS[f"waste.incineration.{waste}", "CO2"].number
    assert abs(Fraction(found) - Fraction(carbon) * Fraction(fossil) * Fraction(44, 12) * 1000) < Fraction(
        1, 10**6
    )


def test_what_no_second_source_supports_is_marked() -> None:
    marked = {f.factor for f in OWN if f.single_source}
    assert {"fuel.lpg.ch4", "fuel.coke_oven_gas.n2o", "fuel.diesel.mobile.n2o", "biogenic.wood"} <= marked
    assert {"waste.incineration.clinical"} <= marked
    assert not {"fuel.natural_gas.ch4", "fuel.diesel.n2o", "fugitive.refill.r410a"} & marked


def test_the_planning_base_has_the_heating_values_of_the_library() -> None:
    for carrier, fuel, per in (("natural_gas", "natural_gas", 10**10), ("diesel", "diesel", 10**6)):
        parts = FACTORS[f"fuel.{fuel}", "CO2"].combustion
        assert parts is not None
        assert GJ_PER_BASE[carrier] * per == Fraction(parts.net_calorific_value)
    coal = FACTORS["standard_coal.raw_coal", "SCE"].number * Decimal("29.3076")
    assert float(GJ_PER_BASE["coal"] * 10**6) == pytest.approx(float(coal), rel=1e-4)
