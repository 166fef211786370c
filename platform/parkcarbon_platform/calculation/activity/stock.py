"""Stock balance of a fuel: consumption = opening + purchases − closing − sold, exact in grams.

Each stock take closes one period and opens the next, so that the consumption of joined periods is that of
the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal

Rule = Literal["negative_consumption", "overlapping_takes", "moved_during_take", "not_between_takes"]


@dataclass(frozen=True, slots=True)
class Movement:
    """A load over the weighbridge: `mass` [g] net, positive in, negative out (sold)."""

    id: int
    time: datetime
    mass: int


@dataclass(frozen=True, slots=True)
class Take:
    """A stock take: `mass` [g] found from `time` to `until`."""

    id: int
    time: datetime
    until: datetime
    mass: int


@dataclass(frozen=True, slots=True)
class Balance:
    """A period between two takes [g]."""

    start: datetime
    end: datetime
    opening: int
    purchases: int
    sold: int
    closing: int

    @property
    def consumption(self) -> int:
        """What must have been used [g]."""
        return self.opening + self.purchases - self.sold - self.closing


@dataclass(frozen=True, slots=True)
class StockFinding:
    """Something that cannot be right; `ids` are the entries, or none for a period."""

    rule: Rule
    time: datetime
    ids: tuple[int, ...]
    mass: int


def balances(
    takes: Sequence[Take], movements: Sequence[Movement]
) -> tuple[list[Balance], list[StockFinding]]:
    """The periods between takes, and what is wrong.

    A movement belongs to the period that the end of its first take opens. Of takes that overlap the first
    counts. A movement during a take may or may not be in what was found: it counts as after it, with a
    finding.
    """
    used, findings = _without_overlaps(sorted(takes, key=lambda t: (t.time, t.id)))
    found = []
    for opening, closing in pairwise(used):
        inside = [m for m in movements if opening.time <= m.time < closing.time]
        found.append(
            Balance(
                opening.time, closing.time, opening.mass,
                sum(m.mass for m in inside if m.mass > 0), -sum(m.mass for m in inside if m.mass < 0),
                closing.mass,
            )
        )  # fmt: skip
    findings += [
        StockFinding("moved_during_take", m.time, (take.id, m.id), m.mass)
        for take in used for m in movements if take.time <= m.time < take.until
    ]  # fmt: skip
    findings += [
        StockFinding("negative_consumption", b.start, (), b.consumption) for b in found if b.consumption < 0
    ]
    findings += [
        StockFinding("not_between_takes", m.time, (m.id,), m.mass)
        for m in movements
        if not used or not used[0].time <= m.time < used[-1].time
    ]
    return found, sorted(findings, key=lambda f: (f.time, f.rule))


def _without_overlaps(takes: Sequence[Take]) -> tuple[list[Take], list[StockFinding]]:
    used: list[Take] = []
    findings: list[StockFinding] = []
    for take in takes:
        if used and (take.time < used[-1].until or take.time == used[-1].time):
            findings.append(StockFinding("overlapping_takes", take.time, (used[-1].id, take.id), take.mass))
        else:
            used.append(take)
    return used, findings
