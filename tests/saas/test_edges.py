"""Edges over the API: made, enrolled once, thrown out; bare devices; who may do it, and what is recorded."""

import secrets
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import psycopg
import pytest
from parkcarbon_edge import wire
from parkcarbon_platform.errors import UnsafeSettingsError
from parkcarbon_saas import settings as web_settings
from parkcarbon_saas.gate import FAILURES

from tests.saas.conftest import Login, World, serving
from tests.saas.seed import insert
from tests.support.broker import answer, connected
from tests.support.stack import ServerStack

PARK = "/api/v1/parks/alpha"
MACHINE = {"host": "gateway-1", "version": "0.1.0", "takes_client_id": True}
DENIED = "Not authorized"


@pytest.fixture
def operator(login: Login) -> httpx.Client:
    return login("operator")


def made(client: httpx.Client, **more: object) -> str:
    """A new edge's code."""
    code = f"edge-{uuid4().hex[:8]}"
    body = {"code": code, "name_zh": "网关", "name_en": "Gateway", **more}
    assert client.post(f"{PARK}/edges", json=body).status_code == 201
    return code


def token_of(client: httpx.Client, code: str) -> str:
    got = client.post(f"{PARK}/edges/{code}/tokens")
    assert got.status_code == 201, got.text
    assert got.headers["Cache-Control"] == "no-store"
    return str(got.json()["token"])


def enrol(client: httpx.Client, token: str) -> httpx.Response:
    return client.post("/api/v1/edge/enrol", json={"token": token, **MACHINE})


def test_a_token_makes_a_gateway_an_edge(
    operator: httpx.Client, anonymous: httpx.Client, stack: ServerStack, world: World
) -> None:
    code = made(operator)
    given = operator.post(f"{PARK}/edges/{code}/tokens").json()
    assert given["commands"]["enrol"].endswith(
        f"enrol {anonymous.base_url} {given['token']}".replace("/ ", " ")
    )
    assert "/edge/wheels/" in given["commands"]["pip"]
    got = enrol(anonymous, given["token"])
    assert (got.status_code, got.headers["Cache-Control"]) == (200, "no-store")
    told = got.json()
    partition = wire.partition_of("alpha")
    assert (told["park"], told["edge"], told["partition"]) == ("alpha", code, partition)
    uplink = told["uplink"]
    assert uplink["username"] == f"edge.alpha.{code}"
    assert "@" not in uplink["url"]
    with connected(stack.mqtt_port, uplink["username"], uplink["password"], uplink["client_id"]) as edge:
        assert edge.publish(f"pc/v1/{partition}/alpha/edge/{code}/up") != DENIED
        assert edge.publish(f"pc/v1/{partition}/alpha/edge/edge/up") == DENIED
    shown = operator.get(f"{PARK}/edges/{code}").json()
    assert (shown["created_by"], shown["login"]["name"]) == ("operator", uplink["username"])
    assert shown["login"]["by"] == "operator (token, gateway-1)"
    assert (shown["enrolled"]["host"], shown["token_expires_at"]) == ("gateway-1", None)
    with psycopg.connect(world.owner_url) as owner:
        kept = owner.execute(
            "SELECT t::text FROM core.edge_token t UNION ALL SELECT l::text FROM core.broker_login l"
        )
        assert [row for (row,) in kept if given["token"] in row or uplink["password"] in row] == []


