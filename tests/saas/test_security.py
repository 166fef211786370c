"""Tokens, log, files, cookies, secrets, settings (docs/security.md, T2, T5, T6, T7, T8)."""

import io
import logging
import time
import zipfile
from collections.abc import Iterator
from hashlib import sha1
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg
import pytest
import redis
from parkcarbon_platform.errors import InvalidError, UnsafeSettingsError
from parkcarbon_platform.services.access import chain_watch, identity, passwords, second_factor, totp
from parkcarbon_platform.services.tables import table_files
from parkcarbon_saas import auditing, gate
from parkcarbon_saas import settings as web_settings
from parkcarbon_saas.settings import Settings

from tests.saas import seed
from tests.saas.conftest import Login, World, serving

API = "/api/v1"
TOKENS = f"{API}/parks/alpha/tokens"
GOOD = "violet tram 47 bridges"
KEY = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


# ---------------------------------------------------------------- T2: tokens end with their makers


def test_a_token_rests_while_its_maker_may_not_enter(
    login: Login, anonymous: httpx.Client, person: str, world: World
) -> None:
    own, admin = login(person), login("admin")
    body = {
        "name": f"t-{uuid4().hex[:8]}",
        "role": "operator",
        "expires_at": int(time.time() * 1000) + 86_400_000,
    }
    token = own.post(TOKENS, json=body).json()["token"]
    anonymous.headers["Authorization"] = f"Bearer {token}"
    meters = f"{API}/parks/alpha/meters"

    def backed() -> bool:
        found = next(t for t in admin.get(TOKENS).json()["tokens"] if t["name"] == body["name"])
        return bool(found["is_backed"])

    assert (anonymous.get(meters).status_code, backed()) == (200, True)
    there = f"{API}/parks/alpha/people/{person}"
    assert admin.put(there, json={"role": "verifier"}).status_code == 200
    assert (anonymous.get(meters).status_code, backed()) == (401, False)
    assert admin.put(there, json={"role": "operator"}).status_code == 200
    assert anonymous.get(meters).status_code == 200
    assert admin.put(f"{there}/account", json={"disabled": True}).status_code == 204
    assert anonymous.get(meters).status_code == 401
    assert admin.put(f"{there}/account", json={"disabled": False}).status_code == 204
    assert admin.delete(there).status_code == 204
    assert anonymous.get(meters).status_code == 401


# ---------------------------------------------------------------- T5: the log can be read and not be filled


def test_who_is_refused_again_and_again_fills_no_log(
    login: Login, person: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "REFUSALS", 3)
    monkeypatch.setattr(auditing, "AGAIN_S", 1e9)
    with serving(world.settings) as address, httpx.Client(base_url=address, timeout=30) as client:
        entered = client.post(f"{API}/session", json={"login": person, "password": seed.PASSWORD})
        client.headers["X-CSRF-Token"] = entered.json()["csrf"]
        for _ in range(8):
            assert client.delete(f"{API}/parks/alpha/people/nobody-here").status_code == 404
    with psycopg.connect(world.owner_url) as owner:
        query = "SELECT count(*) FROM core.audit_event WHERE actor = %s AND outcome = 'not_found'"
        assert owner.execute(query, (person,)).fetchone() == (3,)


def test_files_that_are_taken_along_are_in_the_log(login: Login, person: str, world: World) -> None:
    """By name, once each; a look at a page, an empty form and a file that is not there leave nothing."""
    client = login(person)
    assert client.get(f"{API}/parks/alpha/meters").status_code == 200
    assert client.get(f"{API}/parks/alpha/meters/template?form=csv").status_code == 200
    assert client.get(f"{API}/parks/alpha/exports/999999/file").status_code == 404
    assert client.get(f"{API}/parks/alpha/audit/export").status_code == 200
    with psycopg.connect(world.owner_url) as owner:
        query = "SELECT action, outcome, kind, changed FROM core.audit_event WHERE actor = %s"
        assert owner.execute(query, (person,)).fetchall() == [("audit_export", "done", "user", 0)]


