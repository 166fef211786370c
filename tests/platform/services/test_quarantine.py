"""The operator's quarantine: what is replayed is stored once, and nobody decides twice."""

import json
from collections.abc import Iterator

import msgspec
import pytest
from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services.connecting import quarantine
from parkcarbon_platform.storage import quarantine as storage
from parkcarbon_platform.storage.database import Database as Pools
from parkcarbon_platform.storage.readings import ReadingStore

from tests.support import park as parks
from tests.support.delivery import NOON_MS, Sender, apply, delivered, pools, read_catalogue, rows
from tests.support.stack import Database


class World:
    """A park and what edges sent it."""

    def __init__(self, database: Database, opened: Pools) -> None:
        self.database, self.pools = database, opened
        self.park_id = apply(database, parks.park_file(["aa", "bb"]))
        self.sender = Sender()

    def send(self, payload: bytes) -> None:
        known = read_catalogue(self.database)
        ReadingStore(self.pools.ingest).commit([delivered(known, self.sender, payload)])

    def items(self) -> list[quarantine.Item]:
        return quarantine.page(self.pools, self.park_id)

    def replay(
        self, item: quarantine.Item, payload: bytes | None = None, point: str | None = None
    ) -> quarantine.Replayed:
        return quarantine.replay(
            self.pools, self.park_id, item.id, by="operator", payload=payload, point=point
        )

    def values(self) -> list[object]:
        return [value for (value,) in rows(self.database, "SELECT value FROM series.reading ORDER BY time")]


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    with pools(database) as opened:
        yield World(database, opened)


def test_a_key_is_bound_and_its_reading_replayed(world: World) -> None:
    world.send(world.sender.batch(("new-key", NOON_MS, 5.0, 0)))
    (item,) = world.items()
    assert (item.reason, item.reading_index, item.payload) == (
        "unknown_point",
        0,
        b'["new-key", %d, 5.0, 0]' % NOON_MS,
    )
    with pytest.raises(quarantine.StillBadError, match="unknown_point"):
        world.replay(item)
    assert world.replay(item, point="aa") == (1, 0)
    assert world.values() == [5.0]
    assert world.items() == []
    done = quarantine.show(world.pools, world.park_id, item.id)
    assert (done.state, done.resolved_by) == ("replayed", "operator")
    assert done.resolved_at is not None
    world.send(world.sender.batch(("new-key", NOON_MS + 1, 6.0, 0)))
    assert world.values() == [5.0, 6.0]


def test_a_replayed_reading_has_its_provenance_and_is_computed_again(world: World) -> None:
    world.send(world.sender.batch(("aa", NOON_MS, "12,5", 0)))
    (item,) = world.items()
    world.replay(item, payload=b'["aa", %d, 12.5, 0]' % NOON_MS)
    batch = "SELECT b.readings, b.seq FROM series.reading r JOIN core.batch b ON b.id = r.batch_id"
    assert rows(world.database, batch) == [(1, 1)]
    assert rows(world.database, "SELECT count(*) FROM core.invalidation") == [(1,)]
    assert quarantine.show(world.pools, world.park_id, item.id).note == "with a corrected payload"


def test_a_whole_message_is_corrected_and_replayed(world: World) -> None:
    good = msgspec.json.decode(world.sender.batch(("aa", NOON_MS, 1.0, 0), ("bb", NOON_MS + 1, 2.0, 0)))
    world.send(msgspec.json.encode(good | {"v": 99}))
    (item,) = world.items()
    with pytest.raises(quarantine.StillBadError, match="malformed"):
        world.replay(item)
    assert world.replay(item, payload=json.dumps(good).encode()) == (2, 0)
    assert world.values() == [1.0, 2.0]


def test_what_is_still_bad_in_a_replayed_message_goes_back(world: World) -> None:
    content = msgspec.json.decode(world.sender.batch(("aa", NOON_MS, 1.0, 0), ("cc", NOON_MS, 2.0, 0)))
    world.send(b"garbage")
    (item,) = world.items()
    assert world.replay(item, payload=json.dumps(content).encode()) == (1, 1)
    (left,) = world.items()
    assert (left.reason, left.reading_index) == ("unknown_point", 1)


def test_a_corrected_reading_cannot_move_the_cursor_of_a_spool(world: World) -> None:
    world.send(world.sender.batch(("aa", NOON_MS, "x", 0)))
    (item,) = world.items()
    named = f'["aa", {NOON_MS}, 1, 0]], "spool": "{world.sender.spool}", "seq": 9000, "x": [[1]'
    world.replay(item, payload=named.encode())
    cursor = "SELECT committed_seq FROM core.spool_cursor WHERE spool = %s"
    assert rows(world.database, cursor, world.sender.spool) == [(1,)]


