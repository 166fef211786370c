"""Reports and packs of a real ledger: recomputed by another program, signed, and checked against the park."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import formulas
import psycopg
import pytest
from openpyxl import load_workbook
from parkcarbon_local import fonts_tree
from parkcarbon_platform import cli
from parkcarbon_platform.errors import ConflictError
from parkcarbon_platform.reports import pdf
from parkcarbon_platform.reports.inventory import workbook
from parkcarbon_platform.services import jobs as work
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.archiving import archiving
from parkcarbon_platform.services.exports import checking, gathering, making
from parkcarbon_platform.services.exports.checking import Difference, PackUnreadableError
from parkcarbon_platform.services.exports.making import ExportRow, Kind
from parkcarbon_platform.services.inventories import storing, workflow
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.settings import Settings

from tests.platform.services.test_inventories import FIRST, LAST, NOW, START, content, day
from tests.support.metered import MeteredPark, at
from tests.support.stack import Database

ACTOR = Actor("operator")


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        made = MeteredPark(database, content())
        made.write(
            day("main", 1) + day("office", 0.5) + day("incomer", 0.125) + day("gas", 10) + day("steam", 0.25)
        )
        settlement.settle(made.pools, made.id, lambda *_: None, clock=lambda: NOW)
        yield made
        made.close()


@pytest.fixture(scope="module")
def told(park: MeteredPark) -> Settings:
    key = "9f86d081884c7d659a2feaa0c55ad015"
    return Settings(database_url=park.owner_url, secret_key=key, font_dir=str(fonts_tree.folder()))


def make(
    park: MeteredPark, told: Settings, kind: Kind, question: Question, inventory_id: int | None = None
) -> ExportRow:
    row = making.request(
        park.pools, park.id, ACTOR, question, kind=kind, language="zh", inventory_id=inventory_id
    )
    with park.pools.tenant(park.id) as connection:
        (job,) = [
            j for j in work.storage.of_kind(connection, making.EXPORT) if j.arguments["export"] == str(row.id)
        ]
    making.run(park.pools, job, told)
    with park.pools.tenant(park.id) as connection:
        return making.get(connection, row.id)


def bytes_of(park: MeteredPark, row: ExportRow) -> bytes:
    with park.pools.tenant(park.id) as connection:
        return making.read(connection, row.id)[1]


@pytest.fixture(scope="module")
def pack(park: MeteredPark, told: Settings) -> ExportRow:
    row = make(park, told, "verification_pack", Question(FIRST, LAST, "ghg_protocol"))
    assert row.state == "done", row.error
    return row


def test_a_report_is_a_pdf_of_the_same_figures(park: MeteredPark, told: Settings) -> None:
    row = make(park, told, "inventory_report", Question(FIRST, LAST, "territorial"))
    assert (row.state, row.error) == ("done", None)
    made = bytes_of(park, row)
    assert made.startswith(b"%PDF-1.7")
    assert row.name is not None
    assert row.name.endswith("-zh.pdf")


def test_what_is_wrong_with_the_request_is_said_at_the_file(park: MeteredPark, told: Settings) -> None:
    question = Question(FIRST, LAST, "gbt_32151", "nobody")
    row = make(park, told, "inventory_report", question)
    assert row.state == "failed"
    assert row.error is not None
    assert "nobody" in row.error
    with park.pools.tenant(park.id) as connection, pytest.raises(ConflictError):
        making.read(connection, row.id)


def whole(value: object) -> int:
    assert isinstance(value, int | float)
    assert value == int(value)
    return int(value)


def recomputed(made: bytes, folder: Path) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Every figure of the summary, computed by a program that shares no code with ours; and ours."""
    path = folder / "pack.xlsx"
    path.write_bytes(made)
    solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    cells = {
        str(key).split("]")[-1].replace("'", ""): value for key, value in solution.items() if "]" in str(key)
    }

    def cell(sheet: str, place: str) -> object:
        return cells[f"{sheet}!{place}".upper()].value[0, 0]

    found = {}
    row = 5
    while f"SUMMARY!D{row}" in cells:
        key = (
            str(cell("Summary", f"A{row}")),
            str(cell("Summary", f"B{row}")),
            str(cell("Summary", f"C{row}")),
        )
        found[key] = (whole(cell("Summary", f"D{row}")), whole(cell("Summary", f"E{row}")))
        row += 1
    last = 2
    while f"ITEMS!V{last}" in cells:
        assert cell("Items", f"V{last}") == "ok", [cell("Items", f"{c}{last}") for c in "APSTU"]
        last += 1
    assert last > 3
    return found


