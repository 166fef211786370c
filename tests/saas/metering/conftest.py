"""A metered park of two enterprises behind the API, settled from readings, and a neighbouring park.

`works` has the meters `main`, `office` and the gauge `power`, `mill` has `mill-main`: each counted one a
quarter hour for four hours (`main` with the multiplier 10). A module's tests leave it as they found it.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import cache
from typing import Any

import httpx
import psycopg
import pytest
from parkcarbon_platform.services.access import identity
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_saas.settings import Settings

from tests.saas import seed
from tests.saas.conftest import Login, serving
from tests.support import metered
from tests.support.metered import MINUTE, START, MeteredPark
from tests.support.stack import Database, ServerStack

PARK = "/api/v1/parks/metered"
QUARTER = 15 * MINUTE
HOUR = 60 * MINUTE
END = START + 4 * HOUR
USERS = {  # login: (park, role, enterprise)
    "operator": ("metered", "operator", None),
    "worker": ("metered", "enterprise", "works"),
    "miller": ("metered", "enterprise", "mill"),
    "verifier": ("metered", "verifier", None),
    "neighbour": ("beyond", "operator", None),
}


def document() -> dict[str, Any]:
    """Both enterprises."""
    content = metered.document()
    content["enterprises"].append(metered.named("mill", industry="1711"))
    content["devices"].append(
        metered.named("mill-meter", enterprise="mill", node=None, serial="T-2"),
    )
    content["points"] += [
        metered.point("mill-main", device="mill-meter"),
        metered.point("power", quantity="power", unit="kW", kind="gauge", digits=None, max_rate=None),
    ]
    content["sources"].append(metered.source("mill-electricity", {"mill-main": 1}, enterprise="mill"))
    return content


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    """The park with its people; `beyond` has the same meters."""
    with new_database() as database:
        made, beyond = MeteredPark(database, document()), MeteredPark(database, metered.document("beyond"))
        made.write((c, START + i * QUARTER, 100.0 + i, 0) for c in COUNTED for i in range(17))
        settlement.settle(made.pools, made.id, lambda *_: None)
        with psycopg.connect(database.directory_url) as connection:
            for login, (code, role, enterprise) in USERS.items():
                identity.create_user(connection, login, seed.PASSWORD, name=login.title(), locale="en")
                identity.let_in(connection, login, code, role, enterprise=enterprise)
        yield made
        made.close()
        beyond.close()


COUNTED = ("main", "office", "mill-main")


@pytest.fixture(scope="module")
def url(park: MeteredPark, stack: ServerStack) -> Iterator[str]:
    """Address of the API over this park (in place of the hand-made one's)."""
    settings = Settings(
        database_url=park.owner_url, redis_url=stack.redis_url, mqtt_url=stack.mqtt_url,
        secret_key="t" * 32, demo=True,
    )  # fmt: skip
    with serving(settings) as address:
        yield address


@pytest.fixture(scope="module")
def login(url: str) -> Iterator[Login]:
    """Logs in once a module: a log-in costs a tenth of a second of hashing, on purpose."""
    with ExitStack() as opened:

        @cache
        def log_in(name: str) -> httpx.Client:
            client = opened.enter_context(httpx.Client(base_url=url, timeout=60))
            answer = client.post("/api/v1/session", json={"login": name, "password": seed.PASSWORD})
            client.headers["X-CSRF-Token"] = answer.json()["csrf"]
            return client

        yield log_in


@pytest.fixture
def operator(login: Login) -> httpx.Client:
    return login("operator")


@pytest.fixture
def worker(login: Login) -> httpx.Client:
    return login("worker")


class State:
    """What the API shows of the four hours, to compare before with after."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def quarters(self, point: str) -> dict[int, tuple[int, str]]:
        """Quantity [base unit] and status of a point's quarter hours."""
        answer = got(self.client, f"/points/{point}/intervals?from={START}&to={END}")
        return {i["start"]: (i["quantity"], i["status"]) for i in answer["intervals"]}

    def amount(self, point: str, start: int = START, end: int = END) -> int:
        """Sum of a point over [start, end) [base unit]."""
        return sum(amount for at, (amount, _) in self.quarters(point).items() if start <= at < end)

    def carbon(self, source: str, start: int = START, end: int = END) -> int:
        """Emissions of a source in the ledger now [mg]."""
        answer = got(self.client, f"/sources/{source}/ledger?from={start}&to={end}")
        return sum(hour["co2_mg"] for hour in answer["hours"] if hour["superseded_at"] is None)

    def agrees_with(self, preview: dict[str, Any], when: str) -> None:
        """Every figure of a preview is what is stored; `when` is before or after."""
        start, end = preview["from"], preview["to"]
        assert preview["energy"]
        for energy in preview["energy"]:
            shown = round(float(energy[when]) * 1000)
            assert shown == self.amount(energy["point"], start, end), energy["point"]
        for carbon in preview["carbon"]:
            shown = carbon[f"{when}_mg"]
            assert shown == self.carbon(carbon["source"], start // HOUR * HOUR, end), carbon["source"]
        point = preview["energy"][0]["point"]
        stored = self.quarters(point)
        for quarter in preview["intervals"]:
            wanted = (quarter[f"{when}_base"], quarter[f"status_{when}"])
            assert stored.get(quarter["start"], (None, None)) == wanted


def got(client: httpx.Client, path: str) -> dict[str, Any]:
    """A successful answer."""
    answer = client.get(f"{PARK}{path}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def sent(client: httpx.Client, path: str, body: object = None, *, method: str = "POST") -> dict[str, Any]:
    """What a successful change answers."""
    answer = client.request(method, f"{PARK}{path}", json=body)
    assert answer.status_code in (200, 201), answer.text
    return dict(answer.json())


def refused(client: httpx.Client, path: str, body: object = None, *, method: str = "POST") -> tuple[int, str]:
    """Status and code of a refusal, which says what to do."""
    answer = client.request(method, f"{PARK}{path}", json=body)
    problem = answer.json()
    assert answer.status_code >= 400, answer.text
    assert problem["detail"]
    assert problem["remedy"]
    assert problem["trace_id"]
    return answer.status_code, problem["type"]
