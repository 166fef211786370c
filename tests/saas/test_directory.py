"""Two platforms, each its own API process and database: what one says of the other's parks, and to whom."""

import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import ClassVar, NamedTuple

import httpx
import psycopg
import pytest
from parkcarbon_platform import cli
from parkcarbon_platform.services.access import identity, people
from parkcarbon_platform.services.directory import signing
from parkcarbon_platform.services.directory.checking import HERE
from parkcarbon_platform.services.localtime import now

from tests.saas import seed
from tests.support.processes import BIN, Processes, free_port, wait_until
from tests.support.stack import Database, ServerStack

API = "/api/v1"
KEY = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
STRANGER = "stranger"  # of both platforms' people, told of nothing


class Said(NamedTuple):
    """What a command answered."""

    returncode: int
    stdout: str
    stderr: str


@dataclass
class Platform:
    """One platform: its own address, its database, and how a command or a person comes to it."""

    url: str
    database: Database
    env: dict[str, str]

    def command(self, *words: str, **changed: str) -> Said:
        """A command of `parkcarbon-platform` with this platform's settings."""
        out, err = StringIO(), StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name, value in {**self.env, **changed}.items():
                patch.setenv(name, value)
            return Said(cli.main(words), out.getvalue(), err.getvalue())

    def log_in(self, clients: ExitStack, login: str) -> httpx.Client:
        client = clients.enter_context(httpx.Client(base_url=self.url, timeout=30))
        given = {"login": login, "password": seed.PASSWORD}
        client.headers["X-CSRF-Token"] = client.post(f"{API}/session", json=given).json()["csrf"]
        return client


@dataclass
class Pair:
    """Two platforms of one directory: `north` holds north-park, `south` south-park."""

    north: Platform
    south: Platform
    processes: Processes


def make(database: Database, stack: ServerStack, name: str, cache: int) -> Platform:
    """A park of its own, its operator, somebody who works in both, and somebody who does not."""
    with psycopg.connect(database.owner_url) as connection:
        seed.park(connection, f"{name}-park")
    with psycopg.connect(database.directory_url) as connection:
        for login in (f"{name}-operator", "both", STRANGER):
            identity.create_user(connection, login, seed.PASSWORD, name=login, locale="en")
        for login in (f"{name}-operator", "both"):
            identity.let_in(connection, login, f"{name}-park", "operator")
    url = f"http://127.0.0.1:{free_port()}"
    mosquitto = stack.own.mosquitto
    env = {
        "PARKCARBON_DATABASE_URL": database.owner_url,
        "PARKCARBON_DATABASE_APP_URL": database.app_url,
        "PARKCARBON_DATABASE_INGEST_URL": database.ingest_url,
        "PARKCARBON_DATABASE_DIRECTORY_URL": database.directory_url,
        "PARKCARBON_REDIS_URL": f"{stack.redis_url.removesuffix('/0')}/{cache}",
        "PARKCARBON_MQTT_URL": mosquitto.url(), "PARKCARBON_MQTT_CONTROL_URL": stack.mqtt_control_url,
        "PARKCARBON_MQTT_PUBLIC_URL": mosquitto.public_url,
        "PARKCARBON_MQTT_CA_FILE": str(mosquitto.authority_file),
        "PARKCARBON_SECRET_KEY": "t" * 32, "PARKCARBON_DEMO": "1",
        "PARKCARBON_HTTP_PORT": url.rpartition(":")[2],
        "PARKCARBON_PUBLIC_URL": url, "PARKCARBON_DIRECTORY_KEY": KEY,
    }  # fmt: skip
    return Platform(url, database, env)


