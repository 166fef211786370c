"""Whatever the API's own description allows is answered, and never with a failure of ours.

Every operation is called as an operator, with requests that Schemathesis makes from the description and with
the park's own codes in two of three; what is not understood is a problem with its remedy, too.
"""

from collections.abc import Iterator
from itertools import count

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from parkcarbon_saas.main import create_app
from parkcarbon_saas.settings import Settings
from schemathesis.generation import GenerationMode

from tests.saas import seed
from tests.saas.conftest import World

EXAMPLES = 8
SCHEMA = schemathesis.openapi.from_dict(create_app(Settings(database_url="", demo=True)).openapi())
# A stream does not end, and who logs out can ask nothing more.
LEFT_OUT = {("GET", "/api/v1/parks/{park}/live/stream"), ("DELETE", "/api/v1/session")}
OPERATIONS = {
    f"{operation.method.upper()} {operation.path}": operation
    for operation in (found.ok() for found in SCHEMA.get_all_operations())
    if (operation.method.upper(), operation.path) not in LEFT_OUT and not operation.path.endswith("/stream")
}
# Headers that the client sends itself.
OWN_HEADERS = {"user-agent", "accept-encoding", "cookie", "x-csrf-token"}


def request(client: httpx.Client, case: schemathesis.Case) -> httpx.Response:
    """Send what was made."""
    made = case.as_transport_kwargs(base_url=str(client.base_url))
    headers = {k: v for k, v in (made.get("headers") or {}).items() if k.lower() not in OWN_HEADERS}
    content = {"content": made["data"]} if isinstance(made.get("data"), bytes | str) else {}
    given_body = {"json": made["json"]} if isinstance(made.get("json"), dict | list) else content
    return client.request(
        made["method"], made["url"], params=made.get("params"), headers=headers, **given_body
    )


@pytest.fixture(scope="module")
def operator(url: str) -> Iterator[httpx.Client]:
    """One session for all: what is tried here is also to log in, and after failures nobody may."""
    with httpx.Client(base_url=url, timeout=60) as client:
        answer = client.post("/api/v1/session", json={"login": "operator", "password": seed.PASSWORD})
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        yield client


@pytest.mark.slow
@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_no_failure_of_ours(world: World, operator: httpx.Client, operation: str) -> None:
    codes = {
        "park": [world.alpha.code], "point": list(world.alpha.points), "source": list(world.alpha.sources),
        "enterprise": list(world.alpha.enterprises),
    }  # fmt: skip
    number = count()

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(case=OPERATIONS[operation].as_strategy(generation_mode=GenerationMode.POSITIVE))
    def answered(case: schemathesis.Case) -> None:
        n = next(number)
        path = dict(case.path_parameters or {})
        own = {k: v[n % len(v)] for k, v in codes.items() if k in path and (n % 3 or k == "park")}
        case.path_parameters = path | own
        answer = request(operator, case)
        # 503: what the answer needs (a live frame, the broker) is not there, and it says so.
        assert answer.status_code < 500 or answer.status_code == 503, answer.text
        if answer.status_code >= 400:
            problem = answer.json()
            assert problem["remedy"], problem
            assert problem["status"] == answer.status_code

    answered()
