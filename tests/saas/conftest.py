"""The API on a real database and cache: two seeded parks, a live process of the test's own, logged-in clients."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from fastapi.testclient import TestClient
from parkcarbon_platform.live.process import LiveProcess
from parkcarbon_platform.services import identity
from parkcarbon_platform.storage.database import Database as Pools
from parkcarbon_saas.main import create_app
from parkcarbon_saas.settings import Settings

from tests.saas import seed
from tests.support.stack import Broker, Database

Login = Callable[[str], TestClient]
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
    broker: Broker


def fill(owner_url: str, directory_url: str) -> tuple[seed.Park, seed.Park]:
    """Both parks with three hours of ledger up to the last full hour, and everybody's log-in."""
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    with psycopg.connect(owner_url) as connection:
        connection.execute("DELETE FROM factors.factor_version")
        seed.factors(connection)
        parks = (seed.park(connection, "alpha"), seed.park(connection, "beta"))
        for park in parks:
            seed.hours(connection, park, hour - timedelta(hours=30), 30)
            seed.readings(connection, park, datetime.now(UTC).replace(microsecond=0))
    with psycopg.connect(directory_url) as connection:
        for login, (park, role, enterprise) in USERS.items():
            identity.create_user(connection, login, seed.PASSWORD, name=login.title(), locale="en")
            identity.let_in(connection, login, park, role, enterprise=enterprise)
        identity.create_user(connection, "admin", seed.PASSWORD, name="Admin", is_admin=True)
    return parks


@pytest.fixture
def world(database: Database, redis_url: str, mqtt: Broker) -> World:
    alpha, beta = fill(database.owner_url, database.directory_url)
    settings = Settings(
        database_url=database.owner_url,
        redis_url=redis_url,
        mqtt_url=mqtt.url,
        secret_key="t" * 32,
        demo=True,
    )
    return World(settings, alpha, beta, database.owner_url, mqtt)


@pytest.fixture
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


@pytest.fixture
def anonymous(world: World) -> Iterator[TestClient]:
    """A client without a session."""
    with TestClient(create_app(world.settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def login(anonymous: TestClient) -> Login:
    """Log the client in as somebody; its CSRF token is sent from then on."""

    def log_in(name: str) -> TestClient:
        answer = anonymous.post("/api/v1/session", json={"login": name, "password": seed.PASSWORD})
        assert answer.status_code == 200, answer.text
        anonymous.headers["X-CSRF-Token"] = answer.json()["csrf"]
        return anonymous

    return log_in
