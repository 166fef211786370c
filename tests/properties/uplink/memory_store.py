"""The store of the ingest in memory: the same rules, for the protocol simulation and its contract test."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from parkcarbon_platform.storage.delivery import Cursor, Delivery, Result, Stream, decide_all


@dataclass
class MemoryStore:
    """What the tables would hold."""

    batches: set[tuple[Stream, int]] = field(default_factory=set)
    cursors: dict[Stream, Cursor] = field(default_factory=dict)
    readings: dict[tuple[int, int], float | None] = field(default_factory=dict)
    revisions: set[tuple[int, int, float | None]] = field(default_factory=set)
    gaps: list[tuple[int, int, int, str]] = field(default_factory=list)
    quarantine: list[tuple[str, int | None]] = field(default_factory=list)

    def commit(self, deliveries: Sequence[Delivery]) -> Result:
        """Store what the rules let in."""
        streams = {d.stream for d in deliveries if d.stream is not None}
        cursors = {stream: self.cursors.get(stream, Cursor()) for stream in streams}
        result = decide_all(deliveries, cursors, self.batches)
        for delivery, outcome in zip(deliveries, result.outcomes, strict=True):
            if outcome.stored or delivery.stream is None:
                self._store(delivery)
        self.cursors.update(result.cursors)
        return result

    def _store(self, delivery: Delivery) -> None:
        if delivery.stream is not None and delivery.envelope is not None:
            assert (delivery.stream, delivery.envelope.seq) not in self.batches
            self.batches.add((delivery.stream, delivery.envelope.seq))
        readings = delivery.readings
        for point, time, value in zip(readings.points, readings.times, readings.values, strict=True):
            if self.readings.setdefault((point, time), value) != value:
                self.revisions.add((point, time, value))
        self.gaps.extend(delivery.gaps)
        self.quarantine.extend((q.reason, q.reading_index) for q in delivery.quarantined)
