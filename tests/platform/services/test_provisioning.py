"""Park files: every mistake named with its place, and applying twice changes nothing."""

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from parkcarbon_platform import cli
from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.parks import park_file, park_rules
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.services.sources import editing
from parkcarbon_platform.storage.database import Database as Pools
from parkcarbon_platform.storage.readings import ReadingStore

from tests.support import park as parks
from tests.support.delivery import NOON_MS, Sender, delivered, pools, read_catalogue, rows
from tests.support.stack import Database

PASSWORDS = {f"{parks.PARK}-operator": "correct horse battery"}
TABLES = ("enterprise", "node", "edge", "device", "point", "point_binding", "emission_source", "source_term",
          "scene_share")  # fmt: skip
Content = dict[str, Any]


@pytest.fixture
def content() -> Content:
    made = parks.park_file(["main", "sub"], ["main-power"])
    made["nodes"].append(parks.named("hall", enterprise="works", parent="site", kind="workshop"))
    made["points"][1]["parent"] = "main"
    return copy.deepcopy(made)


@pytest.fixture
def opened(database: Database) -> Iterator[Pools]:
    with pools(database) as made:
        yield made


def parsed(content: Content) -> park_file.ParkFile:
    return park_file.parse(yaml.safe_dump(content))


def snapshot(database: Database) -> dict[str, list[Any]]:
    tables = [f"core.{table}" for table in ("park", *TABLES)] + ["identity.app_user", "identity.membership"]
    return {
        table: rows(database, f"SELECT xmin::text, t.* FROM {table} t ORDER BY t::text") for table in tables
    }


def test_applying_twice_changes_nothing(database: Database, opened: Pools, content: Content) -> None:
    first = provisioning.apply(opened, parsed(content), PASSWORDS)
    assert first.created
    assert first.without_password == []
    before = snapshot(database)
    assert all(before.values())
    again = provisioning.apply(opened, parsed(content), PASSWORDS)
    assert (again.created, again.changed) == (False, 0)
    after = snapshot(database)
    del before["identity.membership"], after["identity.membership"]  # written again with the same content
    assert after == before


def test_what_people_edit_or_delete_of_sources_stays_as_they_left_it(
    database: Database, opened: Pools, content: Content
) -> None:
    twin = {**content["sources"][0], "code": "twin"}
    content["sources"].append(twin)
    park_id = provisioning.apply(opened, parsed(content)).park_id
    place = Workplace(opened, park_id, lambda *_: None, localtime.now)
    code = content["sources"][0]["code"]
    editing.describe(
        place, Actor("operator"), code, name_zh="手工", name_en="By hand", unit_code=None, reason="better"
    )
    editing.delete(place, Actor("operator"), "twin", "counted twice")
    content["sources"][0]["factor_region"] = "CN-SH"
    again = provisioning.apply(opened, parsed(content))
    assert again.left_alone == sorted([code, "twin"])
    found = "SELECT code, name_en, factor_region FROM core.emission_source"
    assert rows(database, found) == [(code, "By hand", None)]


def test_the_tree_is_as_the_file_says(database: Database, opened: Pools, content: Content) -> None:
    provisioning.apply(opened, parsed(content))
    parents = "SELECT c.code, p.code FROM core.{0} c JOIN core.{0} p ON p.id = c.parent_id"
    assert rows(database, parents.format("node")) == [("hall", "site")]
    assert rows(database, parents.format("point")) == [("sub", "main")]
    owners = "SELECT DISTINCT e.code FROM core.point p JOIN core.enterprise e ON e.id = p.enterprise_id"
    assert rows(database, owners) == [("works",)]
    terms = """SELECT p.code, t.role, t.weight FROM core.source_term t JOIN core.point p ON p.id = t.point_id
        ORDER BY 1"""
    assert rows(database, terms) == [
        ("main", "activity", 1),
        ("main-power", "live", 1),
        ("sub", "activity", 1),
    ]