def test_what_was_left_out_is_counted() -> None:
    now = [0.0]
    budget = auditing.RefusalBudget(clock=lambda: now[0])
    assert {budget.take(1, "a") for _ in range(auditing.REFUSALS)} == {0}
    assert [budget.take(1, "a") for _ in range(5)] == [None] * 5
    assert budget.take(1, "b") == 0
    assert budget.take(2, "a") == 0
    now[0] += auditing.AGAIN_S
    assert budget.take(1, "a") == 5
    assert budget.take(1, "a") is None


def test_processes_count_refusals_and_failures_together(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "REFUSALS", 3)
    monkeypatch.setattr(auditing, "AGAIN_S", 1e9)
    monkeypatch.setattr(gate, "FAILURES", 3)
    address, actor = "203.0.113.77", uuid4().hex
    with redis.Redis.from_url(world.settings.redis_url) as cache:
        budgets = [auditing.RefusalBudget(), auditing.RefusalBudget()]
        taken = [budgets[n % 2].take(1, actor, cache) for n in range(6)]
        assert taken == [0, 0, 0, None, None, None]
        monkeypatch.setattr(auditing, "AGAIN_S", 1e-6)  # time goes by
        assert [budgets[0].take(1, actor, cache), budgets[1].take(1, actor, cache)] == [3, 0]
        gates = [gate.Gate(), gate.Gate()]
        for each in gates:
            each.share(cache)
        for n in range(3):
            assert not gates[0].is_shut(address)
            gates[n % 2].failed(address)
        assert all(each.is_shut(address) for each in gates)
        cache.delete(f"{gate.KEY}{address}")
    with redis.Redis(port=1) as nobody:
        gates[0].share(nobody)
        assert [gates[0].is_shut(address), budgets[0].take(1, actor, nobody)] == [False, 0]  # its own counts
        gates[0].failed(address)
        assert gates[0].is_shut(address)


def test_the_chain_is_computed_as_a_whole_once_an_hour(world: World, login: Login) -> None:
    now = [0.0]
    watch = chain_watch.ChainWatch(clock=lambda: now[0])
    login("operator").delete(f"{API}/parks/alpha/people/nobody-here")
    with psycopg.connect(world.owner_url) as owner:
        park = world.alpha.id
        owner.execute("SELECT set_config('pc.park', %s, true)", (str(park),))
        whole = watch.look(owner, park)
        assert (whole.broken_at, whole.events > 0) == (None, True)
        login("operator").delete(f"{API}/parks/alpha/people/nobody-here")
        assert watch.look(owner, park).events >= whole.events + 1
        # What was changed before is found at the next reading of the whole, what comes last at once.
        owner.execute("ALTER TABLE core.audit_event DISABLE ROW LEVEL SECURITY")
        owner.execute("UPDATE core.audit_event SET actor = 'x' WHERE park_id = %s AND number = 1", (park,))
        assert watch.look(owner, park).broken_at is None
        now[0] += chain_watch.WHOLE_S
        assert watch.look(owner, park).broken_at == 1
        assert watch.look(owner, park).broken_at == 1
        owner.rollback()


def test_only_one_reads_a_whole_log_at_a_time() -> None:
    watch = chain_watch.ChainWatch()
    with watch.turn(1), watch.turn(2), pytest.raises(chain_watch.AuditBusyError), watch.turn(1):
        pass
    with watch.turn(1):
        pass


def test_the_export_is_the_whole_log(login: Login, world: World) -> None:
    client = login("operator")
    client.delete(f"{API}/parks/alpha/people/nobody-here")
    chain = client.get(f"{API}/parks/alpha/audit/chain").json()
    lines = client.get(f"{API}/parks/alpha/audit/export").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("number,time,kind")
    assert (len(lines) - 1, chain["broken_at"]) == (chain["events"], None)
    assert lines[-1].endswith(chain["hash"])
    # That somebody took it along is the next event.
    after = client.get(f"{API}/parks/alpha/audit/chain").json()
    assert (after["events"], after["broken_at"]) == (chain["events"] + 1, None)


# ---------------------------------------------------------------- T6: files that grow


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


