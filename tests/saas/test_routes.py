"""Every route of the API: one's own park 200, a neighbour's 404, nobody 401, without the role 403.

A route that is not in the table fails: whoever adds one says here who may use it (docs/security.md, T1).
"""

import time
from contextlib import closing
from dataclasses import replace
from uuid import uuid4

import httpx
import psycopg
import pytest
from parkcarbon_platform.live.process import LiveProcess
from parkcarbon_platform.services.access import identity, people
from parkcarbon_saas import auditing
from parkcarbon_saas.main import FEATURES, create_app
from parkcarbon_saas.settings import Settings

from tests.saas import (
    activity_routes,
    alert_routes,
    budget_routes,
    connecting_routes,
    factor_routes,
    inventory_routes,
    metering_routes,
    people_routes,
    place_routes,
    planning_routes,
    seed,
    source_routes,
)
from tests.saas.conftest import Login, World
from tests.saas.routes import DAY_MS, LOOKED_AT, Call, span
from tests.support.processes import wait_until

API = "/api/v1"
PUBLIC = {
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("POST", f"{API}/session"),
    ("POST", f"{API}/edge/enrol"),
    ("POST", f"{API}/directory/held"),  # signed with the key of the platforms (test_directory.py)
    ("POST", f"{API}/invitation"),
    ("GET", f"{API}/session/sso"),
    ("POST", f"{API}/wall"),
    ("POST", f"{API}/session/sso"),
    ("POST", f"{API}/session/sso/start"),
}
OF_ONESELF = {("GET", f"{API}/session"), ("DELETE", f"{API}/session"), ("POST", f"{API}/session/password"),
              ("GET", f"{API}/session/others"), ("DELETE", f"{API}/session/others/{{key}}"),
              ("GET", f"{API}/session/second-factor"), ("POST", f"{API}/session/second-factor"),
              ("POST", f"{API}/session/second-factor/confirm"),
              ("POST", f"{API}/session/second-factor/recovery-codes"),
              ("POST", f"{API}/session/second-factor/removal")}  # fmt: skip

# For whoever holds a link for a screen; no session opens them (test_wall.py).
OF_SCREENS = {("GET", f"{API}/wall{part}") for part in ("", "/live", "/day", "/stream")}