def test_another_program_computes_the_same_totals(park: MeteredPark, pack: ExportRow, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(bytes_of(park, pack))) as archive:
        found = recomputed(archive.read("inventory.xlsx"), tmp_path)
    assert len(found) > 20
    assert [key for key, (theirs, ours) in found.items() if theirs != ours] == []
    assert pack.manifest is not None
    for basis in ("location", "market"):
        assert found[basis, "total", "all"][0] == pack.manifest["totals_mg"][basis]


def test_a_pack_is_what_its_manifest_says_until_somebody_touches_it(
    park: MeteredPark, pack: ExportRow
) -> None:
    made = bytes_of(park, pack)
    manifest, found = checking.check_file(made)
    assert found == []
    assert manifest == pack.manifest
    assert checking.check_file(changed(made, "data/items.csv", lambda c: c.replace(b"CO2", b"CO3")))[1] == [
        Difference("file", "data/items.csv")
    ]
    forged = changed(made, "manifest.json", lambda c: c.replace(b'"park"', b'"Park"', 1))
    assert Difference("signature", "manifest.sig") in checking.check_file(forged)[1]
    for nonsense in (b"", b"PK", made[: len(made) // 2]):
        with pytest.raises(PackUnreadableError):
            checking.check_file(nonsense)


def changed(pack: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pack)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if entry.filename == name else content)
    return made.getvalue()


def test_one_reading_more_breaks_the_check_and_is_named(
    new_database: Callable[[], AbstractContextManager[Database]], told: Settings
) -> None:
    with new_database() as database:
        park = MeteredPark(database, content())
        park.write(day("gas", 10))
        settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)
        row = make(park, told, "verification_pack", Question(FIRST, LAST, "territorial"))
        assert row.manifest is not None
        assert checking.check_now(park.pools, park.id, row.manifest) == []
        question = Question(FIRST, LAST, "territorial")
        place = Workplace(park.pools, park.id, lambda *_: None, lambda: NOW)
        kept = storing.request(place, ACTOR, "operator", question)
        assert kept.job_id is not None
        assert work.run(park.pools, park.id, kept.job_id)
        late = [("gas", START + 7 * 60_000, 5.0, 0)]
        park.write(late)
        month = localtime.local_date(at(START), "Asia/Shanghai").strftime("%Y-%m")
        assert checking.check_now(park.pools, park.id, row.manifest) == [
            Difference("reading", f"gas {month}")
        ]
        # What was kept before has the digests from then, and says what has changed until its pack is made.
        stored = make(park, told, "verification_pack", question, inventory_id=kept.id).manifest
        assert stored is not None
        assert (stored["readings"], stored["hours"]) == (row.manifest["readings"], row.manifest["hours"])
        assert stored["hashed_with"] == "inventory"
        assert stored["changed_since"] == {"readings": [f"gas {month}"], "hours": []}
        park.close()


