"""The API on a real database and cache: two seeded parks, a live process, clients that log in."""

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import psycopg
import pytest
import redis
from parkcarbon_platform.live.process import LiveProcess
from parkcarbon_platform.services.access import identity
from parkcarbon_platform.storage.database import Database as Pools
from parkcarbon_saas.main import Server, configuration
from parkcarbon_saas.settings import Settings

from tests.saas import seed
from tests.support.processes import wait_until
from tests.support.stack import Database, ServerStack

Login = Callable[[str], httpx.Client]
USERS = {  # login: (park, role, enterprise)
    "operator": ("alpha", "operator", None),
    "steelworker": ("alpha", "enterprise", "steel"),
    "verifier": ("alpha", "verifier", None),
    "neighbour": ("beta", "operator", None),
}


@dataclass
class World:
    """Two parks, `alpha` and its neighbour `beta`, and the settings of an API over them."""

    settings: Settings
    alpha: seed.Park
    beta: seed.Park
    owner_url: str
    until: datetime
    """The hour that the parks' hours end with; a test may run in the next one."""


def fill(owner_url: str, directory_url: str, hour: datetime) -> tuple[seed.Park, seed.Park]:
    """Both parks with their ledger up to an hour, and everybody's log-in."""
    with psycopg.connect(owner_url) as connection:
        seed.factors(connection)
        parks = (seed.park(connection, "alpha"), seed.park(connection, "beta"))
        for park in parks:
            # Two days: what the hours of today are compared with lies in them at any time of the day.
            count = 49 if park.code == "alpha" else 1
            seed.hours(connection, park, hour - timedelta(hours=count), count)
            seed.readings(connection, park, datetime.now(UTC).replace(microsecond=0))
    with psycopg.connect(directory_url) as connection:
        for login, (park, role, enterprise) in USERS.items():
            identity.create_user(connection, login, seed.PASSWORD, name=login.title(), locale="en")
            identity.let_in(connection, login, park, role, enterprise=enterprise)
        identity.create_user(connection, "admin", seed.PASSWORD, name="Admin", is_admin=True)
    return parks


@pytest.fixture(scope="module")
def world(
    new_database: Callable[[], AbstractContextManager[Database]], stack: ServerStack
) -> Iterator[World]:
    """One for a module: its tests leave the parks as they are, and people to themselves (`person`)."""
    stack.own.valkey.flush()
    with new_database() as database:
        until = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        alpha, beta = fill(database.owner_url, database.directory_url, until)
        settings = Settings(
            database_url=database.owner_url,
            redis_url=stack.redis_url,
            mqtt_url=stack.mqtt_url,
            mqtt_control_url=stack.mqtt_control_url,
            secret_key="t" * 32,
            demo=True,
        )
        yield World(settings, alpha, beta, database.owner_url, until)


@pytest.fixture
def person(world: World) -> str:
    """The log-in of an operator whom no other test knows."""
    login = f"person-{uuid4().hex[:8]}"
    with psycopg.connect(world.owner_url) as connection:
        identity.create_user(connection, login, seed.PASSWORD, name=login.title(), locale="en")
        identity.let_in(connection, login, "alpha", "operator")
    return login


@pytest.fixture(scope="module")
def live(world: World) -> Iterator[LiveProcess]:
    """The live process, in a thread."""
    stop = threading.Event()
    with Pools.of(world.settings, size=2) as pools:
        process = LiveProcess(pools, world.settings.redis_url)
        thread = threading.Thread(target=process.run, args=(stop,))
        thread.start()
        yield process
        stop.set()
        thread.join()


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The API in a thread, on a port of the system's choice; its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(configuration(settings))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        wait_until(lambda: server.started, "the API to start", every_s=0.02)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.handle_exit(signal.SIGTERM, None)
            thread.join()
            forgive(settings.redis_url)


def forgive(redis_url: str) -> None:
    """Failures of log-ins count for all processes of a cache: the next test begins without."""
    with redis.Redis.from_url(redis_url) as cache:
        for key in cache.scan_iter("pc:gate:*"):
            cache.delete(key)


@pytest.fixture(scope="module")
def url(world: World) -> Iterator[str]:
    """Address of the API."""
    with serving(world.settings) as address:
        yield address


@pytest.fixture
def anonymous(url: str) -> Iterator[httpx.Client]:
    """A client without a session."""
    with httpx.Client(base_url=url, timeout=30) as client:
        yield client


@pytest.fixture
def login(url: str) -> Iterator[Login]:
    """Clients of their own, logged in; the CSRF token is sent from then on."""
    with ExitStack() as clients:

        def log_in(name: str) -> httpx.Client:
            client = clients.enter_context(httpx.Client(base_url=url, timeout=30))
            answer = client.post("/api/v1/session", json={"login": name, "password": seed.PASSWORD})
            assert answer.status_code == 200, answer.text
            client.headers["X-CSRF-Token"] = answer.json()["csrf"]
            return client

        yield log_in