# Administrators alone: the operator is refused, too (test_people.py).
OF_ADMINS = {("PUT", "/people/{login}/account"), ("DELETE", "/people/{login}/second-factor")}
OF_A_PARK = {
    ("GET", "/live"): Call(),
    ("GET", "/live/day"): Call(),
    ("GET", "/live/stream"): Call(),
    ("GET", "/explain"): Call(f"figure=interval&start={int(time.time() * 1000) - 7_200_000}"),
    ("GET", "/sources/{source}/ledger"): Call(span()),
    ("GET", "/points/{point}/intervals"): Call(span()),
    ("GET", "/points/{point}/readings"): Call(span()),
    ("GET", "/enterprises"): Call(),
    ("GET", "/meters"): Call(),
    ("GET", "/points"): Call(),
    ("GET", "/devices"): Call(),
    ("GET", "/meters/template"): Call("format=csv"),
    ("POST", "/meters/import"): Call(content=b"point,digits\nsteel-main,8", forbidden=("verifier",)),
    ("GET", "/points/{point}"): Call(),
    ("GET", "/points/{point}/series"): Call(span() + "&step=hour"),
    # A meter without sub-meters: 404 says that the role was let in.
    ("GET", "/points/{point}/remainder"): Call(span() + "&step=hour", done=404),
    ("GET", "/health/summary"): Call(),
    ("GET", "/health/coverage"): Call(span()),
    ("GET", "/health/findings"): Call(),
    # No such finding or reading: 404 says that the role was let in.
    ("POST", "/health/findings/note"): Call(
        body={
            "findings": [{"point": "steel-main", "rule": "gap", "time": 0}],
            "state": "acknowledged",
            "note": "test",
        },
        forbidden=("verifier",),
        done=404,
    ),
    ("GET", "/health/balance"): Call(span()),
    ("GET", "/health/revisions"): Call(),
    ("POST", "/health/revisions/accept"): Call(
        body={"ids": [999999], "note": "test"}, forbidden=("verifier",), done=404
    ),
    ("POST", "/health/revisions/dismiss"): Call(
        body={"ids": [999999], "note": "test"}, forbidden=("verifier",), done=404
    ),
    ("GET", "/quarantine"): Call(),
    ("POST", "/quarantine/replay"): Call(body={"reason": "none"}, forbidden=LOOKED_AT, done=404),
    # What is replayed or dismissed is not there: 404 says that the role was let in.
    ("POST", "/quarantine/{item}/replay"): Call(body={}, forbidden=LOOKED_AT, done=404),
    ("POST", "/quarantine/{item}/dismiss"): Call(
        body={"note": "test"}, forbidden=LOOKED_AT, done=404
    ),
    ("POST", "/evidence"): Call(
        content=b"%PDF-1.7", headers={"Content-Type": "application/pdf", "X-File-Name": "a.pdf"},
        forbidden=("verifier",), done=201,
    ),
    ("GET", "/evidence/{evidence_id}"): Call(done=404),
    **metering_routes.METERING,
    **source_routes.SOURCES,
    ("GET", "/tariffs"): Call(),
    ("PUT", "/tariffs/{code}"): Call(
        body={"name_zh": "x", "name_en": "x", "versions": []}, forbidden=("enterprise", "verifier"), done=422
    ),
    ("GET", "/costs"): Call(span()),
    ("GET", "/costs/ranking"): Call(span()),
    ("GET", "/demand"): Call("month=2026-11"),
    ("GET", "/resources"): Call(span()),
    **activity_routes.ACTIVITY,
    **connecting_routes.CONNECTING,
    **factor_routes.FACTORS,
    **inventory_routes.INVENTORY,
    **people_routes.PEOPLE,
    **planning_routes.ANALYSES,
    ("GET", "/audit"): Call(forbidden=("enterprise",)),
    ("GET", "/audit/chain"): Call(forbidden=("enterprise",)),
    ("GET", "/audit/export"): Call(forbidden=("enterprise",)),
    **inventory_routes.EXPORTS,
    **planning_routes.PLANNED,
    **place_routes.ROUTES,
    **budget_routes.ROUTES,
    **alert_routes.ROUTES,
}  # fmt: skip
# They only compute, or try and roll back.
LOOKS = {path for method, path in OF_A_PARK if method == "POST" and path.endswith(("/preview", "/check"))}
LOOKS |= {"/budgets/proposal"} | alert_routes.LOOKS
LOOKS |= {"/points/plausible", "/virtual-points/evaluate", "/analyses/table"}
DRY_RUNS = {"/meters/import", "/activity/history", "/zero-carbon/factors"}
NAMES = {
    "{login}": "nobody-here",
    "{factor}": "grid_electricity",
    "{decision}": "approve",
    "{edge}": "nowhere",
    "{command}": "00000000-0000-4000-8000-000000000000",
    "{device}": "nowhere",
    "{source}": "steel-electricity",
    "{enterprise}": "steel",
    "{point}": "steel-main",
    "{item}": "999999",
    "/planning/{kind}": "/planning/scenarios",
    "/places/{kind}/{code}": "/places/enterprise/steel",
    "{image}": "999999",
    "/norms/{norm}": "/norms/floor",
    "/budgets/{kind}": "/budgets/carbon",
    "{evidence_id}": "999999",
    "{code}": "two-part",
    "{report}": "999999",
    "{entry}": "999999",
    "{lot}": "999999",
    "{run}": "999999",
    "{rule}": "999999",
    "{receiver}": "999999",
}


# Of the whole platform, for its administrators: a call, and what an administrator gets.
OF_PLATFORM = {
    ("GET", "/admin/parks"): (None, 200),
    ("GET", "/admin/system"): (None, 200),
    ("GET", "/admin/parks/{park}/file"): (None, 200),
    ("POST", "/admin/parks/plan"): (None, 422),
    ("POST", "/admin/parks/apply"): (None, 422),
    ("POST", "/admin/parks/{park}/clone"): ({"code": "copy", "name_zh": "副本", "name_en": "Copy"}, 200),
    ("PUT", "/admin/parks/{park}/state"): ({"state": "active", "reason": "test"}, 409),
    ("POST", "/admin/parks/{park}/delete"): ({"confirm": "alpha", "reason": "test"}, 409),
    ("GET", "/admin/deletions"): (None, 200),
    ("GET", "/admin/wizard"): (None, 200),
    ("GET", "/admin/meter-table"): (None, 200),
    ("POST", "/admin/meter-table"): (None, 422),
    ("POST", "/admin/drafts"): ({}, 201),
    ("GET", "/admin/drafts/{draft}"): (None, 404),
    ("PUT", "/admin/drafts/{draft}"): ({"version": 1, "step": 1, "answers": {}}, 404),
    ("DELETE", "/admin/drafts/{draft}"): (None, 404),
    ("GET", "/admin/drafts/{draft}/preview"): (None, 404),
    ("POST", "/admin/drafts/{draft}/make"): (None, 404),
}


