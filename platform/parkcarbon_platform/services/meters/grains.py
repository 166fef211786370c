"""How coarse a line over time is: the steps that may be asked for, and those that fit on a screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from parkcarbon_platform.errors import InvalidError

Step = Literal["quarter", "hour", "day"]
Bucket = Literal["PT15M", "PT30M", "PT1H", "PT2H", "PT3H", "PT6H", "PT12H", "P1D", "P7D", "P1M"]

LONGEST = timedelta(days=1100)
FEWEST_POINTS, MOST_POINTS = 50, 5000


@dataclass(frozen=True, slots=True)
class Grain:
    """A bucket of the local clock: ISO 8601, as an SQL interval, and its length, of a month the shortest."""

    bucket: Bucket
    interval: str
    length: timedelta


GRAINS: tuple[Grain, ...] = (
    Grain("PT15M", "15 minutes", timedelta(minutes=15)),
    Grain("PT30M", "30 minutes", timedelta(minutes=30)),
    Grain("PT1H", "1 hour", timedelta(hours=1)),
    Grain("PT2H", "2 hours", timedelta(hours=2)),
    Grain("PT3H", "3 hours", timedelta(hours=3)),
    Grain("PT6H", "6 hours", timedelta(hours=6)),
    Grain("PT12H", "12 hours", timedelta(hours=12)),
    Grain("P1D", "1 day", timedelta(days=1)),
    Grain("P7D", "7 days", timedelta(days=7)),
    Grain("P1M", "1 month", timedelta(days=28)),
)
# The grain of a step, and the longest span that one answer holds of it.
STEPS: Mapping[Step, tuple[Grain, timedelta]] = {
    "quarter": (GRAINS[0], timedelta(days=32)),
    "hour": (GRAINS[2], timedelta(days=100)),
    "day": (GRAINS[7], timedelta(days=800)),
}


def grain_of(start: datetime, end: datetime, step: Step, max_points: int | None = None) -> Grain:
    """The grain of a step; with `max_points` the finest, from the step on, with no more buckets than that.

    Refuses spans that are empty, or longer than one answer holds; raises InvalidError.
    """
    finest, longest = STEPS[step]
    if max_points is not None:
        longest = LONGEST
    if not start < end <= start + longest:
        raise InvalidError(
            f"By the {step} a span is longer than nothing and at most {longest.days} days.",
            remedy="Choose a shorter span or a coarser step, or say how many points fit (max_points).",
            start=start,
            end=end,
        )
    if max_points is None:
        return finest
    fitting = (
        grain for grain in GRAINS[GRAINS.index(finest) :]
        # One more, where the span begins inside a bucket.
        if -(-(end - start) // grain.length) + 1 <= max_points
    )  # fmt: skip
    return next(fitting, GRAINS[-1])
