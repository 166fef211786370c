"""Emission sources: one file each. A file in this folder is a source's formula, nothing else names it."""

from importlib import import_module
from pkgutil import iter_modules

from parkcarbon_platform.calculation.accounting.formula import Formula, by_name

FORMULAS: dict[str, Formula] = by_name(
    {module.name: import_module(f"{__name__}.{module.name}").FORMULA for module in iter_modules(__path__)}
)
