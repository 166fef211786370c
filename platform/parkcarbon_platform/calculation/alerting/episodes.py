"""Episodes: spans in which a value was beyond a limit, or nothing came in.

The same functions judge now and the past: what a trial says of last week is what would have been told.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Sample(NamedTuple):
    """A value that holds from `start` to `end` [ms]."""

    start: int
    end: int
    value: float


class Episode(NamedTuple):
    """From when to when [ms], and the value farthest beyond the limit; `end` None: it goes on."""

    start: int
    end: int | None
    worst: float


def beyond(
    samples: Iterable[Sample], limit: float, now_ms: int, *, is_above: bool = True, hold_ms: int = 0
) -> list[Episode]:
    """The episodes of samples in order of time whose value is above the limit (or below it).

    Two that are no more than `hold_ms` apart are one, and one is over when the value has been within the
    limit for so long: a value that sways about its limit is told once. At the limit itself nothing is said.

    >>> rates = [Sample(0, 10, 1.0), Sample(10, 20, 3.0), Sample(20, 30, 1.0), Sample(30, 40, 4.0)]
    >>> beyond(rates, 2.0, 40)
    [Episode(start=10, end=20, worst=3.0), Episode(start=30, end=None, worst=4.0)]
    >>> beyond(rates, 2.0, 40, hold_ms=10)
    [Episode(start=10, end=None, worst=4.0)]
    """
    pick = max if is_above else min
    found: list[Episode] = []
    ends: list[int] = []
    for start, end, value in samples:
        if not (value > limit if is_above else value < limit):
            continue
        if found and start - ends[-1] <= hold_ms:
            found[-1] = found[-1]._replace(worst=pick(found[-1].worst, value))
            ends[-1] = max(ends[-1], end)
        else:
            found.append(Episode(start, None, value))
            ends.append(end)
    return [
        episode._replace(end=None if end + hold_ms >= now_ms else end)
        for episode, end in zip(found, ends, strict=True)
    ]


def silences(gaps: Iterable[tuple[int, int | None]], longest_ms: int, now_ms: int) -> list[Episode]:
    """The episodes of gaps (last heard, heard again) that were longer than `longest_ms`.

    One begins when it has become too long, not when the last word came; `worst` is its length [min].

    >>> silences([(0, 90_000), (100_000, None)], 60_000, 400_000)
    [Episode(start=60000, end=90000, worst=1.5), Episode(start=160000, end=None, worst=5.0)]
    """
    found = []
    for last, again in gaps:
        length = (now_ms if again is None else again) - last
        if length > longest_ms:
            found.append(Episode(last + longest_ms, again, length / 60_000))
    return found


def rolling(events: Sequence[tuple[int, int]], width_ms: int, step_ms: int, until_ms: int) -> list[Sample]:
    """How many of (time, number) fell into the `width_ms` before each step.

    Events are in order of time; samples begin with the step that holds the first.

    >>> [s.value for s in rolling([(5, 2), (12, 1)], 20, 10, 40)]
    [2.0, 3.0, 1.0]
    """
    if not events:
        return []
    first = events[0][0] // step_ms * step_ms
    found, total, left, right = [], 0, 0, 0
    for start in range(first, until_ms, step_ms):
        end = start + step_ms
        while right < len(events) and events[right][0] < end:
            total += events[right][1]
            right += 1
        while left < right and events[left][0] < end - width_ms:
            total -= events[left][1]
            left += 1
        if not total and right == len(events):
            break
        found.append(Sample(start, end, float(total)))
    return found
