"""Readings leave the database and come back as they were; nothing that is computed notices, or it waits."""

import os
import random
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from parkcarbon_platform.cli import main
from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.activity import activity, activity_view
from parkcarbon_platform.services.activity.activity import Draft
from parkcarbon_platform.services.archiving import archiving, files
from parkcarbon_platform.services.archiving.files import ArchiveError
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.meter_life import corrections, meter_events
from parkcarbon_platform.services.metering.archived import KEPT, ArchivedError
from parkcarbon_platform.storage import archives, invalidations, schema
from parkcarbon_platform.storage.database import Connection

from tests.support.metered import MINUTE, START, MeteredPark, Reading, at, document, named, point, source
from tests.support.stack import Database

QUARTER, HOUR, DAY = 15 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE
NOW = datetime(2026, 3, 15, tzinfo=UTC)  # three months before: the first of December
HORIZON = round(datetime(2025, 12, 1, tzinfo=UTC).timestamp() * 1000)
DAYS = 8
POINTS = ("main", "office", "gas")
READINGS = "SELECT point_id, time, value, exact, quality, batch_id FROM core.reading ORDER BY 1, 2"
OPERATOR = Actor("operator")


def readings() -> list[Reading]:
    """Ten days around the horizon, with holes, bad readings and a meter that is silent across it."""
    rng = random.Random(11)
    return [
        (code, START + n * QUARTER, None if rng.random() < 0.03 else 10.0 * n + rng.randrange(9),
         0x80000000 if rng.random() < 0.03 else 0)
        for code in POINTS
        for n in range(DAYS * 96)
        if rng.random() > 0.1 and not (code == "gas" and abs(START + n * QUARTER - HORIZON) < 30 * HOUR)
    ]  # fmt: skip


def content() -> dict[str, Any]:
    """With a point made of others, and one made of bills."""
    found = document()
    energy = {"enterprise": "works", "quantity": "energy", "carrier": "electricity", "unit": "kWh"}
    diesel = {"carrier": "diesel", "scope": 1, "formula": "fuel_combustion", "factor": "fuel.diesel",
              "category": "mobile_combustion"}  # fmt: skip
    inputs = {"m": "main", "o": "office"}
    found["virtual_points"] = [named("net", **energy, expression="m - 0.5 * o", inputs=inputs)]
    found["record_points"] = [
        named("fleet", enterprise="works", records="bills", item="diesel", quantity="mass", carrier="diesel",
              unit="t")
    ]  # fmt: skip
    found["sources"] += [source("net", {"net": 1}), source("fleet", {"fleet": 1}, **diesel)]
    return found


def bill(park: MeteredPark) -> None:
    """Of days on both sides of the horizon, approved."""
    ((works,),) = park.rows("SELECT id FROM core.enterprise")
    draft = Draft(kind="bill", item="diesel", from_day=date(2025, 11, 20), to_day=date(2025, 12, 3),
                  unit="t", quantity=Decimal("12.345678"))  # fmt: skip
    with park.pools.tenant(park.id, works) as connection:
        clerk = activity.Actor(park.id, works, "clerk")
        record = activity.save(connection, clerk, draft, today=NOW.date())
        activity_view.submit(connection, clerk, record.id, "Asia/Shanghai", comment_given="a test")
        activity.step(connection, activity.Actor(park.id, works, "manager"), record.id, "approved")


def made(database: Database) -> MeteredPark:
    park = MeteredPark(database, content())
    bill(park)
    with psycopg.connect(park.owner_url) as owner:
        owner.execute(
            """INSERT INTO core.batch (id, park_id, edge_id, spool, seq, received_at, readings,
                 payload_sha256)
               OVERRIDING SYSTEM VALUE
               SELECT 1, park_id, id, gen_random_uuid(), 1, now(), 1, 'x' FROM core.edge""",
        )
    rows = [(at(t), value, q, park.points[code], park.id) for code, t, value, q in readings()]
    with psycopg.connect(park.owner_url) as owner:
        with owner.cursor() as cursor:
            cursor.executemany(
                """INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id)
                   VALUES (%s, %s, 1, %s, %s, %s)""",
                rows,
            )
        owner.execute(
            """INSERT INTO core.invalidation (park_id, point_id, from_time, to_time)
               SELECT park_id, point_id, min(time), max(time) FROM series.reading GROUP BY 1, 2"""
        )
        owner.execute(
            """UPDATE series.reading SET exact = 12345678901234567890.50
               WHERE time = %s AND point_id = %s""",
            (at(START + 40 * QUARTER), park.points["main"]),
        )
    settle(park)
    return park


