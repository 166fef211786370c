"""The accounting method of national zero-carbon parks, each step checked by hand.

Rules: 发改环资〔2025〕910号, annexes 3 and 4. Amounts are made up;
factors are those of the annex, or stand beside.
"""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.calculation.zero_carbon import forecast, indicators
from parkcarbon_platform.calculation.zero_carbon.differences import Counted, differences, sums
from parkcarbon_platform.calculation.zero_carbon.indicators import Energy, ProductEnergy, Share
from parkcarbon_platform.calculation.zero_carbon.method import (
    Amount,
    Evidence,
    Finding,
    Flow,
    Result,
    emissions,
)
from parkcarbon_platform.calculation.zero_carbon.settings import Settings

T = 10**9  # mg
MWH = 10**6  # Wh
GJ = 10**9  # J
TONNE = 10**6  # g
CUBIC_METRE = 10**6  # mL
PRINTED = Settings()


def electricity(megawatt_hours: int, *, out: bool = False, **more: object) -> Amount:
    flow = "electricity_out" if out else "electricity_in"
    return Amount("e", flow, megawatt_hours * MWH, "Wh", **more)


def total_t(*amounts: Amount) -> Fraction:
    return Fraction(emissions(amounts, PRINTED).total_mg, T)


def test_ordinary_electricity() -> None:
    # 100,000 MWh x 0.8325 t/MWh = 83,250 t: the fossil-only factor, not the average of the grid
    assert total_t(electricity(100_000)) == 83_250


def test_direct_supply_of_photovoltaics_is_nothing() -> None:
    # 60,000 MWh from the grid, 40,000 by direct line: 60,000 x 0.8325 = 49,950 t
    assert total_t(electricity(60_000), electricity(40_000, evidence="direct_supply")) == 49_950


def test_certificates_are_nothing_and_count_only_for_renewables() -> None:
    # 70,000 x 0.8325 = 58,275 t; the 30,000 MWh with certificates 0
    assert total_t(electricity(70_000), electricity(30_000, evidence="certificate")) == 58_275
    # Nuclear power: by direct line 0, by a trade it counts in full (可再生能源 only).
    assert total_t(electricity(10, evidence="direct_supply", is_renewable=False)) == 0
    found = emissions([electricity(10, evidence="green_power", is_renewable=False)], PRINTED)
    assert found.total_mg == Fraction("8.325") * T
    assert found.findings == (Finding("e", "not_renewable"),)


def test_electricity_that_is_passed_on() -> None:
    # 100,000 in, 20,000 out of the grid's: 80,000 x 0.8325 = 66,600 t. Passed-on direct supply earns nothing.
    assert total_t(electricity(100_000), electricity(20_000, out=True)) == 66_600
    assert total_t(electricity(100_000), electricity(20_000, out=True, evidence="direct_supply")) == 83_250


def test_heat() -> None:
    # Bought 500,000 GJ x 0.11 = 55,000 t; sold 100,000 GJ of it: 11,000 less
    bought = Amount("h", "heat_in", 500_000 * GJ, "J")
    sold = Amount("s", "heat_out", 100_000 * GJ, "J")
    assert total_t(bought, sold) == 44_000
    # measured at 95 kg/GJ: 500,000 x 0.095 = 47,500 t; geothermal: 0
    assert total_t(Amount("h", "heat_in", 500_000 * GJ, "J", Decimal(95), "kg/GJ")) == 47_500
    assert total_t(Amount("g", "heat_in", 9 * GJ, "J", evidence="non_fossil_heat")) == 0


def test_combined_heat_and_power_that_sells_heat() -> None:
    # Gas 50e6 m3 x 2.1622 kg/m3 = 108,110 t, in full. It sells 300,000 GJ: - 33,000 t; 40,000 MWh: - 33,300 t
    gas = Amount("gas", "fuel", 50_000_000 * CUBIC_METRE, "mL", Decimal("2.1622"), "kg/m3")
    heat = Amount("heat", "heat_out", 300_000 * GJ, "J")
    power = electricity(40_000, out=True)
    found = emissions([gas, heat, power], PRINTED)
    assert {group: Fraction(mg, T) for group, mg in found.groups.items()} == {
        "fuel": 108_110, "conversion": 0, "electricity": -33_300, "heat": -33_000, "process": 0,
    }  # fmt: skip
    assert found.total_mg == 41_810 * T


