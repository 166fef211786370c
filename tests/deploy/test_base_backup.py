"""A base backup of the private database with real data, restored on the same place, and to a moment."""

import io
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
from parkcarbon_local import cli, doctor
from parkcarbon_local.environment import Environment
from parkcarbon_local.errors import LocalError, StartError
from parkcarbon_local.stack import Stack
from parkcarbon_platform.cli import main
from parkcarbon_platform.services import base_backups
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.storage.database import Database as Pools
from parkcarbon_platform.storage.schema import migrate

from tests.support.metered import MINUTE, START, MeteredPark
from tests.support.processes import wait_until
from tests.support.stack import Database, private_folder

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

NOW = datetime(2026, 11, 24, tzinfo=UTC)
QUARTER = 15 * MINUTE


class Said(NamedTuple):
    code: int
    out: str
    err: str


@dataclass
class Place:
    """A private database that keeps its log, with a park in it."""

    stack: Stack
    park: MeteredPark
    folder: Path

    def platform(self, *words: object) -> Said:
        """A command of the platform on this database."""
        roles = self.stack.role_urls()
        told = {
            "PARKCARBON_DATABASE_URL": self.stack.postgres.url(),
            "PARKCARBON_DATABASE_APP_URL": roles["pc_app"],
            "PARKCARBON_DATABASE_INGEST_URL": roles["pc_ingest"],
            "PARKCARBON_DATABASE_DIRECTORY_URL": roles["pc_directory"],
            "PARKCARBON_POSTGRES_BIN": str(self.stack.postgres.programs),
        }  # fmt: skip
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name, value in told.items():
                patch.setenv(name, value)
            code = main([str(word) for word in words])
        return Said(code, out.getvalue(), err.getvalue())

    def run(self, *words: object) -> str:
        """A command that succeeds; what it says."""
        said = self.platform(*words)
        assert said.code == 0, said.err
        return said.out

    def write(self, numbers: range) -> None:
        """Quarter hours of registers, settled."""
        self.park.write(
            [(p, START + n * QUARTER, 100.0 + n, 0) for p in ("main", "office", "gas") for n in numbers]
        )
        settlement.settle(self.park.pools, self.park.id, lambda *_: None, clock=lambda: NOW)

    def audited(self) -> str:
        """The events of the park's chain, which holds."""
        return self.run("audit", "verify", "metered")

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Without the server, whose pools come back to the one that runs then."""
        self.park.close()
        self.stack.stop_one(self.stack.postgres)
        yield
        self.start()
        self.park.pools = pools_of(database_of(self.stack))

    def start(self) -> None:
        self.stack.postgres.prepare()
        self.stack.start_one(self.stack.postgres)
        # Until the log is read to its end it answers, and writes nothing.
        wait_until(lambda: not self.is_recovering(), "the recovery", timeout_s=120)

    def is_recovering(self) -> bool:
        with psycopg.connect(self.stack.postgres.url("postgres")) as connection:
            return connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,)

    def count(self) -> int:
        with psycopg.connect(self.stack.postgres.url()) as connection:
            row = connection.execute("SELECT count(*) FROM series.reading").fetchone()
        assert row is not None
        return int(row[0])


def pools_of(database: Database) -> Pools:
    return Pools(database.app_url, database.directory_url, database.ingest_url, size=4)


def database_of(stack: Stack) -> Database:
    roles = stack.role_urls()
    return Database(
        "parkcarbon", stack.postgres.url(), roles["pc_app"], roles["pc_ingest"], roles["pc_directory"]
    )


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with private_folder() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        (folder / "kept").mkdir(mode=0o711)
        monkeypatch.setenv("PARKCARBON_WAL_DIR", str(folder / "kept" / "wal"))
        monkeypatch.setenv("PARKCARBON_DATA_DIR", str(folder / "stack"))
        stack = Stack(folder / "stack")
        try:
            stack.layout.make()
            stack.postgres.prepare()
            stack.start_one(stack.postgres)
            stack.postgres.ensure_database()
            migrate(stack.postgres.url(), stack.role_urls())
            made = Place(stack, MeteredPark(database_of(stack)), folder)
            made.write(range(9))
            yield made
            made.park.close()
        finally:
            stack.stop()


def test_what_is_damaged_or_in_use_is_refused(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    base = place.folder / "damaged"
    place.run("backup", "base", base)
    assert place.platform("backup", "base", base).code == 1  # never over another
    assert restore(base) == 1
    assert "parkcarbon down" in capsys.readouterr().err
    there = place.platform("backup", "unpack", base, "--to", place.stack.postgres.cluster)
    assert "is there" in there.err
    alone = place.platform("backup", "unpack", base, "--to", place.folder / "n", "--until", NOW.isoformat())
    assert "--wal" in alone.err
    tar = base / "base.tar.gz"
    content = bytearray(tar.read_bytes())
    content[len(content) // 2] ^= 1
    tar.write_bytes(content)
    assert "damaged" in place.platform("backup", "check", base).err
    with place.stopped():
        assert restore(base) == 1
    assert "damaged" in capsys.readouterr().err
    assert place.count() == 27  # nothing was changed
    weak = place.stack.role_urls()["pc_app"]
    refused = place.platform("backup", "base", place.folder / "weak", "--url", weak)
    assert "REPLICATION" in refused.err
    assert not list((place.folder / "weak").iterdir())


def test_what_was_lost_comes_back_and_any_moment_can_be_had(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the data folder gone: as new as the kept log; then as before somebody deleted what was needed.

    Each time the audit chain, the sums of the ledger and every row of every table are what they were.
    """
    base, rows, log = place.folder / "base", place.folder / "rows", place.folder / "kept" / "wal"
    with busy(place):
        assert "Whole: " in place.run("backup", "base", base)
    place.write(range(9, 12))
    earlier, fewer = moment_of(place), place.count()
    place.write(range(12, 18))
    place.run("sums", "metered")
    place.run("backup", "make", rows)
    before, readings, moment = place.audited(), place.count(), moment_of(place)
    with psycopg.connect(place.stack.postgres.url(), autocommit=True) as owner:
        owner.execute("DELETE FROM series.reading")  # what somebody should not have done
    keep_log(place, log)
    assert place.count() == 0

    with place.stopped():
        shutil.rmtree(place.stack.postgres.cluster)  # and then the disk went
        assert restore(base, "--wal", log, "--until", moment) == 0
    assert "backup" in capsys.readouterr().out
    assert place.count() == readings
    assert place.audited() == before
    assert "holds the same" in place.run("backup", "check", rows, "--url", place.stack.postgres.url())
    place.run("sums", "metered")

    # The server that came back works on, and keeps its log beside that of before.
    place.write(range(18, 20))
    place.run("sums", "metered")
    assert place.count() == readings + 6
    # A base backup of it forgets the moment that it was brought back to.
    again = place.folder / "again"
    place.run("backup", "base", again)
    place.write(range(20, 22))
    keep_log(place, log)
    with place.stopped():
        other = place.folder / "kept" / "other"
        other.mkdir()
        assert restore(again, "--wal", other) == 1
        assert "with which this backup ends" in capsys.readouterr().err
        assert restore(again, "--wal", log) == 0
    assert place.count() == readings + 12

    # Another moment of the first base backup is another moment, whatever was restored between.
    with place.stopped():
        assert restore(base, "--wal", log, "--until", earlier) == 0
    assert place.count() == fewer

    with place.stopped():
        # A piece that cannot be read is not the end of the log.
        last = max(log.glob("00000001????????????????.gz"))
        last.write_bytes(last.read_bytes()[:-20])
        assert restore(base, "--wal", log, "--timeline", "current") == 0
        place.stack.postgres.prepare()
        with suppress(StartError):  # it answers for a moment, before it comes to that
            place.stack.start_one(place.stack.postgres)
        wait_until(lambda: not place.stack.postgres.server_pids(), "the server to stop", timeout_s=60)
        capsys.readouterr()
        assert restore(base) == 0
    said = capsys.readouterr().out
    kept = sorted(place.stack.postgres.data.glob("cluster.*"))
    assert str(kept[-1]) in said
    assert place.count() == 27
    assert "the chain holds" in place.audited()
    place.run("sums", "metered")

    # This one began again where the log of the first went on: the folder is another's, and that is told.
    environment = Environment(place.stack.layout)
    with psycopg.connect(place.stack.postgres.url(), autocommit=True) as owner:
        owner.execute("SELECT pg_switch_wal()")
    wait_until(lambda: [check.ok for check in doctor.kept_log(environment)] == [False], "the doctor to tell")


