"""Agreements on data (docs/security.md, T10), attacked as operator, verifier, program, and in SQL."""

import time
from collections.abc import Iterator
from uuid import uuid4

import httpx
import psycopg
import pytest
from parkcarbon_platform.services.access import identity, terms
from parkcarbon_platform.storage.database import Database as Pools
from psycopg.errors import InsufficientPrivilege

from tests.saas import seed
from tests.saas.conftest import Login, World

API = "/api/v1/parks/alpha"
TERMS = f"{API}/terms"
USUAL = {"is_named": False, "shares_intervals": True, "shares_production": True}
KEPT = USUAL | {"shares_intervals": False, "shares_production": False}


@pytest.fixture
def worker(login: Login) -> Iterator[httpx.Client]:
    client = login("steelworker")
    yield client
    assert client.put(TERMS, json=USUAL).status_code == 200


def keep(worker: httpx.Client) -> None:
    answer = worker.put(TERMS, json=KEPT)
    assert answer.status_code == 200, answer.text


def span() -> str:
    now = int(time.time() * 1000)
    return f"from={now - 2 * 86_400_000}&to={now}"


def readings(client: httpx.Client, point: str = "steel-main") -> int:
    answer = client.get(f"{API}/points/{point}/readings?{span()}")
    assert answer.status_code == 200, answer.text
    return len(answer.json()["readings"])


def token_of(client: httpx.Client, **wanted: object) -> httpx.Response:
    body = {
        "name": f"t-{uuid4().hex[:8]}",
        "role": "operator",
        "expires_at": int(time.time() * 1000) + 86_400_000,
    }
    return client.post(f"{API}/tokens", json=body | wanted)


def test_the_default_is_said_and_an_enterprise_reads_back_what_it_agreed_to(
    login: Login, worker: httpx.Client
) -> None:
    operator = login("operator")
    office = next(t for t in operator.get(TERMS).json()["current"] if t["enterprise"] == "office")
    assert {k: office[k] for k in USUAL} == USUAL
    assert (office["author"], office["since"]) == (None, None)
    keep(worker)
    found = worker.get(TERMS).json()
    assert [t["enterprise"] for t in found["current"]] == ["steel"]
    assert {k: found["current"][0][k] for k in KEPT} == KEPT
    assert found["history"][0]["author"] == "steelworker"
    assert {"name": "steelworker", "is_program": False, "approves": True} in found["entrants"]


def test_overseers_do_not_see_what_is_kept_and_the_enterprise_and_jobs_do(
    login: Login, worker: httpx.Client, anonymous: httpx.Client, world: World
) -> None:
    clients = {name: login(name) for name in ("operator", "verifier", "admin")}
    anonymous.headers["Authorization"] = f"Bearer {token_of(clients['operator']).json()['token']}"
    clients["program"] = anonymous
    before = {name: readings(client) for name, client in clients.items()}
    others = [point for point in world.alpha.points if not point.startswith("steel")]
    theirs = {point: readings(clients["operator"], point) for point in others}
    assert sum(theirs.values()) > 0
    assert all(before.values())
    day = clients["operator"].get(f"{API}/live/day").json()
    keep(worker)
    assert {name: readings(client) for name, client in clients.items()} == dict.fromkeys(clients, 0)
    for client in clients.values():
        shown = client.get(f"{API}/points/steel-main/intervals?{span()}")
        assert not [i for i in shown.json().get("intervals", []) if i.get("status") not in (None, "missing")]
        # Its carbon by the hour, and the park's sums, stay as they were.
        assert client.get(f"{API}/sources/steel-electricity/ledger?{span()}").status_code == 200
    assert clients["operator"].get(f"{API}/live/day").json()["yesterday"] == day["yesterday"]
    assert {point: readings(clients["operator"], point) for point in others} == theirs
    assert readings(worker) == before["operator"]
    with Pools.of(world.settings, size=1) as pools, pools.tenant(world.alpha.id) as connection:
        seen = connection.execute(
            "SELECT count(*) FROM core.reading WHERE point_id = %s", (world.alpha.points["steel-main"],)
        ).fetchone()
    assert seen != (0,)  # a job computes with all of it


def test_explain_counts_what_is_kept_and_does_not_show_it(login: Login, worker: httpx.Client) -> None:
    operator = login("operator")
    start = int(time.time() * 1000) - 7_200_000

    def explained(client: httpx.Client) -> tuple[int, set[str]]:
        told = client.get(f"{API}/explain?figure=interval&start={start}").json()
        return told["value"], {point["point"] for term in told["terms"] for point in term["points"]}

    value, before = explained(operator)
    keep(worker)
    steel = {point for point in before if point.startswith("steel")}
    assert steel
    assert explained(operator) == (value, before - steel)
    assert explained(worker)[1] & steel


