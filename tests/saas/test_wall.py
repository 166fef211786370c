"""Screens (docs/security.md, T9): a link shows one park in public terms, nothing else, and ends at once."""

import json
import time

import httpx
import msgspec
import psycopg
import pytest
from parkcarbon_platform.live.process import LiveProcess
from parkcarbon_platform.services.live import frames
from parkcarbon_platform.services.live.public import anonymised, sector
from parkcarbon_platform.storage.live import EnterpriseRow
from parkcarbon_saas.gate import FAILURES

from tests.saas.conftest import Login, World
from tests.support.processes import wait_until

API = "/api/v1"
WALL = f"{API}/wall"
LINKS = f"{API}/parks/alpha/wall-links"
TERMS = f"{API}/parks/alpha/terms"
DAY_MS = 86_400_000


def made(operator: httpx.Client) -> str:
    body = {"name": "Lobby", "expires_at": int(time.time() * 1000) + DAY_MS}
    answer = operator.post(LINKS, json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["token"])


@pytest.fixture
def screen(login: Login, anonymous: httpx.Client) -> httpx.Client:
    opened = anonymous.post(WALL, json={"token": made(login("operator"))})
    assert opened.status_code == 200, opened.text
    cookie = opened.headers["Set-Cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert f"path={WALL}" in cookie
    return anonymous


def shown(client: httpx.Client) -> list[dict[str, object]]:
    found: list[dict[str, object]] = client.get(f"{WALL}/live").json()["frame"]["enterprises"]
    return found


def test_names_appear_only_with_consent(live: LiveProcess, login: Login, screen: httpx.Client) -> None:
    worker = login("steelworker")
    usual = {"is_named": False, "shares_intervals": True, "shares_production": True}
    assert worker.put(TERMS, json=usual).status_code == 200
    assert screen.get(WALL).json()["code"] == "alpha"
    wait_until(lambda: not any(e["key"] == "steel" for e in shown(screen)), "the frame without names")
    told = screen.get(f"{WALL}/live")
    assert told.json()["frame"]["audience"] == frames.PUBLIC
    for name in ("steel", "Steel", "office", "Office", "名 steel"):
        assert name not in json.dumps(told.json()["frame"], ensure_ascii=False)
    assert screen.get(f"{WALL}/day").json()["resolution_s"]
    assert worker.put(TERMS, json=usual | {"is_named": True}).status_code == 200
    wait_until(
        lambda: {"steel"} == {e["key"] for e in shown(screen) if not str(e["key"]).startswith("sector-")},
        "the one that agreed to be named",
    )
    assert worker.put(TERMS, json=usual).status_code == 200


def test_a_link_opens_nothing_else_and_ends_when_it_is_revoked(
    live: LiveProcess, login: Login, screen: httpx.Client, world: World
) -> None:
    operator = login("operator")
    token = screen.cookies["pc_wall"]
    assert screen.get(f"{API}/session").status_code == 401
    for headers in ({"Authorization": f"Bearer {token}"}, {"Cookie": f"pc_session={token}"}):
        assert screen.get(f"{API}/parks/alpha/live", headers=headers).status_code == 401
    with psycopg.connect(world.owner_url) as owner:
        stored = repr(owner.execute("SELECT * FROM identity.wall_link").fetchall())
        stored += repr(owner.execute("SELECT changes FROM core.audit_event").fetchall())
    assert token not in stored
    newest = operator.get(LINKS).json()["links"][0]
    with screen.stream("GET", f"{WALL}/stream") as stream:
        assert next(line for line in stream.iter_lines() if line.startswith("event: frame"))
    assert login("neighbour").delete(f"{API}/parks/beta/wall-links/{newest['id']}").status_code == 404
    assert operator.delete(f"{LINKS}/{newest['id']}").status_code == 204
    for part in ("", "/live", "/day", "/stream"):
        ended = screen.get(f"{WALL}{part}")
        assert (ended.status_code, ended.json()["type"]) == (401, "wall_link")
    assert screen.post(WALL, json={"token": token}).json()["type"] == "wall_link"
    assert operator.delete(f"{LINKS}/{newest['id']}").status_code == 404


def test_a_session_opens_no_screen_and_a_link_ends(
    login: Login, anonymous: httpx.Client, world: World
) -> None:
    operator = login("operator")
    assert operator.get(WALL).json()["type"] == "wall_link"
    for_ever = operator.post(LINKS, json={"name": "Lobby", "expires_at": 253_402_300_799_000})
    assert for_ever.status_code == 422
    token = made(operator)
    with psycopg.connect(world.owner_url) as owner:
        owner.execute("UPDATE identity.wall_link SET expires_at = now() WHERE revoked_at IS NULL")
    assert anonymous.post(WALL, json={"token": token}).status_code == 401


def test_a_screen_with_an_ended_link_keeps_nobody_from_logging_in(login: Login, url: str) -> None:
    with httpx.Client(base_url=url, timeout=60) as ended:
        for _ in range(FAILURES + 1):
            assert ended.post(WALL, json={"token": "ended"}).json()["type"] == "wall_link"
    assert login("operator").get(LINKS).status_code == 200


def test_what_is_added_up_stays_the_same() -> None:
    """Hidden enterprises of a sector are one; no gram is lost, and no name is left anywhere."""
    found = frames.Frame(
        v=1, park="alpha", audience="park", seq=1, time=1, data_time=1, gas="CO2", totals="x",
        now=frames.Now(60, None, None, None), today=frames.Today(1, 1, None, 0.0, fallback=False),
        intensity=frames.Intensity(None), scopes=[], transfers=0, unallocated=7, scenes=[], carriers=[],
        enterprises=[
            frames.EnterpriseSlice(c, c, c, v) for c, v in (("mill", 10), ("foundry", 20), ("shop", 30))
        ],
        flows=[frames.Flow("steam", "industry", c, v) for c, v in (("mill", 4), ("foundry", 5), (None, 7))],
        meters=frames.Meters(1, 2, [frames.LatePoint("mill-main", "x", "mill", 3)]),
    )  # fmt: skip
    rows = [
        EnterpriseRow(1, "mill", "", "", "3120"), EnterpriseRow(2, "foundry", "", "", "3391"),
        EnterpriseRow(3, "shop", "", "", "5211", is_named=True),
    ]  # fmt: skip
    public = anonymised(found, rows)
    assert {e.key: e.value for e in public.enterprises} == {"sector-c": 30, "shop": 30}
    assert {(f.enterprise, f.value) for f in public.flows} == {("sector-c", 9), (None, 7)}
    assert public.meters == frames.Meters(1, 2, [])
    encoded = msgspec.json.encode(public).decode()
    assert "mill" not in encoded
    assert "foundry" not in encoded


SECTIONS = {
    "0111": "a",
    "1311": "c",
    "4320": "c",
    "4411": "d",
    "97": "t",
    "98": "other",
    "x": "other",
    "": "other",
}


@pytest.mark.parametrize(("code", "key"), SECTIONS.items())
def test_sectors_are_those_of_the_standard(code: str, key: str) -> None:
    """GB/T 4754-2017: the divisions of each section."""
    assert sector(code).key == key
