"""Causes of error, and the terms of a total that they act on.

A term is an amount times (1 + error) of each of its causes. A cause is one error, the same wherever it is
named: what a meter, its transformers or a factor is wrong by, it is wrong by all year and in every source, so
that nothing depends on how finely time is cut, or on how a source is split.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import exp, expm1, isfinite, log, sqrt
from statistics import NormalDist
from typing import Literal

from parkcarbon_platform.errors import InvalidError

Distribution = Literal["normal", "lognormal", "triangular", "uniform"]
Kind = Literal[
    "meter", "current_transformer", "voltage_transformer", "estimate", "report", "formula",
    "net_calorific_value", "carbon_content", "factor",
]  # fmt: skip
LEVEL = 0.95


class CauseError(InvalidError):
    """Bounds that no distribution has."""

    code = "uncertainty"
    remedy = "Give the lower bound as a negative share and the upper one as a positive share of the value."


@dataclass(frozen=True, slots=True)
class Cause:
    """A relative error [-] with bounds `lower` ≤ 0 ≤ `upper`.

    Of a normal and a lognormal error the bounds hold the share `level` of cases; of a triangular (mode 0) and
    a uniform one they are its limits. `distribution` None: nobody knows the error, which is not the same as
    none. `citation`: where the bounds come from.
    """

    key: str
    kind: Kind
    distribution: Distribution | None
    lower: float = 0.0
    upper: float = 0.0
    level: float = LEVEL
    citation: str = ""

    def __post_init__(self) -> None:
        fits = isfinite(self.lower) and isfinite(self.upper) and self.lower <= 0 <= self.upper
        if not fits or not 0 < self.level < 1 or (self.distribution == "lognormal" and self.lower <= -1):
            raise CauseError(f"{self.key}: {self.lower} to {self.upper} are no bounds.", cause=self.key)

    @property
    def is_known(self) -> bool:
        """Whether there are bounds."""
        return self.distribution is not None


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a total: `amount` (an integer of the total's unit) of a source, and its causes' keys."""

    source: str
    amount: int
    causes: tuple[str, ...]


def coverage_factor(level: float) -> float:
    """How many standard deviations of a normal error hold the share `level` of cases, e.g. 1.96 for 0.95."""
    return NormalDist().inv_cdf((1 + level) / 2)


def standard_uncertainty(cause: Cause) -> float:
    """The root mean square of a cause's error [-], 0 of an unknown one.

    The wider side of bounds that are not symmetric counts for a normal and a lognormal error (2006 IPCC
    Guidelines, volume 1, 3.2.3.1); limits a, b give √((a² + ab + b²)/3) evenly spread, /6 with a peak at 0.
    """
    low, high = cause.lower, cause.upper
    if cause.distribution in ("normal", "lognormal"):
        return max(-low, high) / coverage_factor(cause.level)
    divisor = {"uniform": 3, "triangular": 6}.get(cause.distribution or "")
    return sqrt((low * low + low * high + high * high) / divisor) if divisor else 0.0


def logarithms(cause: Cause) -> tuple[float, float]:
    """Mean and standard deviation of ln(1 + error) [-] of a lognormal cause: its bounds are kept as given."""
    low, high = log(1 + cause.lower), log(1 + cause.upper)
    return (low + high) / 2, (high - low) / 2 / coverage_factor(cause.level)


def moments(cause: Cause) -> tuple[float, float]:
    """Mean and variance of a cause's error [-] as Monte Carlo draws it; (0, 0) of an unknown one."""
    low, high = cause.lower, cause.upper
    if cause.distribution == "normal":
        return 0.0, standard_uncertainty(cause) ** 2
    if cause.distribution == "lognormal":
        mean, deviation = logarithms(cause)
        centre = exp(mean + deviation * deviation / 2)
        return centre - 1, centre * centre * expm1(deviation * deviation)
    if cause.distribution is None:
        return 0.0, 0.0
    mean = (low + high) / (2 if cause.distribution == "uniform" else 3)
    return mean, standard_uncertainty(cause) ** 2 - mean * mean


def compact(terms: Iterable[Term]) -> list[Term]:
    """Terms of the same source and causes added up, in a fixed order: months and hours make no difference."""
    sums: dict[tuple[str, tuple[str, ...]], int] = {}
    for term in terms:
        key = (term.source, tuple(sorted(term.causes)))
        sums[key] = sums.get(key, 0) + term.amount
    return [Term(source, amount, causes) for (source, causes), amount in sorted(sums.items())]


def sensitivities(terms: Iterable[Term]) -> dict[str, int]:
    """What the total changes by, in its unit, for a relative error of 1 of each cause."""
    found: dict[str, int] = {}
    for term in terms:
        for key in term.causes:
            found[key] = found.get(key, 0) + term.amount
    return found


@dataclass(frozen=True, slots=True)
class Covered:
    """Of how much of a total every cause is known [-], and what is not, with what depends on it.

    `unknown` has amounts of the total: of a source that is a difference its meters are more than the whole,
    and what depends on one counts by its share of their sizes.
    """

    share: float
    unknown: tuple[tuple[str, int], ...]


def coverage(terms: Iterable[Term], causes: Mapping[str, Cause]) -> Covered:
    """Sizes of terms of which every cause is known ÷ sizes of all; the unknown causes, the largest first."""
    compacted = compact(terms)
    size = sum(abs(term.amount) for term in compacted)
    total = abs(sum(term.amount for term in compacted))
    known = sum(abs(t.amount) for t in compacted if all(causes[key].is_known for key in t.causes))
    missing: dict[str, int] = {}
    for term in compacted:
        for key in term.causes:
            if not causes[key].is_known:
                missing[key] = missing.get(key, 0) + abs(term.amount)
    parts = {key: round(Fraction(amount * total, size)) for key, amount in missing.items()} if size else {}
    ranked = sorted(parts.items(), key=lambda pair: (-pair[1], pair[0]))
    return Covered(known / size if size else 1.0, tuple(ranked))
