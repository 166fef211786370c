"""Power factor of a month and what it adds to the bill or takes from it (力调电费).

The rule: 水利电力部、国家物价局〔1983〕水电财字第215号《功率因数调整电费办法》. The mean power factor of
the month is `P/√(P²+Q²)` of active [kWh] and reactive [kvarh] energy, rounded half up to 0.01, and looked
up in a table by the user's reference (0.90, 0.85 or 0.80). The tables are lines between a few knots, which
is how they are kept here; they were checked against two transcriptions of the printed tables
(wgbc.cn/zxjs/205.html for all three, and a second for 0.85), not against the ministry's own print.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import isqrt

from parkcarbon_platform.calculation.tariff.model import PowerFactorTerms

SOURCE = "〔1983〕水电财字第215号《功率因数调整电费办法》"
Knots = Sequence[tuple[Decimal, Decimal]]


def _knots(*pairs: tuple[str, str]) -> Knots:
    return [(Decimal(factor), Decimal(percent)) for factor, percent in pairs]


# (power factor, percent of the bill), falling; below the third from last 1 % a hundredth, then 2 %.
TABLES: dict[str, Knots] = {
    "0.90": _knots(("0.95", "-0.75"), ("0.90", "0"), ("0.70", "10"), ("0.65", "15"), ("0", "145")),
    "0.85": _knots(
        ("0.94", "-1.1"), ("0.90", "-0.5"), ("0.85", "0"), ("0.65", "10"), ("0.60", "15"), ("0", "135")
    ),
    "0.80": _knots(
        ("0.92", "-1.3"), ("0.90", "-1"), ("0.80", "0"), ("0.60", "10"), ("0.55", "15"), ("0", "125")
    ),
}


def power_factor(active: int, reactive: int) -> Decimal | None:
    """P/√(P²+Q²) rounded half up to 0.01, in integers; None where nothing flowed.

    >>> power_factor(4800, 4140)
    Decimal('0.76')
    """
    if active <= 0:
        return None
    # The largest n with (n - ½)/100 ≤ P/√(P²+Q²), that is (2n - 1)²·(P²+Q²) ≤ (200 P)².
    odd = isqrt(40_000 * active * active // (active * active + reactive * reactive))
    return Decimal((odd + 1) // 2) / 100


def knots_of(terms: PowerFactorTerms) -> Knots:
    """The knots of the terms, or those of the rule of 1983 for their reference."""
    return terms.adjustment or TABLES[terms.reference]


def percent(knots: Knots, factor: Decimal) -> Fraction:
    """Percent of the bill at a power factor: positive is added, negative taken off."""
    high, at_high = map(Fraction, knots[0])
    wanted = Fraction(factor)
    for low, at_low in ((Fraction(a), Fraction(b)) for a, b in knots):
        if wanted >= low:
            if low == high:
                return at_low
            return at_low + (at_high - at_low) * (wanted - low) / (high - low)
        high, at_high = low, at_low
    return at_high
