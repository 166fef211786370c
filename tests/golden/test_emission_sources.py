"""Sources of every category, checked by hand or against another publisher's figures."""

from decimal import Decimal

import numpy as np
import pytest
from parkcarbon_platform.calculation.accounting.gases import CO2E, FLUORINATED, GASES, gwp_factor
from parkcarbon_platform.calculation.accounting.sources import FORMULAS
from parkcarbon_platform.factors import loader

T, KG, M3 = 10**6, 10**3, 10**6
OWN = ("process-sources-cn", "ipcc-2006-sources", "ipcc-2006-combustion", "cpcd-transport")


def factor(
    name: str, gas: str = "CO2", region: str | None = None, *, set_code: str | None = None
) -> loader.Factor:
    found = [
        f
        for s in loader.load_all()
        for f in s.factors
        if f.factor == name and f.gas == gas and region in (None, f.region) and set_code in (None, s.code)
        and (set_code is not None or not s.optional)
    ]  # fmt: skip
    assert found, name
    return found[0]


def emitted_mg(
    formula: str, quantity: int, name: str, gas: str = "CO2", base: str = "g", region: str | None = None
) -> int:
    used = factor(name, gas, region)
    assert gas in FORMULAS[formula].gases
    assert base in FORMULAS[formula].bases
    return int(FORMULAS[formula].calculate(np.array([quantity]), used.number, used.unit, base)[0])


def emitted_kg(formula: str, quantity: int, name: str, gas: str = "CO2", **more: str) -> float:
    return emitted_mg(formula, quantity, name, gas, **more) / 1e6


def test_a_coking_plant_emits_the_carbon_that_comes_out_with_no_product() -> None:
    # Carbon by GB/T 32151.34-2024 table C.1: cleaned coal 26.334 GJ/t × 0.0254 tC/GJ, coke 28.446 × 0.0294,
    # coke oven gas 179.81 GJ/10⁴ m³ × 0.01358; tar 2.699 tCO2/t as the steel guideline deducts it.
    parts = factor("carbon.washed_coal").components
    coal = float(parts["net_calorific_value"]["value"]) * float(parts["carbon_content"]["value"])
    parts = factor("carbon.coke").components
    coke = float(parts["net_calorific_value"]["value"]) * float(parts["carbon_content"]["value"])
    by_hand = (1350 * coal - 1000 * coke - 10 * 179.81 * 0.01358) * 44 / 12 - 45 * 2.699
    balance = (
        emitted_kg("carbon_balance", 1350 * T, "carbon.washed_coal")
        + emitted_kg("carbon_balance", -1000 * T, "carbon.coke")
        + emitted_kg("carbon_balance", -100_000 * M3, "carbon.coke_oven_gas", base="mL")
        + emitted_kg("carbon_balance", -45 * T, "carbon.coal_tar")
    )
    assert balance / 1000 == pytest.approx(by_hand, abs=0.001)
    assert balance > 0


def test_what_is_only_passed_on_balances_to_nothing() -> None:
    # Law: with equal carbon in and out nothing is emitted, whatever the material.
    for name in ("carbon.methanol", "carbon.crude_oil", "carbon.pig_iron"):
        plus, minus = (emitted_kg("carbon_balance", sign * 123_456_789, name) for sign in (1, -1))
        assert plus + minus == 0


@pytest.mark.parametrize(
    ("material", "carbon", "molar_mass"),
    [("methanol", 1, 32.042), ("ethylene", 2, 28.054), ("urea", 1, 60.056), ("methane", 1, 16.043),
     ("acetonitrile", 2, 41.053), ("ethylene_oxide", 2, 44.053), ("hydrogen_cyanide", 1, 27.026)],
)  # fmt: skip
def test_carbon_contents_are_those_of_the_molecule(material: str, carbon: int, molar_mass: float) -> None:
    # 12.011 g of carbon a mole, 44.009/12.011 g of CO2 a gram of it; the standard's ratio is 44/12.
    expected = carbon * 12.011 / molar_mass * 44 / 12 * 1000
    assert float(factor(f"carbon.{material}").number) == pytest.approx(expected, rel=3e-3)


