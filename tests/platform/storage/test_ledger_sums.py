"""The sums kept by local day and month are those of the hours, whatever is done to the hours."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from parkcarbon_platform.services.ledger import totals
from parkcarbon_platform.storage import ledger, ledger_sums, period_locks
from parkcarbon_platform.storage.ledger import PROVISIONAL, SETTLED, Entry
from parkcarbon_platform.storage.period_locks import PeriodLock

from tests.support.metered import MeteredPark
from tests.support.processes import wait_until
from tests.support.stack import Database

HOUR_MS = 3_600_000
# Hours around midnights, ends of months and the changes of the clocks.
AROUND = [
    datetime(2026, 3, 28, 18, tzinfo=UTC), datetime(2026, 3, 31, 18, tzinfo=UTC),
    datetime(2026, 10, 24, 18, tzinfo=UTC), datetime(2026, 12, 31, 18, tzinfo=UTC),
]  # fmt: skip
ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata"]
LARGEST = 2**63 - 1
Key = tuple[int, int]
hours = st.builds(
    lambda base, n: round(base.timestamp() * 1000) + n * HOUR_MS, st.sampled_from(AROUND), st.integers(0, 35)
)
amounts = st.one_of(st.integers(-(10**9), 10**9), st.sampled_from([0, LARGEST, -LARGEST]))
entries = st.builds(
    Entry, st.integers(0, 2), hours, st.just(1), st.sampled_from([PROVISIONAL, SETTLED]), st.booleans(),
    st.integers(0, 3600), amounts, st.integers(0, 10**9), amounts, st.integers(0, 10**9), st.integers(1, 3),
)  # fmt: skip
steps = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "drop", "promote", "lock", "move"]), st.lists(entries, max_size=12)
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        made = MeteredPark(database)
        yield made
        made.close()


class Book:
    """What a ledger has to hold, kept in a dictionary; changed as the settlement changes the database."""

    def __init__(self, park: MeteredPark) -> None:
        self.park = park
        self.sources = sorted(park.sources.values())
        self.enterprises: dict[int, int | None] = dict.fromkeys(self.sources)
        self.current: dict[Key, Entry] = {}
        self.zone = "Asia/Shanghai"
        ((self.enterprises[self.sources[0]],),) = park.rows("SELECT id FROM core.enterprise")

    def write(self, given: list[Entry]) -> None:
        """Hours that come or change: provisional ones in place, settled ones by a revision."""
        new = {(e.source_id, e.hour): e._replace(source_id=self.sources[e.source_id]) for e in given}
        wanted = [(entry, self.current.get((entry.source_id, entry.hour))) for entry in new.values()]
        updated = [e._replace(revision=old.revision) for e, old in wanted if old and not old.state]
        settled = [old for _, old in wanted if old and old.state]
        added = [e for e, old in wanted if not old]
        revised = [e._replace(revision=old.revision + 1) for e, old in wanted if old and old.state]
        with self.park.pools.tenant(self.park.id) as connection:
            ledger.update(connection, updated)
            ledger.supersede(connection, settled)
            ledger.insert(connection, self.park.id, added + revised, self.enterprises, "test")
        self.current |= {(e.source_id, e.hour): e for e in updated + added + revised}

    def drop(self, given: list[Entry]) -> None:
        """Provisional hours that have lost their readings."""
        keys = {(self.sources[e.source_id], e.hour) for e in given}
        gone = [e for key, e in self.current.items() if key in keys and not e.state]
        with self.park.pools.tenant(self.park.id) as connection:
            ledger.delete(connection, gone)
        for entry in gone:
            del self.current[entry.source_id, entry.hour]

    def promote(self, _: list[Entry]) -> None:
        """Complete hours settle."""
        with self.park.pools.tenant(self.park.id) as connection:
            ledger.promote(connection, AROUND[0], AROUND[2], AROUND[1])
        bounds = [round(moment.timestamp() * 1000) for moment in (AROUND[0], AROUND[1], AROUND[2])]
        for key, entry in self.current.items():
            last = bounds[2] if entry.estimated == 0 else bounds[1]
            if entry.covered_s == 3600 and bounds[0] <= entry.hour < last:
                self.current[key] = entry._replace(state=SETTLED)

    def lock(self, _: list[Entry]) -> None:
        """A locked period settles as it is."""
        bounds = (AROUND[1], AROUND[3])
        held = PeriodLock(1, None, None, *bounds, "test", "test", AROUND[3], None, None, None, 0)
        with self.park.pools.tenant(self.park.id) as connection:
            period_locks.settle_hours(connection, held)
        first, end = (round(moment.timestamp() * 1000) for moment in bounds)
        for key, entry in self.current.items():
            if first - HOUR_MS < entry.hour < end:
                self.current[key] = entry._replace(state=SETTLED)

    def move(self, given: list[Entry]) -> None:
        """The park's time zone is corrected."""
        self.zone = ZONES[len(given) % len(ZONES)]
        with psycopg.connect(self.park.owner_url) as owner:
            owner.execute("UPDATE core.park SET timezone = %s WHERE id = %s", (self.zone, self.park.id))

    def begin(self) -> None:
        """An empty ledger in Shanghai."""
        with psycopg.connect(self.park.owner_url) as owner:
            owner.execute("DELETE FROM series.ledger_entry")
        self.move([])

    def sums(self) -> dict[tuple[object, ...], tuple[int, ...]]:
        """By day, source, enterprise, version and fallback, of both tables."""
        found: dict[tuple[object, ...], tuple[int, ...]] = {}
        for entry in self.current.values():
            day = datetime.fromtimestamp(entry.hour / 1000, ZoneInfo(self.zone)).date()
            more = (1, int(entry.state == PROVISIONAL), entry.covered_s, entry.quantity, entry.estimated,
                    entry.co2_mg, entry.gas_mg)  # fmt: skip
            for table, first in (("day", day), ("month", day.replace(day=1))):
                key = (table, first, entry.source_id, self.enterprises[entry.source_id],
                       entry.factor_version_id, entry.fallback)  # fmt: skip
                sums = found.get(key, (0,) * len(more))
                found[key] = tuple(a + b for a, b in zip(sums, more, strict=True))
        return found