def test_a_folder_that_a_shell_would_read_otherwise_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PARKCARBON_WAL_DIR", str(tmp_path / "a'b"))
    with pytest.raises(LocalError, match="shell"):
        Stack(tmp_path).postgres._kept_log()


def test_a_log_with_a_gap_and_a_restore_that_was_cut_off_are_refused(tmp_path: Path) -> None:
    since, size = "0000000100000000000000FE", 2**24
    kept = [f"0000000100000000000000{n}" for n in ("02", "FE", "FF")] + ["000000010000000100000000"]
    other = ["000000020000000100000007", "000000020000000100000008", "00000002.history"]
    assert base_backups.missing(since, [*kept, *other], size) is None
    assert base_backups.missing(since, [*kept[:2], kept[3]], size) == "0000000100000000000000FF"
    server = Stack(tmp_path).postgres
    (server.data / "restored.20261127T020000Z").mkdir(parents=True)
    with pytest.raises(LocalError, match="cut off"):
        server._expect_none()


def moment_of(place: Place) -> str:
    """Now, as the server has it."""
    with psycopg.connect(place.stack.postgres.url(), autocommit=True) as owner:
        row = owner.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None
    return str(row[0].isoformat())


def restore(*words: object) -> int:
    """The command of this machine's stack."""
    return cli.main(["restore", *map(str, words)])


def keep_log(place: Place, log: Path) -> None:
    """Begin a new piece of the log, and wait until the one before is kept."""
    with psycopg.connect(place.stack.postgres.url(), autocommit=True) as owner:
        row = owner.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
    assert row is not None
    piece = log / f"{row[0]}.gz"
    wait_until(piece.exists, f"{piece.name} to be kept", timeout_s=60)


@contextmanager
def busy(place: Place) -> Iterator[None]:
    """Somebody writes all the while."""
    stop = threading.Event()

    def write() -> None:
        with psycopg.connect(place.stack.postgres.url(), autocommit=True) as owner:
            owner.execute("CREATE TABLE IF NOT EXISTS public.busy (number bigint PRIMARY KEY)")
            number = 0
            while not stop.is_set():
                number += 1
                owner.execute("INSERT INTO public.busy VALUES (%s)", (number,))
            owner.execute("DROP TABLE public.busy")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
