"""One contract, two stores: PostgreSQL and the one in memory on which the simulation proves the protocol."""

import random
import uuid
from collections.abc import Iterator, Sequence
from typing import Protocol

import pytest
from parkcarbon_platform.storage import handed_over
from parkcarbon_platform.storage.catalogue import FreshCatalogue
from parkcarbon_platform.storage.delivery import (
    Cursor,
    Delivery,
    MessageKey,
    Outcome,
    Result,
    Session,
    Stream,
)
from parkcarbon_platform.storage.readings import ReadingStore

from tests.properties.bare_devices import PAYLOADS, mapped, message
from tests.properties.uplink.memory_store import MemoryStore
from tests.support import park as parks
from tests.support.delivery import NOON_MS, Sender, apply, delivered, pools, read_catalogue, rows
from tests.support.stack import Database

KEYS = ["register-1", "register-2"]
GAUGE = "gauge-1"


def milliseconds(column: str) -> str:
    return f"(1000 * extract(epoch FROM {column}))::bigint"


class Tables(Protocol):
    """A store, and what it holds: in one form for both."""

    def commit(self, deliveries: Sequence[Delivery], session: Session | None = None) -> Result: ...
    def content(self) -> dict[str, object]: ...


class InMemory(MemoryStore):
    def content(self) -> dict[str, object]:
        return {
            "batches": self.batches, "cursors": self.cursors, "readings": self.readings,
            "revisions": sorted(self.revisions, key=repr), "gaps": sorted(self.gaps),
            "quarantine": sorted(self.quarantine, key=repr), "numbers": self.numbers,
            "messages": sorted(self.messages),
        }  # fmt: skip


class InPostgres:
    def __init__(self, database: Database, store: ReadingStore) -> None:
        self.database, self.commit = database, store.commit

    def ask(self, query: str) -> list[tuple[object, ...]]:
        return rows(self.database, query)

    def content(self) -> dict[str, object]:
        batches = self.ask("SELECT edge_id, spool::text, seq FROM core.batch WHERE edge_id IS NOT NULL")
        messages = self.ask(
            """SELECT device_id, mapping_version, topic, payload_sha256 FROM core.batch
            WHERE device_id IS NOT NULL"""
        )
        cursors = self.ask(
            "SELECT edge_id, spool::text, committed_seq, missing, repeated FROM core.spool_cursor"
        )
        readings = self.ask(f"SELECT point_id, {milliseconds('time')}, value FROM series.reading")
        revisions = self.ask(f"SELECT point_id, {milliseconds('time')}, value FROM core.reading_revision")
        span = f"{milliseconds('from_time')}, {milliseconds('to_time')}"
        return {
            "batches": {(Stream(e, s), q) for e, s, q in batches},
            "cursors": {Stream(e, s): Cursor(*rest) for e, s, *rest in cursors},
            "readings": {(point, time): value for point, time, value in readings},
            "revisions": sorted(revisions, key=repr),
            "gaps": sorted(self.ask(f"SELECT {span}, readings, reason FROM core.gap_marker")),
            "quarantine": sorted(self.ask("SELECT reason, reading_index FROM core.quarantine"), key=repr),
            "numbers": dict(self.ask("SELECT packet, message_sha256 FROM core.handed_over")),
            "messages": sorted(MessageKey(*row) for row in messages),
        }


class World:
    def __init__(self, store: Tables, known: FreshCatalogue) -> None:
        self.store, self.known, self.sender = store, known, Sender()

    def commit(self, *payloads: bytes) -> list[Outcome]:
        return self.store.commit(
            [delivered(self.known, self.sender, payload) for payload in payloads]
        ).outcomes

    def cursor(self) -> Cursor:
        [cursor] = self.store.content()["cursors"].values()
        return cursor


@pytest.fixture
def known(database: Database) -> FreshCatalogue:
    apply(database, parks.park_file(KEYS, [GAUGE]))
    return read_catalogue(database)


@pytest.fixture
def postgres(database: Database) -> Iterator[InPostgres]:
    with pools(database) as opened:
        yield InPostgres(database, ReadingStore(opened.ingest))


@pytest.fixture(params=["memory", "postgres"])
def world(request: pytest.FixtureRequest, known: FreshCatalogue) -> World:
    store = InMemory() if request.param == "memory" else request.getfixturevalue("postgres")
    return World(store, known)


def reading(value: object = 1.0, at: int = 0, key: str = KEYS[0]) -> tuple[object, ...]:
    return (key, NOON_MS + at, value, 0)


def test_in_order_each_is_stored_and_moves_the_cursor(world: World) -> None:
    assert world.commit(*(world.sender.batch(reading(at=i)) for i in range(3))) == [Outcome.STORED] * 3
    assert world.cursor() == (3, 0, 0)
    assert len(world.store.content()["readings"]) == 3


