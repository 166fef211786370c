"""What a damaged file still gives up, and what a kill at any instant leaves."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from parkcarbon_edge.spool import Spool

from tests.edge.spool.readings import Opener, gaps_of, held, reading, readings


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
        values = [int(r[2]) for r in held(spool)]
        assert values == list(range(values[0], values[0] + len(values)))
        assert values[-1] + 1 >= reported
        assert spool.marks("c") == {"p": values[-1]}
        rows = spool.head(0, 10**6)
        assert [r.prev for r in rows] == [0, *(r.seq for r in rows[:-1])]
        assert rows[-1].seq > last_seq
        assert uuid in (None, spool.uuid)
        number, uuid, last_seq = values[-1] + 1, spool.uuid, rows[-1].seq
        spool.close()


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
