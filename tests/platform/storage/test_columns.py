"""Columns between PostgreSQL and numpy: what comes back is what PostgreSQL itself says it is."""

from collections.abc import Iterator

import numpy as np
import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.storage import columns

from tests.support.stack import Database


@pytest.fixture
def connection(database: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database.owner_url) as opened:
        yield opened


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (np.array([-(2**63), -1, 0, 2**63 - 1], np.int64), "int8"),
        (np.array([-(2**31), 7, 2**31 - 1], np.int32), "int4"),
        (np.array([-32768, 32767], np.int16), "int2"),
        (np.array([0.1, -1e300, np.inf, 5e-324]), "float8"),
        (np.array([True, False]), "bool"),
        (np.zeros(0, np.int64), "int8"),
    ],
)
def test_numbers_go_there_and_back(connection: psycopg.Connection, values: np.ndarray, kind: str) -> None:
    cursor = columns.cursor(connection)
    row = cursor.execute(
        "SELECT x, pg_typeof(x)::text, x = %(text)s::text::" + kind + "[] FROM (SELECT %(x)s AS x) q",
        {"x": columns.numbers(values), "text": "{" + ",".join(map(repr, values.tolist())) + "}"},
    ).fetchone()
    assert row is not None
    assert row[0].tolist() == values.tolist()
    assert row[0].dtype == values.dtype
    assert row[2]


def test_times_are_milliseconds(connection: psycopg.Connection) -> None:
    given = np.array([-1, 0, 946_684_800_000, 1_764_000_000_123, 4_102_444_800_000], np.int64)
    row = (
        columns.cursor(connection)
        .execute(
            """SELECT x, (SELECT array_agg(round(date_part('epoch', t) * 1000)::bigint) FROM unnest(x) t)
            FROM (SELECT %s AS x) q""",
            (columns.times(given),),
        )
        .fetchone()
    )
    assert row is not None
    assert row[0].tolist() == row[1].tolist() == given.tolist()


def test_a_column_with_null_is_refused(connection: psycopg.Connection) -> None:
    with pytest.raises(ValueError, match="no NULL"):
        columns.cursor(connection).execute("SELECT ARRAY[1, NULL]").fetchone()


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(-9, 9) | st.just(1 << 61)), max_size=12
    )
)
def test_rows_of_the_same_keys_become_one(rows: list[tuple[int, int, int]]) -> None:
    one, other, amounts = np.array(rows, dtype=np.int64).reshape(len(rows), 3).T
    expected: dict[tuple[int, int], int] = {}
    for first, second, amount in rows:
        expected[first, second] = expected.get((first, second), 0) + amount
    if any(amount >= 1 << 63 for amount in expected.values()):
        with pytest.raises(OverflowError):
            columns.grouped((one, other), (amounts,))
        return
    found = columns.grouped((one, other), (amounts,))
    told = list(zip(*(each.tolist() for each in found), strict=True))
    assert {(first, second): amount for first, second, amount in told} == expected
    assert len(told) == len(expected)
