"""Sources and green supply over the API: tried, made, ended, replaced, under locks, never counted twice."""

import math
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import httpx
import pytest
from parkcarbon_platform.services.ledger import settlement

from tests.saas.conftest import Login
from tests.saas.metering.conftest import END, HOUR, PARK
from tests.support.metered import START, MeteredPark

DAY = date(2025, 11, 25)  # of START in Shanghai
OFFICE = {
    "name_zh": "办公用电", "name_en": "Office again", "enterprise": "works",
    "category": "purchased_electricity", "carrier": "electricity", "scope": 2,
    "formula": "electricity_location", "factor": "grid_electricity",
    "activity": [{"point": "office", "weight": 1}], "scenes": {"building": "0.4", "industry": "0.6"},
}  # fmt: skip


def made(client: httpx.Client, code: str, **more: Any) -> httpx.Response:  # noqa: ANN401
    body = {"code": code, "definition": {**OFFICE, **more}, "reason": "test"}
    return client.post(f"{PARK}/sources", json=body)


def work(park: MeteredPark) -> None:
    """What the worker does of hours that are older than a hundred days."""
    settlement.settle(park.pools, park.id, lambda *_: None, seconds=math.inf)


@pytest.fixture(scope="module")
def source(login: Login, park: MeteredPark) -> str:
    """One that every test of this module sees, until the test of its end."""
    answer = made(login("operator"), "office-again")
    assert answer.status_code == 201, answer.text
    work(park)
    return "office-again"


def listed(client: httpx.Client) -> dict[str, dict[str, Any]]:
    return {s["code"]: s for s in client.get(f"{PARK}/sources").json()["sources"]}


def test_a_source_that_is_made_has_its_hours(operator: httpx.Client, source: str) -> None:
    hours = operator.get(f"{PARK}/sources/{source}/ledger?from={START}&to={END}").json()["hours"]
    office = operator.get(f"{PARK}/sources/office-electricity/ledger?from={START}&to={END}").json()["hours"]
    assert [(h["hour"], h["co2_mg"]) for h in hours] == [(h["hour"], h["co2_mg"]) for h in office]
    assert len(hours) == 4
    detail = operator.get(f"{PARK}/sources/{source}").json()
    assert detail["formula"]["symbols"] == "E = AD × EF"
    assert [(c["action"], c["author"]) for c in detail["changes"]] == [("created", "operator")]
    assert {s["scene"]: s["share"] for s in detail["source"]["scenes"]} == {
        "building": "0.4",
        "industry": "0.6",
    }
    assert detail["source"]["factor"]["citation"]
    assert detail["has_figures"]
    hours_mg = sum(h["co2_mg"] for h in hours)
    told = operator.get(f"{PARK}/sources/{source}/after?from={DAY}").json()
    assert told == {"hours": 4, "mass_mg": hours_mg, "held_hours": 0, "held_mg": 0}
    assert operator.get(f"{PARK}/sources/{source}/after?from=2500-01-01").status_code == 422
    assert made(operator, source).status_code == 409


def test_an_end_takes_hours_back_and_a_replacement_goes_on(
    operator: httpx.Client, source: str, park: MeteredPark
) -> None:
    body = {"code": "office-next", "from": str(DAY), "reason": "now at the fossil factor",
            "definition": {**OFFICE, "factor": "grid_electricity_fossil_only"}}  # fmt: skip
    answer = operator.post(f"{PARK}/sources/{source}/replace", json=body)
    assert answer.status_code == 201, answer.text
    assert answer.json()["source"]["replaces"] == source
    work(park)
    old, new = (
        operator.get(f"{PARK}/sources/{code}/ledger?from={START}&to={END}").json()["hours"]
        for code in (source, "office-next")
    )
    assert [h for h in old if h["superseded_at"] is None] == []
    assert [h["revision"] for h in old] == [1] * 4
    assert len(new) == 4
    assert new[0]["co2_mg"] > old[0]["co2_mg"]
    assert listed(operator)[source]["state"] == "ended"
    assert listed(operator)[source]["valid_to"] == "2025-11-24"
    again = operator.post(f"{PARK}/sources/{source}/end", json={"last_day": "2025-11-30", "reason": "x"})
    assert again.status_code == 409
    gone = operator.post(f"{PARK}/sources/{source}/delete", json={"reason": "x"})
    assert gone.json()["type"] == "conflict"


