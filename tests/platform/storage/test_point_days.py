"""Days of own generation are what its quarter hours add up to, whatever is done to them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from parkcarbon_platform.services import localtime
from parkcarbon_platform.storage import budgets, ledger_sums

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
)
steps = st.lists(
    st.tuples(st.sampled_from(("write", "write", "drop", "move", "turn")), st.lists(quarters, max_size=8)),
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
        self.current: dict[Key, int] = {}
        self.zone = ZONES[0]
        self.apart = {"roof"}

    def write(self, given: list[tuple[str, datetime, int]]) -> None:
        """Quarter hours that come, or are others."""
        rows = {(code, start): amount for code, start, amount in given}
        with psycopg.connect(self.park.owner_url) as owner, owner.cursor() as cursor:
            cursor.executemany(
                """INSERT INTO series.interval (park_id, point_id, enterprise_id, start, quantity, estimated,
                     covered_s, status) SELECT park_id, id, enterprise_id, %s, %s, 0, 900, 0
                   FROM core.point WHERE code = %s
                   ON CONFLICT (point_id, start) DO UPDATE SET quantity = excluded.quantity""",
                [(start, amount, code) for (code, start), amount in rows.items()],
            )
        self.current |= rows

    def drop(self, given: list[tuple[str, datetime, int]]) -> None:
        """Quarter hours that have lost their readings."""
        with psycopg.connect(self.park.owner_url) as owner, owner.cursor() as cursor:
            cursor.executemany(
                """DELETE FROM series.interval
                   WHERE start = %s AND point_id = (SELECT id FROM core.point WHERE code = %s)""",
                [(start, code) for code, start, _ in given],
            )
        for code, start, _ in given:
            self.current.pop((code, start), None)

    def move(self, given: list[tuple[str, datetime, int]]) -> None:
        """The park's time zone is corrected."""
        self.zone = ZONES[len(given) % len(ZONES)]
        with psycopg.connect(self.park.owner_url) as owner:
            owner.execute("UPDATE core.park SET timezone = %s WHERE id = %s", (self.zone, self.park.id))

    def turn(self, given: list[tuple[str, datetime, int]]) -> None:
        """The direction of a point is corrected."""
        code = POINTS[len(given) % 2]
        self.apart ^= {code}
        direction = "generation" if code in self.apart else "consumption"
        with psycopg.connect(self.park.owner_url) as owner:
            owner.execute("UPDATE core.point SET direction = %s WHERE code = %s", (direction, code))

    def begin(self) -> None:
        """No quarter hour, and only the roof generates."""
        with psycopg.connect(self.park.owner_url) as owner:
            owner.execute("DELETE FROM series.interval")
            owner.execute("UPDATE core.point SET direction = 'consumption' WHERE code = 'office'")
            owner.execute("UPDATE core.point SET direction = 'generation' WHERE code = 'roof'")
        self.move([])

    def days(self) -> dict[tuple[str, date], tuple[int, int]]:
        """Quarter hours and amount by point and local day."""
        found: dict[tuple[str, date], tuple[int, int]] = {}
        for (code, start), amount in self.current.items():
            if code in self.apart:
                key = (code, start.astimezone(ZoneInfo(self.zone)).date())
                count, whole = found.get(key, (0, 0))
                found[key] = (count + 1, whole + amount)
        return found


# Shrinking what fails takes minutes with a database.
@settings(max_examples=10, phases=[Phase.generate], deadline=None)
@given(done=steps)
def test_days_are_those_of_the_quarter_hours(
    park: MeteredPark, done: list[tuple[str, list[tuple[str, datetime, int]]]]
) -> None:
    book = Book(park)
    book.begin()
    for what, given_quarters in done:
        getattr(book, what)(given_quarters)
    stored = park.rows(
        """SELECT p.code, d.day, d.quarters, d.quantity FROM core.point_day d
           JOIN core.point p ON p.id = d.point_id"""
    )
    assert {(code, day): (n, int(amount)) for code, day, n, amount in stored} == book.days()


def test_months_are_those_of_the_days_and_a_wrong_sum_is_mended(park: MeteredPark) -> None:
    book = Book(park)
    book.begin()
    book.write([("roof", AROUND[0] + n * QUARTER, 7 + n) for n in range(48)])
    with park.pools.tenant(park.id) as connection:
        ((roof,),) = connection.execute("SELECT id FROM core.point WHERE code = 'roof'").fetchall()
        found = budgets.point_months(connection, [roof], date(2026, 3, 1), date(2026, 4, 2))
        start = localtime.day_start(date(2026, 4, 1), book.zone)
        march = sum(amount for (_, at), amount in book.current.items() if at < start)
        assert [(row.month.month, row.quantity) for row in found] == [
            (3, march), (4, sum(book.current.values()) - march),
        ]  # fmt: skip
        assert ledger_sums.unequal(connection) == 0
    with psycopg.connect(park.owner_url) as owner:
        owner.execute("UPDATE series.point_day SET quantity = quantity + 1 WHERE day = '2026-04-01'")
    with park.pools.tenant(park.id) as connection:
        assert ledger_sums.unequal(connection) == 2
        ledger_sums.rebuild(connection, park.id)
        assert ledger_sums.unequal(connection) == 0