def test_archived_readings_are_told_as_such_and_not_as_changed(
    new_database: Callable[[], AbstractContextManager[Database]],
    told: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with new_database() as database:
        park = MeteredPark(database, content())
        park.write(day("gas", 10))
        settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)
        question = Question(FIRST, LAST, "territorial")
        before = make(park, told, "verification_pack", question)
        file = tmp_path / "pack.zip"
        file.write_bytes(bytes_of(park, before))
        archiving.keep(park.pools, park.id, 3)
        place = archiving.Place(park.pools, park.id, "metered", str(tmp_path))
        (row,) = archiving.run(place, NOW, "operator")
        month = f"{row.from_time:%Y-%m}"
        away = [Difference("archived", f"{month} {row.file} {row.sha256}")]
        after = make(park, told, "verification_pack", question)
        asked = storing.request(
            Workplace(park.pools, park.id, lambda *_: None, lambda: NOW), ACTOR, "operator", question
        )
        assert asked.job_id is not None
        assert work.run(park.pools, park.id, asked.job_id)
        assert before.manifest is not None
        assert after.manifest is not None
        assert after.manifest["readings"] == {}
        assert after.manifest["archived"] == [{"month": month, "file": row.file, "sha256": row.sha256}]
        for pack in (before, after):
            assert checking.check_now(park.pools, park.id, pack.manifest or {}) == away
        monkeypatch.setenv("PARKCARBON_DATABASE_URL", park.owner_url)
        monkeypatch.setenv("PARKCARBON_SECRET_KEY", told.required_secret())
        assert cli.main(["export", "check", str(file)]) == 0
        assert f"not compared\tarchived\t{month}" in capsys.readouterr().out
        archiving.restore(place, month)
        for pack in (before, after):
            assert checking.check_now(park.pools, park.id, pack.manifest or {}) == []
        stored = make(park, told, "verification_pack", question, inventory_id=asked.id).manifest
        assert stored is not None
        assert stored["archived"] == after.manifest["archived"]
        assert stored["changed_since"] == {"readings": [], "hours": []}
        park.close()


def test_a_factor_that_is_another_breaks_the_check_and_is_named(
    new_database: Callable[[], AbstractContextManager[Database]],
    told: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    with new_database() as database:
        park = MeteredPark(database, content())
        park.write(day("gas", 10) + day("office", 0.5))
        settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)
        told = told.model_copy(update={"database_url": park.owner_url})
        row = make(park, told, "verification_pack", Question(FIRST, LAST, "territorial"))
        assert row.manifest is not None
        used = {f.split("|")[0] for f in row.manifest["factors"].values()}
        assert used == {"fuel.natural_gas", "grid_electricity"}
        file = tmp_path / "pack.zip"
        file.write_bytes(bytes_of(park, row))
        monkeypatch.setenv("PARKCARBON_DATABASE_URL", park.owner_url)
        monkeypatch.setenv("PARKCARBON_SECRET_KEY", told.required_secret())
        assert cli.main(["export", "check", str(file)]) == 0
        assert "agree" in capsys.readouterr().out
        with psycopg.connect(park.owner_url) as owner:
            # What the library itself refuses: somebody with the database's own rights.
            owner.execute("SET session_replication_role = replica")
            changed = owner.execute(
                "UPDATE factors.factor_version SET value = value + 0.0001 WHERE id = ANY(%s) AND factor = %s",
                ([int(n) for n in row.manifest["factors"]], "grid_electricity"),
            )
            assert changed.rowcount == 1
        assert checking.check_now(park.pools, park.id, row.manifest) == [
            Difference("factor", "grid_electricity")
        ]
        assert cli.main(["export", "check", str(file)]) == 1
        assert "differs\tfactor\tgrid_electricity\n1 differences." in capsys.readouterr().out
        park.close()


