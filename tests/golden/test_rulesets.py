"""One park under every ruleset, by hand: a plant that sells heat to a tenant, who sells the sun of a roof.

January of a park on the grid of China: the plant burns 100,000 m3 of natural gas, sells 1,000 GJ of heat to
the tenant and buys 200 MWh; the tenant takes 500 MWh of the grid and feeds 120 MWh of its roof into it, 50
MWh of what it takes are covered by certificates. Gas 389.31 GJ/10^4 m3 x 0.0153 tC/GJ x 0.99 x 44/12 (GB/T
32151.34-2024), grid 0.5306, residual mix 0.6096 kg/kWh (2023), heat 110 kg/GJ; CH4 1 and N2O 0.1 kg/TJ (2006
IPCC Guidelines), 27.9 and 273 (AR6).
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from parkcarbon_platform.calculation.accounting import engine, green, totals
from parkcarbon_platform.calculation.accounting.activity import (
    Extras,
    Priced,
    Segment,
    Sent,
    SourceFacts,
    Sum,
)
from parkcarbon_platform.calculation.accounting.green import Bought, Used
from parkcarbon_platform.calculation.accounting.rulesets import RULESETS
from parkcarbon_platform.calculation.accounting.totals import Totals

MONTH = date(2023, 1, 1)
GRID, RESIDUAL, HEAT = Fraction(5306, 10), Fraction(6096, 10), Fraction(110, 10**3)  # mg/Wh, mg/Wh, mg/J
GAS_KG = Fraction("389.31") * 10 * Fraction("0.0153") * Fraction("0.99") * Fraction(44, 12) * 1000
GWP = {"CO2": Decimal(1), "CH4": Decimal("27.9"), "N2O": Decimal(273)}
MG, KG = 1, 10**6


def source(code: str, enterprise: str, category: str, carrier: str, unit: str, scope: int) -> SourceFacts:
    return SourceFacts(
        code, enterprise, category, carrier, scope, None, code == "heat-bought", False, False, "CO2", unit, ()
    )


SOURCES = [
    source("chp", "plant", "stationary_combustion", "natural_gas", "mL", 1),
    source("plant-power", "plant", "purchased_electricity", "electricity", "Wh", 2),
    source("tenant-power", "tenant", "purchased_electricity", "electricity", "Wh", 2),
    source("heat-bought", "tenant", "purchased_heat", "heat", "J", 2),
]
WH = {"plant-power": 200 * 10**6, "tenant-power": 380 * 10**6}  # the tenant's net of what its roof sells
SENT = 120 * 10**6
ACTIVITY = {"chp": 10**5 * 10**6, **WH, "heat-bought": 1000 * 10**9}
MASS = {
    "chp": round(GAS_KG * KG), "plant-power": round(WH["plant-power"] * GRID),
    "tenant-power": round(WH["tenant-power"] * GRID), "heat-bought": round(1000 * 10**9 * HEAT),
}  # fmt: skip
CERTIFICATE = Used("certificate", 50 * 10**6, MONTH, MONTH, MONTH, None)


def inventory(ruleset: str, enterprise: str | None, basis: str = "location") -> Totals:
    rules = RULESETS[ruleset]
    mine = [s for s in SOURCES if enterprise in (None, s.enterprise)]
    sums = [Sum(s.code, 0, 1, False, ACTIVITY[s.code], 0, 0, MASS[s.code], 0) for s in mine]
    market = {}
    for code, net in WH.items():
        gross = net + (SENT if code == "tenant-power" else 0)
        used = [CERTIFICATE] if code == "tenant-power" else []
        covered = green.cover(rules, Bought(0, gross, gross), used)
        parts = [Priced("CO2", wh, Fraction(0), 8, False) for wh in covered.kinds.values()]
        market[code, MONTH] = (*parts, Priced("CO2", covered.rest, RESIDUAL, 9, False))
    gj = Fraction("389.31") * 10
    gases = (
        Priced("CH4", 10**11, gj * 1000 / 10**11, 5, False),
        Priced("N2O", 10**11, gj * 100 / 10**11, 6, False),
    )
    extras = Extras(
        {("tenant-power", 0, 1): Sent(SENT, round(SENT * GRID))},
        {("chp", MONTH): gases} if rules.gases is None else {},
        market,
    )
    gwp: Mapping[str, Decimal] = GWP if rules.gases is None else {"CO2": Decimal(1)}
    segments = [Segment(MONTH, MONTH, date(2023, 2, 1), 31 * 86_400)]
    items = engine.calc_items(rules, mine, segments, sums, gwp=gwp, extras=extras)
    return totals.calc_totals(items, rules, basis, is_park=enterprise is None)


# Tonnes by hand. Gas: 3,893.1 GJ x 0.0153 x 0.99 x 44/12 = 216.2189 t; CH4 3.8931 kg x 27.9 =
# 0.108617 and N2O 0.38931 kg x 273 = 0.106282 t CO2e. Power: 200 MWh x 0.5306 = 106.12 t, 380 x
# 0.5306 = 201.628 t; with what is fed in 500 x 0.5306 = 265.3 t; at the residual mix 200 x 0.6096 =
# 121.92 t, 450 x 0.6096 = 274.32 t. Heat: 1,000 GJ x 0.11 = 110 t.
GAS = 216.2189
OTHER = 0.108617 + 0.106282


@pytest.mark.parametrize(
    ("ruleset", "enterprise", "basis", "tonnes"),
    [
        ("gbt_32151", "plant", "location", GAS + 106.12),
        ("gbt_32151", "tenant", "location", 201.628 + 110),
        ("ghg_protocol", "plant", "location", GAS + OTHER + 106.12),
        ("ghg_protocol", "plant", "market", GAS + OTHER + 121.92),
        ("ghg_protocol", "tenant", "location", 265.3 + 110),
        ("ghg_protocol", "tenant", "market", 274.32 + 110),
        ("iso_14064_1", "tenant", "market", 274.32 + 110),
        ("territorial", None, "location", GAS + 106.12 + 201.628),
        ("ghg_protocol", None, "location", GAS + OTHER + 106.12 + 265.3),
        ("ghg_protocol", None, "market", GAS + OTHER + 121.92 + 274.32),
        ("iso_14064_1", None, "location", GAS + OTHER + 106.12 + 265.3),
    ],
)
def test_a_park_by_hand(ruleset: str, enterprise: str | None, basis: str, tonnes: float) -> None:
    found = inventory(ruleset, enterprise, basis)
    assert found.total / 10**9 == pytest.approx(tonnes, abs=1e-3)
    parts = {name: sum(values.values()) for name, values in found.by.items() if name != "enterprise"}
    assert set(parts.values()) == {found.total}
    assert sum(found.by["enterprise"].values()) - found.transfers + found.unallocated == found.total


def test_heat_that_is_sold_inside_counts_where_it_is_burnt() -> None:
    park = inventory("territorial", None)
    assert park.transfers == 110 * 10**9
    plant, tenant = (inventory("gbt_32151", owner) for owner in ("plant", "tenant"))
    assert plant.total + tenant.total - park.transfers == park.total
