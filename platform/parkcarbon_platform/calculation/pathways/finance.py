"""Money over years: present value, payback, internal rate of return, annuity, levelised cost of abatement."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from scipy.optimize import brentq

from parkcarbon_platform.calculation.pathways.drivers import Floats
from parkcarbon_platform.calculation.pathways.errors import PathwayError

# Rates that roots are looked for between: −99 % to 1000 % a year; 4,000 steps in ln(1 + r).
LOWEST, HIGHEST, STEPS = -0.99, 10.0, 4_000


class Irr(NamedTuple):
    """Internal rates of return [1/a]: `one`, `none` or `several` of them, and then none means anything."""

    rates: tuple[float, ...]
    verdict: Literal["one", "none", "several"]


def npv(rate: float, flows: Sequence[float] | Floats) -> float:
    """Present value Σ Fₜ / (1 + r)^t of flows at t = 0, 1, … [the flows' currency]; r [1/a] over −1.

    >>> round(npv(0.1, [-100.0, 121.0]), 6)
    10.0
    """
    if rate <= -1:
        raise PathwayError("A discount rate is over −100 %.", field="rate")
    values = np.asarray(flows, np.float64)
    return float((values / (1.0 + rate) ** np.arange(len(values))).sum())


def simple_payback(capex: float, yearly: float) -> float | None:
    """Years until yearly net savings [currency/a] have paid `capex`; None where they never do.

    >>> simple_payback(100.0, 25.0)
    4.0
    """
    if capex <= 0:
        return 0.0
    return capex / yearly if yearly > 0 else None


def irr(flows: Sequence[float] | Floats) -> Irr:
    """Every rate between −99 % and 1000 % at which the present value is nothing.

    Scanned for changes of sign in ln(1 + r), then bisected (Brent): flows that change sign more than once
    may have several rates, and then none of them ranks a measure. Source: Hartman & Schafrick 2004.

    >>> irr([-100.0, 230.0, -132.0]).verdict, [round(r, 6) for r in irr([-100.0, 230.0, -132.0]).rates]
    ('several', [0.1, 0.2])
    >>> irr([100.0, 10.0]).verdict
    'none'
    """
    values = np.asarray(flows, np.float64)
    grid = np.expm1(np.linspace(np.log1p(LOWEST), np.log1p(HIGHEST), STEPS + 1))
    present = (values / (1.0 + grid[:, None]) ** np.arange(len(values))).sum(axis=1)
    if not values.any():
        return Irr((), "none")
    rates = [float(grid[i]) for i in np.nonzero(present == 0)[0]]
    for i in np.nonzero(np.sign(present[:-1]) * np.sign(present[1:]) < 0)[0]:
        rates.append(float(brentq(lambda rate: npv(rate, values), grid[i], grid[i + 1], xtol=1e-12)))
    rates.sort()
    return Irr(tuple(rates), "none" if not rates else "one" if len(rates) == 1 else "several")


def annuity(rate: float, years: int) -> float:
    """The yearly part a of a loan of 1: r / (1 − (1 + r)^−n), 1/n at r = 0; paid at the end of each year.

    >>> round(annuity(0.08, 20), 6)
    0.101852
    """
    if years < 1:
        raise PathwayError("A lifetime is a year or more.", field="lifetime")
    if abs(rate) < 1e-12:
        return 1.0 / years
    return float(rate / (1.0 - (1.0 + rate) ** -years))


def levelised(rate: float, costs: Floats, abated: Floats) -> float | None:
    """Levelised abatement cost [currency/t]: present value of costs ÷ present value of tonnes.

    Both (n,) from t = 0. None where nothing is abated: there is no cost of a tonne that is not avoided.

    >>> levelised(0.0, np.array([10.0, 0.0]), np.array([0.0, 5.0]))
    2.0
    """
    tonnes = npv(rate, abated)
    return npv(rate, costs) / tonnes if tonnes > 0 else None