def test_what_one_edge_fills_is_bounded_and_the_rest_is_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "OPEN_READINGS", 3)
    monkeypatch.setattr(storage, "OPEN_MESSAGES", 2)
    sent = [("zz", NOON_MS + n, 1.0, 0) for n in range(4)]
    world.send(world.sender.batch(*sent, ("aa", NOON_MS, 7.0, 0), ("aa", NOON_MS, "x", 0)))
    world.send(world.sender.batch(("zz", NOON_MS, 1.0, 0)))
    for n in range(4):
        world.send(b"garbage %d" % n)
    assert world.values() == [7.0]
    (full,) = [item for item in world.items() if item.reason == "overflow"]
    assert json.loads(full.payload) == {"malformed": 3, "unknown_point": 2, "wrong_type": 1}
    assert sorted(item.reason for item in world.items()) == [
        "malformed", "overflow", "unknown_point", "unknown_point", "unknown_point",
    ]  # fmt: skip
    with pytest.raises(quarantine.StillBadError):
        world.replay(full)
    for item in world.items():
        quarantine.dismiss(world.pools, world.park_id, item.id, by="operator", note="seen")
    world.send(world.sender.batch(("zz", NOON_MS, 1.0, 0)))
    assert [item.reason for item in world.items()] == ["unknown_point"]


def test_nobody_decides_twice(world: World) -> None:
    world.send(world.sender.batch(("aa", NOON_MS, "x", 0), ("aa", NOON_MS, "y", 0)))
    first, second = world.items()
    world.replay(first, payload=b'["aa", %d, 1, 0]' % NOON_MS)
    quarantine.dismiss(world.pools, world.park_id, second.id, by="operator", note="meter under repair")
    for item in (first, second):
        with pytest.raises(ConflictError, match="already"):
            world.replay(item, payload=b'["aa", %d, 1, 0]' % NOON_MS)
        with pytest.raises(ConflictError, match="already"):
            quarantine.dismiss(world.pools, world.park_id, item.id, by="operator", note="again")
    assert world.values() == [1.0]
    dismissed = quarantine.page(world.pools, world.park_id, state="dismissed")
    assert [(i.id, i.note) for i in dismissed] == [(second.id, "meter under repair")]


def test_a_failed_replay_leaves_the_item_open(world: World) -> None:
    world.send(world.sender.batch(("aa", NOON_MS, "x", 0)))
    (item,) = world.items()
    for payload in (b"", b"[", b'["aa"]', b'["aa", 0, 1, 0]', b'["zz", 1, 1, 0]'):
        with pytest.raises(quarantine.StillBadError):
            world.replay(item, payload=payload)
    assert [i.id for i in world.items()] == [item.id]
    assert world.values() == []


def test_messages_of_nobody_wait_for_their_park(world: World) -> None:
    world.sender = Sender(park="late-park")
    world.send(world.sender.batch(("aa", NOON_MS, 1.0, 0)))
    assert world.items() == []
    (item,) = quarantine.page_of_nobody(world.pools)
    with pytest.raises(quarantine.StillBadError, match="unknown_park"):
        quarantine.replay(world.pools, None, item.id, by="admin")
    apply(world.database, parks.park_file(["aa"], park="late-park"))
    assert quarantine.replay(world.pools, None, item.id, by="admin") == (1, 0)
    world.send(world.sender.at(1, 0, ("aa", NOON_MS, 1.0, 0)))
    assert world.values() == [1.0]


def test_another_parks_items_do_not_exist(world: World) -> None:
    world.send(b"garbage")
    (item,) = world.items()
    other = apply(world.database, parks.park_file(["aa"], park="other-park"))
    assert quarantine.page(world.pools, other) == []
    for call in (
        lambda: quarantine.show(world.pools, other, item.id),
        lambda: quarantine.replay(world.pools, other, item.id, by="x"),
        lambda: quarantine.dismiss(world.pools, other, item.id, by="x", note="x"),
        lambda: quarantine.show(world.pools, None, item.id),
        lambda: quarantine.show(world.pools, world.park_id, item.id + 1),
    ):
        with pytest.raises(NotFoundError):
            call()


def test_dismissing_needs_a_reason(world: World) -> None:
    world.send(b"garbage")
    (item,) = world.items()
    with pytest.raises(InvalidError):
        quarantine.dismiss(world.pools, world.park_id, item.id, by="x", note="  ")


@pytest.mark.parametrize(("payload", "point"), [(b"garbage", "aa"), (None, "nowhere")])
def test_binding_needs_a_single_reading_and_a_point(world: World, payload: bytes | None, point: str) -> None:
    world.send(payload or world.sender.batch(("new-key", NOON_MS, 5.0, 0)))
    (item,) = world.items()
    with pytest.raises((InvalidError, NotFoundError)):
        world.replay(item, point=point)


def test_pages_go_back_in_time(world: World) -> None:
    world.send(world.sender.batch(*[("zz", NOON_MS + n, 1.0, 0) for n in range(5)]))
    first = quarantine.page(world.pools, world.park_id, limit=3)
    rest = quarantine.page(world.pools, world.park_id, before=first[-1].id, limit=3)
    assert [i.reading_index for i in [*first, *rest]] == [4, 3, 2, 1, 0]
