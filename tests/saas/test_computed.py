"""What is computed from meters, over the API: remainders, shared meters tried out, formulas checked."""

import random
import time
from datetime import UTC, datetime
from typing import Any

import httpx
import psycopg
import pytest

from tests.saas import seed
from tests.saas.conftest import Login, World

PARK = "/api/v1/parks/alpha"
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


@pytest.fixture(scope="module", autouse=True)
def tree(world: World) -> None:
    """Both mains hang below the incomer, a roof generates behind it, and no hour is like another."""
    chance = random.Random(7)
    points = world.alpha.points
    with psycopg.connect(world.owner_url) as connection:
        for child in ("steel-main", "office-main"):
            connection.execute(
                "UPDATE core.point SET parent_id = %s WHERE id = %s", (points["incomer"], points[child])
            )
        rows = connection.execute(
            "SELECT point_id, start FROM series.interval WHERE point_id = ANY(%s)",
            ([points[p] for p in ("incomer", "steel-main", "office-main")],),
        ).fetchall()
        for point, start in rows:
            connection.execute(
                """UPDATE series.interval SET quantity = quantity + %s, estimated = %s
                WHERE point_id = %s AND start = %s""",
                (chance.randrange(-9000, 9000), chance.randrange(100), point, start),
            )
        meter = connection.execute(
            "SELECT device_id FROM core.point WHERE id = %s", (points["incomer"],)
        ).fetchone()
        assert meter is not None
        roof = seed.insert(
            connection, "core.point", park_id=world.alpha.id, device_id=meter[0], **seed.named("roof"),
            quantity="energy", carrier="electricity", unit="kWh", kind="register", direction="generation",
        )  # fmt: skip
        for start in (start for point, start in rows if point == points["incomer"]):
            seed.insert(
                connection, "series.interval", start=start, quantity=chance.randrange(9000), covered_s=900,
                status=0, point_id=roof, park_id=world.alpha.id, returning="point_id",
            )  # fmt: skip
        # A hole in one sub-meter: what is compared there does not cover the same time.
        hole = max(start for point, start in rows if point == points["office-main"])
        connection.execute(
            "DELETE FROM series.interval WHERE point_id = %s AND start = %s", (points["office-main"], hole)
        )


def get(client: httpx.Client, path: str, **query: int | str) -> dict[str, Any]:
    answer = client.get(PARK + path, params={k.rstrip("_"): v for k, v in query.items()})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def sums(client: httpx.Client, point: str, step: str, start: int, end: int) -> dict[int, int]:
    found = get(client, f"/points/{point}/series", from_=start, to=end, step=step)
    return {row["start"]: row["amount_base"] for row in found["amounts"]}


@pytest.mark.parametrize("step", ["quarter", "hour", "day"])
def test_the_remainder_is_what_the_sub_meters_leave_in_every_step(login: Login, step: str) -> None:
    client = login("operator")
    end = int(time.time() * 1000)
    start = end - 2 * DAY_MS
    found = get(client, "/points/incomer/remainder", from_=start, to=end, step=step)
    assert [c["code"] for c in found["children"]] == ["office-main", "steel-main"]
    assert [g["code"] for g in found["generation"]] == ["roof"]
    parent, roof = (sums(client, point, step, start, end) for point in ("incomer", "roof"))
    children = [sums(client, c["code"], step, start, end) for c in found["children"]]
    expected = {at: parent[at] + roof[at] - sum(c.get(at, 0) for c in children) for at in parent}
    assert {row["start"]: row["amount_base"] for row in found["amounts"]} == expected
    assert len(expected) >= {"quarter": 120, "hour": 30, "day": 2}[step]
    for row in found["amounts"]:
        assert row["amount_base"] == row["parent_base"] + row["generation_base"] - row["children_base"]
        assert 0 <= row["estimated_base"] <= abs(row["amount_base"])
    assert sum(not row["comparable"] for row in found["amounts"]) == 1


def test_the_balance_says_the_same_remainder(login: Login) -> None:
    client = login("operator")
    end = int(time.time() * 1000)
    found = get(client, "/health/balance", from_=end - DAY_MS, to=end)
    (balance,) = found["balances"]
    # How far a balance goes is as late as the request: a quarter hour may have been settled since.
    series = get(client, "/points/incomer/remainder", from_=found["from"], to=found["to"], step="quarter")
    total = sum(row["amount_base"] for row in series["amounts"])
    assert balance["remainder"] == pytest.approx(total / 1000, abs=1e-9)  # Wh in kWh
    assert (balance["contradiction"], series["contradiction"]) == (False, False)


