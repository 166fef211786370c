"""What a careless or hostile caller sends: refused with a reason, never an error of the server's.

(docs/security.md, T7, T15)
"""

import logging
import re

import httpx
import pytest
from parkcarbon_saas import gate
from parkcarbon_saas.gate import Gate, TooManyAttemptsError, network
from parkcarbon_saas.main import FEATURES, create_app
from parkcarbon_saas.settings import Settings
from parkcarbon_saas.sse import Hub, TooManyStreamsError

from tests.saas import seed
from tests.saas.conftest import Login, World, serving
from tests.saas.test_errors import assert_problem

SESSION = "/api/v1/session"
PARK = "/api/v1/parks/alpha"
JSON = {"Content-Type": "application/json"}
RECENT = int(seed.datetime.now(seed.UTC).timestamp() * 1000) - 7_200_000


@pytest.mark.parametrize(("body", "status"), [
    (b'{"login": "a\\u0000b", "password": "x"}', 422), (b'{"login": "a", "password": "\\ud800"}', 422),
    (b"[" * 100_000, 400), (b'{"a":' * 50_000, 400), (b"1" * 100_000, 400), (b"\xff\xfe", 422),
    (b"NaN", 422), (b"null", 422), (b"", 422),
])  # fmt: skip
def test_a_body_that_is_no_log_in_is_the_callers_mistake(
    anonymous: httpx.Client, body: bytes, status: int
) -> None:
    answer = anonymous.post(SESSION, content=body, headers=JSON)
    assert answer.status_code == status, answer.text
    assert answer.json()["trace_id"] == answer.headers["X-Trace-Id"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_only_json_logs_in_which_no_form_of_another_site_can_send(
    person: str, anonymous: httpx.Client, kind: str
) -> None:
    body = f'{{"login": "{person}", "password": "{seed.PASSWORD}"}}'
    answer = anonymous.post(SESSION, content=body, headers={"Content-Type": kind})
    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/" + "a" * 5000, "/" + "a/" * 3000, "/%ff%fe", "/../../etc/passwd",
                                  "/%2e%2e/%2e%2e/etc/passwd", "/assets/" + "a" * 5000])  # fmt: skip
def test_an_odd_path_is_a_page_or_nothing(anonymous: httpx.Client, path: str) -> None:
    answer = anonymous.get(path)
    assert answer.status_code in (200, 404, 503)
    assert "root:" not in answer.text


def test_a_path_cannot_write_lines_into_the_log(
    anonymous: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="parkcarbon.access"):
        anonymous.get("/x%0aINFO%20parkcarbon%20all%20is%20well")
    assert not [record for record in caplog.records if "\n" in record.getMessage()]


EVENTS = [
    b'{"kind": "calibration", "time": %d, "details": {"certificate": "a\\u0000"}, "reason": "x"}',
    b'{"kind": "calibration", "time": %d, "details": {"certificate": "\\ud800"}, "reason": "x"}',
    b'{"kind": "calibration", "time": %d, "details": {}, "reason": "a\\u0000"}',
    b'{"kind": "calibration", "time": %d, "details": {}, "reason": "\\ud800"}',
    b'{"kind": "calibration", "time": %d, "details": {"x": ' + b"[" * 900 + b"]" * 900 + b'}, "reason": "x"}',
    b'{"kind": "calibration", "time": %d, "details": {"error_percent": "1e400"}, "reason": "x"}',
    b'{"kind": "calibration", "time": %d, "details": {"error_percent": 1e400}, "reason": "x"}',
    b'{"kind": "calibration", "time": %d, "details": {"valid_to": 99999999999999999999}, "reason": "x"}',
    b'{"kind": "calibration", "time": %d, "details": {}, "reason": "x", "evidence": 99999999999999999999}',
    b'{"kind": "multiplier", "time": %d, "details": {"multiplier": NaN}, "reason": "x"}',
    b'{"kind": "multiplier", "time": %d, "details": {"multiplier": "NaN"}, "reason": "x"}',
    b'{"kind": "multiplier", "time": %d, "details": {"multiplier": "1e999999999"}, "reason": "x"}',
    b'{"kind": "multiplier", "time": %d, "details": {"multiplier": "1e-999999999"}, "reason": "x"}',
    b'{"kind": "multiplier", "time": %d, "details": {"multiplier": "0e999999999"}, "reason": "x"}',
    b'{"kind": "multiplier", "time": %d, "details": {"multiplier": "0"}, "reason": "x"}',
    b'{"kind": "multiplier", "time": %d, "details": {"multiplier": []}, "reason": "x"}',
    b'{"kind": "exclude", "time": %d, "details": {"to": 99999999999999999999}, "reason": "x"}',
    b'{"kind": "exclude", "time": %d, "details": {"to": 1}, "reason": "x"}',
    b'{"kind": "replace", "time": %d, "details": {"final_index": "1e30", "first_index": "0"}, "reason": "x"}',
    b'{"kind": "replace", "time": %d, "details": {"first_index": "' + b"9" * 9000 + b'"}, "reason": "x"}',
    b'{"kind": "rollover", "time": %d, "details": {"digits": 1000000}, "reason": "x"}',
]


@pytest.mark.parametrize("way", ["events", "events/preview"])
@pytest.mark.parametrize("number", range(len(EVENTS)))
def test_an_event_that_cannot_be_is_the_callers_mistake(login: Login, number: int, way: str) -> None:
    body = EVENTS[number] % RECENT
    answer = login("operator").post(f"{PARK}/points/steel-main/{way}", content=body, headers=JSON)
    assert 400 <= answer.status_code < 500, (body[:120], answer.text)


