"""New parks by the wizard and by file, over the API: kept in between, previewed, made once; parks at rest."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
import yaml
from openpyxl import Workbook, load_workbook
from parkcarbon_platform.services.onboarding import answers, building, simulation
from parkcarbon_platform.services.parks import park_file, park_rules
from parkcarbon_platform.storage import catalogue
from parkcarbon_platform.storage.database import Database as Pools
from parkcarbon_simulators.description.describe import describe
from parkcarbon_simulators.description.edge_files import Places

from tests.saas import seed
from tests.saas.conftest import Login, World

ADMIN = "/api/v1/admin"
Json = dict[str, Any]


@pytest.fixture
def admin(login: Login) -> httpx.Client:
    return login("admin")


@pytest.fixture
def code() -> str:
    return f"new-{uuid4().hex[:8]}"


def answered(code: str) -> Json:
    return {
        "profile": {"code": code, "name_zh": "东区", "name_en": "East", "type": "chemical"},
        "scope": {"boundary": "operational_control", "scopes": [2, 1]},
        "enterprises": [
            {"code": "mill", "name_zh": "工厂", "name_en": "Mill", "industry": "3110"},
            {"code": "tower", "name_zh": "大厦", "name_en": "Tower", "template": "office"},
        ],
        "rules": {"ruleset": "territorial"},
        "targets": [{"year": 2030, "value": "1234.5"}],
        "people": [{"login": f"p-{code}", "role": "enterprise", "enterprise": "mill"}],  # named as the log-in
    }


def begun(admin: httpx.Client, code: str, **more: object) -> Json:
    made = admin.post(f"{ADMIN}/drafts", json={}).json()
    return saved(admin, made, answered(code) | more)


def saved(admin: httpx.Client, draft: Json, given: Json, step: int = 7) -> Json:
    body = {"version": draft["version"], "step": step, "answers": given}
    answer = admin.put(f"{ADMIN}/drafts/{draft['id']}", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_draft_is_kept_previewed_and_made_once(admin: httpx.Client, code: str, world: World) -> None:
    draft = admin.post(f"{ADMIN}/drafts", json={}).json()
    assert {m["step"] for m in draft["mistakes"]} == {1, 3}
    listed = admin.get(f"{ADMIN}/parks").json()
    assert draft["id"] in [d["id"] for d in listed["drafts"]]
    too_early = admin.post(f"{ADMIN}/drafts/{draft['id']}/make")
    assert (too_early.status_code, too_early.json()["type"]) == (422, "draft_open")
    draft = saved(admin, draft, answered(code), step=4)
    assert (draft["mistakes"], draft["step"], draft["answers"]["profile"]["name_zh"]) == ([], 4, "东区")
    late = admin.put(f"{ADMIN}/drafts/{draft['id']}", json={"version": 1, "step": 1, "answers": {}})
    assert (late.status_code, late.json()["type"]) == (409, "draft_changed")
    preview = admin.get(f"{ADMIN}/drafts/{draft['id']}/preview").json()
    assert preview["plan"]["is_new"]
    assert preview["counts"]["enterprises"] == 2
    assert code not in [p["code"] for p in admin.get(f"{ADMIN}/parks").json()["parks"]]
    made = admin.post(f"{ADMIN}/drafts/{draft['id']}/make")
    assert made.status_code == 201, made.text
    ((invited,), is_fed) = made.json()["invitations"], made.json()["is_fed"]
    assert (invited["login"], is_fed) == (f"p-{code}", False)
    assert admin.post(f"{ADMIN}/drafts/{draft['id']}/make").status_code == 409
    exported = park_file.parse(admin.get(f"{ADMIN}/parks/{code}/file").text)
    assert exported.park.scopes == [1, 2]
    assert {s.code for s in exported.sources} >= {"mill-heat", "mill-gas", "tower-charging"}
    assert [(t.year, str(t.value)) for t in exported.targets] == [(2030, "1234.5")]
    planned = park_file.parse(preview["file"])
    assert {p.code for p in planned.points} == {p.code for p in exported.points}
    with psycopg.connect(world.owner_url) as owner:
        logged = owner.execute(
            """SELECT count(*) FROM core.audit_event e JOIN core.park p ON p.id = e.park_id
               WHERE p.code = %s AND actor = 'admin'""",
            (code,),
        ).fetchone()
    assert logged is not None
    assert logged[0] >= 1


def test_an_invited_person_enters_two_parks_and_switches(
    admin: httpx.Client, url: str, code: str, person: str
) -> None:
    draft = begun(admin, code, people=[{"login": person, "name": "P", "role": "verifier"}])
    made = admin.post(f"{ADMIN}/drafts/{draft['id']}/make").json()
    assert made["invitations"] == [{"login": person, "token": None}]  # known already: the password stays
    with httpx.Client(base_url=url, timeout=60) as client:
        answer = client.post("/api/v1/session", json={"login": person, "password": seed.PASSWORD})
        roles = {m["park"]["code"]: m["role"] for m in answer.json()["memberships"]}
    assert roles == {"alpha": "operator", code: "verifier"}


def test_who_cannot_be_let_in_yet_keeps_the_park_from_being_made(
    admin: httpx.Client, login: Login, code: str
) -> None:
    waiting = f"w-{code}"
    body = {"login": waiting, "name": "W", "locale": "en", "role": "verifier", "approves": False}
    assert login("operator").post("/api/v1/parks/alpha/people", json=body).status_code == 201
    draft = begun(admin, code, people=[{"login": waiting, "role": "verifier"}])
    preview = admin.get(f"{ADMIN}/drafts/{draft['id']}/preview")
    assert preview.status_code == 200, preview.text  # without a name they are called as they log in
    made = admin.post(f"{ADMIN}/drafts/{draft['id']}/make")
    assert (made.status_code, made.json()["type"]) == (409, "conflict")
    assert code not in [park["code"] for park in admin.get(f"{ADMIN}/parks").json()["parks"]]


def test_answers_that_make_no_park_are_refused_in_words(admin: httpx.Client, code: str) -> None:
    given = answered(code)
    given["enterprises"][0]["code"] = "m" * 63
    given["people"] = []
    draft = saved(admin, admin.post(f"{ADMIN}/drafts", json={}).json(), given)
    assert admin.get(f"{ADMIN}/drafts/{draft['id']}/preview").status_code == 422
    row = {"enterprise": "m" * 63, "place": "", "code": "x", "name_zh": "x", "name_en": "x", "kind": "odd"}
    draft = saved(admin, draft, given | {"tree": {"by": "table", "rows": [row]}})
    assert (4, "rows.0.kind", "choice") in {(m["step"], m["field"], m["what"]) for m in draft["mistakes"]}
    assert admin.get(f"{ADMIN}/drafts/{draft['id']}/preview").json()["type"] == "draft_open"


@pytest.mark.parametrize("template", sorted(answers.TEMPLATES))
@pytest.mark.parametrize("kind", ["manufacturing", "data_centre"])
def test_every_template_makes_a_park_without_mistakes(template: str, kind: str) -> None:
    given = answers.DraftAnswers.model_validate(answered("some-park"))
    firms = [given.enterprises[0].model_copy(update={"template": template})]
    profile = given.profile.model_copy(update={"type": kind})
    built = building.build(given.model_copy(update={"enterprises": firms, "profile": profile}))
    park_rules.check(built.park)
    measured = {term.point for source in built.park.sources for term in source.activity}
    tops = {p.code for p in built.park.points if p.kind == "register" and p.parent is None}
    assert measured >= tops  # nothing that enters the enterprise is left out of its sources


def test_mistakes_are_told_by_step_and_field(admin: httpx.Client, code: str) -> None:
    given = answered("alpha")
    given["profile"] |= {"name_en": " ", "timezone": "Asia/Nowhere", "grid_region": "?"}
    given["scope"]["scopes"] = []
    given["enterprises"][1]["code"] = "mill"
    given["enterprises"][0]["template"] = "castle"
    given["rules"] = {"ruleset": "vibes", "factor_sets": []}
    given["targets"] = [{"year": 2030, "value": 1}, {"year": 2030, "value": -1}]
    given["people"].append({"login": "No Login", "role": "operator", "enterprise": "mill"})
    draft = saved(admin, admin.post(f"{ADMIN}/drafts", json={}).json(), given)
    told = {(m["step"], m["field"], m["what"]) for m in draft["mistakes"]}
    assert told == {
        (1, "name_en", "missing"), (1, "code", "taken"), (1, "timezone", "timezone"),
        (1, "grid_region", "region"), (2, "scopes", "missing"), (3, "0.code", "twice"),
        (3, "1.code", "twice"),
        (4, "0.template", "template"), (5, "ruleset", "ruleset"), (5, "factor_sets", "none"),
        (6, "0.year", "twice"), (6, "1.year", "twice"), (6, "1.value", "amount"), (7, "1.login", "login"),
        (7, "1.enterprise", "missing"),
    }  # fmt: skip
    unknown = admin.put(
        f"{ADMIN}/drafts/{draft['id']}", json={"version": 2, "step": 1, "answers": {"profile": {"x": 1}}}
    )
    assert unknown.status_code == 422
    assert admin.delete(f"{ADMIN}/drafts/{draft['id']}").status_code == 204
    assert admin.get(f"{ADMIN}/drafts/{draft['id']}").status_code == 404


def test_the_example_is_answered_already(admin: httpx.Client) -> None:
    draft = admin.post(f"{ADMIN}/drafts", json={"example": True}).json()
    assert draft["mistakes"] == []
    assert admin.get(f"{ADMIN}/drafts/{draft['id']}/preview").json()["counts"]["enterprises"] == 3


def sheet(*rows: tuple[str, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (("enterprise", "place", "code", "name_zh", "name_en", "kind", "parent"), *rows):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_meters_come_from_a_table_with_row_errors(admin: httpx.Client, code: str) -> None:
    empty = admin.get(f"{ADMIN}/meter-table", params={"language": "en"})
    assert load_workbook(io.BytesIO(empty.content)).active is not None
    wrong = admin.post(f"{ADMIN}/meter-table", content=sheet(
        ("mill", "Hall", "main", "总表", "Main", "electricity", ""),
        ("mill", "Hall", "main", "总表", "Main", "electricity", ""),
        ("mill", "", "sub", "分表", "Sub", "vibes", "main"),
        ("mill", "", "gas", "燃气", "Gas", "natural_gas", "main"),
        ("mill", "", "a", "甲", "A", "electricity", "b"),
        ("mill", "", "b", "乙", "B", "electricity", "a"),
    )).json()  # fmt: skip
    found = [(e["row"], e["column"], e["code"]) for e in wrong["errors"]]
    assert found == [
        (3, "code", "twice"), (4, "kind", "choice"), (5, "parent", "parent"), (6, "parent", "circle"),
        (7, "parent", "circle"),
    ]  # fmt: skip
    right = admin.post(f"{ADMIN}/meter-table", content=sheet(
        ("mill", "Hall", "main", "总表", "Main", "electricity", ""),
        ("mill", "Hall", "sub", "分表", "Sub", "electricity", "main"),
    )).json()  # fmt: skip
    assert right["errors"] == []
    draft = begun(admin, code, tree={"by": "table", "rows": right["rows"]})
    file = park_file.parse(admin.get(f"{ADMIN}/drafts/{draft['id']}/preview").json()["file"])
    park_rules.check(file)
    assert [(p.code, p.parent) for p in file.points if p.kind == "register"] == [
        ("mill-main-import", None), ("mill-sub-import", "mill-main-import"),
    ]  # fmt: skip


def test_a_file_is_planned_applied_and_cloned(admin: httpx.Client, code: str) -> None:
    text = admin.get(f"{ADMIN}/parks/alpha/file").text
    unchanged = admin.post(f"{ADMIN}/parks/plan", content=text.encode()).json()
    assert (unchanged["differences"], unchanged["conflicts"]) == ([], [])
    wanted = {"code": code, "name_zh": "副本", "name_en": "Copy"}
    copied = yaml.safe_load(admin.post(f"{ADMIN}/parks/alpha/clone", json=wanted).text)
    copied["users"] = [{"login": f"p-{code}", "name": "P", "role": "operator", "locale": "en"}]
    content = yaml.safe_dump(copied).encode()
    assert admin.post(f"{ADMIN}/parks/plan", content=content).json()["is_new"]
    done = admin.post(f"{ADMIN}/parks/apply", content=content).json()
    assert (done["created"], [i["login"] for i in done["invitations"]]) == (True, [f"p-{code}"])
    assert done["invitations"][0]["token"]
    again = admin.post(f"{ADMIN}/parks/apply", content=content).json()
    assert (again["created"], again["changed"], again["invitations"]) == (False, 0, [])
    wrong = admin.post(f"{ADMIN}/parks/plan", content=b"park: [")
    assert (wrong.status_code, wrong.json()["type"]) == (422, "invalid")


@pytest.fixture
def resting(admin: httpx.Client, code: str) -> Iterator[str]:
    draft = begun(admin, code, people=[])
    admin.post(f"{ADMIN}/drafts/{draft['id']}/make")
    yield code
    set_state(admin, code, "active")


def set_state(admin: httpx.Client, code: str, state: str) -> int:
    body = {"state": state, "reason": "winter"}
    return admin.put(f"{ADMIN}/parks/{code}/state", json=body).status_code


def test_a_park_at_rest_is_read_and_not_changed(admin: httpx.Client, resting: str, world: World) -> None:
    people = f"/api/v1/parks/{resting}/people"
    someone = {"login": f"q-{resting}", "name": "Q", "role": "operator"}
    with Pools.of(world.settings, size=2) as pools:
        assert set_state(admin, resting, "suspended") == 200
        assert resting in catalogue.load(pools.ingest).parks  # meters go on being stored
        assert set_state(admin, resting, "archived") == 200
        assert resting not in catalogue.load(pools.ingest).parks
    assert admin.get(people).status_code == 200
    refused = admin.post(people, json=someone)
    assert (refused.status_code, refused.json()["type"]) == (409, "park_at_rest")
    assert set_state(admin, resting, "suspended") == 409
    row = next(p for p in admin.get(f"{ADMIN}/parks").json()["parks"] if p["code"] == resting)
    assert (row["state"], row["state_by"], row["state_reason"]) == ("archived", "admin", "winter")
    states = {
        m["park"]["code"]: m["park"]["state"] for m in admin.get("/api/v1/session").json()["memberships"]
    }
    assert states[resting] == "archived"
    assert set_state(admin, resting, "active") == 200
    assert admin.post(people, json=someone).status_code == 201


def test_simulated_meters_feed_a_new_park(tmp_path: Path) -> None:
    describe("demo", Places(tmp_path, 4840, "mqtt://127.0.0.1:1883", 1, 16))
    found = simulation.of(str(tmp_path))
    assert found is not None
    given = answers.DraftAnswers.model_validate(answered("fed") | {"tree": {"simulated": True}, "people": []})
    built = building.build(given, found.feeds)
    park_rules.check(built.park)
    assert set(built.feeds) == {p.code for p in built.park.points}
    sections = simulation.connectors(found, built.feeds)
    keys = [point["key"] for section in sections for point in section["point"]]
    assert sorted(keys) == sorted(b.key for b in built.park.bindings)
    theirs = {p.code: p for p in park_file.read(tmp_path / "park.yaml").points}
    for point in built.park.points:
        fed = theirs[built.feeds[point.code]]
        assert (point.kind, point.unit, point.multiplier) == (fed.kind, fed.unit, fed.multiplier)
    simulation.welcome(found, "fed", "the-token")
    assert (tmp_path / "guests" / "fed" / "token").read_text() == "the-token"
