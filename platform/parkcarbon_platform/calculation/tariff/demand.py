"""The month's highest mean power over a quarter hour, and what is paid for it.

The rule for contract demand: 发改办价格〔2016〕1583号 – up to 105 % of the contract's demand the contract's
demand is paid, what is above 105 % is paid twice; several feeds are measured each by itself and added up.
Whether the part up to 105 % is paid as 100 % or as 105 % in a month of overshoot is read both ways, so it
is a parameter (`below`).
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

import numpy as np

from parkcarbon_platform.calculation.tariff.model import DemandTerms
from parkcarbon_platform.calculation.tariff.periods import QUARTER_MS, Int64

SOURCE = "发改办价格〔2016〕1583号"
QUARTERS_PER_HOUR = 4
Rule = Literal["contract_demand", "overshoot", "measured_demand", "capacity"]


class Quarters(NamedTuple):
    """Quarter hours of a point by start [ms]: amount and its estimated part [base unit], seconds covered."""

    start: Int64
    quantity: Int64
    estimated: Int64
    covered_s: Int64


class Peak(NamedTuple):
    """A highest mean power [W] and the quarter hour [ms] of it; `point` None: of all feeds together."""

    point: int | None
    watts: int
    start: int
    estimated: bool


class Charge(NamedTuple):
    """A part of the demand charge: power [kW or kVA] times `multiple` of the price."""

    rule: Rule
    power: Fraction
    multiple: Fraction


def peak(point: int | None, rows: Quarters) -> Peak | None:
    """The highest quarter hour, the first of equals; None without any."""
    if not len(rows.start):
        return None
    i = int(np.argmax(rows.quantity))
    watts = int(rows.quantity[i]) * QUARTERS_PER_HOUR
    return Peak(point, watts, int(rows.start[i]), bool(rows.estimated[i]))


def together(feeds: Mapping[int, Quarters]) -> Quarters:
    """The sum of several feeds by quarter hour; one that lacks a quarter hour adds nothing to it."""
    if not feeds:
        empty = np.zeros(0, np.int64)
        return Quarters(empty, empty, empty, empty)
    starts = np.unique(np.concatenate([rows.start for rows in feeds.values()]))
    sums = [np.zeros(len(starts), np.int64) for _ in range(2)]
    covered = np.full(len(starts), QUARTER_MS // 1000, np.int64)
    for rows in feeds.values():
        at = np.searchsorted(starts, rows.start)
        sums[0][at] += rows.quantity
        sums[1][at] += rows.estimated
        here = np.zeros(len(starts), np.int64)
        here[at] = rows.covered_s
        covered = np.minimum(covered, here)
    return Quarters(starts, sums[0], sums[1], covered)


def peaks(feeds: Mapping[int, Quarters], terms: DemandTerms) -> list[Peak]:
    """The peaks that count: of each feed by itself, or of all together."""
    if terms.feeds == "together" and len(feeds) > 1:
        found = [peak(None, together(feeds))]
    else:
        found = [peak(point, rows) for point, rows in feeds.items()]
    return [p for p in found if p is not None]


def charges(
    terms: DemandTerms, measured: Fraction | None, contract: Fraction | None, capacity: Fraction | None
) -> list[Charge]:
    """What is paid for a month: measured and agreed demand [kW], capacity [kVA].

    Formula: contract `C`, measured `M`, threshold `aC`: `C` up to `M ≤ aC`, else `C or aC` plus `k·(M − aC)`.
    """
    one = Fraction(1)
    if terms.mode == "capacity" and capacity is not None:
        return [Charge("capacity", capacity, one)]
    if terms.mode == "measured" and measured is not None:
        return [Charge("measured_demand", measured, one)]
    if terms.mode != "contract" or contract is None:
        return []
    threshold = contract * Fraction(terms.above)
    if measured is None or measured <= threshold:
        return [Charge("contract_demand", contract, one)]
    base = contract if terms.below == "contract" else threshold
    over = Charge("overshoot", measured - threshold, Fraction(terms.factor))
    return [Charge("contract_demand", base, one), over]


def allowed(contract: Fraction, start: int, now: int, so_far: int) -> Fraction | None:
    """Mean power [kW] that the rest of the quarter hour may have without passing the contract.

    `so_far` [Wh] has passed from `start` to `now` [ms]; None when the quarter hour is over.
    """
    rest_ms = start + QUARTER_MS - now
    if rest_ms <= 0:
        return None
    left = contract * 1000 / QUARTERS_PER_HOUR - so_far
    return left * 3_600_000 / rest_ms / 1000