async def test_what_fails_in_the_server_is_traced_and_guarded_too(world: World) -> None:
    app = create_app(world.settings)  # without its lifespan: it has no connections
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.post(SESSION, json={"login": "a", "password": "b"})
    assert_problem(answer, 500, "internal_error")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "AttributeError" not in answer.text


def test_what_is_too_large_is_traced_and_guarded_too(anonymous: httpx.Client) -> None:
    answer = anonymous.post(SESSION, content=b"x" * (2 << 20), headers=JSON)
    assert answer.status_code == 413
    assert answer.headers["X-Trace-Id"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


# What needs no session has none that another's page could use: a gateway shows its token instead, another
# platform its signature.
SESSIONLESS = {
    ("post", path)
    for path in (SESSION, f"{SESSION}/sso", f"{SESSION}/sso/start", "/api/v1/wall", "/api/v1/edge/enrol",
                 "/api/v1/invitation", "/api/v1/directory/held")
}  # fmt: skip


def unsafe_routes() -> list[tuple[str, str]]:
    paths = create_app(Settings(database_url="", demo=True)).openapi()["paths"]
    return sorted(
        (method.upper(), re.sub("{(.+?)}", lambda m: "alpha" if m[1] == "park" else "1", path))
        for path, methods in paths.items()
        for method in methods
        if method not in ("get", "head", "options") and (method, path) not in SESSIONLESS
    )


def test_nothing_changes_without_the_token_of_our_own_page(login: Login) -> None:
    client = login("operator")
    del client.headers["X-CSRF-Token"]
    routes = unsafe_routes()
    assert len(routes) > len(FEATURES)
    found = {(method, path): client.request(method, path) for method, path in routes}
    assert {at: answer.json()["type"] for at, answer in found.items() if answer.status_code != 403} == {}
    assert {answer.json()["type"] for answer in found.values()} == {"csrf"}


def test_an_address_that_fails_too_often_is_refused_for_a_while() -> None:
    now = [0.0]
    door = Gate(clock=lambda: now[0])
    for n in range(gate.FAILURES):
        with door.attempt("203.0.113.9"):
            now[0] = float(n)
        door.failed("203.0.113.9")
    with pytest.raises(TooManyAttemptsError), door.attempt("203.0.113.9"):
        pass
    with door.attempt("203.0.113.8"):
        pass
    now[0] = gate.WITHIN_S + 1
    with door.attempt("203.0.113.9"):
        pass


def test_what_the_gate_remembers_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "REMEMBERED", 3)
    door = Gate()
    for n in range(9):
        door.failed(f"203.0.113.{n}")
    assert len(door._failures) == 3


@pytest.mark.parametrize(("address", "place"), [
    ("203.0.113.9", "203.0.113.9"), ("2001:db8::1", "2001:db8::/64"), ("2001:db8::ffff", "2001:db8::/64"),
    (None, ""), ("testclient", "testclient"),
])  # fmt: skip
def test_an_ipv6_customer_is_one_place(address: str | None, place: str) -> None:
    assert network(address) == place


def test_log_ins_take_seats_and_give_them_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "PATIENCE_S", 0.01)
    door = Gate()
    for _ in range(3):
        attempts = [door.attempt(None) for _ in range(gate.AT_ONCE)]
        for attempt in attempts:
            attempt.__enter__()
        with pytest.raises(TooManyAttemptsError, match="at this moment"), door.attempt(None):
            pass
        for attempt in attempts:
            attempt.__exit__(None, None, None)


def test_guessing_many_names_ends_at_the_gate(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "FAILURES", 3)
    with serving(world.settings) as address, httpx.Client(base_url=address, timeout=30) as client:
        for name in ("anna", "bert", "carl"):
            guess = client.post(SESSION, json={"login": name, "password": "Summer2026!!"})
            assert_problem(guess, 401, "wrong_credentials")
        answer = client.post(SESSION, json={"login": "operator", "password": seed.PASSWORD})
        assert_problem(answer, 429, "too_many_attempts")
        assert answer.headers["Retry-After"]


async def test_one_person_has_a_bounded_number_of_streams() -> None:
    hub = Hub("redis://127.0.0.1:1/0", streams_per_person=2)

    async def allowed() -> bool:
        return True

    streams = [hub.stream(1, "park", 7, allowed) for _ in range(2)]
    for stream in streams:
        assert await anext(stream) == b"retry: 2000\n\n"
    with pytest.raises(TooManyStreamsError):
        hub.stream(2, "park", 7, allowed)
    other = hub.stream(1, "park", 8, allowed)
    assert await anext(other)
    await streams[0].aclose()
    again = hub.stream(1, "park", 7, allowed)
    assert await anext(again)
    for stream in (streams[1], other, again):
        await stream.aclose()
    assert hub.by_person == {}
    assert hub.channels == {}


def test_a_unit_that_does_not_exist_is_the_callers_mistake(login: Login) -> None:
    body = {
        "name_zh": "测点", "name_en": "Point", "enterprise": "steel", "quantity": "energy",
        "carrier": "electricity", "unit": "parsec", "expression": "a", "inputs": {"a": "steel-main"},
    }  # fmt: skip
    answer = login("operator").put(f"{PARK}/virtual-points/odd-unit", json=body)
    assert_problem(answer, 422, "unit")
