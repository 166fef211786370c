"""Several destinations: each with its cursor; what only one of them misses is told to that one alone."""

import sqlite3
from collections.abc import Callable

import pytest
from parkcarbon_edge.errors import SpoolUnavailableError
from parkcarbon_edge.spool import Spool
from parkcarbon_edge.spool_bounds import Gap
from parkcarbon_edge.spool_destinations import Destination, inspect_spool

from tests.edge.spool.readings import SMALL, Opener, content, gaps_of, held, reading, readings

OTHER = "historian"


def held_for(spool: Spool, name: str) -> tuple[list[object], list[Gap]]:
    rows = [content(row.payload) for row in spool.head(0, 10**6, name)]
    return [r for found, _ in rows for r in found], [g for _, gaps in rows for g in gaps]


@pytest.fixture
def two(open_spool: Opener) -> Spool:
    return open_spool(others=[OTHER])


def test_a_row_goes_once_every_destination_has_it(two: Spool) -> None:
    for i in range(4):
        two.append(readings(i, 1))
    two.forget(3)
    assert two.depth == (1, reading(3)[1])
    assert two.of(OTHER).depth == (4, reading(0)[1])
    assert (two.oldest(), two.least_waiting) == (1, 1)
    two.forget(2, OTHER)
    assert two.oldest() == 3
    assert two.of(OTHER).depth == (2, reading(2)[1])
    two.forget(4)
    two.forget(4, OTHER)
    assert two.oldest() is None
    assert two.of(OTHER).depth == (0, None)


def test_each_has_an_identity_and_rows_of_its_own(two: Spool) -> None:
    for i in range(3):
        two.append(readings(i, 1))
    two.forget(2)
    assert two.uuid != two.of(OTHER).uuid
    assert [(r.seq, r.prev) for r in two.head(0, 9)] == [(3, 0)]
    assert [(r.seq, r.prev) for r in two.head(0, 9, OTHER)] == [(1, 0), (2, 1), (3, 2)]
    assert [(r.seq, r.prev) for r in two.head(2, 9, OTHER)] == [(3, 2)]


def test_an_acknowledgement_of_before_moves_nothing_back(two: Spool) -> None:
    two.append(readings(0, 1))
    two.append(readings(1, 1))
    two.forget(2)
    two.forget(1)
    assert two.head(0, 9) == []
    assert two.depth.batches == 0


def test_everything_survives_a_restart(two: Spool, open_spool: Opener) -> None:
    for i in range(4):
        two.append(readings(i, 1))
    two.forget(3)
    two.forget(1, OTHER)
    before = {name: two.of(name) for name in two.names}
    two.close()
    again = open_spool(others=[OTHER])
    assert {name: again.of(name) for name in again.names} == before
    assert again.names == ["platform", OTHER]
    summary = inspect_spool(again.path)
    assert summary is not None
    assert summary.destinations == {"platform": (1, reading(3)[1]), OTHER: (3, reading(1)[1])}


def test_one_that_comes_gets_what_is_stored_from_then_on(spool: Spool) -> None:
    spool.append(readings(0, 10))
    spool.serve([OTHER])
    spool.append(readings(10, 5))
    assert held_for(spool, OTHER)[0] == readings(10, 5)
    assert spool.head(0, 9, OTHER)[0].prev == 0
    assert (spool.collected, spool.of(OTHER).collected) == (15, 5)
    assert held(spool) == readings(0, 15)


def test_one_that_goes_holds_nothing_back_and_comes_back_as_another(two: Spool) -> None:
    two.append(readings(0, 10))
    before = two.of(OTHER).uuid
    two.forget(1)
    two.serve([])
    assert two.oldest() is None
    assert two.names == ["platform"]
    two.serve([OTHER])
    assert two.of(OTHER).uuid != before
    assert two.of(OTHER).collected == 0
    assert two.head(0, 9, OTHER) == []