@pytest.fixture(scope="module")
def pair(
    new_database: Callable[[], AbstractContextManager[Database]], stack: ServerStack,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Pair]:  # fmt: skip
    stack.own.valkey.flush()
    processes = Processes({}, tmp_path_factory.mktemp("platforms"))
    with new_database() as one, new_database() as two:
        north, south = make(one, stack, "north", 1), make(two, stack, "south", 2)
        try:
            for name, platform in (("north", north), ("south", south)):
                processes.env = {**processes.env, **platform.env}
                processes.start(name, "parkcarbon-saas")
            for platform in (north, south):
                wait_until(lambda p=platform: answers(p.url), f"{platform.url} to be ready")
            # As the documentation says: on each platform what the other one holds, and who is told.
            for platform, name, other in ((south, "north", north), (north, "south", south)):
                done = platform.command(
                    "directory", "set", f"{name}-park", f"{other.url}/",
                    "--name-en", f"The {name}", "--name-zh", "园区", "--people", "both",
                )  # fmt: skip
                assert done.returncode == 0, done.stderr
            yield Pair(north, south, processes)
        finally:
            processes.stop()


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.fixture
def clients() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_who_is_told_is_shown_the_park_and_finds_it_there(pair: Pair, clients: ExitStack) -> None:
    client = pair.south.log_in(clients, "both")
    session = client.get(f"{API}/session").json()
    assert [m["park"]["code"] for m in session["memberships"]] == ["south-park"]
    (told,) = session["elsewhere"]
    assert told == {"code": "north-park", "name_zh": "园区", "name_en": "The north", "url": pair.north.url}
    for path in ("live", "edges"):
        answer = client.get(f"{API}/parks/north-park/{path}")
        assert answer.status_code == 421
        problem = answer.json()
        assert (problem["type"], problem["facts"]["url"]) == ("park_elsewhere", pair.north.url)
        assert pair.north.url in problem["remedy"]
    there = pair.north.log_in(clients, "both")
    assert there.get(f"{API}/parks/{told['code']}/edges").status_code == 200


def test_nobody_else_learns_of_it(pair: Pair, clients: ExitStack) -> None:
    """Whoever is not told sees of a listed park what they see of one that there is not."""
    for login in (STRANGER, "south-operator"):
        client = pair.south.log_in(clients, login)
        assert client.get(f"{API}/session").json()["elsewhere"] == []
        listed, none = (client.get(f"{API}/parks/{code}/edges") for code in ("north-park", "never-park"))
        assert (listed.status_code, none.status_code) == (404, 404)
        hidden = {"trace_id", "detail", "facts"}
        assert {k: v for k, v in listed.json().items() if k not in hidden} == {
            k: v for k, v in none.json().items() if k not in hidden
        }
        assert listed.json()["detail"] == none.json()["detail"].replace("never", "north")
        assert pair.north.url not in listed.text
    with httpx.Client(base_url=pair.south.url) as anonymous:
        assert anonymous.get(f"{API}/parks/north-park/edges").status_code == 401
        given = {"login": "north-operator", "password": seed.PASSWORD}
        refused = anonymous.post(f"{API}/session", json=given)  # has an account at the other platform only
        assert (refused.status_code, refused.json()["type"]) == (401, "wrong_credentials")
        assert pair.north.url not in refused.text


def test_a_program_is_told_nothing(pair: Pair) -> None:
    with psycopg.connect(pair.south.database.directory_url) as connection:
        park_id = identity.storage.park_id(connection, "south-park")
        assert park_id is not None
        wanted = people.NewToken("erp", "operator", "read", None, now() + timedelta(days=1))
        token = people.add_token(connection, park_id, wanted, author="both", now=now())
    headers = {"Authorization": f"Bearer {token}"}
    answer = httpx.get(f"{pair.south.url}{API}/parks/north-park/edges", headers=headers)
    assert answer.status_code == 404
    assert httpx.get(f"{pair.south.url}{API}/session", headers=headers).json()["elsewhere"] == []


def test_a_gateway_at_the_wrong_platform_is_told_the_right_one(
    pair: Pair, clients: ExitStack, tmp_path: Path
) -> None:
    operator = pair.north.log_in(clients, "north-operator")
    path = f"{API}/parks/north-park/edges"
    made = operator.post(path, json={"code": "gateway", "name_zh": "x", "name_en": "x"})
    assert made.status_code == 201, made.text
    token = operator.post(f"{path}/gateway/tokens").json()["token"]

    def enrol(url: str) -> subprocess.CompletedProcess[str]:
        call = [BIN / "parkcarbon-edge", "enrol", url, "-", "--dir", tmp_path / "edge"]
        return subprocess.run(call, input=token + "\n", capture_output=True, text=True, check=False)

    wrong = enrol(pair.south.url)
    assert wrong.returncode == 1
    assert f"parkcarbon-edge enrol {pair.north.url}" in wrong.stderr
    assert "north-park" not in wrong.stderr
    right = enrol(pair.north.url)
    assert right.returncode == 0, right.stderr
    assert 'park = "north-park"' in (tmp_path / "edge" / "edge.toml").read_text()
    # A token of a platform that nobody listed is one that nobody made.
    nobody = httpx.post(
        f"{pair.south.url}{API}/edge/enrol",
        json={"token": "00000000.abc", "host": "x", "version": "1"},
    )
    assert (nobody.status_code, nobody.json()["type"]) == (401, "token_unknown")