def test_a_changed_file_changes_what_differs(database: Database, opened: Pools, content: Content) -> None:
    provisioning.apply(opened, parsed(content))
    content["enterprises"][0]["name_en"] = "Works Ltd"
    content["nodes"][1]["parent"] = None
    content["bindings"].pop()
    source = content["sources"][0]
    source["activity"] = [{"point": "main", "weight": 1}, {"point": "sub", "weight": -1}]
    source["scenes"] = {"industry": 0.7, "building": 0.3}
    assert provisioning.apply(opened, parsed(content)).changed == 6
    assert rows(database, "SELECT count(*) FROM core.point_binding") == [(2,)]
    assert rows(database, "SELECT weight FROM core.source_term WHERE role = 'activity' ORDER BY 1") == [
        (-1,),
        (1,),
    ]
    assert rows(database, "SELECT sum(share)::text FROM core.scene_share") == [("1.0",)]
    source["scenes"] = {"energy": 1}
    provisioning.apply(opened, parsed(content))
    assert rows(database, "SELECT scene FROM core.scene_share") == [("energy",)]


def test_a_point_with_readings_goes_on_meaning_the_same(
    database: Database, opened: Pools, content: Content
) -> None:
    provisioning.apply(opened, parsed(content))
    content["points"][0]["multiplier"] = 2
    provisioning.apply(opened, parsed(content))
    sender = Sender()
    payload = sender.batch(("main", NOON_MS, 1.0, 0))
    ReadingStore(opened.ingest).commit([delivered(read_catalogue(database), sender, payload)])
    provisioning.apply(opened, parsed(content))
    content["points"][0]["multiplier"] = 3
    with pytest.raises(ConflictError, match=r"points\[0\].*multiplier"):
        provisioning.apply(opened, parsed(content))
    content["points"][0] |= {"multiplier": 2, "name_en": "Renamed"}
    assert provisioning.apply(opened, parsed(content)).changed == 1


def test_new_people_need_a_password_and_known_ones_keep_theirs(
    database: Database, opened: Pools, content: Content
) -> None:
    assert provisioning.apply(opened, parsed(content)).without_password == [f"{parks.PARK}-operator"]
    assert provisioning.apply(opened, parsed(content), PASSWORDS).without_password == []
    stored = rows(database, "SELECT password_hash FROM identity.app_user")
    assert stored[0][0].startswith("$argon2id$")
    provisioning.apply(opened, parsed(content), {f"{parks.PARK}-operator": "another long password"})
    assert rows(database, "SELECT password_hash FROM identity.app_user") == stored
    assert rows(database, "SELECT role FROM identity.membership") == [("operator",)]


def test_parks_are_listed_and_found(opened: Pools, content: Content) -> None:
    done = provisioning.apply(opened, parsed(content))
    assert [park.code for park in provisioning.every_park(opened)] == [parks.PARK]
    assert provisioning.park_id(opened, parks.PARK) == done.park_id
    with pytest.raises(NotFoundError):
        provisioning.park_id(opened, "nowhere")


