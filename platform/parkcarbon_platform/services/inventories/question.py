"""What an inventory is asked for: period, boundary, ruleset, GWP set."""

from dataclasses import dataclass
from datetime import date, timedelta

from parkcarbon_platform.calculation.accounting.gases import CO2, DEFAULT_GWP, GWP_SETS
from parkcarbon_platform.calculation.accounting.rulesets import RULESETS, Ruleset
from parkcarbon_platform.errors import InvalidError

__all__ = ["DEFAULT_GWP", "GWP_SETS", "Question", "QuestionError"]

LONGEST = timedelta(days=3660)
# Years that any time zone, and the month after, can be computed in.
FIRST_YEAR, LAST_YEAR = 1970, 2200


class QuestionError(InvalidError):
    """There is no such inventory to compute."""

    code = "inventory_question"
    remedy = (
        "Choose a ruleset for this boundary, two days in order at most ten years apart, and AR4, AR5 or AR6."
    )


@dataclass(frozen=True, slots=True)
class Question:
    """Local days [start, end) of a park, or of one `enterprise` of it, under a ruleset."""

    start: date
    end: date
    ruleset: str
    enterprise: str | None = None
    gwp: str = DEFAULT_GWP
    approach: str | None = None

    @property
    def rules(self) -> Ruleset:
        """The ruleset."""
        return RULESETS[self.ruleset]

    @property
    def potentials(self) -> str | None:
        """The set by which gases count; None where only CO2 does."""
        return None if self.rules.gases == frozenset({CO2}) else self.gwp

    @property
    def is_park(self) -> bool:
        """Whether the boundary is the whole park."""
        return self.enterprise is None

    def check(self) -> "Question":
        """Itself; raises QuestionError."""
        rules = RULESETS.get(self.ruleset)
        if rules is None:
            raise QuestionError(f"There is no ruleset {self.ruleset}.", ruleset=self.ruleset)
        if ("park" if self.is_park else "enterprise") not in rules.boundaries:
            raise QuestionError(
                f"{rules.name_en} is not for this boundary.",
                ruleset=self.ruleset, boundaries=", ".join(sorted(rules.boundaries)),
            )  # fmt: skip
        is_possible = self.start.year >= FIRST_YEAR and self.end.year <= LAST_YEAR
        if not is_possible or not self.start < self.end or self.end - self.start > LONGEST:
            raise QuestionError("The period is empty or too long.", start=self.start, end=self.end)
        if self.gwp not in GWP_SETS:
            raise QuestionError(f"There is no GWP set {self.gwp}.", gwp=self.gwp)
        if self.approach is not None and self.approach not in rules.approaches:
            raise QuestionError(f"{rules.name_en} knows no approach {self.approach}.", approach=self.approach)
        return self