def test_again_is_a_duplicate_that_changes_nothing(world: World) -> None:
    payload = world.sender.batch(reading(), ("unbound", NOON_MS, 1, 0), gaps=((NOON_MS, NOON_MS, 1, "x"),))
    assert world.commit(payload, payload) == [Outcome.STORED, Outcome.DUPLICATE]
    before = world.store.content()
    assert world.cursor() == (1, 0, 1)
    assert world.commit(payload) == [Outcome.DUPLICATE]
    assert world.cursor() == (1, 0, 2)
    assert {**world.store.content(), "cursors": before["cursors"]} == before


def test_a_hole_waits_for_what_is_still_at_the_edge(world: World) -> None:
    first, second, third = (world.sender.batch(reading(float(i), i)) for i in range(3))
    assert world.commit(first, third) == [Outcome.STORED, Outcome.HOLE]
    assert world.cursor() == (1, 0, 0)
    assert world.commit(second, third) == [Outcome.STORED, Outcome.STORED]
    assert world.cursor() == (3, 0, 0)


def test_what_the_edge_gave_up_is_counted_and_welcome_later(world: World) -> None:
    world.commit(world.sender.at(1, 0, reading()))
    assert world.commit(world.sender.at(5, 1, reading(at=5))) == [Outcome.STORED]
    assert world.cursor() == (5, 3, 0)
    assert world.commit(world.sender.at(3, 2, reading(at=3))) == [Outcome.STRAGGLER]
    assert world.cursor() == (5, 3, 0)
    assert len(world.store.content()["readings"]) == 3


def test_spools_count_for_themselves(world: World) -> None:
    world.commit(world.sender.batch(reading()))
    world.sender = Sender()
    assert world.commit(world.sender.at(2, 1, reading(at=1))) == [Outcome.HOLE]
    assert world.commit(world.sender.at(1, 0, reading(at=1))) == [Outcome.STORED]


def test_the_first_value_of_a_moment_stays(world: World) -> None:
    world.commit(world.sender.batch(reading(1.0)), world.sender.batch(reading(2.0)))
    world.commit(world.sender.batch(reading(2.0), reading(1.0), reading(None)))
    content = world.store.content()
    assert list(content["readings"].values()) == [1.0]
    assert [value for _, _, value in content["revisions"]] == [2.0, None]


def test_messages_of_nobody_and_of_no_form_are_aside(world: World) -> None:
    assert world.commit(b"no JSON") == [Outcome.ASIDE]
    world.sender = Sender(park="nowhere")
    assert world.commit(world.sender.batch(reading())) == [Outcome.ASIDE]
    assert world.store.content()["quarantine"] == [("malformed", None), ("unknown_park", None)]


def any_batch(chance: random.Random, sender: Sender) -> bytes:
    seq = chance.randint(1, 12)
    keys = [chance.choice([*KEYS, GAUGE, "unbound"]) for _ in range(3)]
    values = [chance.choice([1.0, 2.0, None, "text"]) for _ in keys]
    found = [reading(v, chance.randint(0, 20), k) for v, k in zip(values, keys, strict=True)]
    gaps = ((NOON_MS, NOON_MS + 1, chance.randint(0, 9), "x"),) if chance.random() < 0.2 else ()
    return sender.at(seq, chance.randint(0, seq - 1), *found, gaps=gaps)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_comes_both_do_the_same(seed: int, known: FreshCatalogue, postgres: InPostgres) -> None:
    memory, sender, chance = InMemory(), Sender(), random.Random(seed)
    spools = [str(uuid.UUID(int=n)) for n in range(1, 4)]
    for _ in range(50):
        group = []
        for _ in range(chance.randint(1, 5)):
            sender.spool = chance.choice(spools)
            group.append(delivered(known, sender, any_batch(chance, sender)))
        assert postgres.commit(group) == memory.commit(group)
    assert postgres.content() == memory.content()
    assert memory.revisions
    assert memory.quarantine
    assert memory.gaps


@pytest.mark.parametrize("seed", range(3))
def test_numbers_of_messages_are_remembered_alike(
    seed: int, known: FreshCatalogue, postgres: InPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bare devices, edges between them, sessions that begin anew, more numbers than are remembered."""
    monkeypatch.setattr(handed_over, "REMEMBERED", 5)
    memory, sender, chance = InMemory(), Sender(), random.Random(seed)
    devices = mapped(known, points=2)
    for step in range(40):
        group = []
        for packet in chance.sample(range(1, 12), chance.randint(1, 4)):
            if chance.random() < 0.2:
                delivery = delivered(known, sender, sender.batch(reading(1.0, step)))
            else:
                delivery = message(devices, chance.choice(PAYLOADS), NOON_MS + step * 1000)
            delivery.packet, delivery.repeated = packet, chance.random() < 0.5
            group.append(delivery)
        session = Session("ingest", new=chance.random() < 0.05)
        assert postgres.commit(group, session) == memory.commit(group, session)
    # What waits already is not put aside again: that is PostgreSQL's alone.
    theirs, ours = postgres.content(), memory.content()
    assert {**theirs, "quarantine": None} == {**ours, "quarantine": None}
    assert memory.messages
