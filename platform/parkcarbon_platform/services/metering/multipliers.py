"""By what the readings of a point are multiplied at a time: its own, until a life event gives another."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from parkcarbon_platform.calculation.metering.meters import Event, Meter, timeline
from parkcarbon_platform.storage import intervals
from parkcarbon_platform.storage.database import Connection

# From a time on [ms], in order.
Steps = tuple[tuple[int, Fraction], ...]


def of_points(connection: Connection, points: Mapping[int, Decimal]) -> dict[int, Steps]:
    """The multipliers of those points, given with their first one, that have life events."""
    events: dict[int, list[Event]] = {}
    for row in intervals.events(connection, sorted(points)):
        event = Event(row.id, row.kind, row.time, row.details, row.undoes)
        events.setdefault(row.point_id, []).append(event)
    return {point: _steps(points[point], found) for point, found in events.items()}


def _steps(first: Decimal, events: Sequence[Event]) -> Steps:
    line = timeline(Meter("integral", Fraction(1), Fraction(first)), events)
    return tuple((epoch.start, epoch.register.scale) for epoch in line.epochs)


def at(steps: Steps, first: Decimal, time: int) -> Fraction:
    """The multiplier in force at a time [ms]; `first` where no life event says otherwise."""
    place = bisect_right(steps, time, key=lambda step: step[0])
    return steps[place - 1][1] if place else Fraction(first)
