"""Explain: the terms add up to the number that was clicked, whichever it is."""

import time
from typing import Any

import httpx
import pytest
from parkcarbon_platform.live.process import LiveProcess

from tests.saas.conftest import Login

PARK = "/api/v1/parks/alpha"


def explain(client: httpx.Client, **query: object) -> dict[str, Any]:
    answer = client.get(f"{PARK}/explain", params={k: str(v) for k, v in query.items()})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    assert sum(t["value"] for t in found["terms"]) == found["value"]
    return found


def frame_of(client: httpx.Client) -> dict[str, Any]:
    frame: dict[str, Any] = client.get(f"{PARK}/live").json()["frame"]
    return frame


def parts(frame: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Every figure of the frame that is a part of now: by, key, value."""
    names = {"scopes": "scope", "scenes": "scene", "carriers": "carrier", "enterprises": "enterprise"}
    found = [(by, part["key"], part["value"]) for field, by in names.items() for part in frame[field]]
    found += [
        ("flow", f"{f['carrier']}|{f['scene']}|{f['enterprise'] or ''}", f["value"]) for f in frame["flows"]
    ]
    return [*found, ("transfers", "", frame["transfers"]), ("unallocated", "", frame["unallocated"])]


@pytest.mark.parametrize("name", ["operator", "steelworker"])
def test_every_figure_of_a_frame_is_explained(live: LiveProcess, login: Login, name: str) -> None:
    client = login(name)
    frame = frame_of(client)
    whole = explain(client, figure="now", frame=frame["seq"])
    assert whole["value"] == whole["total"] == frame["now"]["value"]
    assert whole["transfers"] == frame["transfers"]
    assert len(parts(frame)) > 10
    for by, key, value in parts(frame):
        part = explain(client, figure="now", frame=frame["seq"], by=by, key=key)
        assert part["value"] == value, (by, key)
        assert part["total"] == whole["value"]


def test_a_term_can_be_checked_by_hand(live: LiveProcess, login: Login) -> None:
    client = login("operator")
    found = explain(client, figure="now", frame=frame_of(client)["seq"], by="enterprise", key="steel")
    term = next(t for t in found["terms"] if t["source"] == "steel-electricity" and t["scene"] == "industry")
    (point,) = term["points"]
    assert point["value"] * point["multiplier"] * 1000 == term["quantity"] == 1_000_500
    assert (point["unit"], term["quantity_unit"]) == ("kW", "Wh")
    factor = term["factor"]
    assert (factor["value"], factor["unit"], factor["fallback"]) == (0.6, "kg/kWh", True)
    assert round(term["quantity"] * factor["value"] * term["share"]) == term["value"] == 540_270
    assert factor["citation"]
    assert term["formula"]["words_en"]
    assert term["quality"] == "measured"


def test_a_transfer_is_deducted_where_it_can_be_seen(live: LiveProcess, login: Login) -> None:
    client = login("operator")
    terms = explain(client, figure="now", frame=frame_of(client)["seq"])["terms"]
    heat = [(t["value"], t["deduction"]) for t in terms if t["source"] == "office-heat"]
    assert heat == [(165_000, False), (-165_000, True)]


@pytest.mark.parametrize("name", ["operator", "steelworker"])
def test_the_day_so_far_is_explained(live: LiveProcess, login: Login, name: str) -> None:
    client = login(name)
    frame = frame_of(client)
    found = explain(client, figure="today", totals=frame["totals"])
    assert found["value"] == frame["today"]["value"]
    assert found["unit"] == "g"
    assert found["time"] == frame["today"]["as_of"]
    for term in found["terms"]:
        quantity = sum(p["weight"] * p["value"] for p in term["points"])
        assert quantity == term["quantity"], term["source"]


@pytest.mark.parametrize("name", ["operator", "steelworker"])
def test_what_the_day_is_compared_with_is_explained(live: LiveProcess, login: Login, name: str) -> None:
    client = login(name)
    frame = frame_of(client)
    found = explain(client, figure="yesterday", totals=frame["totals"])
    # In the first hour of the park's day nothing is settled yet, and nothing is compared.
    compared = frame["today"]["yesterday"]
    assert (found["value"], bool(found["terms"])) == ((0, False) if compared is None else (compared, True))
    day_ms = 86_400_000
    assert found["time"] == frame["today"]["as_of"] - day_ms
    rate = explain(client, figure="interval", start=frame["now"]["yesterday_start"])
    assert rate["value"] == frame["now"]["yesterday"]


@pytest.mark.parametrize("name", ["operator", "steelworker"])
def test_the_intensity_is_explained(live: LiveProcess, login: Login, name: str) -> None:
    client = login(name)
    frame = frame_of(client)
    found = explain(client, figure="intensity", frame=frame["seq"])
    ratio = found["ratio"]
    assert ratio["value"] == frame["intensity"]["value"]
    purchased = {t["source"]: t["quantity"] for t in found["terms"]}
    own = sum(p["weight"] * p["value"] * p["multiplier"] * 1000 for p in ratio["points"])
    assert ratio["denominator"] == sum(purchased.values()) + own
    assert ratio["value"] == round(found["value"] * 1000 / ratio["denominator"], 1)


@pytest.mark.parametrize("name", ["operator", "steelworker"])
def test_a_quarter_hour_of_the_line_is_explained(live: LiveProcess, login: Login, name: str) -> None:
    client = login(name)
    day = client.get(f"{PARK}/live/day").json()
    line = day["yesterday"] + day["today"]
    assert len(day["yesterday"]) == 96
    quarter = line[-1]
    found = explain(client, figure="interval", start=quarter["start"])
    assert found["value"] == quarter["g_per_h"]
    steel = {"operator": 275_003 * 4 * 600, "steelworker": 250_001 * 4 * 600}[name] + 50_000_001 * 4 * 2
    assert found["value"] == pytest.approx(steel / 1000, abs=3)


def test_expired_terms_say_what_to_do(live: LiveProcess, login: Login) -> None:
    answer = login("operator").get(f"{PARK}/explain?figure=now&frame=1")
    assert answer.status_code == 410
    assert answer.json()["type"] == "explanation_expired"
    assert answer.json()["remedy"]


@pytest.mark.parametrize(
    "query",
    ["figure=now", "figure=now&frame=1&by=colour", "figure=today&totals=../x", "figure=interval&start=-1"],
)
def test_a_question_that_makes_no_sense_is_422(login: Login, query: str) -> None:
    answer = login("operator").get(f"{PARK}/explain?{query}")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_readings_lead_to_their_batch(login: Login) -> None:
    client = login("operator")
    query = "from=0&to=4102444800000"
    assert client.get(f"{PARK}/points/steel-main/readings?{query}").status_code == 422  # too long a span
    frm = int(time.time() * 1000) - 3_600_000
    pages, cursor = [], ""
    for _ in range(5):
        answer = client.get(
            f"{PARK}/points/steel-main/readings?from={frm}&to={frm + 7_200_000}&limit=2{cursor}"
        ).json()
        pages += answer["readings"]
        if answer["cursor"] is None:
            break
        cursor = f"&cursor={answer['cursor']}"
    assert [r["value"] for r in pages] == [100.0, 99.0, 98.0, 97.0, 96.0]
    batch = pages[0]["batch"]
    assert (batch["edge"], batch["seq"], batch["sha256"]) == ("edge", 7, "abcd")


def test_ledger_hours_carry_their_factor(login: Login) -> None:
    now = int(time.time() * 1000)
    answer = login("operator").get(f"{PARK}/sources/steel-gas/ledger?from={now - 7_200_000}&to={now}").json()
    hour = answer["hours"][0]
    assert hour["quantity"] == 200_000_004
    assert hour["co2_mg"] == 400_000_008
    assert hour["factor"]["fallback"] is True
    assert hour["state"] == "settled"


def test_a_next_version_counts_as_the_one_before_unless_another_choice_is_named(login: Login) -> None:
    client = login("operator")
    body = {"from": "2026-01-01", "to": "2026-02-01", "ruleset": "ghg_protocol"}
    choice: dict[str, object] = {"gwp": "AR5", "approach": "equity_share"}
    item = None
    for named, expected in (
        (choice, ("AR5", "equity_share")),
        ({}, ("AR5", "equity_share")),
        ({"gwp": "AR4"}, ("AR4", "equity_share")),
        ({"approach": "operational_control"}, ("AR4", "operational_control")),
        ({"approach": None}, ("AR4", None)),
    ):
        answer = client.post(f"{PARK}/inventories", json=body | named | {"replaces": item})
        assert answer.status_code == 202, answer.text
        made = answer.json()
        assert (made["gwp"], made["approach"], made["replaces"]) == (*expected, item)
        item = made["id"]
    assert client.post(f"{PARK}/inventories/{item}/cancel").status_code == 200