def test_of_a_shared_meter_an_enterprise_learns_only_that_it_is_shared(login: Login, world: World) -> None:
    """The office's sub-meter is below steel's main: its amounts are the office's, and nobody else's."""
    points = world.alpha.points
    with psycopg.connect(world.owner_url) as connection:
        connection.execute("DELETE FROM core.point WHERE code = 'steel-sub'")
        device = connection.execute(
            "SELECT device_id FROM core.point WHERE id = %s", (points["steel-main"],)
        ).fetchone()
        assert device is not None
        sub = seed.insert(
            connection, "core.point", park_id=world.alpha.id, device_id=device[0], **seed.named("steel-sub"),
            quantity="energy", carrier="electricity", unit="kWh", kind="register", direction="import",
            enterprise_id=world.alpha.enterprises["steel"], parent_id=points["steel-main"],
        )  # fmt: skip
        ask = {"from_": int(time.time() * 1000) - DAY_MS, "to": int(time.time() * 1000), "step": "hour"}
        connection.commit()
        alone = get(login("steelworker"), "/points/steel-main/remainder", **ask)
        connection.execute(
            "UPDATE core.point SET parent_id = %s WHERE id = %s",
            (points["steel-main"], points["office-main"]),
        )
        connection.commit()
        try:
            mine = get(login("steelworker"), "/points/steel-main/remainder", **ask)
            everyone = get(login("operator"), "/points/steel-main/remainder", **ask)
            (balance,) = get(login("steelworker"), "/health/balance", from_=ask["from_"], to=ask["to"])[
                "balances"
            ]
        finally:
            connection.execute(
                "UPDATE core.point SET parent_id = %s WHERE id = %s",
                (points["incomer"], points["office-main"]),
            )
            connection.execute("DELETE FROM core.point WHERE id = %s", (sub,))
            connection.commit()
    assert (alone["shared"], mine["shared"], balance["shared"], everyone["shared"]) == (
        False,
        True,
        True,
        False,
    )
    assert [row["comparable"] for row in mine["amounts"]] == [False] * len(mine["amounts"]) != []
    assert {k: v for k, v in mine.items() if k not in ("shared", "amounts")} == {
        k: v for k, v in alone.items() if k not in ("shared", "amounts")
    }
    assert [row["amount_base"] for row in mine["amounts"]] == [row["amount_base"] for row in alone["amounts"]]
    assert {c["code"] for c in everyone["children"]} == {"steel-sub", "office-main"}


def test_who_may_see_a_remainder(login: Login) -> None:
    span = {"from": 0, "to": DAY_MS}
    assert login("steelworker").get(f"{PARK}/points/incomer/remainder", params=span).status_code == 404
    assert login("verifier").get(f"{PARK}/points/incomer/remainder", params=span).status_code == 200
    answer = login("operator").get(f"{PARK}/points/steel-main/remainder", params=span)
    assert (answer.status_code, answer.json()["type"]) == (404, "not_found")
    long = {"from": 0, "to": 40 * DAY_MS}
    assert login("operator").get(f"{PARK}/points/incomer/remainder", params=long).status_code == 422


@pytest.mark.parametrize(("extra", "contradiction"), [(0, False), (9, False), (11, True)])
def test_more_below_than_above_contradicts_beyond_the_error_of_meters(
    login: Login, world: World, extra: int, contradiction: bool
) -> None:
    """1,000 Wh above, in an hour long ago; a class 1 meter may be off by 10 Wh."""
    points = world.alpha.points
    at = datetime(2025, 1, 1, tzinfo=UTC)
    with psycopg.connect(world.owner_url) as connection:
        for point, quantity in (("incomer", 1000), ("steel-main", 400), ("office-main", 600 + extra)):
            connection.execute(
                "DELETE FROM series.interval WHERE point_id = %s AND start = %s", (points[point], at)
            )
            seed.insert(
                connection, "series.interval", start=at, quantity=quantity, covered_s=900, status=0,
                point_id=points[point], park_id=world.alpha.id, returning="point_id",
            )  # fmt: skip
    start = round(at.timestamp() * 1000)
    found = get(login("operator"), "/points/incomer/remainder", from_=start, to=start + HOUR_MS, step="hour")
    (row,) = found["amounts"]
    assert (row["amount_base"], row["contradiction"]) == (-extra, contradiction)
    assert found["contradiction"] == contradiction


def allocation(**changes: object) -> dict[str, Any]:
    return {
        "point": "office-main", "method": "area", "valid_from": int(time.time() * 1000) // 900_000 * 900_000,
        "shares": [{"enterprise": "office", "weight": "2"}, {"enterprise": "steel", "weight": "1.5"}],
        "reason": "a test", **changes,
    }  # fmt: skip


