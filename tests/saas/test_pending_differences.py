"""Pending differences over the API: by lock and source, with their causes, and decided for one source."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest

from tests.saas import seed
from tests.saas.conftest import Login, World

PARK = "/api/v1/parks/alpha"
FIRST = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.fixture
def lock(world: World, login: Login) -> Iterator[int]:
    """A lock of a month that nobody measured, with differences of two sources under it."""
    client = login("operator")
    span = {"from": int(FIRST.timestamp() * 1000), "to": int((FIRST.timestamp() + 31 * 86400) * 1000)}
    made = client.post(f"{PARK}/locks", json={**span, "reason": "verified"})
    assert made.status_code == 201, made.text
    lock_id = int(made.json()["id"])
    with psycopg.connect(world.owner_url) as connection:
        row = connection.execute("SELECT min(id) FROM factors.factor_version").fetchone()
        assert row is not None
        for name, cause in (("steel-electricity", "late reading"), ("office-heat", "correction: edit")):
            for n in range(3):
                seed.insert(
                    connection, "core.pending_difference", park_id=world.alpha.id,
                    source_id=world.alpha.sources[name], enterprise_id=None, lock_id=lock_id,
                    hour=FIRST + timedelta(hours=n), quantity=1500, estimated=0, covered_s=3600, co2_mg=900,
                    locked_quantity=1000, locked_co2_mg=600, fallback=False, factor_version_id=row[0],
                    causes=[cause],
                )  # fmt: skip
    yield lock_id
    with psycopg.connect(world.owner_url) as connection:
        connection.execute("DELETE FROM core.pending_difference")
        connection.execute("UPDATE core.period_lock SET released_at = now()")


def read(client: httpx.Client, **query: object) -> dict[str, Any]:
    answer = client.get(f"{PARK}/differences", params=dict(query))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_they_are_added_up_by_lock_and_source_with_their_causes(login: Login, lock: int) -> None:
    found = read(login("verifier"), lock=lock)
    sums = {row["source"]: row for row in found["open"]}
    assert sums.keys() == {"steel-electricity", "office-heat"}
    steel = sums["steel-electricity"]
    assert (steel["lock"], steel["hours"], steel["base_unit"], steel["enterprise"]) == (
        lock,
        3,
        "Wh",
        "steel",
    )
    assert (steel["quantity"], steel["locked_quantity"]) == (4500, 3000)
    assert steel["difference_mg"] == steel["co2_mg"] - steel["locked_co2_mg"] == 900
    assert steel["causes"] == ["late reading"]
    assert sums["office-heat"]["base_unit"] == "J"
    assert {d["source"] for d in read(login("verifier"), lock=lock, source="office-heat")["differences"]} == {
        "office-heat"
    }


def test_one_source_of_a_lock_is_decided_and_the_other_waits(login: Login, lock: int) -> None:
    client = login("operator")
    read_then = {row["source"]: row["seen"] for row in read(client, lock=lock)["open"]}
    body = {
        "lock": lock, "source": "office-heat", "note": "the bill says so", "seen": [read_then["office-heat"]]
    }  # fmt: skip
    more = {**body, "source": None, "note": "all that there is"}
    assert client.post(f"{PARK}/differences/accept", json=more).json()["type"] == "differences_changed"
    assert client.post(f"{PARK}/differences/accept", json=body).json() == {"hours": 3}
    assert {row["source"] for row in read(client, lock=lock)["open"]} == {"steel-electricity"}
    for wrong in ({"source": "office-heat"}, {"ids": [1], "source": "office-heat"}):
        answer = client.post(f"{PARK}/differences/dismiss", json={**wrong, "note": "x"})
        assert answer.status_code == 422
    gone = client.post(f"{PARK}/differences/dismiss", json={**body, "note": "x"})
    assert gone.status_code == 404


def test_refusals_have_codes_of_their_own(login: Login, world: World) -> None:
    client = login("operator")
    now = int(datetime.now(UTC).timestamp() * 1000)
    answer = client.post(f"{PARK}/locks", json={"from": now, "to": now + 900_000, "reason": "x"})
    assert (answer.status_code, answer.json()["type"]) == (422, "lock_period")
    with psycopg.connect(world.owner_url) as connection:
        seed.insert(
            connection, "core.invalidation", park_id=world.alpha.id, point_id=world.alpha.points["steel-gas"],
            from_time=FIRST, to_time=FIRST + timedelta(hours=1),
        )  # fmt: skip
    span = {"from": int(FIRST.timestamp() * 1000), "to": int((FIRST.timestamp() + 86400) * 1000)}
    answer = client.post(f"{PARK}/locks", json={**span, "reason": "x"})
    assert (answer.status_code, answer.json()["type"]) == (409, "work_waits")
    assert answer.json()["facts"] == {"waiting": 1}
