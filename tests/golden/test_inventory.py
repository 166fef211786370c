"""An inventory against published figures: Ganzhou 2022, Wang et al., doi 10.16516/j.ceec.2024.5.20."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
from parkcarbon_platform.calculation.accounting import engine, totals
from parkcarbon_platform.calculation.accounting.activity import NO_EXTRAS, Segment, SourceFacts, Sum, months
from parkcarbon_platform.calculation.accounting.rulesets import RULESETS
from parkcarbon_platform.calculation.accounting.sources.electricity_location import calc_emissions

# Electricity of 2022 [10^4 tce, calorific value], standard coal of electricity, purchased electricity.
ELECTRICITY_TCE, KGCE_PER_KWH, T_PER_MWH = Fraction("12.93"), Fraction("0.1229"), Decimal("0.581")


def test_the_electricity_of_ganzhou_in_2022() -> None:
    year = (date(2022, 1, 1), date(2023, 1, 1))
    segments = [Segment(a, a, b, 86_400 * (b - a).days) for a, b in months(*year)]
    wh = round(ELECTRICITY_TCE * 10**4 * 1000 / KGCE_PER_KWH * 1000)
    month = [wh // 12] * 11 + [wh - wh // 12 * 11]
    mg = calc_emissions(np.array(month), T_PER_MWH, "kg/kWh", "Wh").tolist()
    source = SourceFacts(
        "grid", None, "purchased_electricity", "electricity", 2, None, internal_transfer=False,
        biogenic=False, sink=False, gas="CO2", unit="Wh", shares=(),
    )  # fmt: skip
    sums = [Sum("grid", n, 1, False, month[n], 0, 0, mg[n], 0) for n in range(12)]
    rules = RULESETS["territorial"]
    items = engine.calc_items(rules, [source], segments, sums, gwp={"CO2": Decimal(1)}, extras=NO_EXTRAS)
    found = totals.calc_totals(items, rules, "location", is_park=True)
    assert round(found.total / 1e9 / 1e4, 1) == 61.1
    # With the fuels' 39.5 x 10^4 t the park's total is the published 100.60.
    assert round(found.total / 1e9 / 1e4 + 39.5, 1) == 100.6
    assert found.unallocated == found.total == sum(found.by["month"].values())
