import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from parkcarbon_edge import wire
from parkcarbon_edge.agent import status_path, waiting_since_ms
from parkcarbon_edge.errors import SpoolInUseError, SpoolUnavailableError
from parkcarbon_edge.spool import Gap, Spool, inspect_spool, merge_gaps

BOUND = 1_000_000_000
SMALL = 262_144


def reading(number: int) -> wire.Reading:
    return (f"point-{number % 7}", 1_700_000_000_000 + number, number / 4, 0)


def readings(start: int, count: int) -> list[wire.Reading]:
    return [reading(i) for i in range(start, start + count)]


def content(payload: bytes) -> tuple[list[wire.Reading], list[Gap]]:
    batch = wire.decode_batch(wire.frame("0" * 8 + "-0000-0000-0000-" + "0" * 12, 1, 0, payload))
    return batch.readings, batch.gaps


def held(spool: Spool) -> list[wire.Reading]:
    return [r for row in spool.head(0, 10**6) for r in content(row.payload)[0]]


def gaps_of(spool: Spool) -> list[Gap]:
    return [g for row in spool.head(0, 10**6) for g in content(row.payload)[1]]


Opener = Callable[..., Spool]


@pytest.fixture
def open_spool(tmp_path: Path) -> Iterator[Opener]:
    """Opens spools, and closes them at the end."""
    opened: list[Spool] = []

    def opener(path: Path = tmp_path / "spool.db", bound: int = BOUND) -> Spool:
        opened.append(Spool(path, bound))
        return opened[-1]

    yield opener
    for spool in opened:
        spool.close()


@pytest.fixture
def spool(open_spool: Opener) -> Spool:
    return open_spool()


@pytest.fixture
def small(open_spool: Opener) -> Spool:
    return open_spool(bound=SMALL)


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


# Overflow


def test_the_oldest_go_with_a_gap_marker_when_the_bound_is_reached(small: Spool) -> None:
    spool = small
    total = 0
    while not gaps_of(spool):
        spool.append(readings(total, 200))
        total += 200
    kept = held(spool)
    assert spool.live_bytes() <= SMALL + 8 * 4096
    assert kept == readings(total - len(kept), len(kept))
    [(start, end, lost, reason)] = gaps_of(spool)
    assert reason == "spool_full"
    assert lost == total - len(kept)
    assert (start, end) == (reading(0)[1], kept[0][1] - 1)
    assert spool.head(0, 1)[0].prev == 0
    assert spool.depth == (len(spool.head(0, 10**6)), kept[0][1])


def test_a_long_outage_stays_bounded_and_counts_every_reading_once(small: Spool) -> None:
    spool = small
    for start in range(0, 60_000, 300):
        spool.append(readings(start, 300))
    kept = held(spool)
    assert len(kept) + sum(lost for _, _, lost, _ in gaps_of(spool)) == 60_000
    assert len(kept) > 1000
    assert spool.collected == 60_000
    assert spool.live_bytes() <= SMALL + 8 * 4096


def test_a_marker_that_is_itself_dropped_travels_on(small: Spool) -> None:
    spool = small
    spool.append([], gaps=[(10, 20, 5, "buffer_full")])
    for start in range(0, 30_000, 300):
        spool.append(readings(start, 300))
    assert (10, 20, 5, "buffer_full") in gaps_of(spool)


def test_a_gap_without_readings_is_a_batch_of_its_own(spool: Spool) -> None:
    assert spool.append([], gaps=[(10, 20, 5, "buffer_full")]) == 1
    assert gaps_of(spool) == [(10, 20, 5, "buffer_full")]
    assert spool.depth.batches == 1


def test_drained_pages_are_used_again(small: Spool) -> None:
    spool = small
    for start in range(0, 60_000, 300):
        spool.append(readings(start, 300))
        spool.forget(spool.head(0, 9)[-1].seq)
    assert gaps_of(spool) == []
    assert held(spool) == []
    assert spool.collected == 60_000


def test_gaps_of_one_reason_merge_into_one() -> None:
    merged = merge_gaps([(5, 9, 2, "a"), (1, 3, 1, "a"), (2, 2, 1, "b"), (9, 12, 4, "a")])
    assert merged == [(1, 12, 7, "a"), (2, 2, 1, "b")]


# Damage


