"""Readings of one meter through the whole calculation, as the services put it together."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from parkcarbon_platform.calculation.metering.batch import Part, join
from parkcarbon_platform.calculation.metering.intervals import Intervals, compute, with_gaps
from parkcarbon_platform.calculation.metering.likeness import Quarters
from parkcarbon_platform.calculation.metering.meters import BEGINNING, END, Event, Meter, timeline
from parkcarbon_platform.calculation.metering.rules import Flag
from parkcarbon_platform.calculation.metering.shapes import Known, estimate, quarters_of
from parkcarbon_platform.services.localtime import offsets_ms

Reading = tuple[int, float, int]


def part_of(
    meter: Meter,
    readings: Sequence[Reading],
    events: Sequence[Event] = (),
    *,
    span: tuple[int, int] = (BEGINNING, END),
    exact: Sequence[Decimal | None] | None = None,
) -> Part:
    """(time [ms], value, quality), in order."""
    return Part(
        meter,
        *span,
        np.array([r[0] for r in readings], dtype=np.int64),
        np.array([r[1] for r in readings], dtype=np.float64),
        np.array([r[2] for r in readings], dtype=np.int64),
        exact,
        timeline(meter, events) if events else None,
    )


def computed(
    meter: Meter,
    readings: Sequence[Reading],
    events: Sequence[Event] = (),
    *,
    check: Intervals | None = None,
    timezone: str = "Asia/Shanghai",
    span: tuple[int, int] = (BEGINNING, END),
    own: Intervals | None = None,
) -> tuple[Intervals, list[Flag]]:
    """Intervals of one meter with its long gaps shaped, and its flags; `own`: history to shape by, instead
    of what these readings themselves give."""
    found = compute(join([part_of(meter, readings, events, span=span)]), meter.kind)
    known = Known(
        _quarters(found.intervals if own is None else own, timezone),
        None if check is None else _quarters(check, timezone),
        same_unit=True,
    )
    shaped = [
        estimate(gap, offsets_ms(quarters_of(gap.start, gap.end), timezone), known) or fallback
        for gap, fallback in zip(found.gaps, found.fallback, strict=True)
    ]
    intervals = with_gaps(found.intervals, [pieces for pieces in shaped if pieces is not None])
    return intervals, [flag for _, flag in found.flags]


def _quarters(found: Intervals, timezone: str) -> Quarters:
    rows = found.only(found.measured)
    return Quarters(rows.start, rows.quantity, offsets_ms(rows.start, timezone))