def test_a_locked_hour_of_an_ended_source_waits(operator: httpx.Client, park: MeteredPark) -> None:
    assert made(operator, "office-locked").status_code == 201
    work(park)
    lock = operator.post(
        f"{PARK}/locks", json={"from": START, "to": START + HOUR, "enterprise": "works", "reason": "verified"}
    ).json()
    told = operator.get(f"{PARK}/sources/office-locked/after?from=2025-11-25").json()
    assert (told["hours"], told["held_hours"]) == (4, 1)
    assert 0 < told["held_mg"] < told["mass_mg"]
    answer = operator.post(
        f"{PARK}/sources/office-locked/end", json={"last_day": "2025-11-24", "reason": "wrong"}
    )
    assert answer.status_code == 200, answer.text
    work(park)
    hours = operator.get(f"{PARK}/sources/office-locked/ledger?from={START}&to={END}").json()["hours"]
    kept = [h for h in hours if h["superseded_at"] is None]
    assert [h["hour"] for h in kept] == [START]
    assert sum(h["co2_mg"] for h in kept) == told["held_mg"]
    assert kept[0]["pending"]["co2_mg"] is None
    operator.post(f"{PARK}/locks/{lock['id']}/release", json={"reason": "test"})
    hours = operator.get(f"{PARK}/sources/office-locked/ledger?from={START}&to={END}").json()["hours"]
    assert [h for h in hours if h["superseded_at"] is None] == []


def test_a_trial_says_what_and_why(operator: httpx.Client) -> None:
    found = operator.post(f"{PARK}/sources/try", json=OFFICE).json()
    assert {"electricity", "office-electricity"} <= set(found["also_used_by"])
    assert found["factor"]["factor"] == "grid_electricity"
    assert found["mass_mg"] == 0  # nothing was read in the last full month
    gas = {**OFFICE, "formula": "fuel_combustion", "category": "stationary_combustion", "scope": 1,
           "factor": "fuel.natural_gas", "activity": [{"point": "gas-unknown"}]}  # fmt: skip
    found = operator.post(f"{PARK}/sources/try", json=gas).json()
    assert (found["mass_mg"], found["problems"][0]["code"]) == (None, "reference_state")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"scenes": {"building": "0.5"}}, "scenes"),
        ({"scope": 1}, "scope"),
        ({"gas": "SF6"}, "gas"),
        ({"formula": "alchemy"}, "formula"),
        ({"activity": [{"point": "gas"}]}, "activity"),
        ({"activity": [{"point": "power"}]}, "activity"),
        ({"activity": [{"point": "nowhere"}]}, "activity"),
        ({"valid_from": "2026-01-02", "valid_to": "2026-01-01"}, "valid_to"),
    ],
)
def test_what_contradicts_itself_is_refused_by_name(
    operator: httpx.Client, change: dict[str, Any], field: str
) -> None:
    answer = made(operator, "office-wrong", **change)
    assert answer.status_code == 422, answer.text
    assert answer.json()["facts"]["field"] == field
    assert answer.json()["remedy"]


def test_an_enterprise_keeps_its_own_and_a_verifier_looks(
    operator: httpx.Client, worker: httpx.Client, login: Login
) -> None:
    miller, verifier = login("miller"), login("verifier")
    assert "mill-electricity" not in listed(worker)
    assert made(worker, "office-mine", enterprise=None).status_code == 403
    assert made(miller, "office-theirs").status_code == 404
    stolen = {"enterprise": "mill", "activity": [{"point": "office"}]}
    assert made(miller, "office-stolen", **stolen).status_code == 422
    assert miller.get(f"{PARK}/sources/electricity").status_code == 404
    assert (
        miller.patch(f"{PARK}/sources/electricity", json={"name_en": "x", "reason": "x"}).status_code == 404
    )
    assert made(verifier, "office-verified").status_code == 403
    assert verifier.get(f"{PARK}/sources").status_code == 200
    named = worker.patch(f"{PARK}/sources/gas", json={"name_en": "Boiler house", "reason": "clearer"})
    assert named.json()["source"]["name_en"] == "Boiler house"
    assert operator.patch(f"{PARK}/sources/gas", json={"name_en": "gas", "reason": "back"}).status_code == 200


def test_scenes_have_days_and_sum_to_one_on_each(operator: httpx.Client) -> None:
    def assign(shares: dict[str, str], since: str | None) -> httpx.Response:
        body = {"scenes": {"from": since, "shares": shares}, "reason": "moved"}
        return operator.patch(f"{PARK}/sources/office-electricity", json=body)

    assert assign({"building": "0.5", "industry": "0.4"}, None).status_code == 422
    for shares, since in (({"building": "1"}, None), ({"building": "0.5", "industry": "0.5"}, "2025-06-01"),
                          ({"industry": "1"}, "2025-07-01")):  # fmt: skip
        answer = assign(shares, since)
    scenes = answer.json()["source"]["scenes"]
    days = sorted({s["from"] for s in scenes})
    assert days == ["1970-01-01", "2025-06-01", "2025-07-01"]
    for day in days:
        held = [s for s in scenes if s["from"] <= day and (s["to"] is None or s["to"] >= day)]
        assert sum(float(s["share"]) for s in held) == 1
    assert assign({"building": "1"}, None).status_code == 200


