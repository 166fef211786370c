"""Leaving: everything of a park as files, and a park that is deleted with a proof that stands."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from parkcarbon_platform import cli, settings
from parkcarbon_platform.errors import ConflictError, InvalidError, TooManyError
from parkcarbon_platform.services import jobs
from parkcarbon_platform.services.access import audit
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.exports import deletion, everything, making
from parkcarbon_platform.services.exports.signing import is_genuine
from parkcarbon_platform.services.onboarding import applying, lifecycle
from parkcarbon_platform.storage import deletion as deletion_rows
from parkcarbon_platform.storage import oversight
from parkcarbon_platform.storage.database import Database as Pools
from parkcarbon_platform.storage.jobs import JobRow
from parkcarbon_platform.storage.jobs import every as every_job

from tests.platform.storage.test_tenancy import fill
from tests.support.delivery import pools
from tests.support.stack import Database

OPERATOR = Actor("operator")
FORMULA = "=HYPERLINK(1)"


@pytest.fixture(scope="module")
def world(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[tuple[Database, Pools]]:
    """Two parks with a row in every table there is."""
    with new_database() as database, pools(database) as opened:
        for code in ("leaving", "staying"):
            fill(database, code)
        with psycopg.connect(database.owner_url) as owner:
            owner.execute("UPDATE core.enterprise SET name_en = %s WHERE code = 'mill'", (FORMULA,))
            # What stands for events there is no chain: it begins anew.
            owner.execute("DELETE FROM core.audit_event")
            owner.execute("DELETE FROM core.audit_head")
            owner.execute("UPDATE core.tariff_version SET superseded_at = now()")  # those are no tariffs
            owner.execute("""UPDATE core.edge_config SET secrets = '{"x": "hush-hush"}'""")
            hook = "https://example.org/hush-hush?key=hush-hush"
            owner.execute("UPDATE core.alert_receiver SET kind = 'webhook', address = %s", (hook,))
        yield database, opened


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch, world: tuple[Database, Pools]) -> None:
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", world[0].owner_url)
    monkeypatch.setenv("PARKCARBON_SECRET_KEY", "0123456789abcdef" * 3)
    monkeypatch.setattr(everything, "PART_BYTES", 3000)


def park_id(pools: Pools, code: str) -> int:
    found = applying.find(pools, code)
    assert found is not None
    return found.id


def exported(pools: Pools, code: str, enterprise: str | None, actor: Actor = OPERATOR) -> zipfile.ZipFile:
    park = park_id(pools, code)
    row = everything.request(pools, park, actor, enterprise)
    with pytest.raises(TooManyError):
        everything.request(pools, park, actor, enterprise)
    work(pools, park)
    with pools.tenant(park) as connection:
        done = everything.done(making.get(connection, row.id))
        told = next(job for job in every_job(connection) if job.arguments.get("export") == str(row.id))
        read = [*everything.parts(lambda number: everything.part(connection, row.id, number))]
    assert {len(part) for part in read[:-1]} == {3000}
    # Each part tells that the worker is alive: no other begins meanwhile, however large it is.
    assert told.result == {"parts": len(read)}
    content = b"".join(read)
    with TemporaryDirectory() as folder:
        assert cli.main(["export", "save", code, str(row.id), "--folder", folder]) == 0
        assert [path.read_bytes() for path in Path(folder).iterdir()] == [content]
    assert (len(content), hashlib.sha256(content).digest()) == (done.size, done.sha256)
    return zipfile.ZipFile(io.BytesIO(content))


def work(pools: Pools, park: int) -> None:
    with pools.tenant(park) as connection:
        waiting = [
            job.id for job in every_job(connection, "queued") if job.kind in ("export", deletion.DELETE)
        ]
    for job in waiting:
        jobs.run(pools, park, job)


def rows(archive: zipfile.ZipFile, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(f"data/{table}.csv").decode())))


def checked(archive: zipfile.ZipFile) -> dict[str, Any]:
    text = archive.read("manifest.json")
    manifest = json.loads(text)
    assert is_genuine(manifest["public_key"], text, archive.read("manifest.sig"))
    names = {*archive.namelist()} - {"manifest.json", "manifest.sig"}
    assert names == {*manifest["files"]}
    for name, told in manifest["files"].items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == told["sha256"]
    return dict(manifest)


def test_everything_of_a_park_is_in_its_export(world: tuple[Database, Pools]) -> None:
    _, pools = world
    archive = exported(pools, "leaving", None)
    manifest = checked(archive)
    tables = {
        name.removeprefix("data/").removesuffix(".csv") for name in archive.namelist() if "data/" in name
    }
    assert tables >= {
        "point",
        "reading",
        "interval",
        "ledger_entry",
        "activity_record",
        "audit_event",
        "target",
    }
    assert {"broker_login", "edge_token"} & tables == set()
    assert manifest["files"]["data/reading.csv"]["rows"] == len(rows(archive, "reading")) > 0
    assert {row["name_en"] for row in rows(archive, "enterprise")} == {"works", f"'{FORMULA}"}
    assert {row["park_id"] for row in rows(archive, "point")} == {str(park_id(pools, "leaving"))}
    assert b"parkcarbon/park/v1" in archive.read("park.yaml")
    assert [n for n in archive.namelist() if n.startswith("evidence/")] != []
    whole = b"".join(archive.read(name) for name in archive.namelist())
    for secret in (b"hush-hush", b"argon2"):
        assert secret not in whole


def test_an_enterprise_takes_its_own_along_and_nothing_else(world: tuple[Database, Pools]) -> None:
    database, pools = world
    archive = exported(pools, "leaving", "works")
    checked(archive)
    assert [row["code"] for row in rows(archive, "enterprise")] == ["works"]
    with psycopg.connect(database.owner_url) as owner:
        mill = owner.execute("SELECT id FROM core.enterprise WHERE code = 'mill'").fetchall()
    others = {str(number) for (number,) in mill}
    for name in archive.namelist():
        if name.startswith("data/"):
            table = name.removeprefix("data/").removesuffix(".csv")
            assert not {row.get("enterprise_id", "") for row in rows(archive, table)} & others, name


def test_what_an_enterprise_keeps_to_itself_leaves_with_nobody_else(world: tuple[Database, Pools]) -> None:
    database, pools = world
    park = park_id(pools, "leaving")
    changes = '[{"row": {}, "after": {}, "table": "activity_record"}]'
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("UPDATE core.activity_record SET kind = 'driver'")
        owner.execute("UPDATE core.audit_event SET changes = %s", (changes,))
        ids = owner.execute("SELECT code, id FROM core.enterprise WHERE park_id = %s", (park,)).fetchall()
        works = next(number for code, number in ids if code == "works")
        owner.execute(
            """INSERT INTO core.audit_event
               SELECT %s, 9999, %s, now(), 'user', 'x', 'x', 'x', 'x', 'done', %s, 1, 'x', ''""",
            (park, works, changes),
        )
        owner.execute(
            """INSERT INTO core.enterprise_terms
                 (park_id, enterprise_id, is_named, shares_intervals, shares_production, author)
               VALUES (%s, %s, true, false, false, 'x')""",
            (park, works),
        )

    def owned(archive: zipfile.ZipFile, table: str) -> int:
        points = {row["id"] for row in rows(archive, "point") if row["enterprise_id"] == str(works)}
        return sum(
            row.get("enterprise_id") == str(works) or row.get("point_id") in points
            for row in rows(archive, table)
        )

    own = exported(pools, "leaving", "works", Actor("worker", works))
    assert checked(own)["withheld"] == {}
    for asked in ("works", None):
        archive = exported(pools, "leaving", asked)
        assert checked(archive)["withheld"] == {"works": ["intervals", "production"]}
        for table in ("reading", "interval", "reading_revision", "activity_record"):
            assert (owned(archive, table), owned(own, table) > 0) == (0, True), table
        assert owned(archive, "ledger_entry") == owned(own, "ledger_entry")
        assert {r["changes"] for r in rows(archive, "audit_event") if r["number"] == "9999"} == {"[]"}
    assert {r["changes"] for r in rows(own, "audit_event") if r["number"] == "9999"} == {changes}
    # What it had made of it for itself, overseers neither find nor read.
    with pools.tenant(park) as connection, oversight.limited(connection):
        seen = making.every(connection)
        assert {row.for_overseer for row in seen} == {True}
    with pools.tenant(park) as connection:
        (mine,) = [row for row in making.every(connection) if not row.for_overseer]
        assert everything.part(connection, mine.id, 0) is not None
        with oversight.limited(connection):
            assert everything.part(connection, mine.id, 0) is None
            assert everything.part(connection, seen[0].id, 0) is not None
    # Who shares again shares what there was.
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("DELETE FROM core.audit_event WHERE changes = %s", (changes,))
        owner.execute(
            """INSERT INTO core.enterprise_terms
                 (park_id, enterprise_id, is_named, shares_intervals, shares_production, author)
               VALUES (%s, %s, true, true, true, 'x')""",
            (park, works),
        )


def wanted(confirm: str) -> deletion.Wanted:
    return deletion.Wanted(confirm, "contract ended", "admin")


def deleting(pools: Pools, park: int) -> JobRow:
    with pools.tenant(park) as connection:
        return next(job for job in every_job(connection, "queued") if job.kind == deletion.DELETE)


def test_a_park_is_deleted_with_a_proof_that_stands(
    world: tuple[Database, Pools], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, pools = world
    park, neighbour = park_id(pools, "leaving"), park_id(pools, "staying")
    with audit.acting(audit.by_command(("test",), "leaving")), pools.tenant(park) as connection:
        connection.execute("UPDATE core.enterprise SET industry = '3110'")
    with pytest.raises(InvalidError):
        deletion.request(pools, "leaving", wanted("leavin"))
    with pytest.raises(ConflictError):
        deletion.request(pools, "leaving", wanted("leaving"))
    with pools.directory.connection() as connection:
        archived = lifecycle.Change("archived", "contract ended", "admin", datetime.now(UTC))
        lifecycle.change(connection, "leaving", archived)
    before = checked(exported(pools, "leaving", None))["files"]
    others = counts(database, neighbour)
    deletion.request(pools, "leaving", wanted("leaving"))
    with pytest.raises(ConflictError):
        deletion.request(pools, "leaving", wanted("leaving"))
    with psycopg.connect(database.owner_url) as owner:
        owner.execute(
            "UPDATE core.reading_archive SET file = 'leaving/a.parquet' WHERE park_id = %s", (park,)
        )
        for_files = owner.execute("SELECT sha256 FROM core.reading_archive WHERE park_id = %s", (park,))
        ((hashed,),) = for_files.fetchall()
    with pytest.raises(deletion.FilesOutOfReachError, match="not here"):
        deletion.run(pools, deleting(pools, park), settings.load())
    kept = [tmp_path / name for name in ("staying/a.parquet", "other.txt")]
    gone = [tmp_path / f"leaving/{name}" for name in ("a.parquet", "a.json", "b.parquet")]
    for file in (*kept, *gone):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"x")
    monkeypatch.setenv("PARKCARBON_ARCHIVE_DIR", str(tmp_path))
    work(pools, park)
    assert [file.exists() for file in (*kept, *gone)] == [True, True, False, False, False]
    assert not (tmp_path / "leaving").exists()
    with pools.directory.connection() as connection:
        (row,) = deletion.every(connection)
    assert row.record is not None
    assert row.signature is not None
    assert is_genuine(str(row.public_key), row.record.encode(), row.signature.encode())
    record = json.loads(row.record)
    for table in ("point", "reading", "ledger_entry", "evidence", "activity_record"):
        # Whoever holds the export can show that it is what was deleted.
        assert record["before"][table]["sha256"] == before[f"data/{table}.csv"]["sha256"]
    assert record["deleted_files"] == {
        "leaving/a.parquet": hashed, "leaving/b.parquet": hashlib.sha256(b"x").hexdigest()
    }  # fmt: skip
    assert record["deleted_rows"]["series.reading"] == record["before"]["reading"]["rows"] > 0
    left = counts(database, park)
    assert {table for table, count in left.items() if count} <= {"core.audit_event", "core.audit_head",
                                                                "identity.deletion"}  # fmt: skip
    assert counts(database, neighbour) == others
    assert applying.find(pools, "leaving") is None
    with pools.tenant(park) as connection:
        chain = audit.verify(connection, park)
    assert chain.broken_at is None
    assert chain.events >= 1
    assert (record["audit"]["events"] <= chain.events, record["park"]) == (True, "leaving")
    # The code is free again.
    assert fill(database, "leaving") != park


def test_nothing_is_deleted_that_nobody_asked_for(world: tuple[Database, Pools]) -> None:
    _, pools = world
    neighbour = park_id(pools, "staying")
    with pools.directory.connection() as connection, pytest.raises(psycopg.errors.RaiseException):
        deletion_rows.remove(connection, neighbour)
    with pools.tenant(neighbour) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT core.remove_rows('core.point', %s)", (neighbour,))


def counts(database: Database, park: int) -> dict[str, int]:
    with psycopg.connect(database.owner_url) as owner:
        places = [*deletion_rows.places(owner), "core.audit_event", "core.audit_head", "identity.deletion"]
        return {
            place: owner.execute(f"SELECT count(*) FROM {place} WHERE park_id = %s", (park,)).fetchone()[0]
            for place in places
        }
