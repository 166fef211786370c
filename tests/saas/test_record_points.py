"""Record points over the API: from a bill to a quarter hour, and back to who wrote and approved it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx

from tests.saas.conftest import Login

PARK = "/api/v1/parks/alpha"
DIESEL: dict[str, Any] = {
    "name_zh": "车队柴油", "name_en": "Fleet diesel", "enterprise": "steel", "records": "bills",
    "item": "diesel", "quantity": "mass", "carrier": "diesel", "unit": "t",
}  # fmt: skip


def ms(day: date) -> int:
    """Midnight in Shanghai."""
    return round((datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=8)).timestamp() * 1000)


def evidence(client: httpx.Client) -> int:
    headers = {"X-File-Name": "invoice.pdf", "Content-Type": "application/pdf"}
    answer = client.post(f"{PARK}/evidence", content=b"%PDF-1.7 invoice", headers=headers)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def bill(login: Login, quantity: str, first: str, end: str) -> int:
    worker, operator = login("steelworker"), login("operator")
    body = {"kind": "bill", "item": "diesel", "from_day": first, "to_day": end, "quantity": quantity,
            "unit": "t", "evidence": [evidence(worker)]}  # fmt: skip
    made = worker.post(f"{PARK}/activity", json=body)
    assert made.status_code == 201, made.text
    number = int(made.json()["report"]["id"])
    for who, what in ((worker, "submit"), (operator, "approve")):
        answer = who.post(f"{PARK}/activity/{number}/{what}", json={"note": "a test"})
        assert answer.status_code == 200, answer.text
    return number


def test_a_quarter_hour_leads_to_the_bill_its_author_its_approver_and_its_evidence(login: Login) -> None:
    worker = login("steelworker")
    number = bill(login, "3.1", "2025-03-01", "2025-04-01")
    tried = worker.post(f"{PARK}/record-points/fleet/preview", json=DIESEL).json()
    assert (tried["reports"], tried["amount_base"], tried["base_unit"]) == (1, 3_100_000, "g")
    assert worker.get(f"{PARK}/record-points").json()["points"] == []
    made = worker.put(f"{PARK}/record-points/fleet", json=DIESEL)
    assert made.status_code == 200, made.text
    assert made.json()["fed"] == tried
    span = {"from": ms(date(2025, 3, 30)), "to": ms(date(2025, 4, 2))}
    intervals = worker.get(f"{PARK}/points/fleet/intervals", params=span).json()["intervals"]
    assert len(intervals) == 192
    assert {(i["status"], i["method"], i["estimated"]) for i in intervals} == {("reported", "report", 0)}
    (record,) = worker.get(f"{PARK}/points/fleet/records", params=span).json()["records"]
    assert (record["report"], record["counts"], record["amount_base"]) == (number, True, 3_100_000)
    assert (record["authors"], record["approved_by"]) == (["steelworker"], "operator")
    assert [file["name"] for file in record["evidence"]] == ["invoice.pdf"]
    assert (record["from"], record["to"]) == (ms(date(2025, 3, 1)), ms(date(2025, 4, 1)))
    # A meter is made of no reports, and a neighbour of steel sees none of it.
    assert worker.get(f"{PARK}/points/steel-main/records", params=span).json()["records"] == []
    series = worker.get(f"{PARK}/points/fleet/series", params={**span, "step": "day"}).json()
    assert {a["status"] for a in series["amounts"]} == {4}


def test_pages_of_what_a_point_is_made_of_are_the_whole_of_it(login: Login) -> None:
    worker = login("steelworker")
    numbers = [bill(login, "1", f"2023-{month:02}-01", f"2023-{month + 1:02}-01") for month in (3, 1, 2)]
    assert worker.put(f"{PARK}/record-points/older", json=DIESEL).status_code == 200
    span = {"from": ms(date(2023, 1, 1)), "to": ms(date(2023, 12, 31))}

    def ask(**query: object) -> dict[str, Any]:
        return dict(worker.get(f"{PARK}/points/older/records", params={**span, **query}).json())

    whole = ask()
    march, january, february = numbers
    assert [one["report"] for one in whole["records"]] == [march, february, january]
    first = ask(limit=2)
    rest = ask(limit=2, cursor=first["cursor"])
    assert first["records"] + rest["records"] == whole["records"]
    assert (len(rest["records"]), rest["cursor"], whole["cursor"]) == (1, None, None)
    # A place is not a row: what is older than a day that no report begins on.
    older = ask(cursor=f"{ms(date(2023, 2, 15))}-1")["records"]
    assert [one["report"] for one in older] == [february, january]


def test_of_whom_and_of_what_a_record_point_may_be(login: Login) -> None:
    worker, operator = login("steelworker"), login("operator")
    cases: list[tuple[httpx.Client, dict[str, object], int, str]] = [
        (worker, {"enterprise": None}, 403, "forbidden"),
        (worker, {"enterprise": "office"}, 404, "not_found"),
        (operator, {"item": "no_such_fuel"}, 422, "unknown_item"),
        (operator, {"unit": "m3", "quantity": "volume"}, 422, "record_point"),
        (operator, {"records": "output"}, 422, "record_point"),
        (operator, {"records": "output", "item": "product:a", "unit": "MWh", "quantity": "energy"}, 422,
         "record_point"),
        (operator, {"reference_state": "20C"}, 422, "reference_state"),
        (operator, {"quantity": "power", "unit": "kW"}, 422, "record_point"),
    ]  # fmt: skip
    for client, change, status, code in cases:
        answer = client.put(f"{PARK}/record-points/wrong", json={**DIESEL, **change})
        assert (answer.status_code, answer.json()["type"]) == (status, code), (change, answer.text)
    taken = operator.put(f"{PARK}/record-points/steel-main", json=DIESEL)
    assert taken.status_code == 409


def test_a_record_point_ends(login: Login) -> None:
    operator = login("operator")
    wanted = {**DIESEL, "enterprise": None}
    assert operator.put(f"{PARK}/record-points/own", json=wanted).json()["fed"]["from"] is None
    ended = operator.post(f"{PARK}/record-points/own/end", json={"reason": "sold"}).json()
    assert ended["ended"]["reason"] == "sold"
    again = operator.put(f"{PARK}/record-points/own", json=wanted).json()
    assert again["ended"] is None
    span = {"from": 0, "to": 801 * 86_400_000}
    answer = operator.get(f"{PARK}/points/own/records", params=span)
    assert answer.status_code == 422
