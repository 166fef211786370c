"""Backups of a real database: everything comes back; what is damaged or changed is told."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from parkcarbon_platform.cli import main
from parkcarbon_platform.services import backups
from parkcarbon_platform.services.backups import BackupError
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.settings import as_role
from parkcarbon_platform.storage import schema
from parkcarbon_platform.storage.database import Database as Pools
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.support.metered import MINUTE, START, MeteredPark
from tests.support.stack import Database, SharedPostgres

NOW = datetime(2026, 11, 24, tzinfo=UTC)
QUARTER = 15 * MINUTE
ROLES = ("pc_app", "pc_directory", "pc_ingest")


@pytest.fixture(scope="module")
def programs() -> str:
    return str(SharedPostgres.of_checkout().stack.postgres.programs)


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        made = MeteredPark(database)
        made.write(
            [(p, START + n * QUARTER, 100.0 + n, 0) for p in ("main", "office", "gas") for n in range(9)]
        )
        settle(made)
        yield made
        made.close()


@pytest.fixture(scope="module")
def backup(park: MeteredPark, programs: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backups") / "first"
    with commanded(park, programs):
        assert main(["backup", "make", str(folder)]) == 0
    return folder


def name_of(park: MeteredPark) -> str:
    return str(conninfo_to_dict(park.owner_url)["dbname"])


def settle(park: MeteredPark) -> None:
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)


@contextmanager
def commanded(park: MeteredPark, programs: str) -> Iterator[None]:
    """The settings that the commands find."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARKCARBON_DATABASE_URL", park.owner_url)
        patch.setenv("PARKCARBON_POSTGRES_BIN", programs)
        yield


@contextmanager
def restored(park: MeteredPark, folder: Path, programs: str) -> Iterator[str]:
    """The address of a database that the backup was restored into."""
    name = f"{name_of(park)}_restored"
    try:
        with commanded(park, programs):
            assert main(["backup", "restore", str(folder), "--into", name]) == 0
        yield make_conninfo(park.owner_url, dbname=name)
    finally:
        drop(park, name)


def drop(park: MeteredPark, name: str) -> None:
    with psycopg.connect(park.owner_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def test_everything_comes_back_and_the_platform_works_on_it(
    park: MeteredPark, backup: Path, programs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was written after the backup is not in it; readings, settlement and the walls work as before."""
    ledger = park.ledger()
    assert ledger
    park.write([("main", START + 9 * QUARTER, 500.0, 0)])
    with restored(park, backup, programs) as url:
        assert backups.differences(park.owner_url, backups.read(backup)) != []
        with commanded(park, programs):
            assert main(["backup", "check", str(backup), "--url", url]) == 0
        assert "holds the same" in capsys.readouterr().out
        schema.migrate(url)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PARKCARBON_DATABASE_URL", url)
            assert main(["audit", "verify", "metered"]) == 0  # the chain came along, and holds
        roles = (make_conninfo(url, options=f"-c role={role}") for role in ROLES)
        with Pools(*roles, size=2) as pools:
            with pools.tenant(park.id) as connection:
                found = connection.execute("SELECT count(*), sum(co2_mg) FROM core.ledger_entry").fetchone()
                assert found
                assert found[0] == len(ledger)
            with pools.tenant(park.id + 1) as connection:
                assert connection.execute("SELECT count(*) FROM core.ledger_entry").fetchone() == (0,)
            settlement.recalculate(pools, park.id, NOW.replace(year=2020), NOW)
            settlement.settle(pools, park.id, lambda *_: None, clock=lambda: NOW)
            with pools.tenant(park.id) as connection:
                again = connection.execute("SELECT count(*), sum(co2_mg) FROM core.ledger_entry").fetchone()
                assert again == found
        with psycopg.connect(url, autocommit=True) as owner:
            owner.execute("UPDATE series.ledger_entry SET co2_mg = co2_mg + 1 WHERE co2_mg > 0")
        with commanded(park, programs):
            assert main(["backup", "check", str(backup), "--url", url]) == 2
        assert "series.ledger_entry" in capsys.readouterr().out


def test_a_damaged_or_unfinished_backup_is_refused(
    park: MeteredPark, backup: Path, programs: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    dump = bytearray((backup / backups.DUMP).read_bytes())
    (copy / backups.DUMP).write_bytes(dump)
    with pytest.raises(BackupError, match="not finished"):
        backups.read(copy)
    (copy / backups.MANIFEST).write_bytes((backup / backups.MANIFEST).read_bytes())
    assert backups.read(copy) == backups.read(backup)
    dump[len(dump) // 2] ^= 1
    (copy / backups.DUMP).write_bytes(dump)
    name = f"{name_of(park)}_damaged"
    with pytest.raises(BackupError, match="damaged"):
        backups.restore(park.owner_url, copy, programs, name)
    with psycopg.connect(park.owner_url) as connection:
        assert not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()


def test_what_is_there_is_never_written_over(park: MeteredPark, backup: Path, programs: str) -> None:
    with pytest.raises(BackupError, match="not empty"):
        backups.make(park.owner_url, backup, programs, NOW)
    with pytest.raises(BackupError, match="not empty"):
        backups.restore(park.owner_url, backup, programs, name_of(park))


def test_a_log_in_that_does_not_see_every_park_makes_no_backup(
    park: MeteredPark, programs: str, tmp_path: Path
) -> None:
    """Row security would leave rows out, and nobody would notice before the restore."""
    with pytest.raises(BackupError, match="every park"):
        backups.make(as_role(park.owner_url, "pc_app"), tmp_path / "small", programs, NOW)
    with pytest.raises(BackupError, match="pg_dump is not here") as refused:
        backups.make(park.owner_url, tmp_path / "small", str(tmp_path), NOW)
    assert "postgresql-client" in refused.value.advice
    assert not (tmp_path / "small").exists()


def test_nobody_else_can_read_the_dump_while_it_is_written(park: MeteredPark, tmp_path: Path) -> None:
    program, folder = tmp_path / "pg_dump", tmp_path / "open"
    program.write_text("""#!/bin/sh
for given; do case $given in --file=*) stat -c "mode %a" "${given#--file=}" >&2;; esac; done
exit 1
""")
    program.chmod(0o755)
    folder.mkdir(mode=0o755)
    with pytest.raises(BackupError, match="pg_dump failed: mode 600"):
        backups.make(park.owner_url, folder, str(tmp_path), NOW)
    assert list(folder.iterdir()) == []


def test_an_address_that_cannot_be_read_is_not_repeated(programs: str, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="address") as refused:
        backups.make("postgres//somebody:hush@host/name", tmp_path, programs, NOW)
    assert "hush" not in str(refused.value)


def test_a_database_without_the_schema_is_refused_in_words(
    park: MeteredPark, programs: str, tmp_path: Path
) -> None:
    with pytest.raises(BackupError, match="alembic_version"):
        backups.make(make_conninfo(park.owner_url, dbname="postgres"), tmp_path, programs, NOW)
