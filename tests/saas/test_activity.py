"""Bills and other reports over the API: written, approved by somebody else, compared and reconciled."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest
from parkcarbon_platform.services.access import identity

from tests.saas import seed
from tests.saas.conftest import Login, World
from tests.saas.test_evidence import upload

ACTIVITY = "/api/v1/parks/alpha/activity"
DRIVERS = "/api/v1/parks/alpha/drivers"
STOCK = "/api/v1/parks/alpha/fuel-stock"


def report(**values: object) -> dict[str, Any]:
    common = {
        "item": "water",
        "from_day": "2025-03-01",
        "to_day": "2025-04-01",
        "quantity": "1200.5",
        "unit": "m3",
    }
    return {**common, **values}


def created(client: httpx.Client, **values: object) -> dict[str, Any]:
    answer = client.post(ACTIVITY, json=report(**values))
    assert answer.status_code == 201, answer.text
    return dict(answer.json()["report"])


def step(client: httpx.Client, number: int, what: str, note: str = "") -> httpx.Response:
    return client.post(f"{ACTIVITY}/{number}/{what}", json={"note": note})


def problem(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"]


def approved(login: Login, **values: object) -> dict[str, Any]:
    made = created(login("steelworker"), **values)
    assert step(login("steelworker"), made["id"], "submit", "as agreed").status_code == 200
    assert step(login("operator"), made["id"], "approve").status_code == 200
    return made


def quarters(world: World, point: str, first: date, days: int, quantity: int) -> None:
    """Quarter hours of a point over local days (UTC+8)."""
    start = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(hours=8)
    with psycopg.connect(world.owner_url) as connection:
        connection.execute(
            """INSERT INTO series.interval (start, quantity, covered_s, status, point_id, park_id,
              enterprise_id)
            SELECT s, %s, 900, 0, %s, %s, %s FROM generate_series(%s, %s, interval '15 min') s""",
            (
                quantity, world.alpha.points[point], world.alpha.id, world.alpha.enterprises["steel"],
                start, start + timedelta(days=days) - timedelta(minutes=15),
            ),
        )  # fmt: skip


def test_a_bill_goes_from_draft_to_approved_and_is_then_superseded(login: Login) -> None:
    worker, operator = login("steelworker"), login("operator")
    file = upload(worker).json()["id"]
    made = created(worker, evidence=[file], cost="3601.5", currency="CNY", note="March")
    assert (made["state"], made["enterprise"], made["version"]) == ("draft", "steel", 1)
    assert problem(step(operator, made["id"], "approve")) == (409, "conflict")
    assert step(worker, made["id"], "submit").json()["report"]["state"] == "submitted"
    assert problem(step(worker, made["id"], "approve")) == (403, "four_eyes")
    assert step(operator, made["id"], "reject", "Which account?").json()["report"]["state"] == "rejected"
    second = created(worker, supersedes=made["id"], account="A-1", evidence=[file])
    assert (second["report"], second["version"]) == (made["report"], 2)
    assert problem(step(worker, made["id"], "submit")) == (409, "conflict")
    step(worker, second["id"], "submit")
    step(operator, second["id"], "approve", "ok")
    third = created(operator, enterprise="steel", supersedes=second["id"], account="A-1", quantity="1300")
    step(operator, third["id"], "submit")
    assert problem(step(operator, third["id"], "approve")) == (403, "four_eyes")
    detail = step(worker, third["id"], "approve").json()
    assert [(s["version"], s["state"], s["author"]) for s in detail["steps"]] == [
        (1, "draft", "steelworker"), (1, "submitted", "steelworker"), (1, "rejected", "operator"),
        (2, "draft", "steelworker"), (2, "submitted", "steelworker"), (2, "approved", "operator"),
        (3, "draft", "operator"), (3, "submitted", "operator"), (3, "approved", "steelworker"),
    ]  # fmt: skip
    assert [v["quantity"] for v in detail["versions"]] == ["1300", "1200.5", "1200.5"]
    assert worker.get(f"{ACTIVITY}/{second['id']}").json()["evidence"][0]["name"] == "bill.pdf"


def test_reports_of_a_state(login: Login) -> None:
    worker, period = login("steelworker"), {"from_day": "2023-05-01", "to_day": "2023-06-01"}
    sent, left = (created(worker, account=account, **period)["id"] for account in ("S-1", "S-2"))
    step(worker, sent, "submit")
    states = ("draft", "submitted", "approved")
    found = [worker.get(ACTIVITY, params={"year": 2023, "state": state}).json() for state in states]
    assert [[row["id"] for row in page["reports"]] for page in found] == [[left], [sent], []]
    assert worker.get(ACTIVITY, params={"year": 2023, "state": "withdrawn"}).status_code == 422


def test_a_withdrawn_version_gives_way_to_the_one_before(login: Login) -> None:
    worker = login("steelworker")
    first = created(worker, item="solid_waste", unit="t", quantity="5")
    second = created(worker, item="solid_waste", unit="t", quantity="6", supersedes=first["id"])
    step(worker, second["id"], "withdraw", "a slip")
    assert worker.get(f"{ACTIVITY}/{first['id']}").json()["report"]["is_newest"]
    third = created(worker, item="solid_waste", unit="t", quantity="7", supersedes=first["id"])
    assert third["version"] == 3


def test_a_change_of_more_than_30_percent_needs_a_comment(login: Login) -> None:
    worker = login("steelworker")
    months = {"from_day": "2024-05-01", "to_day": "2024-06-01"}
    approved(login, item="heat", unit="GJ", quantity="100", **months)
    now = {"item": "heat", "unit": "GJ", "from_day": "2025-05-01", "to_day": "2025-06-01"}
    made = created(worker, quantity="131", **now)
    refused = step(worker, made["id"], "submit")
    assert problem(refused) == (422, "comment_needed")
    assert "+31%" in refused.json()["detail"]
    detail = step(worker, made["id"], "submit", "a new dryer").json()
    assert detail["last_year"] == {"before": "100", "change": 0.31, "needs_comment": True}
    assert detail["report"]["state_note"] == "a new dryer"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"item": "unobtainium"}, (422, "unknown_item")),
        ({"unit": "kWh"}, (422, "unit")),
        ({"from_day": "2025-04-01"}, (422, "period")),
        ({"to_day": "2999-01-01"}, (422, "period")),
        ({"item": "headcount", "unit": "1"}, (422, "invalid")),
        ({"quantity": "-1"}, (422, "negative_quantity")),
        ({"cost": "5"}, (422, "invalid")),
        ({"enterprise": "office"}, (404, "not_found")),
        ({"evidence": [999_999]}, (404, "not_found")),
        ({"point": "office-main"}, (404, "not_found")),
        ({"point": "steel-main"}, (422, "point_mismatch")),
        ({"supersedes": 999_999}, (404, "not_found")),
        ({"from_day": "9999-01-01", "to_day": "9999-12-31"}, (422, "period")),
    ],
)
def test_what_cannot_be_reported(login: Login, values: dict[str, object], expected: tuple[int, str]) -> None:
    answer = login("steelworker").post(ACTIVITY, json=report(account="never", **values))
    assert problem(answer) == expected
    assert answer.json()["remedy"]


def test_two_bills_of_a_month_need_accounts(login: Login) -> None:
    worker = login("steelworker")
    period = {"from_day": "2025-07-11", "to_day": "2025-08-11"}
    created(worker, account="A", **period)
    assert problem(worker.post(ACTIVITY, json=report(account="A", **period))) == (409, "period_overlap")
    created(worker, account="B", **period)
    created(worker, account="A", from_day="2025-08-11", to_day="2025-09-11")


def test_a_bill_against_its_meter(login: Login, world: World) -> None:
    first = date(2025, 9, 21)
    quarters(world, "steel-main", first, 10, 2000)  # September
    quarters(world, "steel-main", first + timedelta(days=10), 20, 1000)  # October
    measured = (10 * 2000 + 20 * 1000) * 96  # Wh
    common = {"item": "electricity", "unit": "kWh", "from_day": "2025-09-21", "to_day": "2025-10-21"}
    right = approved(login, quantity=str(measured / 1000), point="steel-main", **common)
    operator = login("operator")
    detail = operator.get(f"{ACTIVITY}/{right['id']}").json()
    result = detail["reconciliation"]
    assert (result["state"], result["difference"], result["coverage"]) == ("agrees", "0", 1.0)
    # Ten days of twice the load are half of the bill.
    assert [(p["month"], p["quantity"]) for p in detail["months"]] == [
        ("2025-09-01", "1920"), ("2025-10-01", "1920"),
    ]  # fmt: skip
    assert findings(world) == []
    wrong = created(
        operator, enterprise="steel", quantity="4000", point="steel-main", supersedes=right["id"], **common
    )
    step(operator, wrong["id"], "submit")
    step(login("steelworker"), wrong["id"], "approve")
    bills = operator.get(f"{ACTIVITY}/reconciliation", params={"year": 2025}).json()["bills"]
    found = next(bill for bill in bills if bill["report"]["id"] == wrong["id"])
    assert (found["state"], found["difference"], found["difference_share"]) == ("differs", "160", 0.041667)
    assert findings(world) == [("steel-main", "warning")]


def test_pages_of_reconciliation_are_the_whole_of_it(login: Login) -> None:
    operator = login("operator")
    common = {"item": "electricity", "unit": "kWh", "quantity": "10", "point": "steel-main"}
    for month, account in ((1, "a"), (1, "b"), (2, "a")):  # two of the same period
        days = {"from_day": f"2022-{month:02}-01", "to_day": f"2022-{month + 1:02}-01"}
        created(login("steelworker"), account=account, **days, **common)

    def ask(**query: object) -> dict[str, Any]:
        answer = operator.get(f"{ACTIVITY}/reconciliation", params={"year": 2022, **query})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    whole = ask()
    bills = whole["bills"]
    assert (len(bills), whole["total"], whole["cursor"]) == (3, 3, None)
    first = ask(limit=1)
    second = ask(limit=2, cursor=first["cursor"])
    assert first["bills"] + second["bills"] == bills
    assert second["cursor"] is None
    for page in (first, second):
        assert (page["total"], page["differing"]) == (3, sum(b["state"] == "differs" for b in bills))
    wrong = operator.get(f"{ACTIVITY}/reconciliation", params={"year": 2022, "cursor": "first"})
    assert wrong.status_code == 422


def findings(world: World) -> list[tuple[Any, ...]]:
    with psycopg.connect(world.owner_url) as connection:
        return connection.execute(
            """SELECT p.code, f.severity FROM core.finding f JOIN core.point p ON p.id = f.point_id
            WHERE f.rule = 'bill_difference'"""
        ).fetchall()


def test_the_grid_shows_what_is_missing(login: Login) -> None:
    approved(login, item="natural_gas", unit="m3", quantity="61", from_day="2024-01-01", to_day="2024-03-02")
    lines = login("steelworker").get(f"{ACTIVITY}/grid", params={"year": 2024}).json()["lines"]
    gas = next(line for line in lines if line["item"] == "natural_gas")
    cells = [(c["state"], c["quantity"]) for c in gas["cells"][:4]]
    assert cells == [("approved", "31"), ("approved", "29"), ("partial", "1"), ("missing", None)]
    assert {line["enterprise"] for line in lines} == {"steel"}
    # What nobody reported but a source needs is there, too.
    assert "electricity" in {line["item"] for line in lines}


def test_past_years_from_a_file_all_rows_or_none(login: Login) -> None:
    worker = login("steelworker")
    bad = "时期,能源品种,数量,单位\n2022,电力,100,kWh\n2023,电力,1,吨\n2022-05,电力,1,kWh\n2999,水,1,m3\n"
    outcome = worker.post(f"{ACTIVITY}/history?dry_run=false", content=bad.encode("gb18030")).json()
    assert [(e["row"], e["column"], e["code"]) for e in outcome["errors"]] == [
        (3, "unit", "unit"), (4, "period", "twice"), (5, "period", "future"),
    ]  # fmt: skip
    assert worker.get(f"{ACTIVITY}/history").json()["years"] == []
    rows = "".join(f"{year},电力,,{year}00,MWh\n" for year in (2020, 2021, 2022)) + "2022-01,煤,,1,t\n"
    good = ("period,item,purpose,quantity,unit\n" + rows).replace("煤", "coal").encode()
    dry = worker.post(f"{ACTIVITY}/history", content=good).json()
    assert (dry["created"], worker.get(f"{ACTIVITY}/history").json()["years"]) == (4, [])
    done = worker.post(f"{ACTIVITY}/history?dry_run=false", content=good).json()
    assert (done["created"], done["errors"]) == (4, [])
    again = worker.post(
        f"{ACTIVITY}/history?dry_run=false", content=good.replace(b"202200", b"202201")
    ).json()
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 1, 3)
    years = worker.get(f"{ACTIVITY}/history").json()["years"]
    assert [(y["item"], y["year"], y["quantity"], y["months"]) for y in years] == [
        ("coal", 2022, "1", 1), ("electricity", 2020, "202000000", 12),
        ("electricity", 2021, "202100000", 12), ("electricity", 2022, "202201000", 12),
    ]  # fmt: skip
    assert {y["state"] for y in years} == {"submitted"}


def test_what_was_imported_is_approved_together_by_somebody_else(login: Login) -> None:
    worker, operator = login("steelworker"), login("operator")
    rows = "".join(f"2019-{month:02},diesel,{month},t\n" for month in range(1, 13))
    content = "period,item,quantity,unit\n" + rows
    assert worker.post(f"{ACTIVITY}/history?dry_run=false", content=content).json()["created"] == 12

    def year(client: httpx.Client) -> tuple[str, list[int]]:
        told = client.get(f"{ACTIVITY}/history").json()
        state = next(y["state"] for y in told["years"] if (y["item"], y["year"]) == ("diesel", 2019))
        return state, [report for one in told["waiting"] if one["year"] == 2019 for report in one["reports"]]

    waiting = year(operator)[1]
    assert (len(waiting), year(worker)[1]) == (12, [])
    body = {"reports": waiting, "note": "checked against the yearly report"}
    path = f"{ACTIVITY}/approve"
    assert problem(worker.post(path, json=body)) == (403, "four_eyes")
    assert problem(login("verifier").post(path, json=body)) == (403, "forbidden")
    assert problem(operator.post(path, json={"reports": [*waiting, 999_999]})) == (404, "not_found")
    assert problem(operator.post(path, json={"reports": []})) == (422, "invalid")
    assert year(operator)[0] == "submitted"
    assert operator.post(path, json=body).json() == {"reports": 12}
    assert year(operator) == ("approved", [])
    assert problem(operator.post(path, json=body)) == (409, "conflict")
    steps = worker.get(f"{ACTIVITY}/{waiting[0]}").json()["steps"]
    assert (steps[-1]["author"], steps[-1]["note"]) == ("operator", "checked against the yearly report")


def test_the_template_of_past_years_is_read_back(login: Login) -> None:
    client = login("steelworker")
    for form in ("csv", "xlsx"):
        empty = client.get(f"{ACTIVITY}/history/template", params={"format": form})
        assert form in empty.headers["Content-Disposition"]
        outcome = client.post(f"{ACTIVITY}/history", content=empty.content).json()
        assert outcome == {"created": 0, "changed": 0, "unchanged": 0, "errors": []}


def test_drivers_are_series_of_what_was_approved(login: Login) -> None:
    values = {"kind": "driver", "item": "output_current", "unit": "10k CNY"}
    year = {"from_day": "2024-01-01", "to_day": "2025-01-01"}
    approved(login, **values, **year, quantity="11620000")
    created(login("steelworker"), **{**values, "item": "product:crude-steel", "unit": "t"}, quantity="7")
    client = login("verifier")
    found = client.get(DRIVERS, params={"enterprise": "steel"}).json()["series"]
    assert [(s["item"], [v["quantity"] for v in s["values"]]) for s in found] == [
        ("output_current", ["11620000"])
    ]
    lines = client.get(f"{DRIVERS}/grid", params={"year": 2025}).json()["lines"]
    steel = next(line for line in lines if line["item"] == "product:crude-steel")
    assert [c["state"] for c in steel["cells"][:4]] == ["missing", "missing", "draft", "missing"]
    half = login("steelworker").post(ACTIVITY, json=report(**values, to_day="2025-03-15", quantity="1"))
    assert problem(half) == (422, "period")


def at(day: int) -> int:
    return int(datetime(2025, 6, day, 4, tzinfo=UTC).timestamp() * 1000)


def test_a_fuel_s_stock_balance_with_its_laboratory(login: Login) -> None:
    worker = login("steelworker")

    def add(kind: str, day: int, **values: object) -> int:
        answer = worker.post(
            f"{STOCK}/entries", json={"item": "coal", "kind": kind, "time": at(day), **values}
        )
        assert answer.status_code == 201, answer.text
        return int(answer.json()["id"])

    add("take", 1, net="120.5")
    add("purchase", 5, gross="48.62", tare="16.12", vehicle="沪A12345", ticket="W-1")
    slip = add("purchase", 6, net="32.5")
    add("sale", 7, net="3")
    add("take", 30, net="90")
    assert worker.post(f"{STOCK}/entries/{slip}/cancel", json={"note": "twice"}).status_code == 204
    assert worker.post(f"{STOCK}/entries/{slip}/cancel", json={"note": "twice"}).status_code == 404
    lot = {"item": "coal", "code": "L1", "from_day": "2025-06-01", "to_day": "2025-06-16", "mass": "10",
           "basis": "ar", "ncv": "20", "carbon": "50"}  # fmt: skip
    assert worker.post(f"{STOCK}/lots", json=lot).status_code == 201
    second = {**lot, "code": "L2", "mass": "30", "ncv": "24", "carbon": "58"}
    assert worker.post(f"{STOCK}/lots", json=second).status_code == 201
    assert problem(worker.post(f"{STOCK}/lots", json={**lot, "basis": "ad"})) == (422, "moisture_needed")
    found = login("operator").get(STOCK, params={"item": "coal", "enterprise": "steel"}).json()
    period = found["periods"][0]
    assert (period["opening"], period["purchases"], period["sold"], period["closing"]) == (
        "120.5",
        "32.5",
        "3",
        "90",
    )
    assert period["consumption"] == "60"  # 120.5 + 32.5 − 3 − 90
    assert (period["lots"]["ncv"], period["lots"]["carbon"]) == (23, 56)
    assert found["findings"] == []
    add("take", 20, net="200")
    rules = {f["rule"] for f in worker.get(STOCK, params={"item": "coal"}).json()["findings"]}
    assert rules == {"negative_consumption"}


def test_loads_and_lots_come_a_page_at_a_time_the_newest_first(login: Login) -> None:
    worker, fuel = login("steelworker"), {"item": "diesel"}
    for day, ticket in ((3, "a"), (5, "b"), (5, "c"), (4, "d"), (9, "gone")):
        body = {**fuel, "kind": "purchase", "time": at(day), "net": "1", "ticket": ticket}
        made = worker.post(f"{STOCK}/entries", json=body)
        assert made.status_code == 201, made.text
    assert worker.post(f"{STOCK}/entries/{made.json()['id']}/cancel", json={"note": "x"}).status_code == 204
    for day, code in (("2025-06-02", "A"), ("2025-06-01", "B"), ("2025-06-02", "C")):
        lot = {**fuel, "code": code, "from_day": day, "to_day": "2025-06-09", "mass": "1", "basis": "ar",
               "ncv": "20", "carbon": "50"}  # fmt: skip
        assert worker.post(f"{STOCK}/lots", json=lot).status_code == 201

    def pages(client: httpx.Client, what: str, field: str, query: dict[str, str]) -> list[list[str]]:
        found, cursor = [], None
        while True:
            asked = {**query, "limit": 2, **({"cursor": cursor} if cursor else {})}
            answer = client.get(f"{STOCK}/{what}", params=asked).json()
            found.append([row[field] for row in answer[what]])
            cursor = answer["cursor"]
            if cursor is None:
                return found

    assert pages(worker, "entries", "ticket", fuel) == [["c", "b"], ["d", "a"]]
    assert pages(worker, "lots", "code", fuel) == [["C", "A"], ["B"]]
    assert pages(login("operator"), "lots", "code", {**fuel, "enterprise": "steel"}) == [["C", "A"], ["B"]]
    assert pages(worker, "entries", "ticket", {"item": "solid_waste"}) == [[]]
    for cursor in ("9" * 18 + "-1", "-" + "9" * 18 + "-1"):
        answer = worker.get(f"{STOCK}/entries", params={**fuel, "cursor": cursor})
        assert answer.status_code == 200, answer.text
        assert worker.get(f"{STOCK}/lots", params={**fuel, "cursor": cursor}).status_code == 200
    refused = worker.get(f"{STOCK}/entries", params={**fuel, "cursor": "c"})
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "weighing"),
        ({"gross": "10", "tare": "12"}, "weighing"),
        ({"gross": "10", "tare": "2", "net": "7"}, "weighing"),
        ({"net": "1", "item": "water"}, "unit"),
        ({"net": "1", "time": at(20) + 10**12}, "weighing"),
    ],
)
def test_weights_that_do_not_fit(login: Login, values: dict[str, object], expected: str) -> None:
    body = {"item": "coal", "kind": "purchase", "time": at(3), **values}
    assert problem(login("steelworker").post(f"{STOCK}/entries", json=body)) == (422, expected)


def test_a_neighbour_s_report_does_not_exist(login: Login, world: World) -> None:
    made = created(login("operator"), enterprise="office", item="waste_heat", unit="GJ")
    worker = login("steelworker")
    assert worker.get(f"{ACTIVITY}/{made['id']}").status_code == 404
    assert step(worker, made["id"], "withdraw").status_code == 404
    with psycopg.connect(world.owner_url) as connection:
        identity.create_user(connection, "clerk", seed.PASSWORD, name="Clerk", locale="en")
        identity.let_in(connection, "clerk", "alpha", "enterprise", enterprise="office")
    clerk = login("clerk")
    assert step(clerk, made["id"], "submit").status_code == 200
    assert problem(step(clerk, made["id"], "approve")) == (403, "four_eyes")
