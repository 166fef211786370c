"""Rulesets: one file each. A file in this folder is a ruleset, nothing else names it."""

from importlib import import_module
from pkgutil import iter_modules

from parkcarbon_platform.calculation.accounting.rulesets.base import Ruleset, in_order

RULESETS = in_order(
    {
        module.name: import_module(f"{__name__}.{module.name}").RULESET
        for module in iter_modules(__path__)
        if module.name != "base"
    }
)

__all__ = ["RULESETS", "Ruleset"]
