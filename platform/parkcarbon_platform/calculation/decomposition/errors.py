"""Why a decomposition is refused: typed, with the facts, and with the nearest thing that can be done."""

from parkcarbon_platform.errors import InvalidError


class AnalysisRefusedError(InvalidError):
    """The data cannot bear what was asked of them; `facts` has the figures, `advice` what they can bear."""

    code = "analysis_refused"
    remedy = "Give more periods or ask for less."


class TooFewError(AnalysisRefusedError):
    """Fewer observations than the model has unknowns, or fewer periods than a change needs."""

    code = "too_few_observations"


class TooFewPeriodsError(TooFewError):
    """A single period: there is no change to speak of."""

    code = "too_few_periods"
    remedy = "Give a second period."


class NoVariationError(AnalysisRefusedError):
    """A driver is constant, or a sum of other drivers, so that its effect cannot be told from theirs."""

    code = "no_variation"
    remedy = "Leave the driver out, or give periods in which it differs."


class NotPositiveError(AnalysisRefusedError):
    """A value that the method takes the logarithm of is zero, negative or missing."""

    code = "not_positive"
    remedy = "Correct the value or leave the row out."


class ShapeError(AnalysisRefusedError):
    """Tables or arrays do not fit each other."""

    code = "shape"
    remedy = "Give every period and every part one value of each factor."
