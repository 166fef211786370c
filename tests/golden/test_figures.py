"""Standard coal and intensities against published figures."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from parkcarbon_platform.calculation.accounting.figures import drivers, standard_coal
from parkcarbon_platform.calculation.accounting.figures.drivers import Reported, Value
from parkcarbon_platform.calculation.accounting.figures.intensities import intensities, per_tce
from parkcarbon_platform.calculation.accounting.figures.standard_coal import (
    Coefficient,
    Flow,
    energy,
    grams,
    of_heat_value,
)

ELECTRICITY = Coefficient(Decimal("0.1229"), "kgce/kWh", "GB/T 2589-2020")
EQUIVALENT = Coefficient(Decimal("0.28078"), "kgce/kWh", "DB31/T 783-2026")
HEAT = Coefficient(Decimal("34.12"), "kgce/GJ", "GB/T 2589-2020")


@pytest.mark.parametrize(
    ("fuel", "kilojoules", "printed"),
    # Mean net calorific values of GB/T 2589-2008, annex A [kJ/kg, kJ/m3], and the coefficients printed there.
    [
        ("raw coal", 20_934, "0.7143"), ("washed coal", 26_377, "0.9000"), ("coke", 28_470, "0.9714"),
        ("crude oil", 41_868, "1.4286"), ("gasoline", 43_124, "1.4714"), ("diesel", 42_705, "1.4571"),
        ("LPG", 50_242, "1.7143"), ("refinery gas", 46_055, "1.5714"), ("oilfield gas", 38_979, "1.3300"),
        ("gasfield gas", 35_588, "1.2143"),
    ],
)  # fmt: skip
def test_coefficients_of_fuels(fuel: str, kilojoules: int, printed: str) -> None:
    ncv = Decimal(kilojoules) / 1000
    found = of_heat_value({"net_calorific_value": {"value": str(ncv), "unit": "GJ/t"}}, "GB/T 2589")
    assert found is not None
    assert float(found.value) == pytest.approx(float(printed), abs=1.01e-4), fuel


def test_a_gas_of_ten_thousand_cubic_metres() -> None:
    found = of_heat_value({"net_calorific_value": {"value": "355.88", "unit": "GJ/10^4 m3"}}, "")
    assert found is not None
    assert found.unit == "kgce/m3"
    assert grams(10_000 * 10**6, "mL", found) / 10**6 == pytest.approx(12.143, abs=1e-3)
    assert of_heat_value({}, "") is None


def test_electricity_and_heat_by_definition() -> None:
    # 860 kcal / 7,000 kcal is 0.12286, printed 0.1229; 1 GJ / 29,307.6 kJ is 34.12 kg.
    assert grams(1000, "Wh", ELECTRICITY) == 123
    assert grams(10**9, "J", HEAT) == 34_120
    assert float(standard_coal.GJ_PER_TCE) == pytest.approx(1000 / 34.12, rel=1e-4)
    assert float(ELECTRICITY.value) == pytest.approx(860 / 7000, abs=5e-5)


def test_ganzhou_2022() -> None:
    # Wang et al. 2024: 32.76e4 tce, 1,162e8 yuan, 28.21 kgce per 10^4 yuan. 32.76/1162 is 28.19: what is
    # published is rounded; up to 32.765 and down to 1,161.5 give up to 28.209, which is 28.21.
    tonnes = Fraction("327600")
    reported = Reported("output_current", Fraction(1162 * 10**8 * 100), 365, 365)
    (found,) = intensities({"tce_calorific": int(tonnes * 10**6)}, [(reported, "0.01 CNY")])
    assert found.unit == "kgce/10^4 CNY"
    assert found.value is not None
    assert round(found.value, 2) == Decimal("28.19")
    largest = Fraction("327650") * 1000 / (Fraction("1161.5") * 10**4)
    assert found.value < Decimal("28.205") < largest < Decimal("28.215")
    carbon = per_tce(1_006_000 * 10**9, int(tonnes * 10**6), "tce_calorific")
    assert carbon.value is not None
    assert float(carbon.value) == pytest.approx(100.60 / 32.76, abs=1e-5)


def test_own_sun_is_energy_and_what_is_sold_is_not() -> None:
    flows = [
        Flow("main", "electricity", "bought", 10**9, "Wh", ELECTRICITY),
        Flow("pv", "electricity", "generated", 4 * 10**8, "Wh", ELECTRICITY),
        Flow("grid-out", "electricity", "passed_on", 10**8, "Wh", ELECTRICITY),
        Flow("steam", "steam", "bought", 10**12, "J", HEAT),
    ]
    found = energy(flows, EQUIVALENT)
    assert found.calorific_g == round(1.3e6 * 122.9) + 34_120_000
    assert found.equivalent_g == round(1.3e6 * 280.78) + 34_120_000
    assert found.carriers()["steam"] == (34_120_000, 34_120_000)


def test_without_its_coefficient_nothing_is_added_up() -> None:
    flows = [
        Flow("main", "electricity", "bought", 10**9, "Wh", ELECTRICITY),
        Flow("wood", "wood", "fuel", 10**6, "g", None),
        Flow("idle", "peat", "fuel", 0, "g", None),
    ]
    found = energy(flows, None)
    assert (found.calorific_g, found.equivalent_g) == (None, None)
    assert found.lacking == ("main", "wood")
    assert energy(flows[:1], None).calorific_g == 122_900_000


YEAR = (date(2025, 1, 1), date(2026, 1, 1))


def test_a_denominator_that_nobody_reported_is_a_gap() -> None:
    nothing = drivers.of_park([], "value_added", *YEAR, ["a", "b"])
    half = drivers.of_park(
        [Value("a", "value_added", date(2025, 1, 1), date(2025, 7, 1), 100)], "value_added", *YEAR, ["a", "b"]
    )
    one = drivers.of_park([Value("a", "value_added", *YEAR, 100)], "value_added", *YEAR, ["a", "b"])
    found = intensities({"co2e": 10**9}, [(r, "0.01 CNY") for r in (nothing, half, one)])
    assert [f.value for f in found] == [None, None, None]
    assert [f.gap for f in found] == ["not_reported", "enterprises_missing", "enterprises_missing"]
    assert found[1].missing == ("a", "b")
    assert found[2].missing == ("b",)


def test_months_go_before_their_year_and_areas_are_means() -> None:
    values = [
        Value(None, "output_current", *YEAR, 365_000),
        Value(None, "output_current", date(2025, 1, 1), date(2025, 2, 1), 62_000),
        Value(None, "floor_area", date(2025, 1, 1), date(2025, 7, 1), 100),
        Value(None, "floor_area", date(2025, 7, 1), date(2026, 1, 1), 200),
        Value(None, "price_index", *YEAR, 125_000),
    ]
    output = drivers.of_park(values, "output_current", *YEAR, [])
    assert output.amount == 365_000 - 31_000 + 62_000
    assert drivers.of_park(values, "floor_area", *YEAR, []).amount == Fraction(181 * 100 + 184 * 200, 365)
    constant = drivers.constant_prices(values, *YEAR, None)
    assert constant.amount == output.amount * 100 / 125
    assert drivers.constant_prices(values[:1], *YEAR, None).amount is None


def test_a_span_cut_in_two_adds_up() -> None:
    values = [Value("a", "product:steel", *YEAR, 1_000_003)]
    parts = [
        drivers.of_owner(values, "product:steel", start, end, "a").amount
        for start, end in ((YEAR[0], date(2025, 3, 7)), (date(2025, 3, 7), YEAR[1]))
    ]
    assert sum(p for p in parts if p is not None) == 1_000_003