def damage(path: Path) -> None:
    """Overwrite pages in the middle of the file."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 3)
        file.write(os.urandom(size // 3))


def test_a_damaged_file_is_set_aside_and_a_new_spool_begins(spool: Spool, open_spool: Opener) -> None:
    for i in range(50):
        spool.append(readings(i * 100, 100))
    before = spool.uuid
    spool.close()
    damage(spool.path)
    again = open_spool()
    assert again.uuid != before
    assert again.set_aside is not None
    assert again.set_aside.exists()
    assert again.set_aside.name.startswith("spool.db.corrupt-2")
    kept = held(again)
    assert 0 < len(kept) < 5000
    assert kept == sorted(kept, key=lambda r: r[1])
    assert set(kept) <= set(readings(0, 5000))
    [(start, end, count, reason)] = gaps_of(again)
    assert (count, reason) == (0, "spool_damaged")
    assert start <= reading(0)[1]
    assert end >= reading(4999)[1]
    again.append(readings(5000, 1))
    assert held(again) == [*kept, reading(5000)]
    assert again.head(0, 1)[0].prev == 0


def test_a_file_that_is_no_database_is_set_aside(tmp_path: Path, open_spool: Opener) -> None:
    (tmp_path / "spool.db").write_bytes(b"not a database, but long enough to be taken for one" * 100)
    spool = open_spool()
    assert spool.set_aside is not None
    assert spool.append(readings(0, 1)) == 1


def test_damage_met_while_running_loses_no_new_reading(spool: Spool) -> None:
    for i in range(50):
        spool.append(readings(i * 100, 100))
    spool._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    spool._db.execute("PRAGMA cache_size = 0")
    damage(spool.path)
    for i in range(50):
        spool.append(readings(10_000 + i * 100, 100))
        spool.head(0, 100)
        if spool.set_aside is not None:
            break
    assert spool.set_aside is not None
    spool.append(readings(20_000, 1))
    assert held(spool)[-1] == reading(20_000)


def test_only_the_last_damaged_files_are_kept(tmp_path: Path, open_spool: Opener) -> None:
    for i in range(5):
        (tmp_path / f"spool.db.corrupt-2026010{i}T000000Z-1").write_text("old")
    (tmp_path / "spool.db").write_bytes(b"no database" * 1000)
    open_spool()
    assert len([p for p in tmp_path.glob("spool.db.corrupt-*") if not p.name.endswith(("-wal", "-shm"))]) == 3


# A full disk


def append_until_refused(spool: Spool, stored: int) -> int:
    while True:
        try:
            spool.append(readings(stored, 100))
        except SpoolUnavailableError:
            return stored
        stored += 100


def test_a_full_database_stores_nothing_and_says_so(spool: Spool) -> None:
    spool.append(readings(0, 100))
    spool._db.execute("PRAGMA max_page_count = 12")
    stored = append_until_refused(spool, 100)
    assert held(spool) == readings(0, stored)
    assert spool.collected == stored
    spool.forget(2)
    spool.append(readings(stored, 100))
    assert held(spool)[-1] == reading(stored + 99)


FULL_DISK = """
import resource, sys
from pathlib import Path
from parkcarbon_edge.errors import SpoolUnavailableError
from parkcarbon_edge.spool import Spool
spool = Spool(Path(sys.argv[1]), 10**9)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
stored = refused = 0
while not refused:
    try:
        spool.append([(f"p{i}", stored + i, 1.5, 0) for i in range(100)])
        stored += 100
    except SpoolUnavailableError:
        refused += 1
seen = sum(row.payload.count(b'["p') for row in spool.head(0, 10**6))
assert seen == stored, (seen, stored)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
spool.append([("after", 1, 1, 0)])
print(stored)
"""


def test_a_full_disk_keeps_what_is_stored_and_recovers(tmp_path: Path, open_spool: Opener) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path / "spool.db")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    spool = open_spool()
    assert len(held(spool)) == int(done.stdout) + 1
    assert spool.set_aside is None


# Kill -9

WRITER = """
import sys
from pathlib import Path
from parkcarbon_edge.spool import Spool
spool = Spool(Path(sys.argv[1]), 10**9)
number = int(sys.argv[2])
while True:
    spool.append([("p", number + i, number + i, 0) for i in range(20)], marks={("c", "p"): number + 19})
    number += 20
    print(number, flush=True)
    if number % 100 == 0:
        spool.forget(spool.head(0, 1)[0].seq)
