"""A park as a file: its export says all that people made, and applying it changes nothing."""

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from parkcarbon_platform import cli
from parkcarbon_platform.errors import ConflictError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.onboarding import applying, differing
from parkcarbon_platform.services.parks import park_file
from parkcarbon_platform.services.parks.park_file import ParkFile
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.services.sources import editing
from parkcarbon_platform.storage.database import Database as Pools
from parkcarbon_simulators.description.park_file import park_file as simulated
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.scenarios.loader import load

from tests.support import metered
from tests.support import park as parks
from tests.support.delivery import pools
from tests.support.stack import Database

ROOT = Path(__file__).parents[3]
OPERATOR = Actor("operator")
SECRET = "correct horse battery"


@pytest.fixture(scope="module")
def shared(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[Pools]:
    """One database for all: every test has a park of its own code."""
    with new_database() as database, pools(database) as opened:
        yield opened


def parsed(content: dict[str, Any]) -> ParkFile:
    return park_file.parse(yaml.safe_dump(content))


def put(pools: Pools, content: dict[str, Any]) -> ParkFile:
    wanted = parsed(content)
    passwords = {user.login: SECRET for user in wanted.users}
    provisioning.apply(pools, wanted, passwords)
    return wanted


def place(pools: Pools, code: str) -> Workplace:
    return Workplace(pools, provisioning.park_id(pools, code), lambda *_: None, settlement.utc_now)


def open_to(park: ParkFile) -> ParkFile:
    """Without what a file may leave open."""
    users = [msgspec.structs.replace(user, approves=None) for user in park.users]
    return msgspec.structs.replace(park, users=users)


def assert_law(pools: Pools, wanted: ParkFile) -> None:
    """What was applied is exported; the export as text plans nothing, and applying it changes nothing."""
    exported = applying.export(pools, wanted.park.code)
    assert differing.between(wanted, open_to(exported)) == []
    again = park_file.parse(park_file.render(exported))
    assert differing.between(exported, again) == []
    plan = applying.plan(pools, again)
    assert plan.is_empty
    assert (plan.kept, plan.unmentioned) == ([], {})
    assert provisioning.apply(pools, again).changed == 0


def test_the_demo_park_comes_back_as_it_went_in(shared: Pools) -> None:
    content = simulated(Plant(load("demo")))
    jsonschema.validate(json.loads(json.dumps(content, default=str)), park_file.json_schema())
    assert_law(shared, put(shared, content))


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    names = st.text("aé企业 '\":#-", min_size=1, max_size=12).filter(str.strip)
    number = draw(st.integers(1, 10**9))
    content = parks.park_file(["main", "sub"], ["main-power"], park=f"park-{number}")
    content["park"] |= {"name_zh": draw(names), "name_en": draw(names), "latitude": draw(st.floats(-90, 90))}
    content["park"] |= draw(
        st.sampled_from(
            [
                {},
                {"type": "chemical", "boundary": "territory", "scopes": [1, 2], "ruleset": "x"},
                {"gwp": "AR5"},
            ]
        )
    )
    content["enterprises"].append(parks.named("mill", industry=draw(st.sampled_from([None, "C31"]))))
    main, sub, power = content["points"]
    main["multiplier"] = draw(st.decimals("0.001", 9000, places=3, allow_nan=False))
    sub["parent"] = draw(st.sampled_from([None, "main"]))
    power["rules"] = draw(st.sampled_from([{}, {"gap": {"minutes": 45}}]))
    if draw(st.booleans()):
        content = computed(content)
    share = draw(st.decimals("0.01", "0.99", places=2, allow_nan=False))
    content["sources"][0]["scenes"] = {"industry": share, "building": 1 - share}
    content["targets"] = [
        {"enterprise": owner, "kind": "carbon", "year": year, "value": draw(st.integers(0, 10**9))}
        for owner in (None, "works")
        for year in draw(st.sets(st.integers(2025, 2060), max_size=2))
    ]
    content["users"] = []
    return json.loads(json.dumps(content, default=str))


def computed(content: dict[str, Any]) -> dict[str, Any]:
    content["virtual_points"] = [
        parks.named("net", quantity="energy", carrier="electricity", unit="kWh", expression="m − s",
                    inputs={"m": "main", "s": "sub"}),
    ]  # fmt: skip
    shares = [{"enterprise": "works", "weight": "120.5"}, {"enterprise": "mill", "weight": 61}]
    divided = {"point": "main", "method": "area", "shares": shares}
    content["allocations"] = [
        divided | {"valid_from": "2026-01-01T00:00:00+08:00", "valid_to": "2026-02-01T00:00:00+08:00"},
        divided | {"valid_from": "2026-02-01T00:00:00+08:00", "method": "share"},
    ]
    return content


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(contents())
def test_applying_an_export_changes_nothing(shared: Pools, content: dict[str, Any]) -> None:
    assert_law(shared, put(shared, content))


def test_a_plan_is_what_applying_does(shared: Pools) -> None:
    content = computed(parks.park_file(["main", "sub"], park="planned"))
    content["enterprises"].append(parks.named("mill"))
    new = applying.plan(shared, parsed(content))
    assert (new.is_new, new.differences[0].action) == (True, "added")
    put(shared, content)
    before = applying.export(shared, "planned")
    changed = copy.deepcopy(content)
    changed["park"]["name_en"] = "Another name"
    changed["points"][0]["multiplier"] = "2.50"
    changed["bindings"].pop()
    changed["devices"].append(parks.named("spare", enterprise=None, node=None))
    changed["virtual_points"][0]["expression"] = "m − 2 * s"
    changed["users"].append({"login": "planned-v", "name": "V", "role": "verifier", "locale": "en"})
    del changed["allocations"][0]
    plan = applying.plan(shared, parsed(changed))
    assert applying.plan(shared, parsed(changed)) == plan
    assert differing.between(before, applying.export(shared, "planned")) == []  # looking changed nothing
    put(shared, changed)
    after = applying.export(shared, "planned")
    done = [d for d in differing.between(before, after) if d.section != "users"]
    assert [d for d in plan.differences if d.section != "users"] == done
    assert [(d.section, d.key, d.action) for d in plan.differences] == [
        ("park", "", "changed"), ("devices", "spare", "added"), ("points", "main", "changed"),
        ("virtual_points", "net", "changed"), ("bindings", "plant/sub", "removed"),
        ("users", "planned-v", "added"),
    ]  # fmt: skip
    assert list(plan.differences[2].lines()) == ["~ points main", "    multiplier: 1 → 2.5"]
    assert plan.unmentioned == {"allocations": 1}


def test_what_people_edited_is_exported_and_kept(shared: Pools) -> None:
    content = metered.document("edited")
    put(shared, content)
    editing.end(place(shared, "edited"), OPERATOR, "gas", date(2026, 1, 31), "closed")
    exported = applying.export(shared, "edited")
    assert {s.code: s.valid_to for s in exported.sources}["gas"] == date(2026, 1, 31)
    plan = applying.plan(shared, parsed(content))
    assert plan.differences == []
    (kept,) = plan.kept
    assert (kept.difference.section, kept.difference.key, kept.reason) == ("sources", "gas", "edited")
    assert applying.plan(shared, exported).is_empty
    assert applying.plan(shared, exported).kept == []


def test_conflicts_are_all_told_with_what_to_do(database: Database) -> None:
    park = metered.MeteredPark(database)
    content = metered.document()
    park.write([("main", metered.START, 1.0, 0), ("office", metered.START, 1.0, 0)])
    content["points"][0]["multiplier"] = 3
    content["points"][1]["direction"] = "export"
    plan = applying.plan(park.pools, parsed(content))
    assert [c.problem for c in plan.conflicts] == [
        "main has readings; its multiplier cannot change.",
        "office has readings; its direction cannot change.",
    ]
    assert "meter event" in plan.conflicts[0].remedy
    assert plan.differences == []
    with pytest.raises(ConflictError):
        provisioning.apply(park.pools, parsed(content))
    park.close()


def test_another_park_is_made_like_one(shared: Pools) -> None:
    put(shared, computed(parks.park_file(["main", "sub"], park="model")) | {"enterprises": [
        parks.named("works"), parks.named("mill")]})  # fmt: skip
    model = applying.export(shared, "model")
    copied = applying.clone(model, "copied", "副本", "Copy")
    assert applying.plan(shared, copied).is_new
    provisioning.apply(shared, copied)
    assert_law(shared, copied)
    assert (copied.users, copied.devices[0].serial, len(copied.allocations)) == ([], None, 1)
    assert [p.code for p in copied.points] == [p.code for p in model.points]
    assert {d.section for d in differing.between(model, copied)} == {
        "park",
        "devices",
        "users",
        "allocations",
    }


def test_no_secret_is_exported(shared: Pools) -> None:
    put(shared, parks.park_file(["main"], park="silent"))
    with shared.tenant(provisioning.park_id(shared, "silent")) as connection:
        connection.execute(
            """INSERT INTO core.edge_config (park_id, edge_id, version, connector, secrets, author)
            SELECT park_id, id, 1, '[{"name": "x", "password_secret": "x"}]', '{"x": "hush-hush"}', 'x'
            FROM core.edge"""
        )
    text = park_file.render(applying.export(shared, "silent"))
    for secret in (SECRET, "hush-hush", "argon2", "secret"):
        assert secret not in text


def test_the_schema_in_the_documents_is_that_of_the_files() -> None:
    documented = json.loads((ROOT / "docs" / "park-file.schema.json").read_text(encoding="utf-8"))
    assert documented == json.loads(json.dumps(park_file.json_schema()))


def test_decimals_that_are_equal_do_not_differ() -> None:
    one, other = (
        ParkFile(
            schema="parkcarbon/park/v1",
            park=park_file.Park(code="aa", name_zh="a", name_en="a", timezone="UTC", grid_region="CN"),
            targets=[park_file.Target(year=2030, value=Decimal(value))],
        )
        for value in ("1.50", "1.5")
    )
    assert differing.between(one, other) == []


def test_the_command_line_exports_plans_and_clones(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", database.owner_url)
    file, exported, copied = (tmp_path / name for name in ("park.yaml", "exported.yaml", "copied.yaml"))
    content = parks.park_file(["main"])
    file.write_text(yaml.safe_dump(content))
    assert cli.main(["park", "plan", str(file)]) == 0
    assert f"{parks.PARK} would be new." in capsys.readouterr().out
    assert cli.main(["park", "apply", str(file)]) == 0
    assert cli.main(["park", "export", parks.PARK, "--output", str(exported)]) == 0
    capsys.readouterr()
    assert cli.main(["park", "plan", str(exported)]) == 0
    assert capsys.readouterr().out == f"{parks.PARK} is as the file says.\n"
    content["points"][0]["name_en"] = "Main"
    content["enterprises"] = [parks.named("works"), parks.named("mill")]
    file.write_text(yaml.safe_dump(content))
    assert cli.main(["park", "plan", str(file)]) == 0
    told = capsys.readouterr().out
    assert "+ enterprises mill" in told
    assert "name_en: main → Main" in told
    clone = ["park", "clone", parks.PARK, "second", "--name-en", "Second", "--output", str(copied)]
    assert cli.main(clone) == 0
    assert cli.main(["park", "apply", str(copied)]) == 0
    assert cli.main(["park", "plan", str(copied)]) == 0
    assert "second is as the file says." in capsys.readouterr().out
    assert cli.main(["park", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"].startswith("ParkCarbon park file")
