"""What could not be stored: seen, replayed and dismissed over the API."""

import hashlib
import json
import time
from typing import Any
from uuid import uuid4

import httpx
import psycopg
from parkcarbon_edge import wire

from tests.saas import seed
from tests.saas.conftest import Login, World

PARK = "/api/v1/parks/alpha/quarantine"
KEY = "unbound-key"


def put(world: World, reading: list[object], park: seed.Park) -> int:
    payload = json.dumps(reading).encode()
    with psycopg.connect(world.owner_url) as connection:
        return seed.insert(
            connection, "core.quarantine", park_id=park.id, edge_id=park.edge,
            topic=f"pc/v1/00/{park.code}/edge/edge/up", reason="unknown_point", detail=KEY, payload=payload,
            payload_sha256=hashlib.sha256(payload).digest(), reading_index=0,
            received_at=seed.datetime.now(seed.UTC),
        )  # fmt: skip


def sent(world: World, device: str, body: object, reason: str = "unmapped") -> int:
    """A message of a bare device that waits."""
    payload = json.dumps(body).encode()
    with psycopg.connect(world.owner_url) as connection:
        (found,) = connection.execute(
            "SELECT id FROM core.device WHERE park_id = %s AND code = %s", (world.alpha.id, device)
        ).fetchone()  # fmt: skip
        return seed.insert(
            connection, "core.quarantine", park_id=world.alpha.id, device_id=found,
            topic=f"pc/v1/{wire.partition_of('alpha')}/alpha/device/{device}/up", reason=reason, detail="x",
            payload=payload, payload_sha256=hashlib.sha256(payload).digest(),
            received_at=seed.datetime.now(seed.UTC),
        )  # fmt: skip


def made(client: httpx.Client, enterprise: str) -> str:
    code = f"bare-{uuid4().hex[:8]}"
    point = {
        "code": f"{code}-p", "name_zh": "电量", "name_en": "Import", "quantity": "energy",
        "carrier": "electricity", "unit": "kWh", "kind": "register", "direction": "import",
    }  # fmt: skip
    body = {"code": code, "name_zh": "表", "name_en": "M", "enterprise": enterprise, "points": [point]}
    assert client.post("/api/v1/parks/alpha/devices", json=body).status_code == 201
    return code


def test_an_enterprise_has_what_its_own_meters_sent(login: Login, world: World) -> None:
    operator, worker = login("operator"), login("steelworker")
    own, other = made(operator, "steel"), made(operator, "office")
    now = int(time.time() * 1000) - 60_000
    mine = [sent(world, own, {"t": now + n, "e": n}) for n in range(3)] + [sent(world, own, {"t": 1})]
    full = sent(world, own, {"too_many": 3}, "overflow")
    theirs = sent(world, other, {"t": now, "e": 1})
    assert set(listed(worker)) >= {*mine, full}
    assert theirs not in listed(worker)
    assert {theirs, *mine} <= set(listed(operator))
    for call in ("replay", "dismiss"):
        body = {"note": "x"} if call == "dismiss" else {}
        assert worker.post(f"{PARK}/{theirs}/{call}", json=body).status_code == 404
    groups = worker.get(PARK).json()["groups"]
    assert {"reason": "unmapped", "device": own, "edge": None, "count": 4} in groups
    assert other not in json.dumps(groups)
    bulk = {"reason": "unmapped", "device": own}
    assert worker.post(f"{PARK}/replay", json=bulk).json() == {
        "replayed": 0, "readings": 0, "still_bad": 4, "following": None,
    }  # fmt: skip
    mapping = {"dialect": "fields", "time": "$.t", "values": {f"{own}-p": "$.e"}}
    assert worker.put(f"/api/v1/parks/alpha/devices/{own}/mapping", json=mapping).status_code == 200
    assert worker.post(f"{PARK}/replay", json={"device": other}).status_code == 404
    done = worker.post(f"{PARK}/replay", json={"device": own}).json()
    assert (done["replayed"], done["readings"], done["still_bad"]) == (3, 3, 1)
    assert worker.post(f"{PARK}/{mine[3]}/dismiss", json={"note": "a test"}).status_code == 204
    assert worker.post(f"{PARK}/replay", json={"device": own}).status_code == 404
    shown = worker.get(f"/api/v1/parks/alpha/points/{own}-p/readings?from={now}&to={now + 9}").json()
    assert sorted(r["value"] for r in shown["readings"]) == [0, 1, 2]


