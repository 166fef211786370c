"""What the live process remembers of one park, and the frames it makes of it."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from parkcarbon_platform.live import frame as compose
from parkcarbon_platform.live.frame import Gauge, Pricing, Rate
from parkcarbon_platform.services.live.frames import Frame, Terms, audience_name
from parkcarbon_platform.services.live.settled import ParkSums, Settled, settle
from parkcarbon_platform.services.live.topology import Topology
from parkcarbon_platform.storage.live import ReadingRow

# A clock that runs ahead must not hide the readings that follow it.
AHEAD_MS = 60_000
GOOD_SHIFT = 30  # the two highest bits of an OPC UA StatusCode: 0 good, 1 uncertain, 2 bad

Committed = list[tuple[int, int, float | str | None, int]]


@dataclass(frozen=True, slots=True)
class View:
    """One reading of the database: what changes seldom, and the settled hours."""

    topology: Topology
    pricing: Mapping[int, Pricing]
    sums: ParkSums
    _audiences: dict[int | None, tuple[Topology, Settled]] = field(default_factory=dict)

    def audience(self, enterprise_id: int | None) -> tuple[Topology, Settled]:
        """What an audience sees of the park, and its settled figures; worked out once."""
        if enterprise_id not in self._audiences:
            seen = self.topology.seen_by(enterprise_id)
            self._audiences[enterprise_id] = (seen, settle(self.sums, seen, is_park=enterprise_id is None))
        return self._audiences[enterprise_id]


@dataclass(frozen=True, slots=True)
class Made:
    """A frame with the terms behind it."""

    frame: Frame
    terms: Terms
    settled: Settled


@dataclass(slots=True)
class ParkState:
    """Latest gauges and last-seen times of a park; kept by point id."""

    gauges: dict[int, Gauge] = field(default_factory=dict)
    last_seen: dict[int, int] = field(default_factory=dict)

    def take(self, readings: Committed, now_ms: int) -> None:
        """Remember a committed batch; readings may come in any order."""
        for point_id, time, value, quality in readings:
            if time > now_ms + AHEAD_MS:
                continue
            self.last_seen[point_id] = max(time, self.last_seen.get(point_id, 0))
            number = _number(value)
            if number is not None and quality >> GOOD_SHIFT == 0:
                self._keep(point_id, Gauge(time, number))

    def seed(self, rows: Iterable[ReadingRow]) -> None:
        """Remember what the database has, where it is newer."""
        for row in rows:
            time = round(row.time.timestamp() * 1000)
            self.last_seen[row.point_id] = max(time, self.last_seen.get(row.point_id, 0))
            if math.isfinite(row.value):
                self._keep(row.point_id, Gauge(time, row.value))

    def _keep(self, point_id: int, gauge: Gauge) -> None:
        known = self.gauges.get(point_id)
        if known is None or gauge.time >= known.time:
            self.gauges[point_id] = gauge

    def rates(self, view: View, now_ms: int) -> list[Rate]:
        """Every source that has a rate now."""
        made = (
            compose.source_rate(source, view.pricing[source.id], self.gauges, now_ms)
            for source in view.topology.sources
            if source.id in view.pricing
        )
        return [rate for rate in made if rate is not None]

    def make(
        self, view: View, rates: Iterable[Rate], enterprise_id: int | None, seq: int, now_ms: int
    ) -> Made:
        """The frame of one audience from the rates of the park."""
        seen, settled = view.audience(enterprise_id)
        ids = {s.id for s in seen.sources}
        own = [r for r in rates if r.source.id in ids]
        frame = compose.compose(
            seen,
            own,
            settled,
            compose.meters(seen.points.values(), self.last_seen, now_ms),
            compose.intensity(seen, own, self.gauges, now_ms),
            audience=audience_name(enterprise_id),
            seq=seq,
            now_ms=now_ms,
        )
        power = compose.own_power(seen, self.gauges, now_ms)
        return Made(frame, compose.terms_of(own, power, now_ms), settled)


def _number(value: float | str | None) -> float | None:
    try:
        number = float(value) if value is not None else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None