def stored(park: MeteredPark) -> Mapping[tuple[object, ...], tuple[Any, ...]]:
    found = park.rows(
        """SELECT 'day', * FROM core.ledger_day UNION ALL SELECT 'month', * FROM core.ledger_month"""
    )
    return {(t, day, source, enterprise, *key): tuple(map(int, sums))
            for t, day, source, _, enterprise, *rest in found
            for key, sums in [(rest[:2], rest[2:])]}  # fmt: skip


# Shrinking what fails takes minutes with a database.
@settings(max_examples=15, phases=[Phase.generate], deadline=None)
@given(done=steps)
def test_sums_are_those_of_the_hours(park: MeteredPark, done: list[tuple[str, list[Entry]]]) -> None:
    book = Book(park)
    book.begin()
    for name, given_entries in done:
        getattr(book, name)(given_entries)
        assert stored(park) == book.sums()
    with park.pools.tenant(park.id) as connection:
        assert ledger_sums.unequal(connection) == 0


def small(source: int, hour: datetime) -> Entry:
    return Entry(source, round(hour.timestamp() * 1000), 1, SETTLED, False, 3600, 1, 0, 10, 0, 1)


def test_a_span_is_its_months_and_the_days_beside_them(park: MeteredPark) -> None:
    """Whatever days it begins and ends on."""
    book = Book(park)
    book.begin()
    first, last = date(2025, 12, 30), date(2026, 3, 3)
    days = [first + timedelta(days=n) for n in range((last - first).days)]
    midnights = [datetime(d.year, d.month, d.day, tzinfo=ZoneInfo("Asia/Shanghai")) for d in days]
    book.write([small(0, moment.astimezone(UTC)) for moment in midnights])
    spans = [(a, b) for a in [first, *days[::7], date(2026, 1, 1)] for b in [*days[::6], last] if a < b]
    with park.pools.tenant(park.id) as connection:
        found = ledger_sums.by_segment(connection, book.sources, spans)
    assert {row.place: row.quantity for row in found} == {
        n: (end - start).days for n, (start, end) in enumerate(spans)
    }


def test_a_sum_that_is_wrong_is_found_and_mended(park: MeteredPark) -> None:
    book = Book(park)
    book.begin()
    book.write([small(n, moment) for n in range(3) for moment in AROUND])
    for table, wrong in (("ledger_day", 2), ("ledger_month", 2)):
        with psycopg.connect(park.owner_url) as owner:
            owner.execute(
                f"""UPDATE series.{table} SET co2_mg = co2_mg + 1
                WHERE (source_id, day) = (SELECT source_id, day FROM series.{table} LIMIT 1)"""
            )
        with park.pools.tenant(park.id) as connection:
            assert ledger_sums.unequal(connection) >= wrong
            ledger_sums.rebuild(connection, park.id)
            assert ledger_sums.unequal(connection) == 0
    assert stored(park) == book.sums()


def test_an_owner_without_superuser_rights_adds_up_hours_that_are_there(park: MeteredPark) -> None:
    book = Book(park)
    book.begin()
    book.write([small(n, moment) for n in range(3) for moment in AROUND])
    before = stored(park)
    assert before
    with psycopg.connect(park.owner_url) as owner:
        owner.execute("CREATE ROLE plain_owner")
        owner.execute("GRANT USAGE ON SCHEMA core, series TO plain_owner")
        for what in (
            "TABLE core.park", "VIEW series.ledger_day_of_hours", "TABLE series.ledger_entry",
            "TABLE series.ledger_day", "TABLE series.ledger_month",
            "FUNCTION core.rebuild_ledger_sums(int)",
        ):  # fmt: skip
            owner.execute(f"ALTER {what} OWNER TO plain_owner")
        owner.execute("SELECT core.rebuild_ledger_sums(%s)", (park.id,))
        kept = owner.execute("SELECT count(*), sum(hours) FROM series.ledger_day").fetchone()
        assert owner.execute("SELECT current_setting('pc.park')").fetchone() == ("",)
        owner.rollback()
        assert kept == owner.execute("SELECT count(*), sum(hours) FROM series.ledger_day").fetchone()


@pytest.mark.parametrize("is_moved", [False, True])
def test_who_adds_up_again_waits_in_the_order_of_settlement(park: MeteredPark, is_moved: bool) -> None:
    """Quarter hours first, then the ledger: the other way round the two would lock each other."""

    def add_up() -> None:
        with park.pools.tenant(park.id) as connection:
            if not is_moved:
                totals.rebuild_sums(connection, park.id)
        with psycopg.connect(park.owner_url) as owner:
            if is_moved:
                owner.execute("SELECT set_config('pc.park', %s, true)", (str(park.id),))
                owner.execute("UPDATE core.park SET timezone = 'America/Lima'")
                owner.rollback()

    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'series.interval'::regclass"
    with ThreadPoolExecutor(1) as pool, psycopg.connect(park.owner_url) as settling:
        settling.execute("LOCK TABLE series.interval IN ROW EXCLUSIVE MODE")
        adding = pool.submit(add_up)
        wait_until(lambda: settling.execute(waiting).fetchone() == (1,), "who adds up")
        settling.execute("LOCK TABLE series.ledger_entry IN ROW EXCLUSIVE MODE NOWAIT")
        settling.rollback()
        adding.result(60)