def test_points_without_a_source_are_named_and_templates_proposed(operator: httpx.Client) -> None:
    gaps = {p["point"] for p in operator.get(f"{PARK}/source-gaps").json()["points"]}
    assert gaps == set()
    found = operator.get(f"{PARK}/source-templates?industry=3110").json()
    assert found["sector"] == "steel"
    steel = next(s for s in found["sectors"] if s["code"] == "steel")
    assert {"coking-coal", "coke", "electricity"} <= {t["key"] for t in steel["templates"]}
    known = {f["name"] for f in found["formulas"]}
    assert all(t["formula"] in known for s in found["sectors"] for t in s["templates"])


def upload(client: httpx.Client) -> int:
    headers = {"Content-Type": "application/pdf", "X-File-Name": "certificate.pdf"}
    answer = client.post(f"{PARK}/evidence?enterprise=works", content=b"%PDF-1.4 x", headers=headers)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def supply(client: httpx.Client, number: str, wh: int, **more: object) -> httpx.Response:
    body = {
        "kind": "certificate", "number": number, "supplier": "Wind farm", "technology": "wind",
        "amount_wh": wh, "generated_from": "2025-10-01", "generated_to": "2025-11-30", "enterprise": "works",
        "evidence": upload(client),
    } | more  # fmt: skip
    return client.post(f"{PARK}/green-supplies", json=body)


def test_no_amount_of_green_electricity_counts_twice(operator: httpx.Client, login: Login) -> None:
    bought = sum(
        h["quantity"]
        for h in operator.get(f"{PARK}/sources/electricity/ledger?from={START}&to={END}").json()["hours"]
        if h["superseded_at"] is None
    )
    answer = supply(operator, "GEC-1", bought // 4)
    assert answer.status_code == 201, answer.text
    item = answer.json()["id"]
    assert supply(operator, "GEC-1", 1).json()["type"] == "conflict"

    def use(wh: int) -> int:
        body = {"source": "electricity", "month": "2025-11-01", "amount_wh": wh}
        return operator.post(f"{PARK}/green-supplies/{item}/uses", json=body).status_code

    share = bought // 4 // 4
    with ThreadPoolExecutor(8) as several:
        answers = list(several.map(use, [share] * 8))
    assert sorted(answers) == [201] * 4 + [409] * 4
    found = operator.get(f"{PARK}/green-supplies").json()
    (mine,) = [s for s in found["supplies"] if s["id"] == item]
    assert mine["used_wh"] == 4 * share <= mine["amount_wh"]
    assert login("miller").get(f"{PARK}/green-supplies").json()["supplies"] == []
    uses = operator.get(f"{PARK}/green-uses").json()["uses"]
    own = operator.get(f"{PARK}/green-uses?supply={item}").json()["uses"]
    assert own == [u for u in uses if u["supply"] == item] != []
    first = next(u for u in uses if u["supply"] == item)
    for status in (204, 404):
        answer = operator.post(f"{PARK}/green-uses/{first['id']}/release", json={"note": "wrong month"})
        assert answer.status_code == status
    assert use(share) == 201
    assert operator.post(f"{PARK}/green-supplies/{item}/withdraw", json={"note": "x"}).status_code == 409


def test_what_has_expired_or_is_not_bought_is_refused_and_found(operator: httpx.Client) -> None:
    item = supply(operator, "GEC-2", 10**12, expires_on="2025-10-15").json()["id"]

    def use(**body: object) -> httpx.Response:
        given = {"source": "electricity", "month": "2025-11-01", "amount_wh": 1} | body
        return operator.post(f"{PARK}/green-supplies/{item}/uses", json=given)

    assert use().json()["facts"]["field"] == "month"
    assert use(source="gas", month="2025-10-01").json()["facts"]["field"] == "source"
    assert use(source="mill-electricity", month="2025-10-01").json()["facts"]["field"] == "source"
    assert use(month="2025-10-01").json()["facts"]["left"] == 0
    found = [f for f in operator.get(f"{PARK}/green-supplies").json()["findings"] if f["supply"] == item]
    assert [f["code"] for f in found] == ["green_expired"]
    assert operator.post(f"{PARK}/green-supplies/{item}/withdraw", json={"note": "old"}).status_code == 204