def test_a_file_without_them_belongs_to_the_platform(spool: Spool, open_spool: Opener) -> None:
    """As a version that knew one destination left it."""
    spool.append(readings(0, 10))
    spool.append(readings(10, 1))
    before, db = spool.uuid, spool._db
    db.execute("INSERT INTO meta VALUES ('uuid', ?), ('collected', 77)", (before,))
    db.execute("DROP TABLE destination")
    db.execute("ALTER TABLE batch DROP COLUMN only_for")
    spool.close()
    summary = inspect_spool(spool.path)
    assert summary is not None
    assert summary[:4] == (before, 2, reading(0)[1], 77)
    again = open_spool(others=[OTHER])
    assert (again.uuid, again.collected) == (before, 77)
    assert held(again) == readings(0, 11)
    assert again.head(0, 9, OTHER) == []


def test_a_full_spool_marks_the_slower_one_only(open_spool: Opener) -> None:
    spool = open_spool(bound=SMALL, others=[OTHER])
    total = 0
    while not held_for(spool, OTHER)[1]:
        spool.append(readings(total, 200))
        total += 200
        spool.forget(spool.last - 1)  # the platform is at most a row behind
    late, gaps = held_for(spool, OTHER)
    assert gaps_of(spool) == []
    assert held(spool) == readings(total - 200, 200)
    assert [(n, why) for _, _, n, why in gaps] == [(total - len(late), "spool_full")]
    assert late == readings(total - len(late), len(late))
    assert spool.head(0, 1, OTHER)[0].prev == 0
    summary = inspect_spool(spool.path)
    assert summary is not None
    assert {name: spool.of(name).depth for name in spool.names} == summary.destinations
    seqs = [row.seq for row in spool.head(0, 9)]
    assert seqs == list(range(seqs[0], seqs[0] + len(seqs))), "a marker of the other one is no hole"


def test_what_both_miss_is_told_once(open_spool: Opener) -> None:
    spool = open_spool(bound=SMALL, others=[OTHER])
    total = 0
    while not gaps_of(spool):
        spool.append(readings(total, 200))
        total += 200
    assert held_for(spool, OTHER) == (held(spool), gaps_of(spool))


def test_what_is_too_old_for_one_is_not_for_the_one_that_has_it(open_spool: Opener) -> None:
    now = [0.0]
    spool = open_spool(others=[OTHER], max_age_s=100, clock=lambda: now[0])
    spool.append(readings(0, 7))
    spool.forget(1)
    now[0] = 101
    assert spool.has_aged
    spool.append(readings(7, 1))
    assert held_for(spool, OTHER) == (readings(7, 1), [(reading(0)[1], reading(6)[1], 7, "too_old")])
    assert (held(spool), gaps_of(spool)) == (readings(7, 1), [])


def test_an_older_copy_of_the_file_is_a_new_one_to_everybody(two: Spool) -> None:
    two.append(readings(0, 10))
    two.append(readings(10, 5))
    two.forget(1)
    before = {name: two.of(name).uuid for name in two.names}
    two.renew()
    assert not set(before.values()) & {two.of(name).uuid for name in two.names}
    assert (two.collected, two.of(OTHER).collected) == (5, 15)


Break = Callable[[sqlite3.Connection], object]


@pytest.mark.parametrize(
    "broken",
    [
        lambda db: db.execute("UPDATE destination SET cursor = 3 WHERE name = 'historian'"),
        lambda db: db.execute("UPDATE destination SET uuid = CAST(x'8d8e' AS TEXT)"),
    ],
)
def test_a_cursor_that_the_disk_moved_loses_nothing(broken: Break, two: Spool, open_spool: Opener) -> None:
    for i in range(4):
        two.append(readings(i, 1))
    two.forget(2)
    broken(two._db)
    two.close()
    again = open_spool(others=[OTHER])
    assert again.set_aside is not None
    for name in again.names:
        assert held_for(again, name) == (readings(0, 4), [])


def test_where_the_disk_refuses_the_destinations_stay(two: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    two.append(readings(0, 3))

    def refuses(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("parkcarbon_edge.spool_destinations.Destinations._sweep", refuses)
        with pytest.raises(SpoolUnavailableError):
            two.serve([])
        two.forget(1, OTHER)
    assert two.names == ["platform", OTHER]
    assert two.of(OTHER).depth.batches == 1
    two.forget(1, OTHER)
    assert two.of(OTHER) == Destination(OTHER, two.of(OTHER).uuid, 1, 3)
