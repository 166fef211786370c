"""Bare devices over the API: made with their points, mapped in versions, tried on messages."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from parkcarbon_edge import wire

from tests.saas.conftest import Login, World

PARK = "/api/v1/parks/alpha"


@pytest.fixture
def operator(login: Login) -> httpx.Client:
    return login("operator")


def point(code: str, **more: object) -> dict[str, Any]:
    return {
        "code": code, "name_zh": "正向有功电量", "name_en": "Import", "quantity": "energy",
        "carrier": "electricity", "unit": "kWh", "kind": "register", "direction": "import", **more,
    }  # fmt: skip


def gauge(code: str, **more: object) -> dict[str, Any]:
    return {**point(code), "quantity": "power", "unit": "kW", "kind": "gauge", **more}


def device(code: str, *points: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"code": code, "name_zh": "电表", "name_en": "Meter", "points": list(points), **more}


def made(client: httpx.Client, *, points: bool = True) -> str:
    code = f"bare-{uuid4().hex[:8]}"
    wanted = [point(f"{code}-import", digits=8, max_rate="5000"), gauge(f"{code}-power", max_rate=5000)]
    answer = client.post(f"{PARK}/devices", json=device(code, *(wanted if points else [])))
    assert answer.status_code == 201, answer.text
    return code


def mapping(code: str, **more: object) -> dict[str, Any]:
    values = {f"{code}-import": "$.e.total_kwh", f"{code}-power": "$.p"}
    return {"dialect": "fields", "time": "$.ts", "values": values, **more}


def test_a_meter_is_made_with_its_points(login: Login, operator: httpx.Client) -> None:
    code = f"bare-{uuid4().hex[:8]}"
    body = device(code, point(f"{code}-import", multiplier="600"), serial="SN-1")
    worker = login("steelworker")
    assert worker.post(f"{PARK}/devices/check", json=body).json()["errors"] == []
    answer = worker.post(f"{PARK}/devices", json=body)
    assert (answer.status_code, answer.json()["enterprise"], answer.json()["serial"]) == (
        201,
        "steel",
        "SN-1",
    )
    found = worker.get(f"{PARK}/points/{code}-import").json()["point"]
    assert (found["multiplier"], found["device"], found["enterprise"]) == ("600", code, "steel")
    again = operator.post(f"{PARK}/devices", json=body)
    assert (again.status_code, again.json()["type"]) == (409, "code_taken")
    for whose, status in (("office", 422), (None, 201)):
        other = device(f"{code}-{whose or 'own'}", enterprise=whose)
        assert worker.post(f"{PARK}/devices", json=other).status_code == status
    unseen = worker.post(f"{PARK}/devices/check", json=device("office-meter", point("office-main"))).json()
    assert [(e["point"], e["code"]) for e in unseen["errors"]] == [(None, "taken"), ("office-main", "taken")]


def test_of_two_with_one_code_at_once_one_is_made(login: Login) -> None:
    """Two enterprises' people at the same moment: one gets the code, the other is told that it is taken."""
    code = f"bare-{uuid4().hex[:8]}"
    clients = [login("operator"), login("steelworker")]
    body = device(code, point(f"{code}-import"), enterprise="steel")
    with ThreadPoolExecutor() as threads:
        found = [threads.submit(client.post, f"{PARK}/devices", json=body) for client in clients * 2]
        answers = [answer.result() for answer in found]
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


def test_a_meter_that_moved_takes_its_mapping_with_it(
    login: Login, operator: httpx.Client, world: World
) -> None:
    code = made(operator)
    path = f"{PARK}/devices/{code}/mapping"
    assert operator.put(path, json=mapping(code)).status_code == 200
    steel = "(SELECT e.id FROM core.enterprise e WHERE e.code = 'steel' AND e.park_id = x.park_id)"
    with psycopg.connect(world.owner_url) as connection:
        (moved,) = connection.execute(
            f"UPDATE core.device x SET enterprise_id = {steel} WHERE code = %s RETURNING id", (code,)
        ).fetchone()
        connection.execute(f"UPDATE core.point x SET enterprise_id = {steel} WHERE device_id = %s", (moved,))
    worker = login("steelworker")
    assert worker.get(path).json()["version"] == 1
    assert worker.put(path, json=mapping(code, based_on=1)).json()["version"] == 2
    assert operator.get(path).json()["author"] == worker.get(path).json()["author"]


def test_a_text_is_a_number_for_the_preview_where_it_is_one_for_the_intake(operator: httpx.Client) -> None:
    code = made(operator)
    for text, code_of in (("1e3", "wrong_type"), ("1_000", "wrong_type"), ("1000.5", "ok")):
        sample = json.dumps({"ts": int(time.time()), "e": {"total_kwh": text}, "p": 1})
        body = {"mapping": mapping(code), "sample": sample}
        found = operator.post(f"{PARK}/devices/{code}/mapping/preview", json=body).json()
        verdicts = {r["point"]: r["plausible"]["code"] for r in found["readings"]}
        paths = [c["path"] for c in found["candidates"]]
        assert verdicts[f"{code}-import"] == code_of
        assert ("$.e.total_kwh" in paths) == (code_of == "ok")