def test_a_shared_meter_is_divided_on_trial_and_nothing_stays(login: Login) -> None:
    client = login("operator")
    answer = client.post(f"{PARK}/allocations/preview", json=allocation())
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["to"] - found["from"] == DAY_MS
    whole = sums(client, "office-main", "quarter", found["from"], found["to"])
    parts = {p["enterprise"]: p["amount_base"] for p in found["parts"]}
    assert sum(parts.values()) == found["amount_base"] == sum(whole.values()) > 0
    # Each quarter hour is divided by largest remainder: off by less than 1 Wh.
    assert abs(parts["office"] - found["amount_base"] * 4 / 7) < len(whole)
    assert found["undivided_intervals"] == 0
    assert get(client, "/allocations")["allocations"] == []
    assert client.get(f"{PARK}/points/office-main-steel").status_code == 404


def test_what_is_divided_already_is_refused_and_tried_after_its_end(login: Login) -> None:
    """By the tenants' own meters; the trial covers the day although another division held until now."""
    client = login("operator")
    now = int(time.time() * 1000) // 900_000 * 900_000
    made = client.post(f"{PARK}/allocations", json=allocation(valid_from=now - DAY_MS)).json()
    by_meter = allocation(
        method="submeter",
        shares=[
            {"enterprise": "office", "submeter": "office-main"},
            {"enterprise": "steel", "submeter": "steel-main"},
        ],
    )
    for path in ("", "/preview"):
        answer = client.post(f"{PARK}/allocations{path}", json=by_meter)
        assert (answer.status_code, answer.json()["type"]) == (409, "allocated")
    ended = client.post(f"{PARK}/allocations/{made['id']}/end", json={"time": now, "reason": "moved"})
    assert ended.status_code == 200, ended.text
    before = get(client, "/allocations")
    found = client.post(f"{PARK}/allocations/preview", json=by_meter).json()
    assert sum(p["amount_base"] for p in found["parts"]) == found["amount_base"] > 0
    assert found["parts"][1]["amount_base"] > found["parts"][0]["amount_base"]
    assert get(client, "/allocations") == before


@pytest.mark.parametrize(
    ("expression", "inputs", "wanted", "fault"),
    [
        ("a + b", {"a": "steel-main", "b": "steel-gas"}, {}, {"fault": "units", "left": "Wh", "right": "mL"}),
        ("a", {"a": "steel-main", "b": "office-main"}, {}, {"fault": "unused", "name": "b"}),
        ("a + c", {"a": "steel-main"}, {}, {"fault": "unknown", "name": "c"}),
        ("a +", {"a": "steel-main"}, {}, {"fault": "unreadable"}),
        ("a", {"a": "steel-power"}, {}, {"fault": "gauge", "name": "steel-power"}),
        (
            "a", {"a": "steel-main"}, {"quantity": "energy", "carrier": "steam", "unit": "GJ"},
            {"fault": "unit", "left": "Wh", "right": "J"},
        ),
        (
            "a / b", {"a": "steel-gas", "b": "steel-main"},
            {"quantity": "energy", "carrier": "electricity", "unit": "kWh"}, {"fault": "ratio"},
        ),
    ],
)  # fmt: skip
def test_a_formula_that_does_not_fit_says_what(
    login: Login, expression: str, inputs: dict[str, str], wanted: dict[str, str], fault: dict[str, str]
) -> None:
    body = {"expression": expression, "inputs": inputs, **wanted}
    answer = login("operator").post(f"{PARK}/virtual-points/check", json=body)
    assert (answer.status_code, answer.json()["type"]) == (422, "expression")
    assert answer.json()["facts"] == fault


def test_a_circle_is_found_before_saving(login: Login) -> None:
    client = login("operator")
    energy = {"quantity": "energy", "carrier": "electricity", "unit": "kWh"}
    named = {"name_zh": "x", "name_en": "x", **energy}
    for code, of in (("first", "steel-main"), ("second", "first")):
        body = {**named, "expression": "2 * a", "inputs": {"a": of}}
        assert client.put(f"{PARK}/virtual-points/{code}", json=body).status_code == 200
    body = {"expression": "a", "inputs": {"a": "second"}, **energy, "point": "first"}
    answer = client.post(f"{PARK}/virtual-points/check", json=body)
    assert answer.json()["facts"]["fault"] == "circle"
    fine = client.post(f"{PARK}/virtual-points/check", json={**body, "point": "third"})
    assert fine.json() == {"kind": "amount", "base": "Wh"}