def change(path: str, value: object) -> Callable[[Content], None]:
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]

    def apply(content: Content) -> None:
        place: Any = content
        for step in way:
            place = place[step]
        place[last] = value

    return apply


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("schema", "parkcarbon/park/v2", "schema"),
        ("park.code", "No Slug", "park.code"),
        ("park.color", "red", "park"),
        ("park.latitude", 91, "park.latitude"),
        ("enterprises.0.name_zh", "", r"enterprises\[0\].name_zh"),
        ("points.0.colour", 1, r"points\[0\]"),
        ("points.0.digits", 0, r"points\[0\].digits"),
        ("points.0.kind", "counter", r"points\[0\].kind"),
        ("points.0.multiplier", "many", r"points\[0\].multiplier"),
        ("sources.0.scenes", {"moon": 1}, r"sources\[0\].scenes"),
        ("sources.0.activity.0.weight", 2, r"sources\[0\].activity\[0\].weight"),
        ("users.0.role", "king", r"users\[0\].role"),
    ],
)
def test_the_structure_is_strict(content: Content, path: str, value: object, told: str) -> None:
    change(path, value)(content)
    with pytest.raises(InvalidError, match=told):
        parsed(content)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("park.timezone", "Asia/Nowhere", "park.timezone: there is no time zone"),
        ("nodes.0.enterprise", "nobody", r"nodes\[0\].enterprise: there is no enterprise nobody"),
        ("nodes.0.parent", "nothing", r"nodes\[0\].parent: there is no node"),
        ("nodes.0.parent", "hall", r"nodes\[0\].parent: site is its own ancestor"),
        ("points.0.parent", "main", r"points\[0\].parent: main is its own ancestor"),
        ("devices.0.enterprise", "nobody", r"devices\[0\].enterprise"),
        ("devices.0.node", "nowhere", r"devices\[0\].node"),
        ("points.0.device", "nothing", r"points\[0\].device: there is no device"),
        ("points.0.unit", "m3", r"points\[0\].unit: m3 is no unit of energy"),
        ("points.0.kind", "gauge", r"points\[0\].kind: energy is no gauge"),
        ("points.2.kind", "register", r"points\[2\].kind: power is no register"),
        ("points.0.multiplier", 0, r"points\[0\].multiplier: 0 is not above zero"),
        ("points.0.reference_state", "room", r"points\[0\].reference_state"),
        ("points.1.code", "main", "points: the code main stands 2 times"),
        ("bindings.0.edge", "nowhere", r"bindings\[0\].edge"),
        ("bindings.0.point", "nothing", r"bindings\[0\].point"),
        ("bindings.1.key", "main", "bindings: plant has the key main 2 times"),
        ("sources.0.enterprise", "nobody", r"sources\[0\].enterprise"),
        ("sources.0.formula", "magic", r"sources\[0\].formula: there is no formula magic. Use one of"),
        ("sources.0.category", "process", r"sources\[0\].category: electricity_location is not for process"),
        ("sources.0.activity", [], r"sources\[0\].activity: there is no point"),
        ("sources.0.activity.0.point", "nothing", r"sources\[0\].activity\[0\].point"),
        ("sources.0.activity.0.point", "main-power", r"activity\[0\].point: main-power is no register"),
        ("sources.0.activity.1.point", "main", r"sources\[0\].activity: main stands 2 times"),
        ("sources.0.live.0.point", "main", r"sources\[0\].live\[0\].point: main is no gauge"),
        ("sources.0.scenes", {"industry": 0.5}, r"sources\[0\].scenes: the shares sum to 0.5"),
        ("sources.0.scenes", {"industry": 1, "energy": 0}, r"sources\[0\].scenes.energy"),
        ("sources.0.formula", "heat_default", r"sources\[0\].activity: the points are in Wh"),
        ("users.0.enterprise", "works", r"users\[0\].enterprise"),
        ("users.0.role", "enterprise", r"users\[0\].enterprise"),
    ],
)
def test_the_parts_must_fit(content: Content, path: str, value: object, told: str) -> None:
    change(path, value)(content)
    with pytest.raises(park_rules.InvalidParkError, match=told):
        park_rules.check(parsed(content))


def test_all_mistakes_are_told_at_once(content: Content) -> None:
    for path in ("devices.0.node", "points.0.device", "bindings.0.point"):
        change(path, "nothing")(content)
    with pytest.raises(park_rules.InvalidParkError) as told:
        park_rules.check(parsed(content))
    assert len(told.value.facts["problems"]) == 3


@pytest.mark.parametrize("text", ["", "[]", "a: [", "!!python/object/apply:os.system [id]", "x: 1"])
def test_what_is_no_park_file_is_refused(text: str) -> None:
    with pytest.raises(InvalidError):
        park_file.parse(text)


def test_a_file_that_is_missing_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="cannot be read"):
        park_file.read(tmp_path / "no.yaml")


def test_a_wrong_file_leaves_nothing_behind(database: Database, opened: Pools, content: Content) -> None:
    content["points"][0]["device"] = "nothing"
    with pytest.raises(InvalidError):
        provisioning.apply(opened, parsed(content))
    assert rows(database, "SELECT count(*) FROM core.park") == [(0,)]


