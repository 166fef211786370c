"""What cannot be planned, with the field that is wrong."""

from parkcarbon_platform.errors import InvalidError


class PathwayError(InvalidError):
    """Inputs of a scenario, measure or portfolio contradict each other; fact `field` says where."""

    code = "pathway"
    remedy = "Correct the field that is named."