def test_findings_with_their_answers_are_in_the_pack_of_a_kept_inventory(
    park: MeteredPark, told: Settings
) -> None:
    place = Workplace(park.pools, park.id, lambda *_: None, lambda: NOW)
    question = Question(FIRST, LAST, "territorial")
    kept = storing.request(place, ACTOR, "operator", question)
    assert kept.job_id is not None
    assert work.run(park.pools, park.id, kept.job_id)
    for who, role, to in (
        ("operator", "operator", "validating"),
        ("chief", "operator", "approved"),
        ("chief", "operator", "submitted"),
        ("auditor", "verifier", "in_verification"),
    ):
        workflow.move(place, Actor(who), role, kept.id, to=to, note="")
    auditor = Actor("auditor")
    for note in ("gas of April is missing", "=1+1"):
        workflow.say(place, auditor, "verifier", kept.id, kind="finding", note=note, figure="source=gas")
    with park.pools.tenant(park.id) as connection:
        first, _ = (e.id for e in workflow.history(connection, kept) if e.kind == "finding")
    workflow.say(place, ACTOR, "operator", kept.id, kind="answer", note="bill added", answers=first)
    workflow.say(place, auditor, "verifier", kept.id, kind="resolved", note="seen", answers=first)
    row = make(park, told, "verification_pack", question, inventory_id=kept.id)
    assert row.manifest is not None, row.error
    said = row.manifest["verification"]
    assert (said["inventory"], said["state"]) == (kept.id, "findings")
    assert [(f["note"], f["open"], [r["kind"] for r in f["replies"]]) for f in said["findings"]] == [
        ("gas of April is missing", False, ["answer", "resolved"]), ("=1+1", True, []),
    ]  # fmt: skip
    made = bytes_of(park, row)
    assert checking.check_file(made)[1] == []
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        sheet = load_workbook(io.BytesIO(archive.read("inventory.xlsx")))["Verification"]
        assert [cell.value for cell in sheet["E"]][1:] == [
            "gas of April is missing", "bill added", "seen", "'=1+1",
        ]  # fmt: skip
        assert b"bill added" in archive.read("data/verification.csv")
    # What is said of it later is in a later pack; the figures are the same.
    assert checking.check_now(park.pools, park.id, row.manifest) == []


def test_an_enterprise_s_pack_holds_nothing_of_its_neighbours(park: MeteredPark, told: Settings) -> None:
    row = make(park, told, "verification_pack", Question(FIRST, LAST, "gbt_32151", "works"))
    assert row.state == "done", row.error
    assert row.manifest is not None
    assert "incomer" not in row.manifest["readings"]
    assert "lost" not in row.manifest["hours"]
    with park.pools.tenant(park.id) as connection:
        mill = making.storage.enterprise_id(connection, "mill")
    with park.pools.tenant(park.id, mill) as connection:
        assert making.every(connection) == []
    assert checking.check_now(park.pools, park.id, row.manifest) == []


def test_the_same_inventory_gives_the_same_bytes(park: MeteredPark) -> None:
    with park.pools.tenant(park.id) as connection:
        figures = gathering.of_now(connection, Question(FIRST, LAST, "iso_14064_1"), NOW)
    document = making.report.document(figures, "en")
    assert pdf.render(document, (str(fonts_tree.folder()),)) == pdf.render(
        document, (str(fonts_tree.folder()),)
    )
    assert workbook.build(figures, "en")[:2] == b"PK"


def test_without_a_chinese_font_it_is_said(monkeypatch: pytest.MonkeyPatch, park: MeteredPark) -> None:
    monkeypatch.setattr(pdf, "CHINESE", ("Nothing Sans",))
    with park.pools.tenant(park.id) as connection:
        figures = gathering.of_now(connection, Question(FIRST, LAST, "territorial"), NOW)
    with pytest.raises(pdf.FontMissingError) as said:
        pdf.render(making.report.document(figures, "zh"), ())
    assert "PARKCARBON_FONT_DIR" in said.value.advice


def test_files_are_kept_for_a_month(park: MeteredPark, told: Settings, pack: ExportRow) -> None:
    with park.pools.tenant(park.id) as connection:
        row = making.storage.add(connection, park.id, None, kind="inventory_report", arguments={}, author="x")
        connection.execute(
            "UPDATE core.export SET created_at = now() - interval '31 days' WHERE id = %s", (row,)
        )
    make(park, told, "inventory_report", Question(FIRST, FIRST + timedelta(days=1), "territorial"))
    with park.pools.tenant(park.id) as connection:
        assert making.storage.get(connection, row) is None
        assert json.dumps(making.get(connection, pack.id).manifest)
