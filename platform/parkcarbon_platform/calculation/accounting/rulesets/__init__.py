"""Rulesets: one file each, and the table of their names."""

from parkcarbon_platform.calculation.accounting.rulesets import (
    gbt_32151,
    ghg_protocol,
    iso_14064_1,
    territorial,
)
from parkcarbon_platform.calculation.accounting.rulesets.base import Ruleset, by_name

RULESETS = by_name(
    (territorial.RULESET, gbt_32151.RULESET, ghg_protocol.RULESET, iso_14064_1.RULESET),
)

__all__ = ["RULESETS", "Ruleset"]