SHEET = b"<worksheet><sheetData>" + b"<row/>" * 10 + b"</sheetData></worksheet>"


@pytest.mark.parametrize("parts", [
    {"xl/worksheets/sheet1.xml": bytes(table_files.LARGEST_UNPACKED_BYTES + 1)},
    {"xl/sharedStrings.xml": bytes(table_files.LARGEST_TEXTS_BYTES + 1), "xl/worksheets/sheet1.xml": SHEET},
    {"xl/styles.xml": bytes(table_files.LARGEST_REST_BYTES + 1), "xl/worksheets/sheet1.xml": SHEET},
    {f"xl/{n}.xml": b"" for n in range(table_files.MOST_PARTS + 1)},
    {"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'},
], ids=["sheet", "texts", "styles", "parts", "entities"])  # fmt: skip
def test_a_file_that_grows_is_not_unpacked(parts: dict[str, bytes]) -> None:
    content = packed(parts)
    assert len(content) < 1 << 20
    with pytest.raises(table_files.UnreadableError):
        next(table_files.read_xlsx(content))


def test_a_table_of_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_files, "MOST_CELLS", 100)
    with pytest.raises(table_files.UnreadableError, match="too many cells"):
        list(table_files.read_csv(b"," * 60 + b"\n" + b"," * 60))
    assert len(list(table_files.read_csv(b"a,b\n" * 30))) == 30


# ---------------------------------------------------------------- T7: browsers, clear text, logs


def test_behind_tls_the_browser_is_told_to_stay_there(world: World) -> None:
    safe = world.settings.model_copy(update={"cookie_secure": True})
    with serving(safe) as address, httpx.Client(base_url=address, timeout=30) as client:
        assert (
            client.get("/healthz").headers["Strict-Transport-Security"]
            == "max-age=31536000; includeSubDomains"
        )
        answer = client.post(f"{API}/session", json={"login": "operator", "password": seed.PASSWORD})
        parts = {part.strip().lower() for part in answer.headers["Set-Cookie"].split(";")}
        assert {"secure", "httponly", "samesite=strict", "path=/"} <= parts
        assert not any(part.startswith("domain") for part in parts)


def test_no_other_site_reads_answers(anonymous: httpx.Client) -> None:
    origin = {"Origin": "https://evil.example"}
    asked = {
        **origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-csrf-token",
    }
    for answer in (
        anonymous.get(f"{API}/session", headers=origin),
        anonymous.options(f"{API}/session", headers=asked),
    ):
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"].split("style-src")[0]


