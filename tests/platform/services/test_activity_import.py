"""`parkcarbon activity import` on a real park: rows in, faults by row, dry runs, file types, and approval."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from parkcarbon_platform import cli
from parkcarbon_platform.errors import ConflictError, NotFoundError
from parkcarbon_platform.services.activity import activity, activity_approval, activity_import
from parkcarbon_platform.services.activity.activity import Actor, FourEyesError
from parkcarbon_platform.services.tables import tables

from tests.support.metered import MeteredPark
from tests.support.stack import Database

HEADER = "enterprise,period,item,purpose,quantity,unit,note\n"
GOOD = HEADER + "works,2021,electricity,industry,1250,MWh,yearly report\nworks,2022-03,coal,,12.5,t,\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database)
    yield metered
    metered.close()


@pytest.fixture
def run(
    park: MeteredPark,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Import these bytes with the command; its exit code, what it said, and what it complained of."""
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", database.owner_url)
    monkeypatch.setenv("PARKCARBON_DATABASE_APP_URL", database.app_url)
    monkeypatch.setenv("PARKCARBON_DATABASE_DIRECTORY_URL", database.directory_url)

    def imported(content: str | bytes, *words: str, code: str = "metered") -> tuple[int, str, str]:
        file = tmp_path / "years"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        status = cli.main(["activity", "import", code, str(file), *words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return imported


def stored(park: MeteredPark) -> list[tuple[object, ...]]:
    return park.rows(
        """SELECT e.code, r.item, r.purpose, r.from_day::text, r.to_day::text, r.quantity::text, r.unit,
          r.version, s.state
        FROM core.activity_record r JOIN core.enterprise e ON e.id = r.enterprise_id
        JOIN LATERAL (SELECT state FROM core.activity_step WHERE record_id = r.id ORDER BY number DESC
          LIMIT 1) s ON true ORDER BY r.from_day, r.version"""
    )


def test_rows_are_stored_once_and_wait_for_somebody_else(park: MeteredPark, run: Run) -> None:
    assert run(GOOD) == (0, "2 new, 0 changed, 0 as they were.\n", "")
    rows = [
        ("works", "electricity", "industry", "2021-01-01", "2022-01-01", "1250", "MWh", 1, "submitted"),
        ("works", "coal", "", "2022-03-01", "2022-04-01", "12.5", "t", 1, "submitted"),
    ]
    assert stored(park) == rows
    assert run(GOOD)[1] == "0 new, 0 changed, 2 as they were.\n"
    assert run(GOOD.replace("12.5", "13"))[1] == "0 new, 1 changed, 1 as they were.\n"
    assert stored(park)[2][5:] == ("13", "t", 2, "submitted")
    ((author, *_),) = park.rows("SELECT DISTINCT author FROM core.activity_record")
    assert author.startswith("cli:")


def test_a_dry_run_stores_nothing(park: MeteredPark, run: Run) -> None:
    assert run(GOOD, "--dry-run") == (0, "2 would be new, 0 would be changed, 0 as they were.\n", "")
    assert stored(park) == []


def test_faults_are_told_by_row_and_nothing_is_stored(park: MeteredPark, run: Run) -> None:
    wrong = (
        "nobody,2021,electricity,,1,kWh,\nworks,2021,electricity,,-1,kWh,\nworks,2020,coal,,1,kWh,\n"
        "works,2999,coal,,1,t,\nworks,2021-13,coal,,1,t,\nworks,2021,unobtainium,,1,t,\nworks,2021,coal,,,t,\n"
    )
    status, said, _ = run(GOOD + wrong)
    assert status == 1
    *faults, last = said.splitlines()
    assert [fault.partition(":")[0] for fault in faults] == [
        "row 4, enterprise", "row 5, quantity", "row 6, unit", "row 7, period", "row 8, period",
        "row 9, item", "row 10, quantity",
    ]  # fmt: skip
    assert faults[0].endswith("(nobody)")
    assert last == "Nothing was stored."
    assert stored(park) == []


def test_the_template_filled_in_by_a_spreadsheet_is_read(park: MeteredPark, run: Run, tmp_path: Path) -> None:
    with park.pools.tenant(park.id) as connection:
        columns = activity_import.columns_of(connection)
    file = tmp_path / "template.xlsx"
    file.write_bytes(tables.template(columns, "xlsx", "zh-CN"))
    book = load_workbook(file)
    book.worksheets[0].append(["works", 2021, "电力", "工业", 1250.5, "兆瓦时", None])
    book.save(file)
    assert run(file.read_bytes())[:2] == (0, "1 new, 0 changed, 0 as they were.\n")
    assert stored(park)[0][1:7] == (
        "electricity", "industry", "2021-01-01", "2022-01-01", "1250.5", "MWh",
    )  # fmt: skip
    # As a Chinese spreadsheet saves CSV.
    chinese = "企业编码;时期;能源品种;数量;单位\nworks;2020;电力;100;千瓦时\n"
    assert run(chinese.encode("gb18030"))[1] == "1 new, 0 changed, 0 as they were.\n"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"\x00\x01", "neither xlsx nor text"),
        (b"PK\x03\x04 no archive", "no xlsx"),
        (b"", "no rows"),
        (b"period,item,quantity\n", "is missing"),
        (b"period,item,quantity,unit,colour\n", "no column colour"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(run: Run, content: bytes, complaint: str) -> None:
    status, said, complained = run(content)
    assert (status, said) == (1, "")
    assert complaint in complained
    assert "template" in complained


def test_what_is_not_there_is_said(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(GOOD, code="nowhere")[0] == 1
    assert cli.main(["activity", "import", "metered", str(tmp_path / "missing.csv")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_all_of_an_import_is_approved_by_somebody_else_or_none_of_it(park: MeteredPark, run: Run) -> None:
    months = "".join(f"works,2022-{month:02},electricity,,{month},MWh,\n" for month in range(1, 13))
    run(HEADER + months + "works,2021,electricity,,70,MWh,\n")
    reviewer = Actor(park.id, None, "reviewer")
    with park.pools.tenant(park.id) as connection:
        years = activity_import.years(connection, "reviewer")
        assert [(y.year, y.state, len(y.waiting)) for y in years] == [
            (2021, "submitted", 1), (2022, "submitted", 12),
        ]  # fmt: skip
        waiting = years[1].waiting
        (author,) = {activity.found(connection, i).author for i in waiting}
        assert [y.waiting for y in activity_import.years(connection, author)] == [[], []]
        with pytest.raises(FourEyesError):
            activity_approval.approve(connection, Actor(park.id, None, author), waiting)
        with pytest.raises(NotFoundError):
            activity_approval.approve(connection, reviewer, [*waiting, 999_999])
        done = activity_approval.approve(connection, reviewer, [*waiting, *waiting], note="seen")
        assert {(r.state, r.state_by, r.state_note) for r in done} == {("approved", "reviewer", "seen")}
        with pytest.raises(ConflictError, match="12 of the reports"):
            activity_approval.approve(connection, reviewer, [*years[0].waiting, *waiting])
        after = activity_import.years(connection, "reviewer")
        assert [(y.state, len(y.waiting)) for y in after] == [("submitted", 1), ("approved", 0)]
