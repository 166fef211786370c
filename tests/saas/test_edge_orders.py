"""Configurations and commands of edges over the API: who may, what is refused, what becomes of it."""

import json
import threading
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import paho.mqtt.client as paho
import pytest
from parkcarbon_edge import wire
from parkcarbon_platform.control import shell

from tests.saas.conftest import Login, World
from tests.support.processes import wait_until
from tests.support.stack import ServerStack

PARK = "/api/v1/parks/alpha"
POINT = {"key": "k1", "topic": "t", "field": "f"}


def section(**changes: object) -> dict[str, Any]:
    return {"type": "mqtt", "name": "m", "url": "mqtt://10.0.0.1", "point": [POINT]} | changes


@pytest.fixture
def operator(login: Login) -> httpx.Client:
    return login("operator")


@pytest.fixture
def edge(operator: httpx.Client) -> str:
    code = f"edge-{uuid4().hex[:8]}"
    body = {"code": code, "name_zh": "网关", "name_en": "Gateway"}
    assert operator.post(f"{PARK}/edges", json=body).status_code == 201
    return code


@pytest.fixture
def control(world: World) -> Iterator[None]:
    """The process, in a thread."""
    stop = threading.Event()
    thread = threading.Thread(target=shell.run, args=(world.settings, stop))
    thread.start()
    yield
    stop.set()
    thread.join()


def put(client: httpx.Client, edge: str, **body: object) -> httpx.Response:
    return client.put(f"{PARK}/edges/{edge}/config", json=body)


def test_a_configuration_is_saved_with_its_bindings_and_never_over_another(
    operator: httpx.Client, edge: str
) -> None:
    empty = operator.get(f"{PARK}/edges/{edge}/config").json()
    assert (empty["version"], empty["connector"]) == (0, [])
    sections = [section(password_secret="pw")]
    body = {"based_on": 0, "connector": sections, "secrets": {"pw": "hush"}, "bindings": {"k1": "steel-main"}}
    saved = put(operator, edge, **body)
    assert saved.status_code == 200, saved.text
    shown = operator.get(f"{PARK}/edges/{edge}/config").json()
    assert (shown["version"], shown["author"], shown["connector"]) == (1, "operator", sections)
    assert (shown["secrets"], shown["bindings"]) == (["pw"], {"k1": "steel-main"})
    assert "hush" not in saved.text + json.dumps(shown)
    late = put(operator, edge, based_on=0, connector=sections)
    assert (late.status_code, late.json()["type"]) == (409, "config_changed")
    kept = put(operator, edge, based_on=1, connector=[section(password_secret="pw", username="u")])
    assert (kept.status_code, kept.json()["secrets"]) == (200, ["pw"])
    assert [old["version"] for old in kept.json()["history"]] == [2, 1]


def test_the_bound_by_age_stays_until_somebody_changes_it(operator: httpx.Client, edge: str) -> None:
    def days(based_on: int, **body: object) -> object:
        found = put(operator, edge, based_on=based_on, connector=[section()], **body)
        assert found.status_code == 200, found.text
        return found.json()["max_age_days"]

    assert days(0) is None
    assert days(1, max_age_days=30) == 30
    assert days(2) == 30  # a page that knows nothing of it leaves it alone
    assert days(3, max_age_days=None) is None
    assert put(operator, edge, based_on=4, connector=[section()], max_age_days=0).status_code == 422


@pytest.mark.parametrize(
    ("connector", "bindings", "status"),
    [
        ([section(point=[])], {}, 422),
        ([section(), section()], {}, 422),
        ([section(), section(name="n")], {}, 422),
        ([section(password_secret="none")], {}, 422),
        ([section()], {"k2": "steel-main"}, 422),
        ([section()], {"k1": "no-such-point"}, 404),
    ],
)
def test_what_no_edge_could_use_is_refused_and_nothing_of_it_kept(
    operator: httpx.Client, edge: str, connector: list[Any], bindings: dict[str, str], status: int
) -> None:
    got = put(operator, edge, based_on=0, connector=connector, bindings=bindings)
    assert got.status_code == status, got.text
    assert operator.get(f"{PARK}/edges/{edge}/config").json()["bindings"] == {}