def test_every_mistake_is_said_by_its_field(operator: httpx.Client) -> None:
    wrong = device(
        "Not a code",
        point("aa-1", unit="m3", multiplier="-1"),
        gauge("aa-2", kind="register"),
        point("aa-3", parent="nowhere"),
        point("aa-4", kind="dial"), point("aa-5", digits="many"),
        enterprise="nobody",
    )  # fmt: skip
    errors = operator.post(f"{PARK}/devices/check", json=wrong).json()["errors"]
    assert {(e["point"], e["field"], e["code"]) for e in errors} == {
        (None, "code", "format"), ("aa-4", "kind", "choice"), ("aa-5", "digits", "format"),
        ("aa-1", "unit", "unit"), ("aa-1", "multiplier", "positive"), ("aa-2", "kind", "kind"),
        ("aa-3", "parent", "unknown"),
    }  # fmt: skip
    refused = operator.post(f"{PARK}/devices", json=wrong)
    assert (refused.status_code, refused.json()["type"]) == (422, "new_device")
    fine = operator.post(f"{PARK}/devices/check", json=device("aa-0", gauge("aa-6"))).json()
    assert (fine["errors"], [h["code"] for h in fine["hints"]]) == ([], ["no_register"])


def test_a_mapping_is_saved_in_versions(login: Login, operator: httpx.Client) -> None:
    code = made(operator)
    place = f"{PARK}/devices/{code}/mapping"
    root = f"pc/v1/{wire.partition_of('alpha')}/alpha/device/{code}"
    assert operator.get(place).json() == {
        "version": 0, "dialect": "fields", "topic": None, "time": None, "values": {}, "author": None,
        "created_at": None, "topics": [f"{root}/telemetry"],
    }  # fmt: skip
    saved = operator.put(place, json=mapping(code, based_on=0, topic="up/+")).json()
    assert (saved["version"], saved["author"], saved["topics"]) == (1, "operator", [f"{root}/up/telemetry"])
    stale = operator.put(place, json=mapping(code, based_on=0))
    assert (stale.status_code, stale.json()["type"]) == (409, "mapping_changed")
    board = {"dialect": "thingsboard", "values": {f"{code}-import": "meter 7/energy"}}
    second = operator.put(place, json=board | {"based_on": 1}).json()
    assert (second["version"], second["topics"]) == (2, [f"{root}/v1/gateway/telemetry"])
    assert login("steelworker").get(place).status_code == 404


@pytest.mark.parametrize(
    ("change", "field", "named"),
    [
        ({"dialect": "smoke"}, "dialect", False),
        ({"topic": "/pc/v1/#"}, "topic", False),
        ({"topic": "a/#/b"}, "topic", False),
        ({"time": "$..x"}, "time", False),
        ({"values": {"elsewhere": "$.x"}}, "values", True),
        ({"values": {}}, "values", False),
    ],
)
def test_a_mapping_that_cannot_work_is_refused(
    operator: httpx.Client, change: dict[str, Any], field: str, named: bool
) -> None:
    code = made(operator)
    answer = operator.put(f"{PARK}/devices/{code}/mapping", json=mapping(code) | change)
    assert (answer.status_code, answer.json()["type"]) == (422, "mapping")
    assert (answer.json()["facts"]["field"], "point" in answer.json()["facts"]) == (field, named)


def test_a_preview_shows_readings_candidates_and_what_is_wrong(operator: httpx.Client) -> None:
    code = made(operator)
    place = f"{PARK}/devices/{code}/mapping/preview"
    energies = {"total_kwh": 123.5, "reactive_kvarh": 4}
    sample = {"id": 7, "ts": 4_000_000_000, "e": energies, "p": 1_284_200, "u": 230.1}
    nothing = {"dialect": "fields", "values": {}}
    found = operator.post(place, json={"mapping": nothing, "sample": json.dumps(sample)}).json()
    assert (found["readings"], found["problems"]) == ([], [])
    first = found["candidates"][0]
    assert (first["path"], first["point"], first["value"]) == ("$.e.total_kwh", f"{code}-import", 123.5)
    by_path = {c["path"]: c for c in found["candidates"]}
    assert by_path["$.ts"]["score"] == 0
    assert by_path["$.e.reactive_kvarh"]["point"] is None
    found = operator.post(place, json={"mapping": mapping(code), "sample": json.dumps(sample)}).json()
    assert [r["plausible"]["code"] for r in found["readings"]] == ["future", "future"]
    untimed = mapping(code, time=None)
    found = operator.post(place, json={"mapping": untimed, "sample": json.dumps(sample)}).json()
    energy, power = found["readings"]
    assert (energy["value"], energy["unit"], energy["plausible"]["ok"]) == (123.5, "kWh", True)
    assert power["plausible"]["code"] == "unit_guess"
    assert power["plausible"]["guess"] == {"unit": "W", "factor": "0.001"}
    for message, problem in (("no json", "unreadable"), ('{"other": 1}', "no_values"), ("", "unreadable")):
        found = operator.post(place, json={"mapping": untimed, "sample": message}).json()
        assert [p["code"] for p in found["problems"]] == [problem]
    assert operator.get(f"{PARK}/devices/{code}/messages").json() == {"messages": [], "births": []}
