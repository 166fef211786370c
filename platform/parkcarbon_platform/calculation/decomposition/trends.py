"""Log-linear trends, and the rates that a target implies for the factors of an identity."""

from typing import NamedTuple

import numpy as np

from parkcarbon_platform.calculation.decomposition.errors import NotPositiveError, TooFewPeriodsError
from parkcarbon_platform.calculation.decomposition.logmean import Float


class Trend(NamedTuple):
    """ln x = a + rate · t: the continuous rate [1/period], the line's value at the last t [unit of x]."""

    rate: float
    last: float


def trend(time: Float, values: Float) -> Trend:
    """Least-squares rate of growth of ln x over time; `time` [periods], `values` > 0 [any unit].

    Raises TooFewPeriodsError below two periods, NotPositiveError. Source: Pielke, Wigley & Green (2008),
    Nature 452:531; Pielke (2009), Environ. Res. Lett. 4:024010.

    >>> import numpy as np
    >>> round(trend(np.arange(3.0), np.array([1.0, 2.0, 4.0])).rate, 6)
    0.693147
    """
    time, values = np.asarray(time, np.float64), np.asarray(values, np.float64)
    if len(time) < 2 or np.ptp(time) == 0:
        raise TooFewPeriodsError("A trend needs two periods.", periods=len(time))
    if not (values > 0).all():
        raise NotPositiveError("A trend of logarithms needs values above zero.")
    t, y = time - time.mean(), np.log(values)
    rate = float(t @ (y - y.mean()) / (t @ t))
    return Trend(rate, float(np.exp(y.mean() + rate * t.max())))


def implied_rate(start: float, target: float, periods: float) -> float:
    """Continuous rate [1/period] that leads from `start` to `target` [one unit, > 0] in `periods`.

    The rate left for one factor is this less the sum of the others', since r_F = r_P + r_g + r_e + r_f.
    Raises NotPositiveError.

    >>> round(implied_rate(100.0, 50.0, 10.0), 6)
    -0.069315
    """
    if not (start > 0 and target > 0 and periods > 0):
        raise NotPositiveError("Start, target and time between them are above zero.")
    return float(np.log(target / start) / periods)
