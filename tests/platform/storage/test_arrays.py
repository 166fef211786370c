import psycopg
import pytest
from parkcarbon_platform.storage.arrays import literal, names

from tests.support.stack import Database


def test_literals_are_read_back_as_they_were(database: Database) -> None:
    numbers = [0, -(2**63), 2**63 - 1, None]
    with psycopg.connect(database.app_url) as connection:
        row = connection.execute(
            "SELECT %s::bigint[], %s::boolean[], %s::text[], %s::int[]",
            (literal(numbers), literal([True, False, None]), names(["linear_long", None]), literal([])),
        ).fetchone()
    assert row == (numbers, [True, False, None], ["linear_long", None], [])


@pytest.mark.parametrize("word", ["", "a,b", "a}", '"a"', "a b"])
def test_only_plain_words_are_let_in(word: str) -> None:
    with pytest.raises(ValueError, match="plain words"):
        names([word])