@pytest.fixture(scope="module")
def world(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        park = made(database)
        yield park
        park.close()


@pytest.fixture
def park(world: MeteredPark, tmp_path: Path) -> Iterator[MeteredPark]:
    """All readings are in the database when a test begins, and again when it ends."""
    archiving.keep(world.pools, world.id, 3)
    yield world
    for row in archiving.every(world.pools, world.id):
        if row.state == "archived" and (tmp_path / row.file).exists():
            archiving.restore(of(world, tmp_path), f"{row.from_time:%Y-%m}")
    settle(world)
    with psycopg.connect(world.owner_url) as owner:
        owner.execute("DELETE FROM core.reading_archive")


@pytest.fixture
def twin(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    """The same park, which never archives anything."""
    with new_database() as database:
        park = made(database)
        yield park
        park.close()


def settle(park: MeteredPark) -> None:
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)


def of(park: MeteredPark, folder: Path | str) -> archiving.Place:
    return archiving.Place(park.pools, park.id, "metered", str(folder))


def archive(park: MeteredPark, folder: Path) -> list[archiving.ArchiveRow]:
    return list(archiving.run(of(park, folder), NOW, "operator"))


def figures(park: MeteredPark) -> list[list[tuple[Any, ...]]]:
    return [park.intervals(), park.ledger(), park.findings()]


def priced(park: MeteredPark) -> list[tuple[Any, ...]]:
    """What the hours that are priced again emit."""
    return park.rows(
        """SELECT source_id, hour, co2_mg FROM core.ledger_entry
           WHERE superseded_at IS NULL AND hour >= %s ORDER BY 1, 2""",
        at(START),
    )


def left(park: MeteredPark) -> list[tuple[Any, ...]]:
    return park.rows(
        "SELECT point_id, count(*) FROM core.reading WHERE time < %s GROUP BY 1 ORDER BY 1", at(HORIZON)
    )


def park_chunks(park: MeteredPark) -> int:
    with psycopg.connect(park.owner_url) as owner:
        row = owner.execute(
            "SELECT count(*) FROM timescaledb_information.chunks WHERE hypertable_name = 'reading'"
        ).fetchone()
    assert row
    return int(row[0])


def test_archived_or_not_the_figures_are_the_same(
    park: MeteredPark, twin: MeteredPark, tmp_path: Path
) -> None:
    """What comes after the horizon is computed at once, what comes before it when its readings are back."""
    late: list[Reading] = [
        ("main", HORIZON + 1 * MINUTE, 6061.0, 0), ("main", HORIZON + 8 * MINUTE, 6062.0, 0),
        ("gas", HORIZON + 2 * HOUR, 5600.0, 0), ("office", HORIZON, 6040.0, 0),
        ("main", START + DAYS * DAY, 7900.0, 0),
    ]  # fmt: skip
    archive(park, tmp_path)
    for each in (park, twin):
        each.write(late)
        settle(each)
    assert archiving.state(park.pools, park.id).held == 0
    assert figures(park) == figures(twin)
    # Pricing everything again takes the quarter hours whose readings are away as they are, and every hour.
    right = priced(park)
    for each in (park, twin):
        with psycopg.connect(each.owner_url) as owner:
            owner.execute("SET session_replication_role = replica")
            owner.execute("UPDATE series.ledger_entry SET co2_mg = co2_mg + 1000 WHERE superseded_at IS NULL")
        assert priced(each) != right
        settlement.recalculate(each.pools, each.id, at(START), at(START + DAYS * DAY))
        settle(each)
    assert priced(park) == right
    computed = figures(park)
    assert {"net", "fleet"} < {row[0] for row in computed[1]}
    assert computed == figures(twin)

    early: list[Reading] = [
        ("main", START + 30 * HOUR + 7 * MINUTE, 1205.5, 0),
        ("office", START + MINUTE, 13.25, 0),
    ]
    for each in (park, twin):
        each.write(early)
        settle(each)
    assert figures(park) == computed
    state = archiving.state(park.pools, park.id)
    assert state.held == 2
    assert state.held_from == at(START + MINUTE)
    assert park.rows("SELECT count(*) FROM core.invalidation WHERE NOT held") == [(0,)]
    archiving.restore(of(park, tmp_path), "2025-11")
    settle(park)
    assert archiving.state(park.pools, park.id).held == 0
    assert figures(park) == figures(twin) != computed


def test_archive_and_restore_is_identity(park: MeteredPark, tmp_path: Path) -> None:
    before, computed = park.rows(READINGS), figures(park)
    early = sum(time < at(HORIZON) for _, time, *_ in before)
    chunks = park_chunks(park)
    (row,) = archive(park, tmp_path)
    assert park_chunks(park) == chunks - 1
    assert (row.rows, row.state, row.file) == (early, "archived", "metered/2025-11.parquet")
    stayed = left(park)
    assert {n for _, n in stayed} != {0}
    assert all(KEPT <= n < 100 for _, n in stayed)
    assert figures(park) == computed
    assert archive(park, tmp_path) == []
    back = archiving.restore(of(park, tmp_path), "2025-11")
    assert back.state == "restored"
    assert park.rows(READINGS) == before
    settlement.recalculate(park.pools, park.id, at(START), at(START + DAYS * DAY))
    settle(park)
    assert figures(park) == computed
    # Somebody wanted to look at it: it stays for a while, then it goes again, into a file of its own.
    with psycopg.connect(park.owner_url) as owner:
        owner.execute("UPDATE core.reading_archive SET restored_at = '2026-03-14'")
    assert archive(park, tmp_path) == []
    with psycopg.connect(park.owner_url) as owner:
        owner.execute("UPDATE core.reading_archive SET restored_at = '2026-01-01'")
    (again,) = archive(park, tmp_path)
    assert again.file == "metered/2025-11-2.parquet"
    assert again.digest == row.digest


def test_any_parquet_reader_finds_what_was_there(park: MeteredPark, tmp_path: Path) -> None:
    import pandas as pd

    stored = park.rows(READINGS)
    (row,) = archive(park, tmp_path)
    found = pd.read_parquet(tmp_path / row.file)
    assert len(found) == row.rows
    main = found[found.point == "main"].sort_values("time")
    mine = [r for r in stored if r[0] == park.points["main"] and r[1] < at(HORIZON)]
    assert main.time.dt.to_pydatetime().tolist() == [r[1] for r in mine]
    assert [None if pd.isna(v) else v for v in main.value] == [r[2] for r in mine]
    assert [v for v in main.exact if not pd.isna(v)] == ["12345678901234567890.50"]


def test_a_late_value_that_contradicts_an_archived_one_is_a_revision_after_the_restore(
    park: MeteredPark, tmp_path: Path
) -> None:
    before = park.rows(READINGS)
    point, time, value, *_ = next(r for r in before if r[2] is not None and r[3] is None)
    archive(park, tmp_path)
    code = next(c for c, n in park.points.items() if n == point)
    park.write([(code, round(time.timestamp() * 1000), value + 1, 0)])
    archiving.restore(of(park, tmp_path), "2025-11")
    assert park.rows(READINGS) == before
    assert park.rows("SELECT point_id, time, value FROM core.reading_revision") == [(point, time, value + 1)]


def test_changes_of_an_archived_time_are_refused_with_what_to_do(park: MeteredPark, tmp_path: Path) -> None:
    computed = figures(park)
    archive(park, tmp_path)
    place = Workplace(park.pools, park.id, lambda *_: None, lambda: NOW)
    edit = corrections.Request("edit", at(START + HOUR), at(START + 2 * HOUR), "a test", "10", None)
    reset = meter_events.Request("reset", at(START + HOUR), {}, "a test")
    for change in (
        lambda: corrections.record(place, OPERATOR, "main", edit),
        lambda: meter_events.record(place, OPERATOR, "main", reset),
    ):
        with pytest.raises(ArchivedError, match=r"archive restore"):
            change()
    assert figures(park) == computed
    after = corrections.Request("edit", at(HORIZON + DAY), at(HORIZON + DAY + HOUR), "a test", "10", None)
    assert corrections.record(place, OPERATOR, "main", after).amount == 10_000


def test_a_file_that_is_not_what_it_was_is_told_and_not_restored(park: MeteredPark, tmp_path: Path) -> None:
    (row,) = archive(park, tmp_path)
    assert list(archiving.verify(of(park, tmp_path))) == [(row, None)]
    file = tmp_path / row.file
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    ((_, problem),) = archiving.verify(of(park, tmp_path))
    assert "damaged" in (problem or "")
    with pytest.raises(ArchiveError, match="damaged"):
        archiving.restore(of(park, tmp_path), "2025-11")
    content[len(content) // 2] ^= 1
    kept = file.rename(tmp_path / "elsewhere")
    with pytest.raises(ArchiveError, match="copy"):
        archiving.restore(of(park, tmp_path), "2025-11")
    kept.write_bytes(content)
    kept.rename(file)
    with pytest.raises(NotFoundError):
        archiving.restore(of(park, tmp_path), "2025-10")


def test_readings_that_come_while_a_file_is_written_keep_all_rows_in_the_database(
    park: MeteredPark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = archives.add

    def late(connection: Connection, park_id: int, row: Mapping[str, object]) -> int:
        park.write([("main", START + 7 * MINUTE, 5.0, 0)])
        return add(connection, park_id, row)

    monkeypatch.setattr(archives, "add", late)
    before = park.rows(READINGS)
    with pytest.raises(ConflictError, match="nothing has left"):
        archive(park, tmp_path)
    assert len(park.rows(READINGS)) == len(before) + 1
    monkeypatch.undo()
    with pytest.raises(ConflictError, match="settled"):
        archive(park, tmp_path)
    settle(park)
    (row,) = archive(park, tmp_path)
    assert row.state == "archived"


def test_nothing_leaves_unless_somebody_says_so(park: MeteredPark, tmp_path: Path) -> None:
    archiving.keep(park.pools, park.id, None)
    assert archive(park, tmp_path) == []
    with pytest.raises(InvalidError):
        archiving.keep(park.pools, park.id, 2)
    archiving.keep(park.pools, park.id, 3)
    with pytest.raises(ArchiveError, match="PARKCARBON_ARCHIVE_DIR"):
        list(archiving.run(of(park, ""), NOW, "operator"))
    assert list(tmp_path.iterdir()) == []


def test_the_wall_holds_for_what_takes_rows_away(park: MeteredPark, tmp_path: Path) -> None:
    (row,) = archive(park, tmp_path)
    with park.pools.tenant(park.id + 1) as other:
        assert archives.every(other) == []
        assert archives.absent(other, at(START), at(HORIZON)) == []
        for statement in ("SELECT core.finish_restore(%s)", "SELECT core.shed_readings(%s, 1)"):
            with pytest.raises(psycopg.errors.RaiseException), other.transaction():
                other.execute(statement, (row.id,))
    with park.pools.tenant(park.id, 1) as enterprise:
        assert archives.every(enterprise) == []
        assert [a.sha256 for a in archives.absent(enterprise, at(START), at(HORIZON))] == [row.sha256]


def test_a_schema_that_knows_no_files_is_refused_while_there_are_some(
    park: MeteredPark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(park, tmp_path)
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", park.owner_url)
    try:
        with pytest.raises(psycopg.Error, match="restore them first"):
            main(["db", "downgrade", "0072"])
    finally:
        schema.migrate(park.owner_url)
    assert [row.state for row in archiving.every(park.pools, park.id)] == ["archived"]


def test_the_command_line_does_it_all(
    park: MeteredPark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", park.owner_url)
    monkeypatch.setenv("PARKCARBON_ARCHIVE_DIR", str(tmp_path))
    assert main(["archive", "keep", "metered", "3"]) == 0
    assert main(["archive", "run", "metered"]) == 0
    assert "metered/2025-11.parquet" in capsys.readouterr().out
    assert (tmp_path / "metered/2025-11.json").exists()
    assert files.check(tmp_path / "metered/2025-11.parquet").rows > 1000
    assert main(["archive", "list", "metered"]) == 0
    assert "2025-11\tarchived" in capsys.readouterr().out
    assert main(["archive", "verify", "metered"]) == 0
    assert "2025-11\twhole" in capsys.readouterr().out
    assert main(["archive", "restore", "metered", "2025-11"]) == 0
    assert main(["archive", "keep", "metered", "2"]) == 1


def test_what_names_a_file_is_on_the_disk_before_anything_leaves(
    park: MeteredPark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[str] = set()
    fsync, add = os.fsync, archives.add

    def seen(number: int) -> None:
        synced.add(Path(f"/proc/self/fd/{number}").readlink().name)
        fsync(number)

    def checked(connection: Connection, park_id: int, row: Mapping[str, object]) -> int:
        assert {tmp_path.name, "new", "metered", "2025-11.json"} <= synced
        return add(connection, park_id, row)

    monkeypatch.setattr(os, "fsync", seen)
    monkeypatch.setattr(archives, "add", checked)
    archive(park, tmp_path / "new")
    archiving.restore(of(park, tmp_path / "new"), "2025-11")


def test_a_late_reading_that_comes_while_work_is_sorted_waits(
    park: MeteredPark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(park, tmp_path)
    hold = invalidations.hold

    def late(connection: Connection, horizon: datetime) -> None:
        hold(connection, horizon)
        monkeypatch.undo()
        park.write([("main", START + 30 * HOUR + 11 * MINUTE, 1206.5, 0)])

    monkeypatch.setattr(invalidations, "hold", late)
    settle(park)
    settle(park)
    assert archiving.state(park.pools, park.id).held == 1


def test_held_work_goes_on_as_far_as_its_readings_are_back(park: MeteredPark, tmp_path: Path) -> None:
    archive(park, tmp_path)
    october, november = datetime(2025, 10, 1, tzinfo=UTC), datetime(2025, 11, 1, tzinfo=UTC)
    with psycopg.connect(park.owner_url) as owner:
        owner.execute(
            """INSERT INTO core.reading_archive (park_id, from_time, to_time, state, file, bytes, sha256,
                 rows, digest, first_time, last_time, schema_version, floors, author)
               SELECT park_id, %s, %s, state, '-', 1, '-', 1, '-', %s, %s, 1, '{}', '-'
               FROM core.reading_archive WHERE state = 'archived'""",
            (october, november, october, october),
        )
        owner.execute(
            """INSERT INTO core.invalidation (park_id, point_id, from_time, to_time, reason, held)
               VALUES (%s, %s, %s, %s, 'readings', true)""",
            (park.id, park.points["main"], october, at(HORIZON - DAY)),
        )
    archiving.restore(of(park, tmp_path), "2025-11")
    work = "SELECT from_time, to_time, held FROM core.invalidation ORDER BY from_time"
    assert park.rows(work) == [
        (october, november - timedelta(milliseconds=1), True), (november, at(HORIZON - DAY), False)
    ]  # fmt: skip
    with psycopg.connect(park.owner_url) as owner:
        owner.execute("DELETE FROM core.reading_archive WHERE from_time = %s", (october,))
        owner.execute("DELETE FROM core.invalidation WHERE held")


def test_an_owner_without_superuser_rights_tells_enterprises_what_is_archived(
    park: MeteredPark, tmp_path: Path
) -> None:
    archive(park, tmp_path)
    with psycopg.connect(park.owner_url) as owner:
        owner.execute("CREATE ROLE plain_owner")
        owner.execute("GRANT USAGE ON SCHEMA core TO plain_owner")
        owner.execute("ALTER TABLE core.reading_archive OWNER TO plain_owner")
        owner.execute("ALTER FUNCTION core.archived_readings() OWNER TO plain_owner")
        owner.execute("SET LOCAL ROLE pc_app")
        owner.execute("SELECT set_config('pc.park', %s, true), set_config('pc.enterprise', '1', true)",
                      (str(park.id),))  # fmt: skip
        assert owner.execute("SELECT count(*) FROM core.archived_readings()").fetchone() == (1,)
        assert owner.execute("SELECT count(*) FROM core.reading_archive").fetchone() == (0,)
        owner.rollback()


def test_a_reading_that_comes_after_the_comparison_stays(
    park: MeteredPark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a week that had none: its chunk is not one of those that were compared with the file."""
    shed, early = archives.shed, datetime(2025, 11, 5, 6, tzinfo=UTC)
    blocked = psycopg.connect(park.owner_url)

    def late() -> None:
        with psycopg.connect(park.owner_url, autocommit=True) as owner:
            waiting = "SELECT 1 FROM pg_locks WHERE relation = 'core.point'::regclass AND NOT granted"
            while not owner.execute(waiting).fetchone():
                pass
            owner.execute(
                """INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id)
                   VALUES (%s, 1, 1, 0, %s, %s)""",
                (early, park.points["main"], park.id),
            )
        blocked.rollback()

    def slow(connection: Connection, archive_id: int, kept: int) -> int:
        blocked.execute("LOCK TABLE core.point IN ACCESS EXCLUSIVE MODE")
        with ThreadPoolExecutor() as pool:
            done = pool.submit(late)
            gone = shed(connection, archive_id, kept)
            done.result()
        return gone

    monkeypatch.setattr(archives, "shed", slow)
    archive(park, tmp_path)
    assert park.rows("SELECT value FROM core.reading WHERE time = %s", early) == [(1.0,)]
    blocked.close()
    with psycopg.connect(park.owner_url) as owner:
        owner.execute("DELETE FROM series.reading WHERE time = %s", (early,))


def steam() -> dict[str, Any]:
    found = document()
    given = {"carrier": "steam", "max_rate": None}
    gauge = {**given, "kind": "gauge", "digits": None, "expected_period_s": 60}
    found["points"] += [
        point("mass", **given, quantity="mass", unit="t", expected_period_s=86400),
        point("sp", **gauge, quantity="pressure", unit="kPa"),
        point("st", **gauge, quantity="temperature", unit="degC"),
    ]
    found["conversions"] = [
        named("heat", enterprise="works", kind="steam_heat", carrier="steam", unit="GJ", amount="mass",
              pressure="sp", temperature="st", typical_pressure_mpa="1.0", typical_temperature_c="250")
    ]  # fmt: skip
    return found


def test_a_late_amount_whose_state_is_archived_waits_and_stops_nothing_else(
    database: Database, tmp_path: Path
) -> None:
    """A register that is read daily reaches further back than what is kept of gauges by the minute."""
    park = MeteredPark(database, steam())
    first, last = HORIZON - 2 * DAY, HORIZON + 2 * DAY
    park.write([("mass", HORIZON - 8 * HOUR + n * DAY, 100.0 + 10 * n, 0) for n in range(-8, 13)])
    minutes = range(first, last, 5 * MINUTE)
    park.write([(code, t, value + t // DAY % 3, 0) for t in minutes for code, value in
                (("sp", 1000.0), ("st", 250.0))])  # fmt: skip
    settle(park)
    archiving.keep(park.pools, park.id, 3)
    (row,) = archive(park, tmp_path)
    before = park.intervals()
    park.write([("mass", HORIZON + HOUR, 106.0, 0), ("main", HORIZON + HOUR, 1.0, 0)])
    settle(park)
    assert archiving.state(park.pools, park.id).held == 1
    assert park.intervals() == before
    park.write([("mass", HORIZON + 12 * DAY, 225.0, 0)])
    settle(park)
    assert archiving.state(park.pools, park.id).held == 1
    assert len(park.intervals()) > len(before)
    archiving.restore(of(park, tmp_path), f"{row.from_time:%Y-%m}")
    settle(park)
    assert archiving.state(park.pools, park.id).held == 0
    computed = park.intervals()
    assert [r for r in computed if r[1] < at(HORIZON)] != [r for r in before if r[1] < at(HORIZON)]
    settlement.recalculate(park.pools, park.id, at(first - 9 * DAY), at(last + 11 * DAY))
    settle(park)
    assert park.intervals() == computed
    park.close()
