"""Mistakes that somebody could make in the protocol; the simulation must notice each of them."""

import random
from collections.abc import Sequence
from dataclasses import replace

from parkcarbon_edge import wire
from parkcarbon_edge.spool_bounds import Gap
from parkcarbon_edge.spool_destinations import PLATFORM
from parkcarbon_edge.uplink.core import Publish, SpoolRow, UplinkCore
from parkcarbon_platform.ingest.core import Action, IngestCore, Message, PubAck, PublishAck
from parkcarbon_platform.storage.delivery import Cursor, Delivery, Result, Session

from tests.properties.uplink.spools import MemorySpool
from tests.properties.uplink.world import OrderedStore, Parts


class DeletesForAnySpool(UplinkCore):
    def acknowledged(self, spool: str, committed: int, now: float) -> list[Publish]:
        return super().acknowledged(self.spool.uuid, committed, now)


class DeletesWhatIsSent(UplinkCore):
    def _fill(self, now: float) -> list[Publish]:
        actions = super()._fill(now)
        for action in actions:
            self.spool.forget(action.seq)
        return actions


class DeletesOneTooMany(UplinkCore):
    def acknowledged(self, spool: str, committed: int, now: float) -> list[Publish]:
        return super().acknowledged(spool, committed + 1, now)


class NeverGoesBack(UplinkCore):
    def _go_back(self, now: float) -> None:
        self._in_flight.clear()
        self._moved_at = now


class AcknowledgesBeforeTheCommit(IngestCore):
    def message(self, message: Message, now: float) -> list[Action]:
        parsed = wire.parse_topic(message.topic)
        assert parsed is not None
        batch = wire.decode_batch(message.payload)
        ack = wire.encode(wire.Ack(spool=batch.spool, committed=batch.seq))
        return [PublishAck(parsed[0].topic("ack"), ack), *super().message(message, now)]


class AcknowledgesWhatCameLast(IngestCore):
    def committed(self, deliveries: Sequence[Delivery], result: Result, now: float) -> list[Action]:
        last = {d.stream: Cursor(d.envelope.seq) for d in deliveries if d.stream and d.envelope}
        return super().committed(deliveries, Result(result.outcomes, last), now)


class AcknowledgesWhatFailed(IngestCore):
    def commit_failed(self, now: float) -> list[Action]:
        commit = self._finish()
        return [PubAck(m.generation, m.mid) for m in commit.messages] + self._next(now)


class ForgetsGenerations(IngestCore):
    def committed(self, deliveries: Sequence[Delivery], result: Result, now: float) -> list[Action]:
        assert self._under_way is not None
        late = [PubAck(m.generation, m.mid) for m in self._under_way.messages]
        actions = super().committed(deliveries, result, now)
        return [a for a in actions if not isinstance(a, PubAck)] + late


class NeverTriesAgain(IngestCore):
    @property
    def deadline(self) -> float | None:
        return None if self._again else super().deadline

    def _next(self, now: float) -> list[Action]:
        return [] if self._again else super()._next(now)


class IgnoresTheRowBefore(OrderedStore):
    def commit(self, deliveries: Sequence[Delivery], session: Session | None = None) -> Result:
        for delivery in deliveries:
            if delivery.envelope is not None:
                delivery.envelope = delivery.envelope._replace(prev=0)
        return super().commit(deliveries, session)


class StoresTwice(OrderedStore):
    def commit(self, deliveries: Sequence[Delivery], session: Session | None = None) -> Result:
        self.batches.clear()
        return super().commit(deliveries, session)


class MovesTheCursorWithoutTheReadings(OrderedStore):
    def _store(self, delivery: Delivery) -> None:
        if len(self.batches) % 7 == 6:
            delivery = replace(delivery, readings=type(delivery.readings)())
        super()._store(delivery)


class MixesUpSources(OrderedStore):
    def _store(self, delivery: Delivery) -> None:
        readings = delivery.readings
        if len(readings) > 2:
            readings.values = [*readings.values[1:], readings.values[0]]
        super()._store(delivery)


class CountsFromOneAgain(MemorySpool):
    def next_sequence(self) -> int:
        return max(self.rows, default=0) + 1


class KeepsItsNameOverANewFile(MemorySpool):
    def rename(self, chance: random.Random) -> None:
        names = self.uuids
        super().rename(chance)
        self.uuids = names


class GivesUpSilently(MemorySpool):
    def given_up(self, parts: Sequence[tuple[list[wire.Reading], list[Gap]]], why: str) -> list[Gap]:
        return []


class ForgetsMarkersWithTheirRow(MemorySpool):
    def given_up(self, parts: Sequence[tuple[list[wire.Reading], list[Gap]]], why: str) -> list[Gap]:
        return super().given_up([(readings, []) for readings, _ in parts], why)


class DeletesWhatTheFastestHas(MemorySpool):
    def taken(self) -> int:
        return max(self.cursors.values())


class MarksWhatOneMissesForThePlatformOnly(MemorySpool):
    def markers(self, gone: Sequence[tuple[int, str]]) -> list[tuple[str | None, list[Gap]]]:
        return [(name, gaps) for name, gaps in super().markers(gone) if name in (None, PLATFORM)]


class HasOneCursorForAll(MemorySpool):
    def forget(self, upto: int, name: str = PLATFORM) -> None:
        for each in self.names:
            super().forget(upto, each)


class SpeaksOfRowsThatAreGone(MemorySpool):
    """Names the row before, whether it is held or not: what was given up would be waited for."""

    def head(self, after: int, limit: int, name: str = PLATFORM) -> list[SpoolRow]:
        return [row._replace(prev=row.seq - 1) for row in super().head(after, limit, name)]


class AgesByTheClockOfTheSource(MemorySpool):
    """By the times of readings: a clock that jumps ahead makes all that waits too old."""

    def stored_when(self, readings: Sequence[wire.Reading]) -> float:
        behind_ms = self._newest_ms(readings) - readings[0][1] if readings else 0
        return self.clock() - behind_ms / 1000

    def _newest_ms(self, readings: Sequence[wire.Reading]) -> int:
        return max(r[1] for found, _ in [*self.parts.values(), (readings, [])] for r in found)


class MarksAheadOfItsRows(MemorySpool):
    def append(self, readings: Sequence[wire.Reading], gaps: Sequence[Gap] = (), mark: int = 0) -> None:
        super().append(readings, gaps, mark + 1)


class LosesItsLastRow(MemorySpool):
    """A commit that did not wait for the disk."""

    def lose_power(self, chance: random.Random) -> None:
        super().lose_power(chance)
        if self.rows:
            self.rows.popitem()


def all_parts() -> dict[str, Parts]:
    """The world with each of the mistakes, by name."""
    found = {cls.__name__: Parts(uplink=cls) for cls in UplinkCore.__subclasses__()}
    found |= {cls.__name__: Parts(ingest=cls) for cls in IngestCore.__subclasses__()}
    found |= {cls.__name__: Parts(store=cls) for cls in OrderedStore.__subclasses__()}
    return found | {cls.__name__: Parts(spool=cls) for cls in MemorySpool.__subclasses__()}