def test_nobody_else_agrees_for_an_enterprise(login: Login, worker: httpx.Client, world: World) -> None:
    operator = login("operator")
    assert operator.put(TERMS, json=USUAL).status_code == 403
    editor = f"editor-{uuid4().hex[:6]}"
    with psycopg.connect(world.owner_url) as owner:
        identity.create_user(owner, editor, seed.PASSWORD, name="Editor", locale="en")
        identity.let_in(owner, editor, "alpha", "enterprise", enterprise="steel")
        owner.execute(
            """UPDATE identity.membership SET approves = false WHERE user_id =
               (SELECT id FROM identity.app_user WHERE login = %s)""",
            (editor,),
        )
    assert login(editor).put(TERMS, json=USUAL).status_code == 403
    forged = """INSERT INTO core.enterprise_terms
                  (park_id, enterprise_id, is_named, shares_intervals, shares_production, author)
                VALUES (%s, %s, true, true, true, 'steelworker')"""
    steel, office = world.alpha.enterprises["steel"], world.alpha.enterprises["office"]
    with Pools.of(world.settings, size=1) as pools:
        for who in (None, office):  # the operator's transactions, a neighbour's
            with pytest.raises(InsufficientPrivilege), pools.tenant(world.alpha.id, who) as connection:
                connection.execute(forged, (world.alpha.id, steel))
        for change in (
            "UPDATE core.enterprise_terms SET is_named = true",
            "DELETE FROM core.enterprise_terms",
        ):
            with pytest.raises(InsufficientPrivilege), pools.tenant(world.alpha.id, steel) as connection:
                connection.execute(change)


def test_an_overseer_does_not_come_in_under_the_enterprises_name(login: Login, worker: httpx.Client) -> None:
    operator, admin = login("operator"), login("admin")
    keep(worker)
    newcomer = {"login": f"n-{uuid4().hex[:8]}", "name": "N", "role": "enterprise", "enterprise": "steel"}
    attempts = {
        "token": token_of(operator, role="enterprise", enterprise="steel"),
        "person": operator.post(f"{API}/people", json=newcomer),
        "oneself": operator.put(f"{API}/people/verifier", json={"role": "enterprise", "enterprise": "steel"}),
        "link": operator.post(f"{API}/people/steelworker/invitation"),
    }
    assert {name: (a.status_code, a.json()["type"]) for name, a in attempts.items()} == dict.fromkeys(
        attempts, (409, "withheld")
    )
    assert token_of(operator, role="enterprise", enterprise="office").status_code == 201
    assert admin.post(f"{API}/people", json=newcomer).status_code == 201
    assert admin.delete(f"{API}/people/{newcomer['login']}").status_code == 204


def test_sql_of_an_overseer_finds_nothing_either(worker: httpx.Client, world: World) -> None:
    keep(worker)
    steel, point = world.alpha.enterprises["steel"], world.alpha.points["steel-main"]
    with psycopg.connect(world.owner_url) as owner:
        owner.execute(
            """INSERT INTO core.activity_record (id, park_id, enterprise_id, root_id, version, kind, item,
                 from_day, to_day, quantity, unit, base_quantity, author)
               SELECT n, %(park)s, %(steel)s, n, 1, kind, 'x', '2026-01-01', '2026-02-01', 1, 't', 1, 'x'
               FROM (VALUES (900001, 'driver'), (900002, 'bill')) AS v (n, kind) ON CONFLICT DO NOTHING""",
            {"park": world.alpha.id, "steel": steel},
        )
    with Pools.of(world.settings, size=1) as pools, terms.looking() as sight:
        sight.is_overseer = True
        with pools.tenant(world.alpha.id) as connection:
            counts = {
                table: connection.execute(f"SELECT count(*) FROM core.{table} WHERE {where}").fetchone()
                for table, where in {
                    "reading": f"point_id = {point}",
                    "interval": f"enterprise_id = {steel}",
                    "activity_record": f"enterprise_id = {steel} AND kind = 'driver'",
                }.items()
            }
            bills = connection.execute("SELECT id FROM core.activity_record WHERE id > 900000").fetchall()
            # The setting is local to the transaction; to turn it off takes SQL that no caller can send.
            assert connection.execute("SELECT current_setting('pc.overseer', true)").fetchone() == ("on",)
    assert counts == dict.fromkeys(counts, (0,))
    assert bills == [(900002,)]
    with Pools.of(world.settings, size=1) as pools, pools.tenant(world.alpha.id) as connection:
        assert connection.execute("SELECT current_setting('pc.overseer', true)").fetchone() != ("on",)


def test_the_log_tells_no_overseer_what_an_enterprise_has_watched_and_nobody_where_it_is_told(
    login: Login, worker: httpx.Client, world: World
) -> None:
    operator, verifier = login("operator"), login("verifier")
    name, token = f"rule-{uuid4().hex[:8]}", uuid4().hex
    receiver = {"kind": "webhook", "address": f"https://93.184.216.34/send?key={token}"}
    assert worker.post(f"{API}/alerts/receivers", json=receiver).status_code == 201
    rule = {"template": "no_data", "minutes": 61, "name": name}
    assert worker.post(f"{API}/alerts/rules", json=rule).status_code == 201
    assert operator.post(f"{API}/alerts/rules", json={**rule, "name": f"park-{name}"}).status_code == 201
    for client in (operator, verifier):
        told = [client.get(f"{API}/audit").text, client.get(f"{API}/audit/export").text]
        for text in told:
            assert (f"park-{name}" in text, text.count(name)) == (True, 1)
            # Who did what is told all the same.
            assert "steelworker" in text
    with psycopg.connect(world.owner_url) as owner:
        kept = repr(owner.execute("SELECT changes FROM core.audit_event").fetchall())
    assert name in kept
    assert token not in kept
