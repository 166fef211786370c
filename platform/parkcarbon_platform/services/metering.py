"""Settle points: compute what changed readings touch, finish it, and write only what differs."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from parkcarbon_platform.calculation.metering.rules import SETTLEMENT_RULES
from parkcarbon_platform.services import correcting, gaps
from parkcarbon_platform.services.quarter_hours import Computed, compute_windows
from parkcarbon_platform.storage import findings, invalidations
from parkcarbon_platform.storage import intervals as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import IntervalRow, MeterRow, Range
from parkcarbon_platform.storage.live import ParkRow


def settle_points(
    connection: Connection, park: ParkRow, ranges: Iterable[Range], *, everything: bool = False
) -> list[IntervalRow]:
    """Recompute the intervals that readings in `ranges` touch.

    Returns the rows that changed, deleted ones too; with `everything` also those that stayed as they were.
    """
    wanted = list(ranges)
    points = {row.id: row for row in storage.meters(connection, sorted({r.point_id for r in wanted}))}
    computed = compute_windows(connection, park.timezone, points, wanted)
    final = _finish(connection, computed)
    return _save(connection, park.id, points, final, everything=everything)


def _finish(connection: Connection, computed: Computed) -> Computed:
    """Step 5: what people corrected, in the same windows, which hold corrections whole."""
    standing = correcting.standing(connection, computed.windows)
    return replace(computed, rows=correcting.apply(computed.rows, computed.windows, standing))


def _save(
    connection: Connection,
    park_id: int,
    points: Mapping[int, MeterRow],
    final: Computed,
    *,
    everything: bool,
) -> list[IntervalRow]:
    """Write what differs from what is stored, and have computed again what depends on it."""
    if not final.windows:
        return []
    old = {(row.point_id, row.start): row for row in storage.existing(connection, final.windows)}
    changed = [row for key, row in final.rows.items() if old.get(key) != row]
    gone = [row for key, row in old.items() if key not in final.rows]
    storage.write(connection, park_id, changed, {p.id: p.enterprise_id for p in points.values()})
    storage.delete(connection, gone)
    findings.replace_of_points(connection, park_id, final.windows, final.findings, SETTLEMENT_RULES)
    if changed or gone:
        virtual = {p.id for p in points.values() if p.kind == "virtual"}
        waiting = gaps.waiting(connection, old, final.rows, final.shaped, virtual)
        invalidations.add_ranges(connection, park_id, waiting, invalidations.SHAPE)
    return (list(final.rows.values()) if everything else changed) + gone
