"""How the platform stands, as its administrators see it: counts of all parks, nothing of their content."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from tests.saas.conftest import Login, World

SYSTEM = "/api/v1/admin/system"
SIZE = "SELECT coalesce(hypertable_size(%s::regclass), pg_total_relation_size(%s::regclass))"
ARRIVED = """SELECT p.code, sum(b.readings), max(b.received_at) FROM core.batch b
    JOIN core.park p ON p.id = b.park_id GROUP BY p.code"""


@pytest.fixture
def batch(world: World) -> Iterator[int]:
    """A batch of 7 readings that just came for the park alpha, and one of an hour ago."""
    spool = uuid.uuid4()
    add = """INSERT INTO core.batch (park_id, edge_id, spool, seq, received_at, readings, payload_sha256)
        SELECT e.park_id, e.id, %s, %s, now() - %s::interval, %s, '' FROM core.edge e
        JOIN core.park p ON p.id = e.park_id WHERE p.code = 'alpha' ORDER BY e.id LIMIT 1"""
    with psycopg.connect(world.owner_url, autocommit=True) as owner:
        assert owner.execute(add, (spool, 1, "1 hour", 1000)).rowcount == 1
        assert owner.execute(add, (spool, 2, "0 s", 7)).rowcount == 1
        yield 7
        owner.execute("DELETE FROM core.batch WHERE spool = %s", (spool,))


def test_the_state_is_that_of_the_database(login: Login, world: World, batch: int) -> None:
    found = login("admin").get(SYSTEM).json()
    parks = {row["park"]: row for row in found["parks"]}
    with psycopg.connect(world.owner_url) as owner:
        by_park = {code: (total, newest) for code, total, newest in owner.execute(ARRIVED)}
        (schema,) = owner.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
        sizes = {row["name"]: owner.execute(SIZE, [row["name"]] * 2).fetchone() for row in found["tables"]}
        (unsettled,) = owner.execute("SELECT count(*) FROM core.invalidation").fetchone() or (0,)
    for code, row in parks.items():
        total, newest = by_park[code]
        assert row["readings_1min"] <= row["readings_5min"] <= total
        assert row["newest_at"] == round(newest.timestamp() * 1000)
    # What came an hour ago is not told.
    assert batch <= parks["alpha"]["readings_5min"] < 1000
    assert {row["name"]: (row["size_bytes"],) for row in found["tables"]} == sizes
    assert any(row["chunks"] for row in found["tables"])
    assert found["unsettled"] == unsettled == sum(row["unsettled"] for row in found["parks"])
    assert found["database_bytes"] > found["tables"][0]["size_bytes"]
    assert found["versions"]["schema_version"] == schema
    assert found["cache"]["memory_bytes"] > 0


def test_it_is_for_administrators(login: Login) -> None:
    for name in ("operator", "steelworker"):
        assert login(name).get(SYSTEM).status_code == 403
