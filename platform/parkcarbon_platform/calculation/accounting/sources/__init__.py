"""Emission sources: one file each, and the table of their names."""

from parkcarbon_platform.calculation.accounting.formula import Formula
from parkcarbon_platform.calculation.accounting.sources import (
    biogenic_combustion,
    carbon_balance,
    electricity_location,
    fuel_combustion,
    fugitive_release,
    heat_default,
    mobile_distance,
    process_product,
    process_raw_material,
    scope3_activity,
    sink_removal,
    waste_treatment,
    wastewater_methane,
)

FORMULAS: dict[str, Formula] = {
    formula.name: formula
    for formula in (
        electricity_location.FORMULA,
        heat_default.FORMULA,
        fuel_combustion.FORMULA,
        biogenic_combustion.FORMULA,
        carbon_balance.FORMULA,
        process_product.FORMULA,
        process_raw_material.FORMULA,
        mobile_distance.FORMULA,
        fugitive_release.FORMULA,
        wastewater_methane.FORMULA,
        waste_treatment.FORMULA,
        scope3_activity.FORMULA,
        sink_removal.FORMULA,
    )
}
