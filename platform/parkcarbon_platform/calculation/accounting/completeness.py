"""The completeness checklist of an inventory: what is missing, and how much it weighs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from parkcarbon_platform.calculation.accounting.activity import (
    UNASSIGNED,
    Segment,
    SourceFacts,
    Sum,
    expected_s,
)
from parkcarbon_platform.calculation.accounting.gases import gwp_factor
from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.rulesets.base import Ruleset
from parkcarbon_platform.calculation.accounting.totals import estimated_mg, is_apart

Rule = Literal[
    "no_activity", "low_coverage", "high_estimate", "fallback_factor", "refused_fallback", "factor_missing",
    "reference_state", "not_calculable", "unassigned_scene", "negative_remainder", "pending_differences",
    "provisional_hours", "expired_certificate", "excess_evidence", "evidence_not_accepted",
    "doubled_records", "share_missing", "part_counts", "heat_convention",
    "heat_converted", "heat_as_metered", "wrong_unit", "negative_amount", "overlapping_bills",
]  # fmt: skip
Severity = Literal["error", "warning", "note"]
SEVERITY: Mapping[Rule, Severity] = {
    "no_activity": "error",
    "low_coverage": "warning",
    "high_estimate": "warning",
    "fallback_factor": "note",
    "refused_fallback": "error",
    "factor_missing": "error",
    "reference_state": "error",
    "not_calculable": "error",
    "unassigned_scene": "warning",
    "negative_remainder": "error",
    "pending_differences": "warning",
    "provisional_hours": "note",
    "expired_certificate": "error",
    "doubled_records": "error",
    "wrong_unit": "error",
    "negative_amount": "error",
    "overlapping_bills": "error",
    "heat_convention": "warning",
    "heat_converted": "note",
    "heat_as_metered": "note",
    "share_missing": "error",
    "part_counts": "note",
    "excess_evidence": "warning",
    "evidence_not_accepted": "note",
}
# What is done about each, in a sentence; the pages say the same in both languages.
REMEDY: Mapping[Rule, str] = {
    "no_activity": "Connect the meter, enter the bill, or end the source if it is gone.",
    "low_coverage": "Look at the gaps of its meters; correct what is lost.",
    "high_estimate": "Replace estimates by readings or by a bill of the period.",
    "fallback_factor": "Restate the period once the year's own factor is published and adopted.",
    "refused_fallback": "Adopt the factor that the ruleset names.",
    "factor_missing": "Adopt a set that has the factor, or determine your own.",
    "reference_state": "State the temperature and pressure that the meter refers to.",
    "not_calculable": "Read the finding of the source and correct what it names.",
    "unassigned_scene": "Assign the source to its scenes.",
    "negative_remainder": "Look for a wrong multiplier or a meter that is counted twice.",
    "pending_differences": "Decide on the differences that wait under the lock.",
    "provisional_hours": "Wait until the hours are settled.",
    "expired_certificate": "Release the use, and use evidence that fits the month.",
    "excess_evidence": "Release the surplus, and use it for another month or source.",
    "evidence_not_accepted": "Nothing, unless another ruleset is meant.",
    "doubled_records": "End one of the sources, or give each point its own purpose or account.",
    "share_missing": "State the share of the equity in the data-quality plan.",
    "part_counts": "Nothing: it is as the data-quality plan states.",
    "heat_convention": "Give the source a converted point with the basis that the ruleset names.",
    "heat_converted": "Nothing: it is converted to the ruleset's convention.",
    "heat_as_metered": "Nothing, unless accounting heat is asked for.",
    "wrong_unit": "Change the report to a unit of its item; give the source points that its formula takes.",
    "negative_amount": "Correct the bill, stock take or meter; a credit note is a new version of its bill.",
    "overlapping_bills": "Withdraw or change one, or give the account that tells the two apart: both count.",
}
# Below this share of the seconds a month is not whole; above this share of the amount it is a guess.
COVERAGE, ESTIMATED = 0.95, 0.05
ORDER: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Lack:
    """A line of the checklist: a rule, where it strikes, and how much; `months` are those concerned.

    `share` [-] is the coverage, the estimated share, or the part of the total that the line concerns.
    """

    rule: Rule
    source: str | None
    months: tuple[date, ...] = ()
    share: float | None = None
    count: int | None = None
    detail: str = ""

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return SEVERITY[self.rule]

    @property
    def remedy(self) -> str:
        """What is done about it."""
        return REMEDY[self.rule]


def find_lacks(
    ruleset: Ruleset, sources: Sequence[SourceFacts], segments: Sequence[Segment], sums: Iterable[Sum],
    items: Sequence[Item],
) -> list[Lack]:  # fmt: skip
    """What the activity and the items themselves show, the worst first."""
    covered: dict[str, dict[date, int]] = {}
    refused: dict[str, set[date]] = {}
    for row in sums:
        if ruleset.refuses(row.fallback):
            refused.setdefault(row.source, set()).add(segments[row.segment].month)
        months = covered.setdefault(row.source, {})
        month = segments[row.segment].month
        months[month] = months.get(month, 0) + row.covered_s
    by_source: dict[str, list[Item]] = {}
    for item in items:
        by_source.setdefault(item.source, []).append(item)
    found = [Lack("refused_fallback", code, tuple(sorted(days))) for code, days in refused.items()]
    for source in sources:
        found += _gaps(source, _expected(source, segments), covered.get(source.code, {}))
        found += _doubts(source, by_source.get(source.code, []))
    return ordered(found)


def unweighted(
    ruleset: Ruleset, sources: Sequence[SourceFacts], segments: Sequence[Segment], sums: Iterable[Sum],
    *, gwp: Mapping[str, Decimal],
) -> list[Lack]:  # fmt: skip
    """Sources of a gas that the ruleset counts and the chosen set has no potential of: they have no items."""
    gases = ruleset.gases
    lost = {
        s.code: s.gas for s in sources
        if s.gas not in gwp and (gases is None or s.gas in gases)
        and (s.scope in (1, 2) or ruleset.has_scope3)
    }  # fmt: skip
    months: dict[str, set[date]] = {}
    for row in sums:
        if row.source in lost:
            months.setdefault(row.source, set()).add(segments[row.segment].month)
    return [
        Lack("factor_missing", code, tuple(sorted(days)), detail=gwp_factor(lost[code]))
        for code, days in sorted(months.items())
    ]


def ordered(found: Iterable[Lack]) -> list[Lack]:
    """The worst first, then by rule and source."""
    return sorted(found, key=lambda lack: (ORDER.index(lack.severity), lack.rule, lack.source or ""))


def _expected(source: SourceFacts, segments: Sequence[Segment]) -> dict[date, int]:
    found: dict[date, int] = {}
    for segment in segments:
        found[segment.month] = found.get(segment.month, 0) + expected_s(source, segment)
    return found


def _gaps(source: SourceFacts, expected: Mapping[date, int], covered: Mapping[date, int]) -> list[Lack]:
    passed = {month: seconds for month, seconds in expected.items() if seconds}
    silent = tuple(sorted(month for month in passed if month not in covered))
    found = [Lack("no_activity", source.code, silent)] if silent else []
    thin = {
        month: covered[month] / seconds
        for month, seconds in passed.items()
        if month in covered and covered[month] < COVERAGE * seconds
    }
    if thin:
        found.append(Lack("low_coverage", source.code, tuple(sorted(thin)), min(thin.values())))
    return found


def _doubts(source: SourceFacts, items: Sequence[Item]) -> list[Lack]:
    found = []
    total = sum(abs(item.co2e_mg) for item in items)
    estimated = sum(abs(estimated_mg(item)) for item in items)
    if total and estimated > ESTIMATED * total:
        months = tuple(sorted({item.month for item in items if item.estimated}))
        found.append(Lack("high_estimate", source.code, months, estimated / total))
    fallback = [item for item in items if item.fallback]
    if fallback:
        share = sum(abs(item.co2e_mg) for item in fallback) / total if total else None
        months = tuple(sorted({item.month for item in fallback}))
        found.append(Lack("fallback_factor", source.code, months, share))
    unassigned = {item.month for item in items if any(scene == UNASSIGNED for scene, _ in item.scenes)}
    if unassigned:
        found.append(Lack("unassigned_scene", source.code, tuple(sorted(unassigned))))
    negative = {i.month for i in items if i.quantity < 0 and i.enterprise is None and not is_apart(i)}
    if negative:
        found.append(Lack("negative_remainder", source.code, tuple(sorted(negative))))
    return found
