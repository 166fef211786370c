"""What could not be stored: seen, replayed and dismissed over the API."""

import hashlib
import json
import time
from typing import Any

import httpx
import psycopg

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
