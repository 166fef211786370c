"""What the wizard offers: templates, rulesets and factor sets."""

from dataclasses import dataclass

from parkcarbon_platform.calculation.accounting.rulesets import RULESETS, Ruleset
from parkcarbon_platform.services.onboarding.templates import TEMPLATES, USUAL, Template
from parkcarbon_platform.storage import factors
from parkcarbon_platform.storage.database import Database
from parkcarbon_platform.storage.factors import StoredSet

__all__ = ["USUAL", "Choices", "Ruleset", "StoredSet", "Template"]


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that can be chosen."""

    templates: list[Template]
    rulesets: list[Ruleset]
    factor_sets: list[StoredSet]


def of(database: Database) -> Choices:
    """As this platform has them; rulesets are those for whole parks."""
    with database.directory.connection() as connection:
        sets = factors.sets(connection)
    rulesets = [rules for rules in RULESETS.values() if "park" in rules.boundaries]
    return Choices(list(TEMPLATES.values()), rulesets, sets)