"""


def kill_at_some_instant(path: Path, start: int, delay_s: float) -> int:
    """Run the writer for a while, kill it, and return the last number that it had reported as stored."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(start)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        reported = int(writer.stdout.readline())
        time.sleep(delay_s)
        writer.send_signal(signal.SIGKILL)
        for line in writer.stdout:
            reported = int(line) if line.endswith("\n") else reported
    return reported


def test_kill_at_any_instant_loses_nothing_that_was_reported(tmp_path: Path, open_spool: Opener) -> None:
    path, chance = tmp_path / "spool.db", random.Random(7)
    number, uuid, last_seq = 0, None, 0
    for _ in range(12):
        reported = kill_at_some_instant(path, number, chance.uniform(0, 0.15))
        spool = open_spool(path)
        assert spool.set_aside is None
        values = [int(r[2]) for r in held(spool)]  # type: ignore[arg-type]
        assert values == list(range(values[0], values[0] + len(values)))
        assert values[-1] + 1 >= reported
        assert spool.marks("c") == {"p": values[-1]}
        rows = spool.head(0, 10**6)
        assert [r.prev for r in rows] == [0, *(r.seq for r in rows[:-1])]
        assert rows[-1].seq > last_seq
        assert uuid in (None, spool.uuid)
        number, uuid, last_seq = values[-1] + 1, spool.uuid, rows[-1].seq
        spool.close()


def test_inspection_needs_no_lock(spool: Spool) -> None:
    spool.append(readings(0, 3))
    summary = inspect_spool(spool.path)
    assert summary == (spool.uuid, 1, reading(0)[1], 3)
    assert inspect_spool(spool.path.with_name("absent.db")) is None


def test_inspection_of_something_else_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "spool.db").write_bytes(b"no database" * 1000)
    with pytest.raises(SpoolUnavailableError):
        inspect_spool(tmp_path / "spool.db")


# An older copy of the file


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


# What a damaged file still gives up


def flip(path: Path, needle: bytes) -> None:
    """Change one digit inside the content of a row: the file stays a sound database."""
    whole = path.read_bytes()
    at = whole.index(needle)
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])


def test_a_value_that_changed_on_the_disk_is_never_sent(spool: Spool, open_spool: Opener) -> None:
    for i in range(5):
        spool.append(readings(i * 10, 10), marks={("c", "p"): reading(i * 10 + 9)[1]})
    spool.close()
    flip(spool.path, b"5.25,0")  # of reading 21
    again = open_spool()
    again.head(0, 9)
    assert again.set_aside is not None
    assert held(again) == [*readings(0, 20), *readings(30, 20)]
    assert [(count, why) for _, _, count, why in gaps_of(again)] == [(0, "spool_damaged")]
    # The source is asked again from the oldest reading that may be missing.
    assert again.marks("c")["p"] <= reading(20)[1]
    assert again.collected == 40


def test_damage_beside_the_rows_loses_nothing_and_marks_nothing(spool: Spool, open_spool: Opener) -> None:
    for i in range(50):
        spool.append(readings(i * 100, 100), marks={("c", "p"): reading(i * 100 + 99)[1]})
    root = spool._db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'progress'").fetchone()[0]
    spool.close()
    with spool.path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    again = open_spool()
    assert again.set_aside is not None
    assert held(again) == readings(0, 5000)
    assert gaps_of(again) == []
    assert again.marks("c") == {"p": reading(4999)[1]}
    assert again.collected == 5000


def test_power_that_goes_before_the_rows_are_taken_over_loses_none(
    spool: Spool, open_spool: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(5):
        spool.append(readings(i * 10, 10))
    spool.close()
    flip(spool.path, b"5.25,0")
    broken = open_spool()
    with monkeypatch.context() as patch:
        patch.setattr(Spool, "_take_over", lambda _: None)
        broken.head(0, 9)
    assert held(broken) == []
    broken.close()
    for _ in range(2):
        again = open_spool()
        assert held(again) == [*readings(0, 20), *readings(30, 20)]
        again.close()


def test_a_file_of_an_earlier_version_is_read_and_gets_its_checksums(
    tmp_path: Path, open_spool: Opener
) -> None:
    spool = open_spool()
    spool.append(readings(0, 3))
    spool._db.execute("ALTER TABLE batch DROP COLUMN crc")
    spool.close()
    again = open_spool()
    again.append(readings(3, 3))
    assert held(again) == readings(0, 6)
    sums = [crc for (crc,) in again._db.execute("SELECT crc FROM batch ORDER BY seq")]
    assert sums[0] is None
    assert sums[1] is not None


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
