"""Emission sources: one file each, and the table of their names."""

from parkcarbon_platform.calculation.accounting.formula import Formula
from parkcarbon_platform.calculation.accounting.sources import (
    electricity_location,
    fuel_combustion,
    heat_default,
    process_product,
)

FORMULAS: dict[str, Formula] = {
    formula.name: formula
    for formula in (
        electricity_location.FORMULA,
        heat_default.FORMULA,
        fuel_combustion.FORMULA,
        process_product.FORMULA,
    )
}
