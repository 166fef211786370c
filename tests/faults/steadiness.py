"""Whether a figure that was looked at many times grows: a line through its blocks, and its error.

The beginning is cut off as warming up. The rest is divided into `BLOCKS` spans of equal length, each of which
counts by its median: neighbouring looks are alike (a garbage collection, a checkpoint), and a line through
all of them would be surer than it may be. A figure *grows* where the line rises beyond doubt (95 %) and by
more than the tolerance; it is *flat* where even the steepest line that the blocks allow stays within it; else
the watch was too short to say, and it is *open*. One that *rose* did so in the first half, and in the second
by less than half the tolerance: a second worker that is used for the first time, not a leak; a longer watch
warms up for longer. What has a limit of its own (a log that is recycled, memory set aside) is *within* or
*over* it. What was there at one look and is not at a later one is *lost*.
"""

import itertools
import math
import statistics
from collections.abc import Mapping, Sequence
from typing import NamedTuple

# At least this much, and this share of all looks, is warming up.
WARM_UP_S, WARM_UP_SHARE = 300.0, 1 / 6
BLOCKS = 12
# Student's t for 95 % on both sides, BLOCKS - 2 degrees of freedom.
T = 2.228
T_HALF = 2.776  # of half the blocks
# What is no growth: 2 % of the level, but no less than 2 MiB, or one of what is counted.
SHARE, LEAST_MIB, LEAST_COUNT = 0.02, 2.0, 1.0
DAY_H = 24.0

Sample = Mapping[str, float]


class Course(NamedTuple):
    """How a figure went after warming up; per hour, with the steepest rise that its blocks allow."""

    first: float
    last: float
    highest: float
    per_hour: float
    at_most_per_hour: float
    verdict: str
    limit: float | None = None


def steady(times_s: Sequence[float]) -> int:
    """Where warming up ends: the index of the first look after it."""
    if not times_s:
        return 0
    begin = times_s[0] + max(WARM_UP_S, WARM_UP_SHARE * (times_s[-1] - times_s[0]))
    return next((i for i, at in enumerate(times_s) if at >= begin), len(times_s))


def blocks(times_s: Sequence[float], values: Sequence[float]) -> tuple[list[float], list[float]]:
    """Middle [h] and median of each span; needs a look in every one."""
    size = len(values) / BLOCKS
    edges = [round(i * size) for i in range(BLOCKS + 1)]
    spans = list(itertools.pairwise(edges))
    hours = [statistics.fmean(times_s[a:b]) / 3600 for a, b in spans]
    return hours, [statistics.median(values[a:b]) for a, b in spans]


def line(hours: Sequence[float], values: Sequence[float], t: float = T) -> tuple[float, float]:
    """Slope per hour, and what it may be wrong by to either side."""
    slope, intercept = statistics.linear_regression(hours, values)
    middle = statistics.fmean(hours)
    spread = sum((x - middle) ** 2 for x in hours)
    off = sum((y - intercept - slope * x) ** 2 for x, y in zip(hours, values, strict=True))
    return slope, t * math.sqrt(off / (len(hours) - 2) / spread)


def course(
    name: str, times_s: Sequence[float], values: Sequence[float], limit: float | None = None
) -> Course:
    """How one figure went; of fewer looks than blocks nothing is said."""
    if len(values) < BLOCKS:
        return Course(values[0], values[-1], max(values), 0.0, math.inf, "open", limit)
    hours, medians = blocks(times_s, values)
    slope, wrong = line(hours, medians)
    watched = hours[-1] - hours[0]
    tolerance = max(SHARE * medians[0], LEAST_MIB if name.endswith("MiB") else LEAST_COUNT)
    if limit is not None:
        verdict = "within" if max(values) <= limit else "over"
    elif slope - wrong > 0 and slope * watched > tolerance:
        verdict = "rose" if is_level(hours, medians, tolerance) else "grows"
    else:
        verdict = "flat" if (slope + wrong) * watched <= tolerance else "open"
    return Course(medians[0], medians[-1], max(values), slope, slope + wrong, verdict, limit)


def is_level(hours: Sequence[float], medians: Sequence[float], tolerance: float) -> bool:
    """Whether even the steepest line through the second half stays within half the tolerance."""
    half = len(hours) // 2
    slope, wrong = line(hours[half:], medians[half:], T_HALF)
    return (slope + wrong) * (hours[-1] - hours[half]) <= tolerance / 2


def courses(
    times_s: Sequence[float], samples: Sequence[Sample], limits: Mapping[str, float]
) -> dict[str, Course]:
    """Of every figure that was there at each look after warming up."""
    begin = steady(times_s)
    times, rest = times_s[begin:], samples[begin:]
    names = sorted(set.intersection(*(set(one) for one in rest))) if rest else []
    return {name: course(name, times, [one[name] for one in rest], limits.get(name)) for name in names}


def lost(samples: Sequence[Sample]) -> list[str]:
    """Figures that were there at one look and not at a later one: of a process that is down, say."""
    seen: set[str] = set()
    gone: set[str] = set()
    for one in samples:
        gone |= seen - set(one)
        seen |= set(one)
    return sorted(gone)


def told(found: Mapping[str, Course], gone: Sequence[str] = ()) -> str:
    """What was found, in words; `gone` are the figures that were lost."""
    vanished = [f"Not there at each look: {', '.join(gone)}."] if gone else []
    if not found:
        return " ".join([*vanished, "Not watched for long enough to say anything."])
    wrong = [f"{name} ({c.verdict})" for name, c in found.items() if c.verdict in ("grows", "over")]
    risen = [name for name, c in found.items() if c.verdict == "rose"]
    undecided = [name for name, c in found.items() if c.verdict == "open"]
    said = [*vanished, f"Not well: {', '.join(wrong)}." if wrong else "Nothing grows."]
    if risen:
        said.append(
            f"Rose in the first half, since then by less than the rule calls growth: {', '.join(risen)}."
        )
    if undecided:
        said.append(f"Moves too much to be called flat after this time: {', '.join(undecided)}.")
    return " ".join(said)


def table(found: Mapping[str, Course]) -> str:
    """The figures as a table in Markdown."""
    lines = [
        ["figure", "first", "last", "highest", "an hour", "at most a day", "limit", "verdict"],
        ["---"] * 8,
    ]
    for name, c in found.items():
        limit = "" if c.limit is None else f"{c.limit:,.0f}"
        day = "" if c.limit is not None else f"{c.at_most_per_hour * DAY_H:+,.1f}"
        rise = f"{c.per_hour:+,.2f}"
        figures = [f"{value:,.1f}" for value in (c.first, c.last, c.highest)]
        lines.append([name, *figures, rise, day, limit, c.verdict])
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)