def test_the_command_line_applies_and_lists(
    database: Database, content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", database.owner_url)
    file = tmp_path / "park.yaml"
    file.write_text(yaml.safe_dump(content))
    assert cli.main(["park", "apply", str(file)]) == 0
    assert "is new" in capsys.readouterr().out
    assert cli.main(["park", "apply", str(file)]) == 0
    assert "is as the file says" in capsys.readouterr().out
    assert cli.main(["park", "list"]) == 0
    assert parks.PARK in capsys.readouterr().out
    assert cli.main(["quarantine", "list", "--park", parks.PARK]) == 0
    assert cli.main(["park", "apply", str(tmp_path / "no.yaml")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def computed(content: Content) -> Content:
    content["enterprises"].append(parks.named("mill", industry=None))
    content["points"][0] |= {
        "rules": {"gap": {"minutes": 45}},
        "accuracy_class": "0.5S",
        "check_point": "sub",
    }
    content["points"][2] |= {"integrated": True}
    content["virtual_points"] = [
        parks.named("twice", enterprise="works", quantity="energy", carrier="electricity", unit="kWh",
                    expression="2 * n", inputs={"n": "net"}),
        parks.named("net", quantity="energy", carrier="electricity", unit="kWh", expression="m − s",
                    inputs={"m": "main", "s": "sub"}),
    ]  # fmt: skip
    shares = [{"enterprise": "works", "weight": 120.5}, {"enterprise": "mill", "weight": 61}]
    content["allocations"] = [
        {"point": "main", "method": "area", "valid_from": "2026-01-01T00:00:00+08:00", "shares": shares}
    ]
    return content


def test_computed_points_and_shared_meters_are_applied_once(
    database: Database, opened: Pools, content: Content
) -> None:
    made = parsed(computed(content))
    provisioning.apply(opened, made, PASSWORDS)
    inputs = """SELECT p.code, q.code, i.role FROM core.point_input i JOIN core.point p ON p.id = i.point_id
        JOIN core.point q ON q.id = i.input_id ORDER BY 1, 2"""
    assert rows(database, inputs) == [
        ("main", "sub", "check"), ("main-mill", "main", "shared"), ("main-works", "main", "shared"),
        ("net", "main", "formula"), ("net", "sub", "formula"), ("twice", "net", "formula"),
    ]  # fmt: skip
    assert rows(database, "SELECT integrated FROM core.point WHERE code = 'main-power'") == [(True,)]
    before = snapshot(database)
    again = provisioning.apply(opened, made, PASSWORDS)
    assert again.changed == 0
    after = snapshot(database)
    del before["identity.membership"], after["identity.membership"]
    assert after == before
    content["allocations"][0]["shares"][0]["weight"] = 100
    with pytest.raises(ConflictError, match="allocated already"):
        provisioning.apply(opened, parsed(content), PASSWORDS)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda c: c["virtual_points"][1]["inputs"].update(m="nowhere"), "virtual_points[1].inputs.m"),
        (lambda c: c["virtual_points"][1]["inputs"].update(m="twice"), "virtual_points"),
        (lambda c: c["virtual_points"][1].update(expression="m / s"), "virtual_points[1].expression"),
        (lambda c: c["virtual_points"][1].update(expression="m * s"), "virtual_points[1].expression"),
        (lambda c: c["virtual_points"][1].update(code="main"), "points"),
        (lambda c: c["points"][0].update(rules={"vibes": {}}), "points[0].rules"),
        (lambda c: c["points"][0].update(check_point="main"), "points[0].check_point"),
        (lambda c: c["points"][0].update(integrated=True), "points[0].integrated"),
        (
            lambda c: c["allocations"][0]["shares"][0].update(enterprise="x"),
            "allocations[0].shares[0].enterprise",
        ),
    ],
)
def test_mistakes_of_computed_points_are_named(
    content: Content, change: Callable[[Content], None], place: str
) -> None:
    made = computed(content)
    change(made)
    with pytest.raises(park_rules.InvalidParkError) as refused:
        park_rules.check(parsed(made))
    assert place in {problem["path"] for problem in refused.value.facts["problems"]}