def address(path: str, call: Call, park: str = "alpha") -> str:
    for name, value in NAMES.items():
        path = path.replace(name, value)
    return f"{API}/parks/{park}{path}?{call.query}"


def status(client: httpx.Client, method: str, path: str, call: Call, park: str = "alpha") -> int:
    sent = {"json": call.body} if call.content is None else {"content": call.content}
    with client.stream(method, address(path, call, park), headers=call.headers, **sent) as answer:
        return answer.status_code


def routes() -> set[tuple[str, str]]:
    paths = create_app(Settings(database_url="", demo=True)).openapi()["paths"]
    return {(method.upper(), path) for path, methods in paths.items() for method in methods}


def test_every_route_is_in_a_table() -> None:
    known = (
        PUBLIC
        | OF_ONESELF
        | OF_SCREENS
        | {(m, f"{API}/parks/{{park}}{p}") for m, p in set(OF_A_PARK) | OF_ADMINS}
    )
    known |= {(method, f"{API}{path}") for method, path in OF_PLATFORM}
    assert len(OF_A_PARK) > 5
    assert all(route.include_in_schema for feature in FEATURES for route in feature.router.routes)
    assert routes() == known


# What an approver of an enterprise may, and an editor may not.
APPROVALS = {("POST", f"/activity/{step}") for step in ("approve", "{report}/approve", "{report}/reject")}
APPROVALS |= {("PUT", "/terms"), ("POST", "/own-factors/{item}/{decision}")}


def editor(world: World) -> str:
    """Somebody who enters the data of an enterprise and approves none."""
    login = f"editor-{uuid4().hex[:6]}"
    with psycopg.connect(world.owner_url) as owner:
        identity.create_user(owner, login, seed.PASSWORD, name="Editor", locale="en")
        steel = people.Membership(world.alpha.id, "alpha", "enterprise", "steel", approves=False)
        identity.let_in(owner, login, "alpha", "enterprise", enterprise="steel")
        people.change(owner, login, steel)
    return login


def expected_of(method: str, path: str, call: Call, role: str) -> int:
    if role == "editor" and (method, path) in APPROVALS:
        return 403
    return 403 if {"editor": "enterprise"}.get(role, role) in call.forbidden else call.done


def screen_of(url: str, operator: httpx.Client) -> httpx.Client:
    """A browser that holds a link for a screen, and nothing else."""
    body = {"name": "Hall", "expires_at": int(time.time() * 1000) + DAY_MS}
    token = operator.post(f"{API}/parks/alpha/wall-links", json=body).json()["token"]
    client = httpx.Client(base_url=url, timeout=30)
    assert client.post(f"{API}/wall", json={"token": token}).status_code == 200
    # Sent everywhere, as whoever stole it would; the browser itself keeps it to /wall.
    client.headers["Cookie"] = f"pc_wall={token}; pc_session={token}"
    return client


def test_who_may_make_which_call(
    live: LiveProcess, login: Login, anonymous: httpx.Client, url: str, world: World
) -> None:
    names = ("operator", "steelworker", "verifier", "neighbour", "admin", editor(world))
    clients = {name: login(name) for name in names}
    roles = {"operator": "operator", "steelworker": "enterprise", "verifier": "verifier", "admin": "operator"}
    roles[names[-1]] = "editor"
    screen = screen_of(url, clients["operator"])
    wrong = []
    for (method, path), call in OF_A_PARK.items():
        for name, client in clients.items():
            expected = 404 if name == "neighbour" else expected_of(method, path, call, roles[name])
            if (got := status(client, method, path, call)) != expected:
                wrong.append((method, path, name, got, expected))
        for name, client in (("anonymous", anonymous), ("screen", screen)):
            if (got := status(client, method, path, call)) != 401:
                wrong.append((method, path, name, got, 401))
    assert wrong == []


