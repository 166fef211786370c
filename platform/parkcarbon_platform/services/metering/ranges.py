"""Spans of points, joined where they lie close together."""

from collections.abc import Iterable

from parkcarbon_platform.storage.intervals import Range


def merge(ranges: Iterable[Range], distance: int) -> list[Range]:
    """Ranges of the same point that overlap or lie within `distance` [ms] become one."""
    merged: list[Range] = []
    for found in sorted(ranges):
        last = merged[-1] if merged else None
        if last is not None and last.point_id == found.point_id and found.start <= last.end + distance:
            merged[-1] = last._replace(end=max(last.end, found.end))
        else:
            merged.append(found)
    return merged
