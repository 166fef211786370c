"""Rows in order, sequences that never come back, an identity for each file."""

from pathlib import Path

import pytest
from parkcarbon_edge.agent import status_path, waiting_since_ms
from parkcarbon_edge.errors import SpoolInUseError, SpoolUnavailableError
from parkcarbon_edge.spool import Spool
from parkcarbon_edge.spool_destinations import inspect_spool

from tests.edge.spool.readings import BOUND, Opener, content, held, reading, readings


def test_what_is_appended_comes_back_in_order(spool: Spool) -> None:
    spool.append(readings(0, 3))
    spool.append(readings(3, 2))
    assert held(spool) == readings(0, 5)
    assert [(r.seq, r.prev) for r in spool.head(0, 9)] == [(1, 0), (2, 1)]
    assert spool.depth == (2, reading(0)[1])
    assert spool.collected == 5


def test_a_large_cycle_becomes_several_batches(spool: Spool) -> None:
    assert spool.append(readings(0, 1201)) == 3
    assert [len(content(row.payload)[0]) for row in spool.head(0, 9)] == [500, 500, 201]


def test_an_empty_cycle_makes_no_batch(spool: Spool) -> None:
    assert spool.append([]) == 0
    assert spool.head(0, 9) == []
    assert spool.oldest() is None
    assert spool.depth == (0, None)


def test_head_starts_after_a_sequence_and_knows_the_row_before(spool: Spool) -> None:
    for i in range(5):
        spool.append(readings(i, 1))
    assert [(r.seq, r.prev) for r in spool.head(2, 2)] == [(3, 2), (4, 3)]


def test_prev_is_zero_once_the_rows_before_are_gone(spool: Spool) -> None:
    for i in range(4):
        spool.append(readings(i, 1))
    spool.forget(2)
    assert [(r.seq, r.prev) for r in spool.head(2, 9)] == [(3, 0), (4, 3)]
    assert spool.oldest() == 3
    assert spool.depth == (2, reading(2)[1])


def test_a_sequence_never_comes_back(spool: Spool) -> None:
    spool.append(readings(0, 1))
    spool.append(readings(1, 1))
    spool.forget(2)
    spool.append(readings(2, 1))
    assert [(r.seq, r.prev) for r in spool.head(0, 9)] == [(3, 0)]


def test_everything_survives_a_restart(spool: Spool, open_spool: Opener) -> None:
    marks = {("opcua-1", "a"): 5, ("opcua-1", "b"): 6, ("mqtt-1", "a"): 7}
    spool.append(readings(0, 4), marks=marks, progress={"h": {"done_to": 9}})
    spool.append([], marks={("opcua-1", "a"): 8}, progress={"h": {"done_to": 4}})
    uuid = spool.uuid
    spool.close()
    again = open_spool()
    assert again.uuid == uuid
    assert held(again) == readings(0, 4)
    assert again.marks("opcua-1") == {"a": 8, "b": 6}
    assert again.marks("none") == {}
    assert again.progress("h") == {"done_to": 4}
    assert again.progress("none") is None
    assert again.collected == 4
    assert again.depth == (1, reading(0)[1])


def test_a_new_file_has_a_new_identity(tmp_path: Path, open_spool: Opener) -> None:
    assert open_spool(tmp_path / "a.db").uuid != open_spool(tmp_path / "b.db").uuid


def test_a_second_agent_is_refused(spool: Spool) -> None:
    with pytest.raises(SpoolInUseError):
        Spool(spool.path, BOUND)


def test_a_folder_that_cannot_be_made_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SpoolUnavailableError):
        Spool(tmp_path / "file" / "spool.db", BOUND)


def test_the_file_is_private(spool: Spool) -> None:
    assert spool.path.stat().st_mode & 0o077 == 0


def test_inspection_needs_no_lock(spool: Spool) -> None:
    spool.append(readings(0, 3))
    summary = inspect_spool(spool.path)
    assert summary == (spool.uuid, 1, reading(0)[1], 3, {"platform": (1, reading(0)[1])})
    assert inspect_spool(spool.path.with_name("absent.db")) is None


def test_inspection_of_something_else_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "spool.db").write_bytes(b"no database" * 1000)
    with pytest.raises(SpoolUnavailableError):
        inspect_spool(tmp_path / "spool.db")


def test_an_older_copy_of_the_file_gets_a_new_identity_and_keeps_its_rows(
    spool: Spool, open_spool: Opener
) -> None:
    for i in range(3):
        spool.append(readings(i * 10, 10))
    spool.forget(1)
    before = spool.uuid
    spool.close()
    copy = spool.path.read_bytes()
    later = open_spool()
    later.append(readings(30, 10))
    later.forget(4)
    assert later.last == 4
    later.close()
    spool.path.write_bytes(copy)
    again = open_spool()
    assert (again.uuid, again.last) == (before, 3)
    again.renew()
    assert again.uuid != before
    assert again.collected == 20
    again.close()
    reopened = open_spool()
    assert (reopened.uuid, reopened.collected) == (again.uuid, 20)
    assert held(reopened) == readings(10, 20)


def test_the_oldest_reading_that_waits_is_known_from_the_last_status(tmp_path: Path) -> None:
    path = tmp_path / "spool.db"
    assert waiting_since_ms(path) is None
    for text, expected in (
        ('{"oldest_unsent_ms": 5, "time_ms": 9}', 5),
        ('{"oldest_unsent_ms": null, "time_ms": 9}', 9),
    ):
        status_path(path).write_text(text)
        assert waiting_since_ms(path) == expected - 60_000
    status_path(path).write_text("not JSON")
    assert waiting_since_ms(path) is None
