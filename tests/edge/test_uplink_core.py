"""The sender: what it sends, when it goes back, and what it never forgets."""

from dataclasses import dataclass, field

import pytest
from parkcarbon_edge import wire
from parkcarbon_edge.uplink.core import Publish, SpoolRow, Timing, UplinkCore

SPOOL = "0b7e4f5c-6a1d-4e0b-9c3f-2d1e0f9a8b7c"
OTHER = "1b7e4f5c-6a1d-4e0b-9c3f-2d1e0f9a8b7c"
CONTENT = wire.encode_content([("a", 1, 1.0, 0)])


@dataclass
class Spool:
    """Rows in memory."""

    uuid: str = SPOOL
    rows: list[int] = field(default_factory=list)
    forgotten: list[int] = field(default_factory=list)
    given: list[int] = field(default_factory=list)

    def head(self, after: int, limit: int) -> list[SpoolRow]:
        before = dict(zip(self.rows, [0, *self.rows], strict=False))
        return [SpoolRow(seq, before[seq], CONTENT) for seq in self.rows if seq > after][:limit]

    def forget(self, upto: int) -> None:
        self.forgotten.append(upto)
        self.rows = [seq for seq in self.rows if seq > upto]

    @property
    def last(self) -> int:
        return max([*self.rows, *self.forgotten, *self.given], default=0)

    def renew(self) -> None:
        self.uuid = OTHER


def sender(*rows: int, window: int = 4) -> tuple[UplinkCore, Spool]:
    spool = Spool(rows=list(rows))
    return UplinkCore(spool, Timing(window=window, resend_s=5, resend_max_s=20)), spool


def sent(actions: list[Publish]) -> list[int]:
    for action in actions:
        assert wire.decode_batch(action.payload).seq == action.seq
    return [action.seq for action in actions]


def test_nothing_is_sent_while_offline() -> None:
    core, _ = sender(1, 2)
    assert core.appended(0) == []
    assert core.tick(100) == []


def test_it_starts_from_the_oldest_row_and_keeps_to_the_window() -> None:
    core, spool = sender(3, 4, 7, 8, 9)
    actions = core.connected(0)
    assert sent(actions) == [3, 4, 7, 8]
    assert [wire.decode_batch(a.payload).prev for a in actions] == [0, 3, 4, 7]
    assert core.in_flight == 4
    spool.rows.append(10)
    assert core.appended(1) == []


def test_an_acknowledgement_makes_room() -> None:
    core, spool = sender(1, 2, 3, 4, 5, 6)
    core.connected(0)
    assert sent(core.acknowledged(SPOOL, 2, 1)) == [5, 6]
    assert spool.rows == [3, 4, 5, 6]


def test_new_rows_are_sent_at_once() -> None:
    core, spool = sender()
    assert core.connected(0) == []
    spool.rows.append(1)
    assert sent(core.appended(1)) == [1]


def test_another_spools_acknowledgement_is_none() -> None:
    core, spool = sender(1, 2)
    core.connected(0)
    assert core.acknowledged("00000000-0000-0000-0000-000000000000", 2, 1) == []
    assert spool.forgotten == []
    assert spool.rows == [1, 2]


@pytest.mark.parametrize("committed", [0, 1, 3])
def test_it_forgets_what_is_committed_and_no_more(committed: int) -> None:
    core, spool = sender(1, 2, 3)
    core.connected(0)
    core.acknowledged(SPOOL, committed, 1)
    assert spool.rows == [seq for seq in (1, 2, 3) if seq > committed]


def test_after_a_lost_connection_it_begins_again() -> None:
    core, _ = sender(1, 2, 3)
    core.connected(0)
    core.acknowledged(SPOOL, 1, 1)
    core.disconnected(2)
    assert core.acknowledged(SPOOL, 1, 2) == []
    assert sent(core.connected(3)) == [2, 3]