def test_nitric_and_adipic_acid() -> None:
    # 1,000 t at high pressure: 13.9 kg/t, 13.9 t of N2O; 2006 IPCC table 3.3 has 9 ± 40 % for new plants.
    assert emitted_kg("process_product", 1000 * T, "process.nitric_acid.high_pressure", "N2O") == 13_900
    # 2006 IPCC volume 3 table 3.4: 300 kg/t ± 10 %, unabated.
    assert emitted_kg("process_product", 10 * T, "process.adipic_acid", "N2O") == 3000


def test_the_anode_effect_of_aluminium() -> None:
    # 100,000 t: 2 t of CF4 and 0.11 t of C2F6; by AR6 14,760 + 1,364 t CO2e.
    cf4, c2f6 = (
        emitted_mg("process_product", 100_000 * T, "process.aluminium.anode_effect", gas, region="CN")
        for gas in ("CF4", "C2F6")
    )
    assert (cf4, c2f6) == (2_000 * 10**6, 110 * 10**6)
    potentials = [factor(gwp_factor(gas), CO2E, set_code="ipcc-ar6-gwp100").number for gas in ("CF4", "C2F6")]
    assert potentials == [7380, 12400]


def test_lime_from_limestone_by_stoichiometry() -> None:
    # CaCO3 -> CaO + CO2: 44.009/100.086 t/t; the standard rounds to 0.440.
    found = emitted_kg("process_raw_material", 100 * T, "process.carbonate.calcium_carbonate")
    assert found == pytest.approx(100_000 * 44.009 / 100.086, rel=2e-3)


@pytest.mark.parametrize("blend", ["r404a", "r407c", "r410a", "r507a"])
def test_blends_agree_with_the_potentials_that_another_publisher_prints(blend: str) -> None:
    # DESNZ 2025 prints the blend as a whole, by AR5; here its parts each have their gas.
    parts = [
        (f.gas, f.number)
        for s in loader.load_all()
        for f in s.factors
        if f.factor == f"fugitive.refill.{blend}"
    ]
    assert sum(share for _, share in parts) == 1
    by_parts = sum(
        share * factor(gwp_factor(gas), CO2E, set_code="ipcc-ar5-gwp100").number for gas, share in parts
    )
    name = f"desnz.refrigerant_other.blends.{blend}.emissions_including_only_kyoto_products.per_kg"
    printed = factor(name, CO2E, set_code="desnz-2025").number
    assert float(by_parts) == pytest.approx(float(printed), rel=1e-3)


def test_what_is_refilled_has_leaked() -> None:
    assert emitted_mg("fugitive_release", 12_500, "fugitive.refill", "SF6") == 12_500_000
    assert emitted_mg("fugitive_release", 2 * KG, "fugitive.refill.r410a", "HFC32") == 1_000_000


def test_methane_of_an_anaerobic_reactor_less_what_is_flared() -> None:
    # 2006 IPCC equation 6.4: 100 t COD × 0.25 kg/kg × 0.8 − 15 t recovered = 5 t CH4.
    made = emitted_kg("wastewater_methane", 100 * T, "wastewater.cod.anaerobic_reactor", "CH4")
    flared = emitted_kg("wastewater_methane", -15 * T, "wastewater.recovered_methane", "CH4")
    assert made + flared == 5000
    assert emitted_kg("wastewater_methane", 100 * T, "wastewater.cod.aerobic_well_managed", "CH4") == 0


def test_nitrous_oxide_of_nitrogen() -> None:
    # 2019 Refinement: 0.016 kg N2O-N a kg of N, × 44/28.
    found = emitted_kg("wastewater_methane", 1000 * KG, "wastewater.nitrogen.aerobic", "N2O")
    assert found == pytest.approx(16 * 44 / 28, rel=1e-6)


