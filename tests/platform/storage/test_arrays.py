import psycopg
from parkcarbon_platform.storage.arrays import literal

from tests.support.stack import Database


def test_literals_are_read_back_as_they_were(database: Database) -> None:
    numbers = [0, -(2**63), 2**63 - 1, None]
    with psycopg.connect(database.app_url) as connection:
        row = connection.execute(
            "SELECT %s::bigint[], %s::boolean[], %s::int[]",
            (literal(numbers), literal([True, False, None]), literal([])),
        ).fetchone()
    assert row == (numbers, [True, False, None], [])