def test_a_check_says_what_does_not_fit(pair: Pair) -> None:
    """True at first; then a park that is nowhere, one that is twice, and a platform that is away."""
    well = pair.south.command("directory", "check")
    assert (well.returncode, well.stderr) == (0, "")
    assert f"{pair.north.url}\tready, holds 1 of 1 listed there" in well.stdout
    away = f"http://127.0.0.1:{free_port()}"
    for code, url in (("nowhere", pair.north.url), ("far", away)):
        assert pair.south.command("directory", "set", code, url).returncode == 0
    with psycopg.connect(pair.north.database.owner_url) as connection:
        seed.park(connection, "twice")
    with psycopg.connect(pair.south.database.owner_url) as connection:
        seed.park(connection, "twice")
    try:
        found = pair.south.command("directory", "check")
    finally:
        for code in ("nowhere", "far"):
            assert pair.south.command("directory", "remove", code).returncode == 0
    assert found.returncode == 2
    assert f"twice\tdouble-homed: not listed, held by {HERE}, {pair.north.url}" in found.stdout
    assert f"nowhere\tnot there: listed at {pair.north.url}" in found.stdout
    assert f"{away}\tdoes not answer: " in found.stdout
    other = pair.south.command("directory", "check", PARKCARBON_DIRECTORY_KEY=KEY[::-1])
    assert other.returncode == 2
    assert "does not say which parks it holds: The signature is not that of a platform" in other.stdout


class Stranger(BaseHTTPRequestHandler):
    """Answers as a platform would, but has no key: with the proof of another question."""

    told: ClassVar[list[bytes]] = []

    def do_GET(self) -> None:
        self.answer({})

    def do_POST(self) -> None:
        self.told.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer({"held": {}, "proof": signing.proof(KEY, "another")})

    def answer(self, said: dict[str, object]) -> None:
        content = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_an_address_that_was_mistyped_is_told_no_park(pair: Pair) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        there = f"http://127.0.0.1:{server.server_port}"
        assert pair.south.command("directory", "set", "far", there).returncode == 0
        try:
            found = pair.south.command("directory", "check")
        finally:
            assert pair.south.command("directory", "remove", "far").returncode == 0
            server.shutdown()
    assert found.returncode == 2
    assert f"{there}\tdoes not prove to be a platform with our key" in found.stdout
    assert [json.loads(body) for body in Stranger.told] == [{"parks": []}]


def test_a_platform_is_not_elsewhere_itself(pair: Pair) -> None:
    refused = pair.south.command("directory", "set", "lost", f"{pair.south.url}/")
    assert refused.returncode != 0
    assert "this platform's own address" in refused.stderr


def test_only_a_platform_with_the_key_is_told_which_parks_are_here(pair: Pair) -> None:
    asked = ["north-park", "never-park"]
    good = signing.header(KEY, pair.north.url, asked, now())

    def ask(signature: str | None, parks: list[str] = asked) -> httpx.Response:
        headers = {} if signature is None else {signing.HEADER: signature}
        return httpx.post(f"{pair.north.url}{API}/directory/held", json={"parks": parks}, headers=headers)

    assert ask(good).json() == {"held": {"north-park": "active"}, "proof": signing.proof(KEY, good)}
    refused = [
        ask(None), ask(""), ask("x.y"), ask(good, ["north-park"]),
        ask(signing.header(KEY, pair.south.url, asked, now())),
        ask(signing.header(KEY[::-1], pair.north.url, asked, now())),
        ask(signing.header(KEY, pair.north.url, asked, now() - timedelta(minutes=10))),
    ]  # fmt: skip
    assert {(a.status_code, a.json()["type"]) for a in refused} == {(401, "directory_signature")}
    assert not any("north-park" in a.text for a in refused)
