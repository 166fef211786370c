"""A full spool gives up the oldest, with markers; a full disk loses nothing that is stored."""

import subprocess
import sys
from pathlib import Path

from parkcarbon_edge.errors import SpoolUnavailableError
from parkcarbon_edge.spool import Spool
from parkcarbon_edge.spool_bounds import merge_gaps

from tests.edge.spool.readings import SMALL, Opener, gaps_of, held, reading, readings


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
