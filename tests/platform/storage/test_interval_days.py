"""Days of points are what their quarter hours add up to, whatever is done to them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from parkcarbon_platform.services import localtime
from parkcarbon_platform.storage import budgets, places

from tests.support.metered import MeteredPark, document, point
from tests.support.stack import Database

# Around a midnight of the end of a month, and where clocks of Berlin change.
AROUND = (datetime(2026, 3, 31, 14, tzinfo=UTC), datetime(2026, 10, 24, 20, tzinfo=UTC))
QUARTER = timedelta(minutes=15)
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York")
POINTS = ("roof", "office")
Key = tuple[str, datetime]
quarters = st.tuples(
    st.sampled_from(POINTS),
    st.builds(lambda base, n: base + n * QUARTER, st.sampled_from(AROUND), st.integers(0, 47)),
    st.integers(-(2**62), 2**62),
    st.integers(0, 4),  # the status
)
Quarter = tuple[str, datetime, int, int]
steps = st.lists(
    st.tuples(st.sampled_from(("write", "write", "drop", "move")), st.lists(quarters, max_size=8)),
    min_size=1,
    max_size=6,
)


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        content = document()
        content["points"].append(point("roof", direction="generation"))
        made = MeteredPark(database, content)
        yield made
        made.close()


class Book:
    """The quarter hours, changed as the database is."""

    def __init__(self, park: MeteredPark) -> None:
        self.park = park
        self.current: dict[Key, tuple[int, int]] = {}
        self.zone = ZONES[0]

    def write(self, given: list[Quarter]) -> None:
        """Quarter hours that come, or are others."""
        rows = {(code, start): (amount, status) for code, start, amount, status in given}
        with psycopg.connect(self.park.owner_url) as owner, owner.cursor() as cursor:
            cursor.executemany(
                """INSERT INTO series.interval (park_id, point_id, enterprise_id, start, quantity, estimated,
                     covered_s, status) SELECT park_id, id, enterprise_id, %s, %s, 0, 900, %s
                   FROM core.point WHERE code = %s ON CONFLICT (point_id, start)
                   DO UPDATE SET quantity = excluded.quantity, status = excluded.status""",
                [(start, amount, status, code) for (code, start), (amount, status) in rows.items()],
            )
        self.current |= rows

    def drop(self, given: list[Quarter]) -> None:
        """Quarter hours that have lost their readings."""
        with psycopg.connect(self.park.owner_url) as owner, owner.cursor() as cursor:
            cursor.executemany(
                """DELETE FROM series.interval
                   WHERE start = %s AND point_id = (SELECT id FROM core.point WHERE code = %s)""",
                [(start, code) for code, start, *_ in given],
            )
        for code, start, *_ in given:
            self.current.pop((code, start), None)

    def move(self, given: list[Quarter]) -> None:
        """The park's time zone is corrected."""
        self.zone = ZONES[len(given) % len(ZONES)]
        with psycopg.connect(self.park.owner_url) as owner:
            owner.execute("UPDATE core.park SET timezone = %s WHERE id = %s", (self.zone, self.park.id))

    def begin(self) -> None:
        """No quarter hour."""
        with psycopg.connect(self.park.owner_url) as owner:
            owner.execute("DELETE FROM series.interval")
        self.move([])

    def days(self) -> dict[tuple[str, date], tuple[int, int, int, int]]:
        """Quarter hours, amount, those that are unsure and those without readings, by point and local day."""
        found: dict[tuple[str, date], tuple[int, int, int, int]] = {}
        for (code, start), (amount, status) in self.current.items():
            key = (code, start.astimezone(ZoneInfo(self.zone)).date())
            count, whole, unsure, gaps = found.get(key, (0, 0, 0, 0))
            found[key] = (count + 1, whole + amount, unsure + (1 <= status <= 3), gaps + (status == 1))
        return found


# Shrinking what fails takes minutes with a database.
@settings(max_examples=10, phases=[Phase.generate], deadline=None)
@given(done=steps)
def test_days_are_those_of_the_quarter_hours(
    park: MeteredPark, done: list[tuple[str, list[Quarter]]]
) -> None:
    book = Book(park)
    book.begin()
    for what, given_quarters in done:
        getattr(book, what)(given_quarters)
    stored = park.rows(
        """SELECT p.code, d.day, d.quarters, d.quantity, d.unsure, d.gaps FROM core.interval_day d
           JOIN core.point p ON p.id = d.point_id"""
    )
    assert {(code, day): (n, int(amount), *rest) for code, day, n, amount, *rest in stored} == book.days()


def test_months_are_those_of_the_days_and_a_wrong_sum_is_mended(park: MeteredPark) -> None:
    book = Book(park)
    book.begin()
    book.write([("roof", AROUND[0] + n * QUARTER, 7 + n, 0) for n in range(48)])
    with park.pools.tenant(park.id) as connection:
        ((roof,),) = connection.execute("SELECT id FROM core.point WHERE code = 'roof'").fetchall()
        found = budgets.point_months(connection, [roof], date(2026, 3, 1), date(2026, 4, 2))
        start = localtime.day_start(date(2026, 4, 1), book.zone)
        march = sum(amount for (_, at), (amount, _) in book.current.items() if at < start)
        assert [(row.month.month, row.quantity) for row in found] == [
            (3, march), (4, sum(amount for amount, _ in book.current.values()) - march),
        ]  # fmt: skip
        assert places.unequal(connection) == 0
    with psycopg.connect(park.owner_url) as owner:
        owner.execute("UPDATE series.interval_day SET quantity = quantity + 1 WHERE day = '2026-04-01'")
    with park.pools.tenant(park.id) as connection:
        assert places.unequal(connection) == 4
        places.rebuild(connection, park.id)
        assert places.unequal(connection) == 0
