"""Tapio's decoupling: whether emissions and output move together, in eight states."""

from typing import Literal, NamedTuple

import numpy as np

from parkcarbon_platform.calculation.decomposition.errors import (
    NotPositiveError,
    ShapeError,
    TooFewPeriodsError,
)
from parkcarbon_platform.calculation.decomposition.logmean import Float

State = Literal[
    "strong_decoupling",
    "weak_decoupling",
    "expansive_coupling",
    "expansive_negative_decoupling",
    "strong_negative_decoupling",
    "weak_negative_decoupling",
    "recessive_coupling",
    "recessive_decoupling",
]
LOW, HIGH = 0.8, 1.2


class Period(NamedTuple):
    """A step between two periods: growth of emissions and of output [-], their elasticity [-], the state.

    `elasticity` is None where output stands still; `still` says that one of the two did not change.
    """

    emissions_growth: float
    output_growth: float
    elasticity: float | None
    state: State | None
    still: bool


def decoupling(emissions: Float, output: Float, *, low: float = LOW, high: float = HIGH) -> list[Period]:
    """Tapio state of every step: e = (ΔC/C) / (ΔG/G), growth in relation to the earlier period.

    `emissions`, `output`: any units, > 0, one value a period, in order. Output grows: e < 0 strong
    decoupling, 0 ≤ e < 0.8 weak decoupling, 0.8 ≤ e ≤ 1.2 expansive coupling, e > 1.2 expansive negative
    decoupling. Output shrinks: e < 0 strong negative decoupling, 0 ≤ e < 0.8 weak negative decoupling, 0.8
    ≤ e ≤ 1.2 recessive coupling, e > 1.2 recessive decoupling. Edges: emissions that stand still are e =
    0, which is weak of either kind; output that stands still has no elasticity and no state (None) unless
    emissions move: then the limit of output that grew a little: falling emissions are strong decoupling,
    rising ones expansive negative decoupling. Raises TooFewPeriodsError, ShapeError, NotPositiveError.
    Source: Tapio (2005), Transport Policy 12:137, fig. 1.

    >>> import numpy as np
    >>> [p.state for p in decoupling(np.array([100.0, 98.0, 103.0]), np.array([50.0, 55.0, 60.0]))]
    ['strong_decoupling', 'weak_decoupling']
    """
    emissions, output = np.asarray(emissions, np.float64), np.asarray(output, np.float64)
    if emissions.ndim != 1 or emissions.shape != output.shape:
        raise ShapeError("Emissions and output need one value each of every period.")
    if len(emissions) < 2:
        raise TooFewPeriodsError("A change needs two periods.", periods=len(emissions))
    for name, values in (("emissions", emissions), ("output", output)):
        bad = ~(values > 0) | np.isinf(values)
        if bad.any():
            i = int(np.argmax(bad))
            raise NotPositiveError(
                f"{name} is {values[i]:g} in period {i + 1}: growth needs values above zero.",
                period=i,
                quantity=name,
            )
    grown = [values[1:] / values[:-1] - 1 for values in (emissions, output)]
    return [_period(float(c), float(g), low, high) for c, g in zip(*grown, strict=True)]


def _period(c: float, g: float, low: float, high: float) -> Period:
    if g == 0:
        state: State | None = None
        if c != 0:
            state = "strong_decoupling" if c < 0 else "expansive_negative_decoupling"
        return Period(c, g, None, state, still=True)
    e = c / g
    return Period(c, g, e, _state(e, g > 0, low, high), still=c == 0)


def _state(e: float, grows: bool, low: float, high: float) -> State:
    if e < 0:
        return "strong_decoupling" if grows else "strong_negative_decoupling"
    if e < low:
        return "weak_decoupling" if grows else "weak_negative_decoupling"
    if e <= high:
        return "expansive_coupling" if grows else "recessive_coupling"
    return "expansive_negative_decoupling" if grows else "recessive_decoupling"
