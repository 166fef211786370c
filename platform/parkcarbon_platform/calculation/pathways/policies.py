"""Policies on a plan: prices or constraints, as data.

What the paper's Table 3 lists of policies for green and low-carbon parks was not available: these are the
kinds that act on a plan (domain knowledge), not a list of policies in force.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from parkcarbon_platform.calculation.pathways.errors import PathwayError
from parkcarbon_platform.calculation.pathways.measures import KINDS, Market
from parkcarbon_platform.calculation.pathways.portfolio import Limits

PolicyKind = Literal["carbon_price", "emission_cap", "subsidy", "standard", "peak", "capital_budget"]
POLICY_KINDS: tuple[PolicyKind, ...] = get_args(PolicyKind)


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy from `start` on; between two of a kind values are interpolated by year.

    carbon_price [yuan/t], emission_cap [t/a], capital_budget [yuan/a]: `value` in the year `start`; subsidy:
    part of capex [-] of the kind `item`; standard: the measure `item` in full from `start`; peak: no year
    after `start` emits more than it.
    """

    kind: PolicyKind
    start: int
    value: float = 0.0
    item: str = ""


def check(policies: Sequence[Policy], codes: Sequence[str]) -> None:
    """Raises PathwayError for a policy that names nothing, or is out of range."""
    for one in policies:
        if one.kind not in POLICY_KINDS or one.value < 0:
            raise PathwayError(f"{one.kind} cannot be {one.value:g}.", field="value", policy=one.kind)
        if one.kind == "subsidy" and (one.item not in KINDS or one.value > 1):
            raise PathwayError("A subsidy is a part of the capital of a kind of measures.", field="item")
        if one.kind == "standard" and one.item not in codes:
            raise PathwayError(f"There is no measure {one.item}.", field="item", policy=one.kind)


def apply(policies: Sequence[Policy], market: Market) -> tuple[Market, Limits]:
    """The market with prices and subsidies, and the limits that the policies set.

    Caps and budgets hold from their first year on, interpolated, the last value stays; the carbon price is
    nothing before its first year.

    >>> years = np.arange(2025.0, 2028)
    >>> market = Market(years, {}, {}, 0.08, np.zeros(3))
    >>> apply([Policy("carbon_price", 2026, 100.0)], market)[0].carbon.tolist()
    [0.0, 100.0, 100.0]
    """
    years = market.years
    carbon = _series(policies, "carbon_price", market, before=0.0)
    subsidy = {one.item: one.value for one in policies if one.kind == "subsidy"}
    peaks = [one.start for one in policies if one.kind == "peak"]
    limits = Limits(
        cap=_series(policies, "emission_cap", market, before=np.inf),
        capital=_series(policies, "capital_budget", market, before=np.inf),
        peak=min(peaks) if peaks else None,
        standards={one.item: one.start for one in policies if one.kind == "standard"},
    )
    added = np.zeros(len(years)) if carbon is None else carbon
    return replace(market, carbon=market.carbon + added, subsidy={**market.subsidy, **subsidy}), limits


def _series(
    policies: Sequence[Policy], kind: PolicyKind, market: Market, before: float
) -> np.typing.NDArray[np.float64] | None:
    knots = sorted((one.start, one.value) for one in policies if one.kind == kind)
    if not knots:
        return None
    first, values = [k[0] for k in knots], [k[1] for k in knots]
    line = np.interp(market.years, first, values)
    return np.asarray(np.where(market.years < first[0], before, line), np.float64)