def test_coke_ovens_are_a_carbon_balance() -> None:
    # Coking coal 1,000,000 t x 60 % C = 600,000 tC, coke 700,000 t x 85 % C = 595,000 tC, all of it oxidised:
    # 2,200,000 t less 2,181,666.667 t = 18,333.333 t
    per_t = {"coal": "2200", "coke": "3116.6666666667"}  # kg CO2 per t: 0.6 and 0.85 x 44/12 x 1000
    coal = Amount("coal", "conversion_in", 1_000_000 * TONNE, "g", Decimal(per_t["coal"]), "kg/t")
    coke = Amount("coke", "conversion_out", 700_000 * TONNE, "g", Decimal(per_t["coke"]), "kg/t")
    found = emissions([coal, coke], PRINTED)
    assert found.groups["conversion"] / T == pytest.approx(18_333.333, abs=0.001)
    assert [line.mg < 0 for line in found.lines] == [False, True]


def test_cement_clinker() -> None:
    # 1,500,000 t of clinker x 0.538 t/t (provincial guideline) = 807,000 t
    clinker = Amount("clinker", "product", 1_500_000 * TONNE, "g", Decimal(538), "kg/t")
    assert total_t(clinker) == 807_000


def tonnes_of(*amounts: Amount) -> tuple[dict[str, Fraction], Fraction]:
    """Each line [t], and their sum."""
    found = emissions(amounts, PRINTED)
    lines = {line.amount.code: Fraction(line.mg, T) for line in found.lines}
    assert sum(found.groups.values()) == sum(line.mg for line in found.lines) == found.total_mg
    return lines, Fraction(found.total_mg, T)


def power(
    code: str, megawatt_hours: int, flow: Flow = "electricity_in", evidence: Evidence = "none"
) -> Amount:
    return Amount(code, flow, megawatt_hours * MWH, "Wh", evidence=evidence)


def heat(code: str, gigajoules: int, flow: str = "heat_in", *factor: object) -> Amount:
    return Amount(code, flow, gigajoules * GJ, "J", *factor)


def of_mass(code: str, tonnes: int, flow: Flow, per_t: str) -> Amount:
    return Amount(code, flow, tonnes * TONNE, "g", Decimal(per_t), "kg/t")


