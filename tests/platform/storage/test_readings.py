"""The store of the ingest: each rule on the real database, and the same behaviour in memory."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import psycopg
import pytest
from parkcarbon_platform.storage.catalogue import FreshCatalogue
from parkcarbon_platform.storage.database import Database as Pools
from parkcarbon_platform.storage.delivery import Outcome
from parkcarbon_platform.storage.readings import ReadingStore, StoreRefusedError, StoreUnavailableError

from tests.support import park as parks
from tests.support.delivery import NOON_MS, Sender, apply, delivered, pools, read_catalogue, rows
from tests.support.stack import Database

KEYS = ["register-1", "register-2"]
GAUGE = "gauge-1"


class World:
    """A park, its store and a sender."""

    def __init__(self, database: Database, opened: Pools) -> None:
        self.database = database
        self.park_id = apply(database, parks.park_file(KEYS, [GAUGE]))
        self.known: FreshCatalogue = read_catalogue(database)
        self.store = ReadingStore(opened.ingest)
        self.sender = Sender()

    def commit(self, *payloads: bytes) -> list[Outcome]:
        found = [delivered(self.known, self.sender, payload) for payload in payloads]
        return self.store.commit(found).outcomes

    def cursor(self) -> tuple[int, int]:
        query = "SELECT committed_seq, missing FROM core.spool_cursor WHERE spool = %s"
        return rows(self.database, query, self.sender.spool)[0]

    def rows(self, query: str) -> list[tuple[object, ...]]:
        return rows(self.database, query)


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    with pools(database) as opened:
        yield World(database, opened)


def reading(value: object = 1.0, at: int = 0, key: str = KEYS[0], quality: int = 0) -> tuple[object, ...]:
    return (key, NOON_MS + at, value, quality)


def test_a_batch_is_stored_with_its_provenance(world: World) -> None:
    payload = world.sender.batch(reading(), reading(2.5, 1000, quality=0x40000000))
    assert world.commit(payload) == [Outcome.STORED]
    stored = world.rows(
        """SELECT r.value, r.quality, b.seq, b.spool::text, b.readings, e.code, b.payload_sha256 = sha256(%s)
        FROM series.reading r JOIN core.batch b ON b.id = r.batch_id JOIN core.edge e ON e.id = b.edge_id
        ORDER BY r.time""".replace("%s", f"'\\x{payload.hex()}'")
    )
    spool = world.sender.spool
    assert stored == [
        (1.0, 0, 1, spool, 2, parks.EDGE, True),
        (2.5, 0x40000000, 1, spool, 2, parks.EDGE, True),
    ]
    assert world.cursor() == (1, 0)


def test_source_times_are_kept_to_the_millisecond(world: World) -> None:
    world.commit(world.sender.batch(reading(at=1)))
    at = datetime.fromtimestamp(NOON_MS / 1000, UTC).replace(microsecond=1000)
    assert world.rows("SELECT time FROM series.reading") == [(at,)]


def test_a_duplicate_changes_nothing(world: World) -> None:
    payload = world.sender.batch(reading(), ("unbound", NOON_MS, 1, 0), gaps=((NOON_MS, NOON_MS, 1, "x"),))
    assert world.commit(payload) == [Outcome.STORED]
    assert world.commit(payload, payload) == [Outcome.DUPLICATE, Outcome.DUPLICATE]
    for table in ("core.batch", "core.gap_marker", "core.quarantine", "series.reading"):
        assert world.rows(f"SELECT count(*) FROM {table}") == [(1,)], table


def test_twice_in_one_commit_is_stored_once(world: World) -> None:
    payload = world.sender.batch(reading())
    assert world.commit(payload, payload) == [Outcome.STORED, Outcome.DUPLICATE]


def test_a_hole_is_refused_until_it_is_filled(world: World) -> None:
    first, second, third = (world.sender.batch(reading(float(i), i)) for i in range(3))
    assert world.commit(first, third) == [Outcome.STORED, Outcome.HOLE]
    assert world.cursor() == (1, 0)
    assert world.commit(second, third) == [Outcome.STORED, Outcome.STORED]
    assert world.cursor() == (3, 0)
    assert world.rows("SELECT count(*) FROM series.reading") == [(3,)]


def test_what_the_edge_no_longer_has_is_counted(world: World) -> None:
    world.commit(world.sender.at(1, 0, reading()))
    assert world.commit(world.sender.at(5, 1, reading(at=5))) == [Outcome.STORED]
    assert world.cursor() == (5, 3)


def test_a_straggler_is_stored_below_the_cursor(world: World) -> None:
    world.commit(world.sender.at(1, 0, reading()), world.sender.at(5, 1, reading(at=5)))
    assert world.commit(world.sender.at(3, 2, reading(at=3))) == [Outcome.STRAGGLER]
    assert world.cursor() == (5, 3)
    assert world.rows("SELECT count(*) FROM series.reading") == [(3,)]


def test_spools_count_for_themselves(world: World) -> None:
    world.commit(world.sender.batch(reading()))
    world.sender = Sender()
    assert world.commit(world.sender.batch(reading(at=1))) == [Outcome.STORED]


def test_the_same_value_again_is_no_news(world: World) -> None:
    world.commit(world.sender.batch(reading()))
    world.commit(world.sender.batch(reading()))
    assert world.rows("SELECT count(*) FROM core.reading_revision") == [(0,)]
    assert world.rows("SELECT count(*) FROM core.invalidation") == [(1,)]


def test_another_value_is_a_revision_and_the_first_stays(world: World) -> None:
    world.commit(world.sender.batch(reading(1.0)))
    world.commit(world.sender.batch(reading(2.0)), world.sender.batch(reading(2.0), reading(None)))
    assert world.rows("SELECT value FROM series.reading") == [(1.0,)]
    found = world.rows("SELECT value FROM core.reading_revision ORDER BY value")
    assert found == [(2.0,), (None,)]


def test_values_beyond_a_float_are_kept_exactly(world: World) -> None:
    world.commit(world.sender.batch(reading("123456789012345678.125"), reading(9007199254740993, 1)))
    found = world.rows("SELECT exact FROM series.reading ORDER BY time")
    assert found == [(Decimal("123456789012345678.125"),), (Decimal(9007199254740993),)]
    world.commit(world.sender.batch(reading("123456789012345678.125"), reading("123456789012345678.126")))
    assert world.rows("SELECT exact FROM core.reading_revision") == [(Decimal("123456789012345678.126"),)]


def test_what_has_to_be_computed_again_is_written_down_but_for_gauges(world: World) -> None:
    world.commit(
        world.sender.batch(reading(at=0), reading(at=9000), reading(key=GAUGE)),
        world.sender.batch(reading(at=4000), reading(at=1, key=KEYS[1])),
    )
    found = world.rows(
        """SELECT p.code, (extract(epoch FROM from_time) * 1000)::bigint,
          (extract(epoch FROM to_time) * 1000)::bigint
        FROM core.invalidation i JOIN core.point p ON p.id = i.point_id ORDER BY 1"""
    )
    assert found == [(KEYS[0], NOON_MS, NOON_MS + 9000), (KEYS[1], NOON_MS + 1, NOON_MS + 1)]


def test_gaps_are_kept_with_their_batch(world: World) -> None:
    world.commit(world.sender.batch(gaps=((NOON_MS - 5000, NOON_MS, 42, "spool_full"),)))
    found = world.rows("SELECT to_time - from_time = '5 s', readings, reason FROM core.gap_marker")
    assert found == [(True, 42, "spool_full")]


def test_a_message_of_nobody_is_kept_once(world: World) -> None:
    world.sender = Sender(park="nowhere")
    payload = world.sender.batch(reading())
    assert world.commit(payload, payload) == [Outcome.ASIDE, Outcome.ASIDE]
    assert world.commit(payload) == [Outcome.ASIDE]
    assert world.rows("SELECT reason, park_id, edge_id FROM core.quarantine") == [
        ("unknown_park", None, None)
    ]


def test_all_or_nothing(world: World) -> None:
    with psycopg.connect(world.database.owner_url, autocommit=True) as owner:
        owner.execute("ALTER TABLE core.gap_marker ADD CHECK (reason <> 'bad')")
    with pytest.raises(StoreRefusedError):
        world.commit(world.sender.batch(reading()), world.sender.batch(gaps=((NOON_MS, NOON_MS, 1, "bad"),)))
    for table in ("core.batch", "core.spool_cursor", "series.reading", "core.invalidation"):
        assert world.rows(f"SELECT count(*) FROM {table}") == [(0,)], table


def test_a_database_that_is_away_is_said_to_be(world: World) -> None:
    with pools(world.database) as opened:
        opened.ingest.close()
        with pytest.raises(StoreUnavailableError):
            ReadingStore(opened.ingest).commit([])
