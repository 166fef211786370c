"""Meters from a file: every mistake has its row, all rows or none, and stored readings keep their meaning."""

from collections.abc import Iterator

import pytest
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services.meters import meter_columns, meter_import, meters
from parkcarbon_platform.services.meters.meter_import import Result, Row
from parkcarbon_platform.services.tables.tables import Format, Language

from tests.support.metered import MINUTE, START, MeteredPark, document, named, point
from tests.support.stack import Database

METER = {
    "device": "hall", "device_name_zh": "厂房总表", "enterprise": "works", "node": "site", "serial": "S-1",
    "point": "hall-import", "name_zh": "正向有功", "quantity": "energy", "carrier": "electricity",
    "unit": "kWh", "kind": "register", "direction": "import", "multiplier": "600.0", "digits": "8",
    "parent": "main", "gateway": "plant", "key": "hall/import",
}  # fmt: skip


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    content = document()
    content["enterprises"].append(named("mill"))
    content["devices"].append(named("mill-meter", enterprise="mill"))
    content["points"].append(point("mill-main", device="mill-meter"))
    made = MeteredPark(database, content)
    yield made
    made.close()


def run(park: MeteredPark, *cells: dict[str, str], user: str | None = None, dry: bool = False) -> Result:
    rows = [Row(number, given) for number, given in enumerate(cells, 2)]
    with park.pools.tenant(park.id) as connection:
        in_use = meter_import.codes_in_use(connection)
        ids = dict(connection.execute("SELECT code, id FROM core.enterprise").fetchall())
    with park.pools.tenant(park.id, ids[user] if user else None) as connection:
        return meter_import.apply(connection, park.id, rows, enterprise=user, in_use=in_use, dry_run=dry)


def stored(park: MeteredPark, code: str) -> meters.MeterPointRow:
    with park.pools.tenant(park.id) as connection:
        return meters.find(connection, code)


def faults(result: Result) -> list[tuple[int, str, str]]:
    return [(e.row, e.column, e.code) for e in result.errors]


def outcomes(result: Result) -> list[str]:
    return [row.outcome for row in result.rows]


def test_a_dry_run_says_what_would_be_and_changes_nothing(park: MeteredPark) -> None:
    result = run(park, METER, dry=True)
    assert (outcomes(result), result.errors) == (["created"], [])
    assert park.rows("SELECT code FROM core.point WHERE code = 'hall-import'") == []


def test_a_meter_is_created_with_its_place_parent_and_key_and_a_second_time_nothing_changes(
    park: MeteredPark,
) -> None:
    assert run(park, METER).count("created") == 1
    made = stored(park, "hall-import")
    assert (made.device, made.enterprise, made.parent, made.digits) == ("hall", "works", "main", 8)
    assert made.multiplier == 600
    assert (made.name_zh, made.name_en) == ("正向有功", "正向有功")
    assert park.rows("SELECT key FROM core.point_binding") == [("hall/import",)]
    assert outcomes(run(park, METER)) == ["unchanged"]


def test_empty_cells_leave_a_meter_as_it_is_and_a_dash_empties_them(park: MeteredPark) -> None:
    run(park, METER)
    result = run(park, {"point": "hall-import", "serial": "S-2", "digits": "-"})
    assert [(c.column, c.before, c.after) for c in result.rows[0].changes] == [
        ("serial", "S-1", "S-2"),
        ("digits", "8", ""),
    ]
    made = stored(park, "hall-import")
    assert (made.digits, made.multiplier, made.parent) == (None, 600, "main")
    assert park.rows("SELECT serial FROM core.device WHERE code = 'hall'") == [("S-2",)]


