"""Amounts that people report, spread over the quarter hours of their periods.

A period is spread evenly: up to a time t it has floor(amount × (t − start) / (end − start)). A quarter hour
is the difference of two such floors, so that the quarter hours of a period add up to its amount exactly, in
whatever pieces they are computed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from parkcarbon_platform.calculation.metering.rules import QUARTER_MS

# Four quarter hours of it fit 64 bits.
LARGEST = 1 << 60


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """What a report says of [start, end) [ms]: `amount` [base unit]."""

    start: int
    end: int
    amount: int

    def until(self, time: int) -> int:
        """The part before `time` [ms]."""
        passed = min(max(time, self.start), self.end) - self.start
        return self.amount * passed // (self.end - self.start)


class Quarter(NamedTuple):
    """A quarter hour [ms]: `amount` [base unit], seconds of it that any report covers."""

    start: int
    amount: int
    covered_s: int


def spread(reports: Iterable[Told], start: int, end: int) -> list[Quarter]:
    """The quarter hours of [start, end) [ms], which are whole, that reports touch; amounts are added.

    A quarter hour that no column could hold is left out.

    >>> spread([Told(0, 2_700_000, 100)], 0, 3_600_000)
    [Quarter(start=0, amount=33, covered_s=900), Quarter(start=900000, amount=33, covered_s=900),
     Quarter(start=1800000, amount=34, covered_s=900)]
    """
    amounts: dict[int, int] = {}
    known = [r for r in reports if r.start < end and r.end > start]
    for report in known:
        first = max(report.start - report.start % QUARTER_MS, start)
        before = report.until(first)
        for at in range(first, min(report.end, end), QUARTER_MS):
            after = report.until(at + QUARTER_MS)
            amounts[at] = amounts.get(at, 0) + after - before
            before = after
    covered = _covered(known, start, end)
    return [
        Quarter(at, amount, covered[at] // 1000)
        for at, amount in sorted(amounts.items())
        if abs(amount) < LARGEST
    ]


def _covered(reports: Sequence[Told], start: int, end: int) -> dict[int, int]:
    """Of each quarter hour how much [ms] any of the reports covers."""
    covered: dict[int, int] = {}
    reached = start
    for report in sorted(reports):
        until = min(report.end, end)
        while reached < until and report.end > reached:
            at = max(report.start, reached)
            reached = min(at - at % QUARTER_MS + QUARTER_MS, until)
            covered[at - at % QUARTER_MS] = covered.get(at - at % QUARTER_MS, 0) + reached - at
    return covered