def test_waste_counts_its_fossil_carbon_only() -> None:
    # 2006 IPCC table 5.2: industrial waste 50 % carbon, 90 % of it fossil; liquid 80 % carbon, all fossil.
    assert emitted_kg("waste_treatment", 10 * T, "waste.incineration.industrial") == pytest.approx(16_500)
    assert emitted_kg("waste_treatment", 3 * T, "waste.incineration.fossil_liquid") == pytest.approx(8_800)


def test_wood_stands_apart_but_its_methane_counts() -> None:
    # 2006 IPCC: 15.6 GJ/t × 112 kg/GJ; CH4 30 and N2O 4 kg/TJ.
    assert emitted_kg("biogenic_combustion", 10 * T, "biogenic.wood") == pytest.approx(17_472)
    assert emitted_kg("biogenic_combustion", 10 * T, "biogenic.wood", "CH4") == pytest.approx(4.68)
    assert emitted_kg("biogenic_combustion", 10 * T, "biogenic.wood", "N2O") == pytest.approx(0.624)


def test_freight_and_travel() -> None:
    # 20 t over 350 km by heavy diesel lorry at 0.0978 kg/(t·km).
    # 12 people 1,200 km by high-speed rail at 0.0204.
    freight = emitted_kg("mobile_distance", 20_000 * 350_000, "freight.road.diesel_heavy", CO2E, base="kg.m")
    assert freight == pytest.approx(684.6)
    travel = emitted_kg("scope3_activity", 12 * 1_200_000, "travel.high_speed_rail", CO2E, base="p.m")
    assert travel == pytest.approx(293.76)
    assert emitted_kg("mobile_distance", 100_000, "vehicle.car_gasoline", CO2E, base="m") == pytest.approx(
        16.74
    )


def test_what_is_stored_is_a_removal() -> None:
    assert emitted_kg("sink_removal", 500 * T, "sink.stored") == 500_000


def test_fuels_that_burn_have_their_accompanying_gases() -> None:
    fuels = {
        f.factor for s in loader.load_all() if s.code == "gbt-32151-34-2024" for f in s.factors
        if f.factor.startswith("fuel.")
    }  # fmt: skip
    gases = {f.factor for s in loader.load_all() if s.code == "ipcc-2006-combustion" for f in s.factors}
    missing = {f"{fuel}.{gas}" for fuel in fuels for gas in ("ch4", "n2o")} - gases
    assert not missing - {
        "fuel.coal_tar.ch4",
        "fuel.coal_tar.n2o",
        "fuel.crude_benzene.ch4",
        "fuel.crude_benzene.n2o",
    }
    # 2006 IPCC table 2.3, natural gas: 1 and 0.1 kg/TJ.
    assert (factor("fuel.natural_gas.ch4", "CH4").number, factor("fuel.natural_gas.n2o", "N2O").number) == (
        Decimal("0.001"), Decimal("0.0001"),
    )  # fmt: skip


def test_every_gas_has_a_potential_in_every_report() -> None:
    for report in ("ar5", "ar6"):
        known = {f.factor for s in loader.load_all() if s.code == f"ipcc-{report}-gwp100" for f in s.factors}
        assert {gwp_factor(gas) for gas in GASES if gas != "CO2"} <= known
    assert {"SF6", "NF3", "HFC134a", "CF4"} <= set(FLUORINATED)


def test_every_factor_of_these_sets_fits_a_formula() -> None:
    units = {"kg/t": "g", "kg/kg": "g", "kg/m3": "mL", "kg/km": "m", "kg/t.km": "kg.m", "kg/p.km": "p.m"}
    looked_at = 0
    for found in (s for s in loader.load_all() if s.code in OWN and s.code != "ipcc-2006-combustion"):
        for f in found.factors:
            fitting = [n for n in FORMULAS.values() if f.gas in n.gases and units[f.unit] in n.bases]
            assert fitting, f.factor
            looked_at += 1
    assert looked_at > 130