def test_all_rows_or_none(park: MeteredPark) -> None:
    wrong = METER | {"point": "hall-export", "unit": "m3", "key": "hall/export"}
    result = run(park, METER, wrong)
    assert faults(result) == [(3, "unit", "unit")]
    assert park.rows("SELECT code FROM core.point WHERE code LIKE 'hall%%'") == []


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"point": "Hall 1"}, ("point", "format")),
        ({"quantity": ""}, ("quantity", "needed")),
        ({"kind": "meter"}, ("kind", "choice")),
        ({"kind": "gauge"}, ("kind", "kind")),
        ({"multiplier": "1,000"}, ("multiplier", "format")),
        ({"multiplier": "0"}, ("multiplier", "positive")),
        ({"digits": "8.5"}, ("digits", "format")),
        ({"parent": "nowhere"}, ("parent", "unknown")),
        ({"parent": "hall-import"}, ("parent", "circle")),
        ({"node": "nowhere"}, ("node", "unknown")),
        ({"enterprise": "nobody"}, ("enterprise", "unknown")),
        ({"gateway": "nowhere"}, ("gateway", "unknown")),
        ({"key": ""}, ("key", "needed")),
        ({"device": ""}, ("device", "needed")),
        ({"reference_state": "cold"}, ("reference_state", "choice")),
    ],
)
def test_every_mistake_has_its_column_and_kind(
    park: MeteredPark, given: dict[str, str], fault: tuple[str, str]
) -> None:
    assert (2, *fault) in faults(run(park, METER | given, dry=True))


def test_a_point_twice_and_a_device_told_in_two_ways_are_refused(park: MeteredPark) -> None:
    result = run(park, METER, METER, METER | {"point": "hall-power", "serial": "S-9", "key": "other"})
    assert {(3, "point", "duplicate"), (4, "device", "duplicate")} <= set(faults(result))


def test_two_points_of_a_new_device_need_its_name_once(park: MeteredPark) -> None:
    other = {"device_name_zh": "", "serial": "", "point": "hall-export", "key": "hall/export"}
    assert run(park, METER, METER | other).errors == []


def test_a_point_with_readings_keeps_its_meaning(park: MeteredPark) -> None:
    park.write([("main", START, 1.0, 0), ("main", START + MINUTE, 2.0, 0)])
    result = run(park, {"point": "main", "multiplier": "20"})
    assert faults(result) == [(2, "multiplier", "has_readings")]
    assert stored(park, "main").multiplier == 10
    result = run(park, {"point": "main", "max_rate": "5000"})
    assert result.recompute == [park.points["main"]]
    park.rows("DELETE FROM core.invalidation RETURNING id")
    with park.pools.tenant(park.id) as connection:
        assert meter_import.recompute(connection, result.recompute) == 1
    [(start, end)] = park.rows("SELECT from_time, to_time FROM core.invalidation")
    assert (end - start).total_seconds() == 60


def test_a_key_is_not_taken_from_another_point(park: MeteredPark) -> None:
    run(park, METER)
    assert faults(run(park, {"point": "office", "gateway": "plant", "key": "hall/import"})) == [
        (2, "key", "taken")
    ]


def test_a_meter_stays_with_its_enterprise_and_a_point_with_its_meter(park: MeteredPark) -> None:
    run(park, METER)
    assert faults(run(park, METER | {"enterprise": "mill"})) == [(2, "enterprise", "fixed")]
    assert faults(run(park, METER | {"device": "meter", "device_name_zh": ""}, dry=True))[0][2] in {
        "fixed",
        "duplicate",
    }


def test_an_enterprise_imports_its_own_only(park: MeteredPark) -> None:
    own = METER | {"enterprise": ""}
    result = run(park, own, user="works")
    assert (result.errors, stored(park, "hall-import").enterprise) == ([], "works")
    assert faults(run(park, METER | {"enterprise": "mill"}, user="works"))[0] == (
        2, "enterprise", "other_enterprise",
    )  # fmt: skip
    # What it cannot see it cannot change either; that the code is in use it has to learn.
    result = run(park, own | {"point": "mill-main", "key": "x", "parent": ""}, user="works")
    assert faults(result) == [(2, "point", "taken")]
    assert faults(run(park, own | {"parent": "mill-main"}, user="works")) == [(2, "parent", "unknown")]


def test_a_file_without_rows_is_refused(park: MeteredPark) -> None:
    with pytest.raises(InvalidError):
        run(park)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_template_says_of_itself_nothing_to_import(form: Format, language: Language) -> None:
    content = meter_columns.template(form, language)
    assert meter_import.rows_of(content) == []


def test_the_template_s_example_is_a_meter(park: MeteredPark) -> None:
    """With the mark taken off, the example row of the CSV template is imported as it stands."""
    lines = meter_columns.template("csv", "zh-CN").decode("utf-8-sig").splitlines()
    content = "\n".join([lines[0], lines[2].removeprefix("# ")]).encode()
    [row] = meter_import.rows_of(content)
    assert run(park, dict(row.cells)).count("created") == 1
    assert stored(park, "hall-2-main-import").multiplier == 600
