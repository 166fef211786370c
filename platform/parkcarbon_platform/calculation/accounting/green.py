"""How much of what was bought is covered by evidence of green power: months are covered whole, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from parkcarbon_platform.calculation.accounting.rulesets.base import Evidence, Ruleset

# Which counts first where there is more evidence than was bought: what is delivered before what is only told.
ORDER: tuple[Evidence, ...] = ("direct_supply", "green_power", "certificate")
Refusal = Literal["expired", "vintage", "not_accepted"]


class Used(NamedTuple):
    """An amount [Wh] of evidence that was used for a local month; its days of generation are inclusive."""

    kind: Evidence
    amount: int
    month: date
    generated_from: date
    generated_to: date
    expires_on: date | None


class Bought(NamedTuple):
    """What a source bought [Wh] of a month: before the period begins, in the period, in the whole month."""

    before: int
    period: int
    month: int


@dataclass(frozen=True, slots=True)
class Covered:
    """What of a period's purchase counts by evidence, by kind [Wh]; `rest` does not.

    `period` = Σ `kinds` + `rest`. Of the month, `excess` is evidence for more than was bought, and `refused`
    what does not hold.
    """

    kinds: Mapping[Evidence, int]
    rest: int
    excess: int
    refused: Mapping[Refusal, int]


def cover(rules: Ruleset, bought: Bought, used: Sequence[Used]) -> Covered:
    """The evidence of a month against its purchase.

    A part of a month takes the share of its activity: amounts are told by what was bought since the month
    began, so that parts of a month add up to the month wherever it is cut, and in whichever order they are
    asked for. What arrives in which order does not matter either.
    """
    amounts: dict[Evidence, int] = dict.fromkeys(ORDER, 0)
    refused: dict[Refusal, int] = {}
    for use in used:
        why = refusal(rules, use)
        if why is None:
            amounts[use.kind] += use.amount
        else:
            refused[why] = refused.get(why, 0) + use.amount
    stated, month = sum(amounts.values()), max(bought.month, 0)
    kinds: dict[Evidence, int] = {}
    level = before = 0
    for kind in ORDER:
        level = min(level + amounts[kind], month)
        so_far = _share(level, bought)
        if so_far != before:
            kinds[kind] = so_far - before
        before = so_far
    return Covered(kinds, bought.period - before, max(0, stated - month), refused)


def refusal(rules: Ruleset, use: Used) -> Refusal | None:
    """Why evidence does not hold for its month; None where it does.

    A contract supplies the months in which it generates. A certificate is of electricity generated before,
    and lasts until its last day, or where none is stated for the ruleset's number of months, the one of
    generation among them.
    """
    if use.kind not in rules.evidence:
        return "not_accepted"
    if use.month < use.generated_from.replace(day=1):
        return "vintage"
    if use.kind != "certificate" and use.month > use.generated_to:
        return "vintage"
    if use.expires_on is not None:
        return "expired" if use.month > use.expires_on else None
    lasts = rules.certificate_months
    if use.kind == "certificate" and lasts is not None and months_between(use) >= lasts:
        return "expired"
    return None


def months_between(use: Used) -> int:
    """The months from the last of generation to that of use."""
    return (use.month.year - use.generated_to.year) * 12 + use.month.month - use.generated_to.month


def _share(level: int, bought: Bought) -> int:
    """The part of `level` of a month that lies in the period, rounded down from the month's beginning on."""
    if bought.month <= 0:
        return 0
    begun, ended = bought.before, bought.before + bought.period
    return level * ended // bought.month - level * begun // bought.month
