"""Values of a source beside points of the park, over the API; nothing is stored by it."""

import time
from typing import Any

import httpx

from tests.saas.conftest import Login

CALL = "/api/v1/parks/alpha/points/plausible"


def judged(client: httpx.Client, *values: dict[str, Any]) -> list[dict[str, Any]]:
    answer = client.post(CALL, json={"values": list(values)})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["judgements"])


def test_values_are_judged_beside_their_points_and_last_readings(login: Login) -> None:
    now = int(time.time() * 1000)
    megawatts, watts, behind, text, fine = judged(
        login("operator"),
        {"point": "steel-power", "value": 1.25, "time": now, "unit": "MW"},
        {"point": "steel-power", "value": 1_284_200, "time": now},
        {"point": "steel-main", "value": "12.5", "time": now},  # the register stood at 100
        {"point": "steel-main", "value": "running", "time": now},
        {"point": "steel-main", "value": "100.25", "time": now, "unit": "kW·h"},
    )
    assert (megawatts["code"], megawatts["guess"]) == ("unit_guess", {"unit": "MW", "factor": "1000"})
    assert (watts["code"], watts["guess"]) == ("unit_guess", {"unit": "W", "factor": "0.001"})
    assert (behind["code"], behind["limit"]) == ("backwards", 100.0)
    assert text["code"] == "wrong_type"
    assert (fine["ok"], fine["code"]) == (True, "ok")


def test_points_of_others_are_not_there(login: Login) -> None:
    values = [{"point": "office-main", "value": 1}]
    assert login("operator").post(CALL, json={"values": values}).status_code == 200
    assert login("steelworker").post(CALL, json={"values": values}).status_code == 404