def test_repeated_acknowledgements_show_a_hole_once() -> None:
    core, _ = sender(1, 2, 3, 4)
    core.connected(0)
    core.acknowledged(SPOOL, 1, 1)
    assert core.acknowledged(SPOOL, 1, 1.1) == []
    assert sent(core.acknowledged(SPOOL, 1, 1.2)) == [2, 3, 4]
    assert core.acknowledged(SPOOL, 1, 1.3) == []
    assert core.acknowledged(SPOOL, 1, 1.4) == []


def test_the_retained_acknowledgement_is_no_repeat() -> None:
    core, _ = sender(1, 2, 3)
    core.connected(0)
    core.acknowledged(SPOOL, 1, 1)
    core.disconnected(2)
    core.connected(3)
    assert core.acknowledged(SPOOL, 1, 3.1) == []
    assert core.acknowledged(SPOOL, 1, 3.2) == []


def test_where_nothing_moves_one_row_is_sent_again_ever_more_seldom() -> None:
    core, _ = sender(1, 2, 3)
    core.connected(0)
    assert core.deadline == 5
    assert core.tick(4.9) == []
    at, waits = 5.0, []
    for _ in range(4):
        assert core.deadline is not None
        waits.append(core.deadline - (at if waits else 0))
        at = core.deadline
        assert sent(core.tick(at)) == [1]
    assert waits == [5, 10, 20, 20]


def test_once_it_moves_again_the_window_opens() -> None:
    core, _ = sender(*range(1, 20))
    core.connected(0)
    assert sent(core.tick(5)) == [1]
    assert sent(core.acknowledged(SPOOL, 1, 6)) == [2, 3]
    assert sent(core.acknowledged(SPOOL, 3, 7)) == [4, 5, 6, 7]
    assert core.deadline == 12


def test_an_idle_sender_has_no_deadline() -> None:
    core, _ = sender(1)
    core.connected(0)
    core.acknowledged(SPOOL, 1, 1)
    assert core.deadline is None
    assert core.in_flight == 0


def test_rows_that_were_evicted_in_flight_do_not_stop_it() -> None:
    core, spool = sender(1, 2, 3, 4)
    core.connected(0)
    spool.rows = [4, 5]
    actions = core.tick(5)
    assert sent(actions) == [4]
    assert wire.decode_batch(actions[0].payload).prev == 0
    assert sent(core.acknowledged(SPOOL, 4, 6)) == [5]


def test_a_file_restored_from_a_copy_begins_anew_and_sends_all_that_it_holds() -> None:
    core, spool = sender(3, 4, 5)
    core.connected(0)
    actions = core.acknowledged(SPOOL, 90, 1)
    assert spool.forgotten == []
    assert spool.uuid == OTHER
    assert [(b.spool, b.seq, b.prev) for b in (wire.decode_batch(a.payload) for a in actions)] == [
        (OTHER, 3, 0), (OTHER, 4, 3), (OTHER, 5, 4),
    ]  # fmt: skip
    assert core.acknowledged(SPOOL, 90, 2) == []
    core.acknowledged(OTHER, 5, 3)
    assert spool.rows == []


class Stubborn(Spool):
    """A disk that is full: the file keeps its identity."""

    def renew(self) -> None:
        pass


def test_a_copy_that_cannot_be_renewed_waits_instead_of_sending_in_a_circle() -> None:
    spool = Stubborn(rows=[1, 2, 3, 4])
    core = UplinkCore(spool, Timing(window=4, resend_s=5, resend_max_s=20))
    assert sent(core.connected(0)) == [1, 2, 3, 4]
    for _ in range(50):  # each row in flight earns the answer again
        assert core.acknowledged(SPOOL, 99, 1) == []
    assert spool.forgotten == []
    assert sent(core.tick(4)) == []
    assert sent(core.tick(5)) == [1]
    assert core.acknowledged(SPOOL, 99, 6) == []
    assert sent(core.tick(14)) == []
    assert sent(core.tick(15)) == [1]