WORKED: list[tuple[str, list[Amount], dict[str, str], str]] = [
    # name, amounts, each intermediate value [t], total [t]: amount x factor on paper.
    ("grid", [power("grid", 100_000)], {"grid": "83250"}, "83250"),
    (
        "direct photovoltaics",  # 60,000 x 0.8325; 40,000 x 0
        [power("grid", 60_000), power("pv", 40_000, evidence="direct_supply")],
        {"grid": "49950", "pv": "0"}, "49950",
    ),
    (
        "certificates",  # 70,000 x 0.8325; 30,000 x 0
        [power("grid", 70_000), power("gec", 30_000, evidence="certificate")],
        {"grid": "58275", "gec": "0"}, "58275",
    ),
    (
        "exported power",  # 100,000 x 0.8325 - 20,000 x 0.8325 - 5,000 x 0
        [power("in", 100_000), power("out", 20_000, "electricity_out"),
         power("own sun", 5_000, "electricity_out", "direct_supply")],
        {"in": "83250", "out": "-16650", "own sun": "0"}, "66600",
    ),
    (
        "sold heat",  # 500,000 x 0.11 - 100,000 x 0.11; 200,000 measured at 0.095
        [heat("in", 500_000), heat("out", 100_000, "heat_out"),
         heat("measured", 200_000, "heat_in", Decimal(95), "kg/GJ")],
        {"in": "55000", "out": "-11000", "measured": "19000"}, "63000",
    ),
    (
        "combined heat and power",  # 50e6 x 2.1622 / 1000 - 300,000 x 0.11 - 40,000 x 0.8325
        [Amount("gas", "fuel", 50_000_000 * CUBIC_METRE, "mL", Decimal("2.1622"), "kg/m3"),
         heat("heat", 300_000, "heat_out"), power("power", 40_000, "electricity_out")],
        {"gas": "108110", "heat": "-33000", "power": "-33300"}, "41810",
    ),
    (
        # Carbon x 44/12 at 100 %: coal 0.6 -> 2.2, coke 0.825 -> 3.025, tar 0.9 -> 3.3, gas 0.45 -> 1.65 t/t
        "coke ovens",
        [of_mass("coal", 1_000_000, "conversion_in", "2200"),
         of_mass("coke", 660_000, "conversion_out", "3025"),
         of_mass("tar", 30_000, "conversion_out", "3300"), of_mass("gas", 50_000, "conversion_out", "1650")],
        {"coal": "2200000", "coke": "-1996500", "tar": "-99000", "gas": "-82500"}, "22000",
    ),
    (
        # Clinker 1,500,000 x 0.538; its kiln's bituminous coal 180,000 t x 2.174 t/t; 90,000 MWh x 0.8325
        "cement",
        [of_mass("clinker", 1_500_000, "product", "538"), of_mass("coal", 180_000, "fuel", "2174"),
         power("grid", 90_000)],
        {"clinker": "807000", "coal": "391320", "grid": "74925"}, "1273245",
    ),
    (
        # A process by mass balance: 2,000 t of electrodes x 3.6 t/t less 100 t left in the product
        "mass balance",
        [of_mass("electrodes", 2_000, "product", "3600"), of_mass("left", 100, "product_out", "3600")],
        {"electrodes": "7200", "left": "-360"}, "6840",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("amounts", "steps", "total"), [w[1:] for w in WORKED], ids=[w[0] for w in WORKED])
def test_worked_examples_step_by_step(amounts: list[Amount], steps: dict[str, str], total: str) -> None:
    lines, found = tonnes_of(*amounts)
    assert lines == {code: Fraction(value) for code, value in steps.items()}
    assert found == Fraction(total)


def test_feedstock_is_left_out_and_bunkers_are_listed() -> None:
    diesel = Amount("ship", "fuel", 100 * TONNE, "g", Decimal(3100), "kg/t", is_bunker=True)
    naphtha = Amount("naphtha", "fuel", 900 * TONNE, "g", Decimal(3000), "kg/t", is_feedstock=True)
    found = emissions([diesel, naphtha], PRINTED)
    assert (found.total_mg, found.bunker_mg, len(found.lines)) == (310 * T, 310 * T, 1)


def test_what_cannot_be_computed_is_said() -> None:
    found = emissions(
        [Amount("x", "product", 5, "g"), Amount("y", "fuel", -5, "g", Decimal(1), "kg/t")], PRINTED
    )
    assert found.findings == (Finding("x", "factor_missing"), Finding("y", "negative"))
    assert found.total_mg == 0


def energy(kgce: int = 300_000_000, megawatt_hours: int = 500_000, **more: int) -> Energy:
    return Energy(
        Fraction(kgce), megawatt_hours * MWH, more.get("direct", 0) * MWH, more.get("certified", 0) * MWH
    )


def result(tonnes: int) -> Result:
    return emissions([Amount("p", "product", tonnes * TONNE, "g", Decimal(1000), "kg/t")], PRINTED)


def test_core_indicator() -> None:
    # 300,000 tce of fuels + 500,000 MWh x 0.3 kgce/kWh = 450,000 tce; 81,000 t / 450,000 tce = 0.18 <= 0.2
    settings = Settings(equivalent_kgce_per_kwh=Decimal("0.3"))
    assert indicators.energy_tce(energy(), settings) == 450_000
    found = indicators.core(result(81_000), energy(), settings)
    assert (found.value, found.limit, found.verdict) == (Fraction("0.18"), Fraction("0.2"), "met")
    # From a million on the limit is 0.3: 1,150,000 tce, 299,000 t / 1,150,000 = 0.26
    large = indicators.core(result(299_000), energy(1_000_000_000), settings)
    assert (large.value, large.limit, large.verdict) == (Fraction("0.26"), Fraction("0.3"), "met")
    # Below 200,000 no limit is printed.
    small = indicators.core(result(1_000), energy(0, 10_000), settings)
    assert (small.limit, small.verdict) == (None, "unknown")
    # No equivalent value is printed: without one there is no indicator.
    assert indicators.core(result(81_000), energy(), PRINTED).value is None


def test_guiding_indicators() -> None:
    settings = Settings(equivalent_kgce_per_kwh=Decimal("0.3"), clean_share="electricity")
    green = energy(direct=300_000, certified=160_000)
    # 460,000 of 500,000 MWh = 92 %; of all energy 460,000 x 0.3 / 450,000 = 30.67 %
    assert indicators.clean_energy(green, settings).value == Fraction("0.92")
    of_all = indicators.clean_energy(
        green, Settings(equivalent_kgce_per_kwh=Decimal("0.3"), clean_share="energy")
    )
    assert of_all.value == Fraction(138_000, 450_000)
    assert of_all.verdict == "missed"
    assert indicators.clean_energy(green, PRINTED).verdict == "unknown"
    assert indicators.direct_supply(green, settings).value == Fraction("0.6")
    # heat 40 of 100, pressure 30 of 50: 70 / 150 = 46.7 % < 50 %; as long as one is unknown so is the mean
    assert indicators.used("waste_heat", [Share(40, 100), Share(30, 50)]).verdict == "missed"
    assert indicators.used("waste_heat", [Share(40, 100), Share(None, 50)]).verdict == "unknown"
    assert indicators.used("solid_waste", [Share(80, 100)]).verdict == "met"
    assert indicators.products([ProductEnergy("steel", Decimal(545), Decimal(555))]).verdict == "met"
    assert indicators.products([]).verdict == "unknown"


flows = st.builds(
    Amount, code=st.just("a"), flow=st.sampled_from(["electricity_in", "electricity_out"]),
    quantity=st.integers(0, 10**15), base=st.just("Wh"),
    evidence=st.sampled_from(["none", "direct_supply", "certificate"]),
)  # fmt: skip


@given(st.lists(flows, max_size=6), st.randoms())
def test_order_is_irrelevant_and_groups_add_up(amounts: list[Amount], random: Random) -> None:
    first = emissions(amounts, PRINTED)
    random.shuffle(amounts)
    assert emissions(amounts, PRINTED).total_mg == first.total_mg
    assert sum(first.groups.values()) == first.total_mg == sum(line.mg for line in first.lines)


def test_the_trend_is_that_of_another_program() -> None:
    """statsmodels' prediction interval of the same line through the logarithms."""
    import numpy as np
    from statsmodels.api import OLS, add_constant

    known = {2022: 1.9, 2023: 1.7, 2024: 1.62, 2025: 1.4}
    years, ahead = np.array([*known], float), np.array([2026.0, 2030.0])
    fit = OLS(np.log([*known.values()]), add_constant(years)).fit()
    expected = np.exp(fit.get_prediction(add_constant(ahead, has_constant="add")).summary_frame(alpha=0.2))
    for found, (_, row) in zip(forecast.trend(known, [2026, 2030]), expected.iterrows(), strict=True):
        assert found.value == pytest.approx(row["mean"], rel=1e-6)
        assert (found.lower, found.upper) == pytest.approx(
            (row["obs_ci_lower"], row["obs_ci_upper"]), rel=1e-6
        )
    assert forecast.trend({2024: 1.0, 2025: 1.0}, [2026]) == []
    assert forecast.needed(2025, 1.0, 2030, 0.2)[2027] == pytest.approx(0.68)


counted = st.builds(
    Counted, st.integers(-(10**15), 10**15), st.integers(0, 10**12), st.integers(-(10**12), 10**12),
    st.integers(-(10**12), 0),
)  # fmt: skip
sources = st.dictionaries(st.sampled_from("abcd"), counted)


@given(sources, sources)
def test_differences_add_up_whatever_they_are(before: dict[str, Counted], after: dict[str, Counted]) -> None:
    found = differences(before, after)
    was = sum(one.co2_mg + one.other_mg for one in before.values())
    assert was + sum(sums(found).values()) == sum(one.co2_mg for one in after.values())
    for one in found:
        assert one.before + sum(one.causes.values()) == one.after
