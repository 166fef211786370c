"""Meter health over the API: the seeded park's coverage, balance, findings with notes, contradictions."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.saas import seed
from tests.saas.conftest import Login, World

HEALTH = "/api/v1/parks/alpha/health"
HOUR_MS = 3_600_000


def now_ms() -> int:
    return int(time.time() * 1000)


def finding(world: World, point: str, rule: str, at: datetime, park: seed.Park | None = None) -> None:
    made = park or world.alpha
    owner = seed.POINTS[point][0]
    with psycopg.connect(world.owner_url) as connection:
        seed.insert(
            connection, "core.finding", park_id=made.id, point_id=made.points[point],
            enterprise_id=made.enterprises.get(owner or ""), rule=rule, severity="error", time=at, detail="x",
        )  # fmt: skip


def contradiction(world: World, point: str, park: seed.Park | None = None) -> tuple[int, int]:
    """A reading of 10, and a second one of 12 of the same time; (id of the second, time [ms])."""
    made = park or world.alpha
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=len(uuid4().hex) + uuid4().int % 3000)
    with psycopg.connect(world.owner_url) as connection:
        batch = seed.insert(
            connection, "core.batch", park_id=made.id, edge_id=made.edge, spool=uuid4(), seq=1,
            received_at=at, readings=2, payload_sha256=b"x",
        )  # fmt: skip
        common = {"time": at, "batch_id": batch, "quality": 0, "point_id": made.points[point],
                  "park_id": made.id}  # fmt: skip
        seed.insert(connection, "series.reading", value=10, **common, returning="point_id")
        second = seed.insert(connection, "core.reading_revision", value=12, **common)
    return second, int(at.timestamp() * 1000)


def value_at(client: Any, point: str, at: int) -> float:  # noqa: ANN401
    answer = client.get(f"/api/v1/parks/alpha/points/{point}/readings?from={at}&to={at + 1}").json()
    return float(answer["readings"][0]["value"])


def test_the_calendar_covers_what_was_measured(login: Login) -> None:
    client = login("operator")
    now = now_ms()
    found = client.get(f"{HEALTH}/coverage", params={"from": now - 24 * HOUR_MS, "to": now}).json()
    rows = {row["point"]: row for row in found["rows"]}
    assert {"steel-main", "office-heat", "incomer"} <= rows.keys()
    # The last two days are measured whole; the last hour of them ends with the last full hour.
    yesterday = rows["steel-main"]["days"][-1] or rows["steel-main"]["days"][-2]
    assert yesterday["estimated"] == 0
    assert 0 < yesterday["coverage"] <= 1
    assert yesterday["coverage"] == pytest.approx(yesterday["time"], abs=0.01)
    assert {c["carrier"] for c in found["carriers"]} == {"electricity", "natural_gas", "steam"}
    grouped = client.get(
        f"{HEALTH}/coverage", params={"from": now - 24 * HOUR_MS, "to": now, "by": "enterprise"}
    ).json()
    assert {(r["enterprise"], r["carrier"]) for r in grouped["rows"]} == {
        ("steel", "electricity"), ("steel", "natural_gas"), ("office", "electricity"), ("office", "steam"),
        (None, "electricity"),
    }  # fmt: skip
    assert client.get(f"{HEALTH}/coverage", params={"from": 0, "to": now}).status_code == 422


def test_the_summary_knows_who_is_late(login: Login) -> None:
    found = login("operator").get(f"{HEALTH}/summary").json()
    points = {p["point"]: p for p in found["points"]}
    assert points["office-heat"]["last"] is None
    assert points["office-heat"]["late"]
    assert points["steel-power"]["last"] is not None
    assert found["quarantine"] is not None
    assert [g["edge"] for g in found["gateways"]] == ["edge"]


def test_an_enterprise_sees_its_own(login: Login, world: World) -> None:
    at = datetime(2026, 1, 3, tzinfo=UTC)
    finding(world, "steel-main", "stuck", at)
    finding(world, "office-main", "stuck", at)
    mine, _ = contradiction(world, "steel-gas")
    other, _ = contradiction(world, "office-main")
    client = login("steelworker")
    assert {f["point"] for f in client.get(f"{HEALTH}/findings?rule=stuck").json()["findings"]} == {
        "steel-main"
    }
    listed = {r["id"] for r in client.get(f"{HEALTH}/revisions").json()["revisions"]}
    assert mine in listed
    assert other not in listed
    summary = client.get(f"{HEALTH}/summary").json()
    assert summary["quarantine"] is None
    assert {p["enterprise"] for p in summary["points"]} == {"steel"}
    span = {"from": now_ms() - HOUR_MS, "to": now_ms()}
    assert {r["enterprise"] for r in client.get(f"{HEALTH}/coverage", params=span).json()["rows"]} == {
        "steel"
    }
    refused = client.post(f"{HEALTH}/revisions/accept", json={"ids": [other], "note": "mine?"})
    assert refused.status_code == 404
    key = {"point": "office-main", "rule": "stuck", "time": int(at.timestamp() * 1000)}
    body = {"findings": [key], "state": "resolved", "note": "mine?"}
    assert client.post(f"{HEALTH}/findings/note", json=body).status_code == 404


def test_a_finding_is_acknowledged_then_resolved_and_stays_in_the_book(login: Login, world: World) -> None:
    at = datetime(2026, 1, 4, tzinfo=UTC)
    finding(world, "steel-gas", "zero", at)
    client = login("operator")
    key = {"point": "steel-gas", "rule": "zero", "time": int(at.timestamp() * 1000)}

    def shown(state: str) -> list[dict[str, Any]]:
        answer = client.get(
            f"{HEALTH}/findings", params={"state": state, "point": "steel-gas", "rule": "zero"}
        )
        return list(answer.json()["findings"])

    for state in ("acknowledged", "resolved"):
        assert [f["state"] for f in shown("all")] != [state]
        body = {"findings": [key], "state": state, "note": f"{state} by a test"}
        assert client.post(f"{HEALTH}/findings/note", json=body).status_code == 204
        assert [(f["state"], f["note"], f["noted_by"]) for f in shown(state)] == [
            (state, f"{state} by a test", "operator")
        ]
        assert shown("open") == []


def test_findings_come_in_pages(login: Login, world: World) -> None:
    start = datetime(2025, 6, 1, tzinfo=UTC)
    for n in range(101):
        finding(world, "office-heat", "gap", start + timedelta(hours=n))
    client = login("operator")
    query = {"point": "office-heat", "rule": "gap"}
    first = client.get(f"{HEALTH}/findings", params=query).json()
    second = client.get(f"{HEALTH}/findings", params={**query, "cursor": first["cursor"]}).json()
    times = [f["time"] for f in first["findings"] + second["findings"]]
    assert len(times) == len(set(times)) == 101
    assert times == sorted(times, reverse=True)
    assert second["cursor"] is None
    assert client.get(f"{HEALTH}/findings?cursor=999999999999999-1").status_code == 422


def test_the_second_value_takes_the_place_of_the_first_and_both_are_kept(login: Login, world: World) -> None:
    accepted, at = contradiction(world, "steel-gas")
    dismissed, kept_at = contradiction(world, "steel-gas")
    client = login("steelworker")
    (row,) = [r for r in client.get(f"{HEALTH}/revisions").json()["revisions"] if r["id"] == accepted]
    assert (row["stored"], row["value"]) == (10, 12)
    done = client.post(
        f"{HEALTH}/revisions/accept", json={"ids": [accepted], "note": "the meter was read again"}
    )
    assert done.status_code == 204, done.text
    assert value_at(client, "steel-gas", at) == 12
    answer = client.get(f"{HEALTH}/revisions?state=accepted").json()["revisions"]
    (row,) = [r for r in answer if r["id"] == accepted]
    assert (row["stored"], row["value"], row["resolved_by"]) == (12, 10, "steelworker")
    with psycopg.connect(world.owner_url) as connection:
        work = connection.execute(
            """SELECT count(*) FROM core.invalidation
            WHERE point_id = %s AND from_time = to_timestamp(%s / 1000.0)""",
            (world.alpha.points["steel-gas"], at),
        ).fetchone()
    assert work == (1,)
    assert (
        client.post(f"{HEALTH}/revisions/dismiss", json={"ids": [dismissed], "note": "echo"}).status_code
        == 204
    )
    assert value_at(client, "steel-gas", kept_at) == 10
    again = client.post(f"{HEALTH}/revisions/accept", json={"ids": [dismissed], "note": "after all"})
    assert again.status_code == 409


def test_a_neighbour_s_contradiction_does_not_exist(login: Login, world: World) -> None:
    theirs, _ = contradiction(world, "steel-main", world.beta)
    client = login("operator")
    assert theirs not in {r["id"] for r in client.get(f"{HEALTH}/revisions").json()["revisions"]}
    refused = client.post(f"{HEALTH}/revisions/dismiss", json={"ids": [theirs], "note": "x"})
    assert refused.status_code == 404
    finding(world, "steel-main", "low", datetime(2026, 1, 5, tzinfo=UTC), world.beta)
    assert client.get(f"{HEALTH}/findings?rule=low").json()["findings"] == []


def test_sub_meters_and_their_remainder_are_the_parent(login: Login, world: World) -> None:
    with psycopg.connect(world.owner_url) as connection:
        connection.execute(
            """UPDATE core.point SET parent_id = %s
            WHERE park_id = %s AND code IN ('steel-main', 'office-main')""",
            (world.alpha.points["incomer"], world.alpha.id),
        )
    now = now_ms()
    answer = login("operator").get(f"{HEALTH}/balance", params={"from": now - 24 * HOUR_MS, "to": now})
    (found,) = answer.json()["balances"]
    amounts = [child["amount"] for child in found["children"]]
    assert (found["parent"]["point"], len(amounts)) == ("incomer", 2)
    assert sum(amounts) + found["remainder"] == pytest.approx(found["parent"]["amount"])
    # 275,003 − 250,001 − 12,500 Wh a quarter hour.
    quarters = found["parent"]["amount"] / 275.003
    assert found["remainder"] == pytest.approx(12.502 * quarters)
