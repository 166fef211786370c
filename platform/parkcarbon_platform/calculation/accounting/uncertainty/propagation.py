"""Approach 1: error propagation (2006 IPCC Guidelines, volume 1, 3.2.3.1).

A total T = Σ aₜ Π (1 + eₖ) has, to first order, the error Σ Sₖ eₖ with Sₖ = Σ of the amounts that name k:

    U_T = √Σ (Uₖ Sₖ)² / |T|

For one term this is U = √ΣUᵢ² (equation 3.1, product), for terms without a common cause
U = √Σ(Uᵢ xᵢ)² / |Σ xᵢ| (equation 3.2, sum), and what is common to several terms is added before it is
squared.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from parkcarbon_platform.calculation.accounting.uncertainty.causes import (
    LEVEL,
    Cause,
    Covered,
    Term,
    compact,
    coverage,
    coverage_factor,
    sensitivities,
    standard_uncertainty,
)


@dataclass(frozen=True, slots=True)
class Contribution:
    """A cause's share of the variance [-], and the half-width [unit of the total] that it alone gives."""

    key: str
    share: float
    half_width: float


@dataclass(frozen=True, slots=True)
class Propagated:
    """A total with its interval: `total` ± `half_width` holds `level` of cases.

    With `covered.share` below 1 the interval is at least this wide. `causes`, `sources`: shares of the
    variance, the largest first; a source that offsets others may have a negative one, and they add up to 1.
    """

    total: int
    half_width: float
    level: float
    covered: Covered
    causes: tuple[Contribution, ...]
    sources: tuple[Contribution, ...]

    @property
    def relative(self) -> float | None:
        """Half-width ÷ size of the total [-]; None where the total is 0."""
        return self.half_width / abs(self.total) if self.total else None


def propagate(terms: Iterable[Term], causes: Mapping[str, Cause], level: float = LEVEL) -> Propagated:
    """The interval of Σ terms that holds the share `level` of cases."""
    compacted = compact(terms)
    sums = sensitivities(compacted)
    spread = {key: standard_uncertainty(causes[key]) * size for key, size in sums.items()}
    variance = sum(s * s for _, s in sorted(spread.items()))
    wide = coverage_factor(level)
    by_cause = [
        Contribution(key, s * s / variance if variance else 0.0, wide * abs(s))
        for key, s in spread.items()
        if causes[key].is_known
    ]
    return Propagated(
        total=sum(term.amount for term in compacted),
        half_width=wide * sqrt(variance),
        level=level,
        covered=coverage(compacted, causes),
        causes=_ranked(by_cause),
        sources=_by_source(compacted, causes, spread, variance, wide),
    )


def _by_source(
    terms: list[Term], causes: Mapping[str, Cause], spread: Mapping[str, float], variance: float, wide: float
) -> tuple[Contribution, ...]:
    """Covariance of a source with the total ÷ variance of the total."""
    groups: dict[str, list[Term]] = {}
    for term in terms:
        groups.setdefault(term.source, []).append(term)
    found = []
    for source, group in groups.items():
        own = {k: standard_uncertainty(causes[k]) * s for k, s in sensitivities(group).items()}
        covariance = sum(value * spread[key] for key, value in sorted(own.items()))
        alone = wide * sqrt(sum(value * value for value in own.values()))
        found.append(Contribution(source, covariance / variance if variance else 0.0, alone))
    return _ranked(found)


def _ranked(found: Iterable[Contribution]) -> tuple[Contribution, ...]:
    return tuple(sorted(found, key=lambda c: (-c.share, c.key)))
