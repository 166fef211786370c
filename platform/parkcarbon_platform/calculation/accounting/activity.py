"""What an inventory is computed from: sources, the parts of the period, and the activity in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

UNASSIGNED = "unassigned"
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Share:
    """The share of a source that belongs to a scene from a day to a day, both included."""

    scene: str
    share: Decimal
    valid_from: date
    valid_to: date | None

    def holds(self, day: date) -> bool:
        """Whether it is valid on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """A source as an inventory sees it; `unit` is the base unit of its activity, `gas` that of the ledger.

    It has hours from `valid_from` to `valid_to`, both included, where they are given.
    """

    code: str
    enterprise: str | None
    category: str
    carrier: str
    scope: int
    scope3_category: int | None
    internal_transfer: bool
    biogenic: bool
    sink: bool
    gas: str
    unit: str
    shares: tuple[Share, ...]
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """Days [start, end) of one month on which every source's shares are the same; `expected_s` of them have
    passed."""

    month: date
    start: date
    end: date
    expected_s: int


class Sum(NamedTuple):
    """The current ledger hours of a source in a segment that one factor version priced [base unit, s, mg]."""

    source: str
    segment: int
    factor_version: int
    fallback: bool
    quantity: int
    estimated: int
    covered_s: int
    co2_mg: int
    gas_mg: int


class Priced(NamedTuple):
    """A quantity [base unit] at a factor [mg of `gas` per base unit], with the version and its standing.

    `of_version`: it is that of the hours which this version of the ledger priced; None: of all hours.
    """

    gas: str
    quantity: int
    mg_per_unit: Fraction
    factor_version: int
    fallback: bool
    of_version: int | None = None


def mg_of(quantity: int, mg_per_unit: Fraction) -> int:
    """Activity [base unit] at a factor [mg per base unit], rounded half to even: [mg].

    As `round` does of the product, without reducing it first (measured: in a fifth of the time).

    >>> [mg_of(n, Fraction(1, 2)) for n in (1, 3, -1, -3, 5)]
    [0, 2, 0, -2, 2]
    """
    whole, rest = divmod(quantity * mg_per_unit.numerator, mg_per_unit.denominator)
    twice = 2 * rest - mg_per_unit.denominator
    return whole + 1 if twice > 0 or (twice == 0 and whole % 2) else whole


class Sent(NamedTuple):
    """What left the boundary [base unit], and the mass of gas at the factor of its hours [mg]."""

    quantity: int
    mg: int


@dataclass(frozen=True, slots=True)
class Extras:
    """What the ledger does not hold.

    `exported` is what left the boundary and a gross ruleset does not subtract, by source, segment and factor
    version. By source and month: `gases` further gases of the same activity (CH4 and N2O of fuels), `market`
    what was bought in place of the grid's average, whose quantities add up to the source's.
    """

    exported: Mapping[tuple[str, int, int], Sent]
    gases: Mapping[tuple[str, date], tuple[Priced, ...]]
    market: Mapping[tuple[str, date], tuple[Priced, ...]]


def expected_s(source: SourceFacts, segment: Segment) -> int:
    """The seconds of a segment that have passed and in which the source is there."""
    first = max(segment.start, source.valid_from or segment.start)
    following = source.valid_to.toordinal() + 1 if source.valid_to else segment.end.toordinal()
    days = min(segment.end.toordinal(), following) - first.toordinal()
    if days >= (segment.end - segment.start).days:
        return segment.expected_s
    return min(segment.expected_s, max(0, days) * DAY_S)


NO_EXTRAS = Extras({}, {}, {})


def months(start: date, end: date) -> list[tuple[date, date]]:
    """Days [start, end) in pieces of one month each."""
    pieces = []
    while start < end:
        following = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        pieces.append((start, min(end, following)))
        start = following
    return pieces
