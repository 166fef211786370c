"""The receiver: grouping, order of acknowledgement, failures and poison."""

from collections.abc import Sequence
from datetime import UTC, datetime

from parkcarbon_edge import wire
from parkcarbon_platform.ingest.core import Action, Commit, Grouping, IngestCore, Message, PubAck, PublishAck
from parkcarbon_platform.storage.delivery import Cursor, Delivery, Envelope, Outcome, Result

AT = datetime(2026, 3, 1, tzinfo=UTC)
SPOOL = "0b7e4f5c-6a1d-4e0b-9c3f-2d1e0f9a8b7c"
OTHER = "1b7e4f5c-6a1d-4e0b-9c3f-2d1e0f9a8b7c"
ADDRESS = wire.Address("00", "park", "edge")
GROUPING = Grouping(max_bytes=100, max_messages=3, linger_s=1, retry_s=1, retry_max_s=4)


def message(mid: int, generation: int = 1, size: int = 10) -> Message:
    return Message(generation, mid, ADDRESS.topic("up"), b"x" * size, AT)


def core() -> IngestCore:
    made = IngestCore(GROUPING)
    made.connected(1)
    return made


def delivery(seq: int, spool: str = SPOOL) -> Delivery:
    return Delivery(
        ADDRESS.topic("up"), AT, b"", park_id=1, edge_id=1, envelope=Envelope(spool, seq, seq - 1)
    )


def result(deliveries: Sequence[Delivery]) -> Result:
    cursors = {d.stream: Cursor(d.envelope.seq) for d in deliveries if d.stream and d.envelope}
    return Result([Outcome.STORED] * len(deliveries), cursors)


def mids(actions: Sequence[Action]) -> list[int]:
    return [m.mid for action in actions if isinstance(action, Commit) for m in action.messages]


def finish(ingest: IngestCore, *deliveries: Delivery, now: float = 0) -> list[Action]:
    return ingest.committed(deliveries, result(deliveries), now)


def test_it_waits_a_little_for_company() -> None:
    ingest = core()
    assert ingest.message(message(1), 0) == []
    assert ingest.deadline == 1
    assert ingest.tick(0.9) == []
    assert mids(ingest.tick(1)) == [1]
    assert ingest.deadline is None


def test_a_full_group_does_not_wait() -> None:
    ingest = core()
    ingest.message(message(1), 0)
    ingest.message(message(2), 0)
    assert mids(ingest.message(message(3), 0)) == [1, 2, 3]
    ingest = core()
    assert mids(ingest.message(message(1, size=100), 0)) == [1]


def test_one_commit_is_under_way_at_a_time() -> None:
    ingest = core()
    for mid in range(1, 9):
        ingest.message(message(mid), 0)
    assert ingest.waiting == 8
    assert mids(finish(ingest, delivery(1))) == [4, 5, 6]
    assert mids(finish(ingest, delivery(2))) == []
    assert mids(ingest.tick(1)) == [7, 8]


def test_the_edge_is_told_before_the_broker() -> None:
    ingest = core()
    ingest.message(message(1), 0)
    ingest.message(message(2), 0)
    ingest.tick(1)
    actions = finish(ingest, delivery(1), delivery(2))
    assert [type(action) for action in actions] == [PublishAck, PubAck, PubAck]
    told = actions[0]
    assert isinstance(told, PublishAck)
    assert told.topic == ADDRESS.topic("ack")
    assert wire.decode_ack(told.payload) == wire.Ack(spool=SPOOL, committed=2)


def test_the_stream_touched_last_is_told_last_and_so_retained() -> None:
    ingest = core()
    ingest.message(message(1), 0)
    ingest.tick(1)
    actions = finish(ingest, delivery(1), delivery(1, OTHER), delivery(2))
    told = [wire.decode_ack(a.payload).spool for a in actions if isinstance(a, PublishAck)]
    assert told == [OTHER, SPOOL]


def test_a_message_of_nobody_is_acknowledged_to_the_broker_alone() -> None:
    ingest = core()
    ingest.message(message(1), 0)
    ingest.tick(1)
    nobody = Delivery(ADDRESS.topic("up"), AT, b"")
    assert ingest.committed([nobody], Result([Outcome.ASIDE], {}), 1) == [PubAck(1, 1)]


def test_another_connections_messages_are_not_acknowledged() -> None:
    ingest = core()
    ingest.message(message(1), 0)
    ingest.tick(1)
    ingest.disconnected()
    ingest.connected(2)
    assert [type(a) for a in finish(ingest, delivery(1))] == [PublishAck]


def test_what_an_old_connection_delivers_late_is_dropped() -> None:
    ingest = core()
    ingest.connected(2)
    assert ingest.message(message(1, generation=1), 0) == []
    assert ingest.waiting == 0
    ingest.disconnected()
    ingest.message(message(1, generation=2), 0)
    assert ingest.waiting == 0


def test_a_failed_commit_is_made_again_later_and_nothing_is_acknowledged() -> None:
    ingest = core()
    ingest.message(message(1), 0)
    ingest.tick(1)
    waits, now = [], 1.0
    for _ in range(4):
        assert ingest.commit_failed(now) == []
        assert ingest.deadline is not None
        assert ingest.tick(ingest.deadline - 0.01) == []
        waits.append(ingest.deadline - now)
        now = ingest.deadline
        assert mids(ingest.tick(now)) == [1]
    assert waits == [1, 2, 4, 4]
    finish(ingest, delivery(1), now=now)
    ingest.message(message(2), now)
    ingest.tick(now + 1)
    ingest.commit_failed(now + 1)
    assert ingest.deadline == now + 2


def test_refused_content_is_found_and_put_aside_alone() -> None:
    ingest = core()
    for mid in (1, 2, 3):
        ingest.message(message(mid), 0)
    poison, commits, refused = 2, [], []
    actions = ingest.commit_refused(0)
    while actions:
        commit = actions[-1]
        assert isinstance(commit, Commit)
        commits.append([m.mid for m in commit.messages])
        if commit.refuse:
            refused.append(commits[-1])
        bad = any(m.mid == poison for m in commit.messages) and not commit.refuse
        actions = ingest.commit_refused(0) if bad else finish(ingest, delivery(1))
        actions = [a for a in actions if isinstance(a, Commit)]
    assert commits == [[1], [2, 3], [2], [2], [3]]
    assert refused == [[2]]
    assert ingest.waiting == 0


def test_where_not_even_the_place_is_taken_it_tries_again_later() -> None:
    ingest = core()
    ingest.message(message(1), 0)
    ingest.tick(1)
    (aside,) = ingest.commit_refused(1)
    assert isinstance(aside, Commit)
    assert aside.refuse
    assert ingest.commit_refused(1) == []
    (again,) = ingest.tick(2)
    assert again == Commit((message(1),))
