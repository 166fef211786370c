"""The store of the ingest in memory: the same rules, for the protocol simulation and its contract test."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from parkcarbon_platform.storage import handed_over
from parkcarbon_platform.storage.delivery import (
    Cursor,
    Delivery,
    MessageKey,
    Outcome,
    Result,
    Session,
    Stream,
    decide_all,
    numbers_taken,
)


@dataclass
class MemoryStore:
    """What the tables would hold."""

    batches: set[tuple[Stream, int]] = field(default_factory=set)
    cursors: dict[Stream, Cursor] = field(default_factory=dict)
    readings: dict[tuple[int, int], float | None] = field(default_factory=dict)
    revisions: set[tuple[int, int, float | None]] = field(default_factory=set)
    gaps: list[tuple[int, int, int, str]] = field(default_factory=list)
    quarantine: list[tuple[str, int | None]] = field(default_factory=list)
    messages: list[MessageKey] = field(default_factory=list)
    numbers: dict[int, bytes] = field(default_factory=dict)

    def commit(self, deliveries: Sequence[Delivery], session: Session | None = None) -> Result:
        """Store what the rules let in."""
        streams = {d.stream for d in deliveries if d.stream is not None}
        cursors = {stream: self.cursors.get(stream, Cursor()) for stream in streams}
        if session is not None and session.new:
            self.numbers.clear()
        result = decide_all(deliveries, cursors, self.batches, self.messages, self.numbers)
        for delivery, outcome in zip(deliveries, result.outcomes, strict=True):
            if outcome.stored or (delivery.stream is None and outcome is not Outcome.DUPLICATE):
                self._store(delivery)
        self.cursors.update(result.cursors)
        if session is not None:
            self._remember(numbers_taken(deliveries))
        return result

    def _remember(self, taken: dict[int, Delivery | None]) -> None:
        for packet, delivery in taken.items():
            self.numbers.pop(packet, None)
            if delivery is not None:
                self.numbers[packet] = delivery.message_sha256
        while len(self.numbers) > handed_over.REMEMBERED:
            del self.numbers[next(iter(self.numbers))]

    def _store(self, delivery: Delivery) -> None:
        if delivery.message_key is not None:
            self.messages.append(delivery.message_key)
        if delivery.stream is not None and delivery.envelope is not None:
            assert (delivery.stream, delivery.envelope.seq) not in self.batches
            self.batches.add((delivery.stream, delivery.envelope.seq))
        readings = delivery.readings
        for point, time, value in zip(readings.points, readings.times, readings.values, strict=True):
            if self.readings.setdefault((point, time), value) != value:
                self.revisions.add((point, time, value))
        self.gaps.extend(delivery.gaps)
        self.quarantine.extend((q.reason, q.reading_index) for q in delivery.quarantined)