def test_no_secret_is_ever_logged(
    login: Login, anonymous: httpx.Client, person: str, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        own = login(person)
        secrets = [seed.PASSWORD, own.cookies["pc_session"], own.headers["X-CSRF-Token"], GOOD]
        begun = own.post(f"{API}/session/second-factor", json={"password": seed.PASSWORD}).json()
        shared = second_factor._secret(begun["secret"])
        code = totp.code(shared, int(time.time()) // totp.STEP_S)
        secrets += own.post(f"{API}/session/second-factor/confirm", json={"code": code}).json()["codes"]
        secrets += [begun["secret"]]
        token = {
            "name": f"t-{uuid4().hex[:8]}",
            "role": "verifier",
            "expires_at": int(time.time() * 1000) + 86_400_000,
        }
        secrets.append(own.post(TOKENS, json=token).json()["token"])
        new = {"login": f"n-{uuid4().hex[:8]}", "name": "New", "role": "verifier"}
        secrets.append(own.post(f"{API}/parks/alpha/people", json=new).json()["token"])
        anonymous.post(f"{API}/session", json={"login": person, "password": "not the pass word"})
        anonymous.post(
            f"{API}/session", json={"login": person, "password": seed.PASSWORD, "code": secrets[-4]}
        )
        anonymous.post(f"{API}/invitation", json={"token": secrets[-1], "password": GOOD})
        anonymous.get(f"{API}/session", headers={"Authorization": f"Bearer {secrets[-2]}"})
        own.post(f"{API}/session/password", json={"former": seed.PASSWORD, "password": GOOD})
        secrets.append("not the pass word")
    ours = [
        r for r in caplog.records if not r.name.startswith(("httpcore", "httpx"))
    ]  # those are the browser's
    said = "\n".join(record.getMessage() + str(record.exc_info or "") for record in ours)
    assert "/api/v1/session" in said
    assert [secret for secret in secrets if secret in said] == []


def test_an_unknown_name_costs_as_many_hashes_as_a_known_one(
    anonymous: httpx.Client, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified = []
    real = identity._hasher.verify
    monkeypatch.setattr(
        identity, "_hasher", type("Counted", (), {
            "verify": staticmethod(lambda h, p: (verified.append(h), real(h, p))[1]),
            "check_needs_rehash": staticmethod(lambda _: False),
        }),
    )  # fmt: skip
    for name in (person, f"nobody-{uuid4().hex[:6]}"):
        before = len(verified)
        assert anonymous.post(f"{API}/session", json={"login": name, "password": "wrong"}).status_code == 401
        assert len(verified) == before + 1
    assert verified[0].split("$")[1:4] == verified[1].split("$")[1:4]  # the same parameters, the same time


# ---------------------------------------------------------------- T7: passwords that have leaked


@pytest.fixture
def leaked(tmp_path: Path) -> Iterator[list[str]]:
    """A list as published ones are: sorted, with counts, Windows line ends."""
    words = [f"leaked {n} orchid {n * 7919}" for n in range(500)]
    path = tmp_path / "list.txt"
    hashes = sorted(sha1(word.encode(), usedforsecurity=False).hexdigest().upper() for word in words)
    path.write_bytes(b"".join(f"{h}:{n}\r\n".encode() for n, h in enumerate(hashes)))
    passwords.refuse_breached(str(path))
    yield words
    passwords.refuse_breached("")


def test_a_password_that_has_leaked_is_refused(leaked: list[str], anonymous: httpx.Client) -> None:
    listed = passwords._breached
    assert listed is not None
    assert all(listed.has(word) for word in leaked)
    assert not any(listed.has(f"{word}!") for word in leaked)
    with pytest.raises(passwords.BreachedPasswordError):
        passwords.check(leaked[7])
    passwords.check(GOOD)


def test_a_file_that_is_no_list_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("hunter2\n")
    with pytest.raises(InvalidError, match="no list"):
        passwords.BreachList(tmp_path / "x")


# ---------------------------------------------------------------- T8: settings


def settings(**given: object) -> Settings:
    usual: dict[str, object] = {
        "database_url": "postgresql://owner:x8Kf2@db.example/carbon", "secret_key": KEY,
        "mqtt_url": "mqtts://platform:pw@broker.example:8883",
    }  # fmt: skip
    return Settings.model_validate(usual | given)


@pytest.mark.parametrize(("given", "said"), [
    ({"secret_key": "change-me-change-me-change-me-change-me"}, "SECRET_KEY"),
    ({"secret_key": "0123" * 16}, "SECRET_KEY"),
    ({"secret_key": ""}, "SECRET_KEY"),
    ({"mqtt_url": "mqtts://broker.example:8883"}, "no log-in"),
    ({"mqtt_url": "mqtt://platform:pw@broker.example:1883"}, "clear text"),
    ({"database_url": "postgresql://postgres:postgres@db.example/carbon"}, "comes with"),
    ({"public_url": "http://carbon.example"}, "clear text"),
    ({"sso_issuer": "http://id.example", "sso_client_id": "x", "public_url": "https://x"}, "clear text"),
    ({"sso_issuer": "https://id.example"}, "SSO_CLIENT_ID"),
    ({"cookie_secure": False}, "COOKIE_SECURE"),
])  # fmt: skip
def test_unsafe_settings_are_refused_outside_the_demo(given: dict[str, object], said: str) -> None:
    web_settings.check(settings())
    with pytest.raises(UnsafeSettingsError) as told:
        web_settings.check(settings(**given))
    assert said in str(told.value) + told.value.advice
    if "SSO_CLIENT_ID" not in said and given.get("secret_key") != "":
        web_settings.check(settings(**given, demo=True))