def test_what_a_meter_sent_before_it_moved_stays_its_former_owners(login: Login, world: World) -> None:
    """See docs/security.md, T11."""
    operator, worker = login("operator"), login("steelworker")
    code = made(operator, "office")
    now = int(time.time() * 1000)
    before = sent(world, code, {"t": now, "secret": 1})
    with psycopg.connect(world.owner_url) as owner:
        owner.execute(
            """UPDATE core.device SET enterprise_id = (SELECT id FROM core.enterprise
               WHERE park_id = %s AND code = 'steel') WHERE park_id = %s AND code = %s""",
            (world.alpha.id, world.alpha.id, code),
        )
    after = sent(world, code, {"t": now, "e": 2})
    assert after in listed(worker)
    assert before not in listed(worker)
    assert {before, after} <= set(listed(operator))
    assert worker.post(f"{PARK}/{before}/dismiss", json={"note": "x"}).status_code == 404


def test_an_enterprise_brings_nothing_into_points_of_others(login: Login, world: World) -> None:
    operator, worker = login("operator"), login("steelworker")
    own = made(operator, "steel")
    now = int(time.time() * 1000) - 60_000
    mapping = {"dialect": "fields", "time": "$.t", "values": {f"{own}-p": "$.e"}}
    assert worker.put(f"/api/v1/parks/alpha/devices/{own}/mapping", json=mapping).status_code == 200
    with psycopg.connect(world.owner_url) as owner:
        # The device is its own, a point of it is the neighbour's.
        owner.execute(
            """UPDATE core.point SET enterprise_id = (SELECT id FROM core.enterprise
               WHERE park_id = %s AND code = 'office') WHERE park_id = %s AND code = %s""",
            (world.alpha.id, world.alpha.id, f"{own}-p"),
        )
    item = sent(world, own, {"t": now, "e": 1})
    refused = worker.post(f"{PARK}/{item}/replay", json={"payload": json.dumps({"t": now, "e": 7})})
    assert (refused.status_code, refused.json()["type"]) == (422, "still_bad")
    assert "operator" in refused.json()["remedy"]
    assert worker.post(f"{PARK}/replay", json={"device": own}).json()["still_bad"] == 1
    assert operator.post(f"{PARK}/{item}/replay", json={}).json()["readings"] == 1


def listed(client: httpx.Client, state: str = "open") -> dict[int, dict[str, Any]]:
    return {item["id"]: item for item in client.get(PARK, params={"state": state}).json()["items"]}


def test_an_unknown_key_is_bound_and_replayed(login: Login, world: World) -> None:
    now = int(time.time() * 1000) - 120_000
    item = put(world, [KEY, now, 42.5, 0], world.alpha)
    client = login("operator")
    shown = listed(client)[item]
    assert (shown["reason"], json.loads(shown["payload"])[0]) == ("unknown_point", KEY)
    refused = client.post(f"{PARK}/{item}/replay", json={})
    assert refused.status_code == 422
    assert refused.json()["type"] == "still_bad"
    done = client.post(f"{PARK}/{item}/replay", json={"point": "office-power"})
    assert done.json() == {"readings": 1, "quarantined": 0}
    assert client.post(f"{PARK}/{item}/replay", json={}).status_code == 409
    readings = client.get(f"/api/v1/parks/alpha/points/office-power/readings?from={now}&to={now + 1}").json()[
        "readings"
    ]
    assert [r["value"] for r in readings] == [42.5]
    assert listed(client, "replayed")[item]["resolved_by"] == "operator"


def test_an_item_is_dismissed_with_a_reason(login: Login, world: World) -> None:
    item = put(world, [KEY, 0, 1, 0], world.alpha)
    client = login("operator")
    assert client.post(f"{PARK}/{item}/dismiss", json={"note": ""}).status_code == 422
    assert client.post(f"{PARK}/{item}/dismiss", json={"note": "a test"}).status_code == 204
    assert item not in listed(client)
    logged = client.get(
        "/api/v1/parks/alpha/audit", params={"action": "quarantine_dismiss", "outcome": "done"}
    )
    changes = [change for event in logged.json()["events"] for change in event["changes"]]
    assert {"state": "dismissed", "note": "a test"} in [c["after"] for c in changes if c["row"]["id"] == item]


def test_a_neighbour_s_item_does_not_exist(login: Login, world: World) -> None:
    item = put(world, [KEY, 0, 1, 0], world.beta)
    client = login("operator")
    assert item not in listed(client)
    assert client.post(f"{PARK}/{item}/dismiss", json={"note": "mine?"}).status_code == 404
    assert client.post(f"{PARK}/{item}/replay", json={}).status_code == 404


def test_a_verifier_looks_and_changes_nothing(login: Login, world: World) -> None:
    item = put(world, [KEY, 0, 1, 0], world.alpha)
    client = login("verifier")
    assert item in listed(client)
    assert client.post(f"{PARK}/{item}/dismiss", json={"note": "no"}).status_code == 403