def test_the_platform_is_for_its_administrators(login: Login, anonymous: httpx.Client, url: str) -> None:
    clients = {name: login(name) for name in ("operator", "steelworker", "verifier", "neighbour", "admin")}
    wrong = []
    with closing(screen_of(url, clients["operator"])) as screen:
        strangers = {"anonymous": anonymous, "screen": screen}
        for (method, path), (body, done) in OF_PLATFORM.items():
            address = f"{API}{path.replace('{park}', 'alpha').replace('{draft}', '999999')}"
            for name, client in {**clients, **strangers}.items():
                expected = 401 if name in strangers else {"admin": done}.get(name, 403)
                got = client.request(method, address, json=body).status_code
                if got != expected:
                    wrong.append((method, path, name, got, expected))
    assert wrong == []


def test_a_link_for_a_screen_opens_four_addresses_and_nothing_else_does(
    live: LiveProcess, login: Login, anonymous: httpx.Client, url: str
) -> None:
    """The kiosk is a link, not a role (docs/decisions/0078-kiosk.md)."""
    operator = login("operator")
    with closing(screen_of(url, operator)) as screen:
        for method, path in OF_ONESELF:
            for client in (screen, anonymous):
                assert client.request(method, path.replace("{key}", "999999")).status_code == 401, path
        for method, path in OF_SCREENS:
            for client in (operator, anonymous):
                assert client.request(method, path).status_code == 401, path
        wait_until(lambda: screen.get(f"{API}/wall/live").status_code == 200, "the first frame")
        for method, path in OF_SCREENS:
            with screen.stream(method, path) as answer:
                assert answer.status_code == 200, path


def test_every_unsafe_call_is_in_the_audit_log(
    live: LiveProcess, login: Login, world: World, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Done or refused: an event of this call by this person; who only looks changes nothing."""
    # Somebody who has not been refused before, and whose refusals are all written down.
    monkeypatch.setattr(auditing, "REFUSALS", 100_000)
    client = login(person)
    silent, loud, tried = [], [], 0
    with psycopg.connect(world.owner_url, autocommit=True) as owner:

        def events(after: int) -> list[tuple[int, str, str, int]]:
            sql = """SELECT number, action, outcome, changed FROM core.audit_event
                     WHERE park_id = %s AND number > %s AND actor = %s ORDER BY 1"""
            return owner.execute(sql, (world.alpha.id, after, person)).fetchall()

        last = max((number for number, *_ in events(0)), default=0)
        for (method, path), known in OF_A_PARK.items():
            # What is as wanted already is no change.
            new_name = {**(known.body or {}), "name_en": "Double"}
            call = replace(known, body=new_name) if path == "/virtual-points/{code}" else known
            got = status(client, method, path, call)
            new = events(last)
            last = max((number for number, *_ in new), default=last)
            looks = method == "GET" or path in LOOKS | DRY_RUNS
            tried += not looks
            # A file that is taken along is written down, and changes no row.
            if looks and any(outcome == "done" and rows for *_, outcome, rows in new):
                loud.append((method, path, new))
            if (
                path not in alert_routes.AS_WANTED
                and not looks
                and not any((outcome == "done") == (got < 400) for *_, outcome, _ in new)
            ):
                silent.append((method, path, got, new))
    assert tried > 40
    assert (silent, loud) == ([], [])


def test_an_enterprise_user_does_not_see_its_neighbour(login: Login) -> None:
    client = login("steelworker")
    for path in (
        "/points/office-main/readings",
        "/points/office-main/intervals",
        "/sources/office-heat/ledger",
    ):
        assert client.get(f"{API}/parks/alpha{path}?{span()}").status_code == 404
    assert client.get(f"{API}/parks/alpha/points/incomer/readings?{span()}").status_code == 404


@pytest.mark.parametrize("name", ["operator", "neighbour"])
def test_session_lists_one_s_own_parks_only(login: Login, name: str) -> None:
    memberships = login(name).get(f"{API}/session").json()["memberships"]
    assert [m["park"]["code"] for m in memberships] == [{"operator": "alpha", "neighbour": "beta"}[name]]


def test_an_admin_is_operator_of_every_park(login: Login) -> None:
    memberships = login("admin").get(f"{API}/session").json()["memberships"]
    assert [(m["park"]["code"], m["role"]) for m in memberships] == [
        ("alpha", "operator"),
        ("beta", "operator"),
    ]