def test_a_token_is_good_once_and_for_a_day(
    operator: httpx.Client, anonymous: httpx.Client, world: World
) -> None:
    code = made(operator)
    token = token_of(operator, code)
    assert enrol(anonymous, token).status_code == 200
    again = enrol(anonymous, token)
    assert (again.status_code, again.json()["type"]) == (410, "token_used")
    assert "make a new one" in again.json()["remedy"]
    replaced, newest = token_of(operator, code), token_of(operator, code)
    assert enrol(anonymous, replaced).json()["type"] == "token_expired"
    assert operator.delete(f"{PARK}/edges/{code}/tokens").status_code == 204
    assert enrol(anonymous, newest).json()["type"] == "token_expired"
    late = token_of(operator, code)
    with psycopg.connect(world.owner_url) as owner:
        owner.execute(
            "UPDATE core.edge_token SET expires_at = now() WHERE revoked_at IS NULL AND used_at IS NULL"
        )
    assert (enrol(anonymous, late).status_code, enrol(anonymous, late).json()["type"]) == (
        410,
        "token_expired",
    )
    unknown = enrol(anonymous, "x" * 43)
    assert (unknown.status_code, unknown.json()["type"]) == (401, "token_unknown")


def at_once(url: str, token: str, count: int) -> list[httpx.Response]:
    """The answers to enrolments that all begin when the last is ready."""
    answers: list[httpx.Response] = []
    begin = threading.Barrier(count)

    def attempt() -> None:
        with httpx.Client(base_url=url, timeout=60) as client:
            begin.wait()
            answers.append(enrol(client, token))

    threads = [threading.Thread(target=attempt) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_an_edge_of_before_keeps_the_client_id_that_it_uses(
    operator: httpx.Client, anonymous: httpx.Client, stack: ServerStack
) -> None:
    code = made(operator)
    body = {"token": token_of(operator, code), "host": "old", "version": "0.1.0"}
    old = anonymous.post("/api/v1/edge/enrol", json=body).json()["uplink"]
    by_hand = operator.post(f"{PARK}/edges/{code}/login").json()
    assert old["client_id"] == by_hand["client_id"] == f"pc-alpha-{code}"
    assert answer(stack.mqtt_port, by_hand["username"], by_hand["password"], old["client_id"]) == "Success"
    new = enrol(anonymous, token_of(operator, code)).json()["uplink"]
    again = operator.post(f"{PARK}/edges/{code}/login").json()
    assert new["client_id"] == again["client_id"] == f"edge.alpha.{code}"


def test_of_two_at_once_one_is_enrolled(operator: httpx.Client, url: str, stack: ServerStack) -> None:
    for _ in range(3):
        answers = at_once(url, token_of(operator, made(operator)), 4)
        assert sorted(a.status_code for a in answers) == [200, 410, 410, 410]
        (good,) = [a.json()["uplink"] for a in answers if a.status_code == 200]
        assert answer(stack.mqtt_port, good["username"], good["password"], good["client_id"]) == "Success"


def test_enrolling_again_throws_the_old_machine_out(
    operator: httpx.Client, anonymous: httpx.Client, stack: ServerStack
) -> None:
    code = made(operator)
    first = enrol(anonymous, token_of(operator, code)).json()["uplink"]
    with connected(stack.mqtt_port, first["username"], first["password"], first["client_id"]) as old:
        second = enrol(anonymous, token_of(operator, code)).json()["uplink"]
        assert old.thrown_out()
    assert answer(stack.mqtt_port, first["username"], first["password"], first["client_id"]) == DENIED
    with connected(stack.mqtt_port, second["username"], second["password"], second["client_id"]) as edge:
        third = operator.post(f"{PARK}/edges/{code}/login").json()
        assert edge.thrown_out()
    with connected(stack.mqtt_port, third["username"], third["password"], third["client_id"]) as edge:
        waiting = token_of(operator, code)
        assert operator.delete(f"{PARK}/edges/{code}/login").status_code == 204
        assert edge.thrown_out()
    assert enrol(anonymous, waiting).status_code == 410
    assert operator.get(f"{PARK}/edges/{code}").json()["login"] is None


def test_an_edge_is_ended_with_its_history_or_deleted_without(
    login: Login, operator: httpx.Client, anonymous: httpx.Client, stack: ServerStack, world: World
) -> None:
    fresh, used = made(operator), made(operator)
    assert operator.delete(f"{PARK}/edges/{fresh}").status_code == 204
    assert operator.get(f"{PARK}/edges/{fresh}").status_code == 404
    again = {"code": fresh, "name_zh": "x", "name_en": "x"}
    assert operator.post(f"{PARK}/edges", json=again).status_code == 201
    uplink = enrol(anonymous, token_of(operator, used)).json()["uplink"]
    waiting = token_of(operator, used)
    now = datetime.now(UTC)
    with psycopg.connect(world.owner_url) as owner:
        (edge,) = owner.execute("SELECT id FROM core.edge WHERE code = %s", (used,)).fetchone()
        batch = insert(
            owner, "core.batch", park_id=world.alpha.id, edge_id=edge, spool=uuid4(), seq=1, received_at=now,
            readings=1, payload_sha256=b"x",
        )  # fmt: skip
        insert(
            owner, "series.reading", time=now, value=1.0, batch_id=batch, quality=0, returning="point_id",
            point_id=world.alpha.points["office-heat"], park_id=world.alpha.id,
        )  # fmt: skip
    assert login("steelworker").delete(f"{PARK}/edges/{used}").status_code == 403
    assert login("neighbour").delete(f"{PARK}/edges/{used}").status_code == 404
    with connected(stack.mqtt_port, uplink["username"], uplink["password"], uplink["client_id"]) as gateway:
        assert operator.delete(f"{PARK}/edges/{used}").status_code == 204
        assert gateway.thrown_out()
    assert enrol(anonymous, waiting).status_code == 410
    assert operator.delete(f"{PARK}/edges/{used}").status_code == 404
    assert used not in {edge["code"] for edge in operator.get(f"{PARK}/edges").json()["edges"]}
    taken = operator.post(f"{PARK}/edges", json={"code": used, "name_zh": "x", "name_en": "x"})
    assert taken.status_code == 409  # its readings name it
    ms = int(now.timestamp() * 1000)
    span = f"from={ms - 1000}&to={ms + 1000}"
    readings = operator.get(f"{PARK}/points/office-heat/readings?{span}").json()["readings"]
    assert [reading["batch"]["edge"] for reading in readings] == [used]


def test_an_enterprise_has_edges_of_its_own(login: Login, operator: httpx.Client) -> None:
    worker = login("steelworker")
    own, parks, others = made(worker), made(operator), made(operator, enterprise="office")
    listed = {edge["code"]: edge["enterprise"] for edge in worker.get(f"{PARK}/edges").json()["edges"]}
    assert (listed[own], listed[parks]) == ("steel", None)
    assert others not in listed
    assert token_of(worker, own)
    for code, status in ((parks, 403), (others, 404)):
        assert worker.post(f"{PARK}/edges/{code}/tokens").status_code == status
        assert worker.post(f"{PARK}/edges/{code}/login").status_code == status
        assert worker.delete(f"{PARK}/edges/{code}/login").status_code == status
    body = {"code": "of-another", "name_zh": "x", "name_en": "x", "enterprise": "office"}
    assert worker.post(f"{PARK}/edges", json=body).status_code == 404
    taken = {"code": others, "name_zh": "x", "name_en": "x"}
    assert worker.post(f"{PARK}/edges", json=taken).status_code == 409
    assert login("verifier").post(f"{PARK}/edges/{own}/tokens").status_code == 403
    assert login("neighbour").get(f"{PARK}/edges/{own}").status_code == 404


def test_a_bare_device_gets_a_log_in_of_its_own(
    login: Login, operator: httpx.Client, stack: ServerStack, world: World
) -> None:
    with psycopg.connect(world.owner_url) as owner:
        (device,) = owner.execute(
            "SELECT d.code FROM core.device d JOIN core.enterprise e ON e.id = d.enterprise_id"
            " WHERE d.park_id = %s AND e.code = 'steel' ORDER BY d.id LIMIT 1", (world.alpha.id,),
        ).fetchone()  # fmt: skip
    place = f"{PARK}/devices/{device}/login"
    worker = login("steelworker")
    given = worker.post(place, json={"client_id": f"plc.{device}"}).json()
    own = f"pc/v1/{wire.partition_of('alpha')}/alpha/device/{device}"
    with connected(stack.mqtt_port, given["username"], given["password"], f"plc.{device}") as meter:
        assert meter.publish(f"{own}/telemetry") != DENIED
        assert meter.publish(f"{own}x/telemetry") == DENIED
        again = operator.post(place, json={}).json()
        assert meter.thrown_out()
    assert (again["client_id"], again["username"]) == (f"plc.{device}", f"device.alpha.{device}")
    plain = operator.post(place, json={"client_id": f"device.alpha.{device}"}).json()
    assert plain["client_id"] == plain["username"]
    again = operator.post(place, json={}).json()
    assert again["client_id"] == again["username"]
    for reserved in ("parkcarbon-ingest-00-0f", "pc-alpha-edge", "device.alpha.other"):
        refused = operator.post(place, json={"client_id": reserved})
        assert (refused.status_code, refused.json()["type"]) == (422, "invalid")
    assert operator.delete(place).status_code == 204
    assert answer(stack.mqtt_port, again["username"], again["password"], again["client_id"]) == DENIED
    records = worker.get(place).json()["logins"]
    assert [(r["by"], r["ended_by"]) for r in records[:2]] == [
        ("operator", "operator"), ("operator", "operator"),
    ]  # fmt: skip


def test_two_devices_never_share_a_client_id(operator: httpx.Client, world: World) -> None:
    with psycopg.connect(world.owner_url) as owner:
        devices = [code for (code,) in owner.execute(
            "SELECT code FROM core.device WHERE park_id = %s ORDER BY id LIMIT 2", (world.alpha.id,)
        )]  # fmt: skip
    first, second = (f"{PARK}/devices/{code}/login" for code in devices)
    assert operator.post(first, json={"client_id": "shared"}).status_code == 200
    taken = operator.post(second, json={"client_id": "shared"})
    assert (taken.status_code, taken.json()["type"]) == (409, "conflict")
    assert operator.delete(first).status_code == 204
    assert operator.post(second, json={"client_id": "shared"}).status_code == 200


@pytest.fixture
def unmanaged(world: World) -> Iterator[httpx.Client]:
    """The API over a broker that it cannot rule over."""
    settings = world.settings.model_copy(update={"mqtt_control_url": ""})
    with serving(settings) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def test_without_the_broker_nothing_is_used_up(
    operator: httpx.Client, anonymous: httpx.Client, unmanaged: httpx.Client, stack: ServerStack
) -> None:
    code = made(operator)
    token = token_of(operator, code)
    refused = enrol(unmanaged, token)
    assert (refused.status_code, refused.json()["type"]) == (503, "broker_not_managed")
    assert "PARKCARBON_MQTT_CONTROL_URL" in refused.json()["remedy"]
    stack.own.stop_one(stack.own.mosquitto)
    try:
        refused = enrol(anonymous, token)
    finally:
        stack.own.start_one(stack.own.mosquitto)
    assert (refused.status_code, refused.json()["type"]) == (503, "broker_unavailable")
    assert operator.get(f"{PARK}/edges/{code}").json()["login"] is None
    assert enrol(anonymous, token).status_code == 200


def test_guessing_tokens_shuts_the_gate(world: World) -> None:
    with serving(world.settings) as address, httpx.Client(base_url=address, timeout=60) as client:
        answers = [enrol(client, f"guess-{n}").status_code for n in range(FAILURES + 1)]
    assert answers == [401] * FAILURES + [429]


def test_plain_mqtt_over_a_network_is_refused(world: World) -> None:
    url = f"mqtt://platform:{secrets.token_hex(24)}@broker.example:1883"
    plain: dict[str, object] = {"demo": False, "mqtt_url": url, "secret_key": secrets.token_hex(32)}
    with pytest.raises(UnsafeSettingsError, match="clear text"):
        web_settings.check(world.settings.model_copy(update=plain))
    web_settings.check(world.settings.model_copy(update={**plain, "mqtt_plain": True}))
