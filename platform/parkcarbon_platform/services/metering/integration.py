"""The error of a gauge's integral, from the same readings that its quarter hours are made of."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil

import numpy as np

from parkcarbon_platform.calculation.metering.batch import Part, join
from parkcarbon_platform.calculation.metering.integration import error_bounds
from parkcarbon_platform.calculation.metering.meters import Event, timeline
from parkcarbon_platform.calculation.metering.rules import gap_threshold_ms
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.services.metering.quarter_hours import meter_of
from parkcarbon_platform.storage import intervals as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import MeterRow, Range

# Beyond this many readings a span is not looked at: 500,000 take a second.
MOST_READINGS = 500_000


def bounds(connection: Connection, point: MeterRow, edges: Sequence[datetime]) -> list[int] | None:
    """At most how far off each of the spans between `edges` is [base unit]; None where they are too long."""
    if len(edges) < 2:
        return []
    start, end = to_ms(edges[0]), to_ms(edges[-1])
    if (end - start) / (point.expected_period_s * 1000) > MOST_READINGS:
        return None
    meter = meter_of(point)
    reach = 2 * gap_threshold_ms(point.expected_period_s, meter.rules)
    needed = Range(point.id, start - reach, end + reach)
    events = [
        Event(e.id, e.kind, e.time, e.details, e.undoes) for e in storage.events(connection, [point.id])
    ]
    parts = [
        Part(
            meter, needed.start, needed.end, columns.time, columns.value, columns.quality, columns.exact,
            timeline(meter, events) if events else None,
        )
        for _, columns in storage.readings(connection, [needed])
    ]  # fmt: skip
    times = np.array([to_ms(edge) for edge in edges], dtype=np.int64)
    return [ceil(bound) for bound in error_bounds(join(parts), times).tolist()]


def meter_row(connection: Connection, point_id: int) -> MeterRow:
    """The point as settlement sees it."""
    (row,) = storage.meters(connection, [point_id])
    return row