def test_an_enterprise_configures_its_own_edges_only(login: Login, edge: str) -> None:
    steelworker = login("steelworker")
    assert put(steelworker, edge, based_on=0, connector=[section()]).status_code == 403
    asked = steelworker.post(f"{PARK}/edges/{edge}/commands", json={"kind": "test"})
    assert asked.status_code == 403
    assert login("neighbour").get(f"{PARK}/edges/{edge}/config").status_code == 404


def test_the_process_carries_both_ways(
    operator: httpx.Client, edge: str, control: None, stack: ServerStack
) -> None:
    address = wire.Address(wire.partition_of("alpha"), "alpha", edge)
    heard: list[paho.MQTTMessage] = []
    broker = stack.own.mosquitto
    user, _, rest = broker.url("admin").removeprefix("mqtt://").partition(":")
    client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id=f"fake-{edge}", protocol=paho.MQTTv5)
    client.username_pw_set(user, rest.rpartition("@")[0])
    client.on_message = lambda _c, _d, message: heard.append(message)
    client.connect("127.0.0.1", broker.port)
    client.loop_start()
    client.subscribe([(address.topic("config"), 1), (address.topic("command"), 1)])
    assert put(operator, edge, based_on=0, connector=[section()]).status_code == 200
    wait_until(lambda: heard, "the configuration")
    assert wire.decode_config(bytes(heard[0].payload)).connector == [section()]
    refuses = wire.State(
        online=True, version="1", config_version=0, config_refused=1, config_error="no such thing",
        config_words=wire.Words(code="desired", facts={"place": "m"}, why=wire.Words(code="no_point")),
    )  # fmt: skip
    shown = lambda: operator.get(f"{PARK}/edges/{edge}/config").json()  # noqa: E731
    for _ in range(2):  # also one that was in force before
        client.publish(address.topic("state"), wire.encode(refuses), qos=1)
        wait_until(lambda: shown()["error"] == "no such thing", "the refusal")
        assert shown()["history"][0]["words"] == {
            "code": "desired", "facts": {"place": "m"}, "why": {"code": "no_point", "facts": {}, "why": None},
        }  # fmt: skip
        state = wire.State(online=True, version="1", config_version=1)
        client.publish(address.topic("state"), wire.encode(state), qos=1)
        wait_until(lambda: shown()["acknowledged_at"] and not shown()["refused_at"], "the acknowledgement")
        assert shown()["words"] is None
    asked = operator.post(f"{PARK}/edges/{edge}/commands", json={"kind": "diagnose"})
    assert asked.status_code == 202
    wait_until(lambda: len(heard) == 2, "the command")
    command = wire.decode_command(bytes(heard[1].payload))
    place = f"{PARK}/edges/{edge}/commands/{command.id}"
    assert operator.get(f"{place}/file").status_code == 404
    reply = wire.Reply(id=command.id, ok=True, result={"log": ["一"]})
    client.publish(address.topic("reply"), wire.encode(reply), qos=1)
    wait_until(lambda: operator.get(place).json()["state"] == "done", "the answer")
    file = operator.get(f"{place}/file")
    assert file.json() == {"log": ["一"]}
    assert f'filename="{edge}-diagnose-' in file.headers["Content-Disposition"]
    assert operator.get(f"{PARK}/edges/{edge}/ledger").json() == {"spools": []}
    assert operator.post(f"{PARK}/edges/{edge}/commands", json={"kind": "dance"}).status_code == 422
    client.disconnect()
    client.loop_stop()


def test_half_a_character_is_no_secret(operator: httpx.Client, edge: str) -> None:
    """A lone surrogate is JSON, and no text that anything could send on."""
    path = f"{PARK}/edges/{edge}"
    body = b'{"based_on": 0, "connector": [], "secrets": {"meters": "\\ud800"}}'
    headers = {"content-type": "application/json"}
    assert operator.put(f"{path}/config", content=body, headers=headers).status_code == 422
    named = b'{"based_on": 0, "connector": [], "secrets": {"\\ud800": "x"}}'
    assert operator.put(f"{path}/config", content=named, headers=headers).status_code == 422
    section = b'{"based_on": 0, "connector": [{"name": "\\ud800"}]}'
    assert operator.put(f"{path}/config", content=section, headers=headers).status_code == 422
    for args in (b'{"secrets": {"a": "\\ud800"}}', b'{"node": "\\ud800"}', b'{"\\ud800": 1}'):
        command = b'{"kind": "read", "args": ' + args + b"}"
        assert operator.post(f"{path}/commands", content=command, headers=headers).status_code == 422
