"""What an inventory is asked for where somebody leaves the ruleset or the potentials to the park."""

from datetime import date

from parkcarbon_platform.calculation.accounting.rulesets import RULESETS
from parkcarbon_platform.services.inventories.question import DEFAULT_GWP, Question
from parkcarbon_platform.storage import gas_weights as storage
from parkcarbon_platform.storage.database import Connection


def asked(
    connection: Connection, start: date, end: date, enterprise: str | None = None, *,
    ruleset: str | None = None, gwp: str | None = None, approach: str | None = None,
) -> Question:  # fmt: skip
    """The question; what is None is as the park has chosen, or as is usual for the boundary."""
    chosen = storage.chosen(connection)
    own = None if chosen is None or enterprise is not None else chosen.ruleset
    return Question(
        start, end, ruleset or own or usual_ruleset(enterprise), enterprise,
        gwp or (chosen and chosen.gwp) or DEFAULT_GWP, approach,
    )  # fmt: skip


def usual_ruleset(enterprise: str | None) -> str:
    """The first of the rulesets for a boundary: the whole park (None), or an enterprise."""
    boundary = "park" if enterprise is None else "enterprise"
    return next(code for code, rules in RULESETS.items() if boundary in rules.boundaries)
