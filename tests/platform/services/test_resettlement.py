"""Settling everything again: the same to the last bit, in whatever slices; what stays is not touched."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import changes, factors, keys, rebuilding, settlement, source_hours
from parkcarbon_platform.services.ledger import ledger as hours_of_sources
from parkcarbon_platform.services.ledger.following import Following, State
from parkcarbon_platform.services.ledger.source_hours import Known
from parkcarbon_platform.services.meter_life import meter_events
from parkcarbon_platform.services.metering.ahead import Ahead
from parkcarbon_platform.services.metering.metering import Prepared
from parkcarbon_platform.storage import intervals, ledger
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.invalidations import Newest

from tests.support.metered import MINUTE, START, MeteredPark, Reading, at
from tests.support.stack import Database

NOW = datetime(2026, 11, 24, tzinfo=UTC)
QUARTER, HOUR, DAY = 15 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE
DAYS = 3
END = START + DAYS * DAY
SLICE = timedelta(hours=6)
STORED = (
    "SELECT point_id, start, quantity, estimated, covered_s, status, method, computed_at FROM core.interval "
    "ORDER BY 1, 2",
    "SELECT source_id, hour, revision, state, fallback, covered_s, quantity, estimated, co2_mg, "
    "factor_version_id, known_at, superseded_at FROM core.ledger_entry ORDER BY 1, 2, 3",
)


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    """Three days of meters with holes, one of them silent for half a day, another at the end."""
    rng = random.Random(7)
    with new_database() as database:
        made = MeteredPark(database)
        for day in range(DAYS):
            made.write(readings(rng, day))
            settle(made)
        yield made
        made.close()


def readings(rng: random.Random, day: int) -> list[Reading]:
    first = START + day * DAY
    return [
        (code, first + n * QUARTER, round(100.0 * day + n + rng.random(), 2), 0)
        for code in ("main", "office", "gas")
        for n in range(96)
        if rng.random() > 0.1
        and not (code == "main" and day == 1 and n < 40)
        and not (code == "office" and day == DAYS - 1 and n > 80)
    ]


def settle(park: MeteredPark) -> list[tuple[int, int, int]]:
    announced: list[tuple[int, int, int]] = []
    settlement.settle(park.pools, park.id, lambda *span: announced.append(span), clock=lambda: NOW)
    return announced


def stored(park: MeteredPark) -> list[list[tuple[Any, ...]]]:
    return [park.rows(query) for query in STORED]


@pytest.mark.parametrize(
    ("rows", "most"), [(1, settlement.MOST_ROWS), (1000, 1000), (settlement.ROWS, settlement.MOST_ROWS)]
)
def test_everything_again_writes_and_announces_nothing(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch, rows: int, most: int
) -> None:
    before = stored(park)
    assert len(before[0]) > 500
    monkeypatch.setattr(settlement, "ROWS", rows)
    monkeypatch.setattr(settlement, "MOST_ROWS", most)
    settlement.recalculate(park.pools, park.id, at(START), at(START + DAYS * DAY))
    assert settle(park) == []
    assert stored(park) == before
    assert park.rows("SELECT count(*) FROM core.invalidation") == [(0,)]


@pytest.mark.parametrize(
    ("points", "hours"), [(100, 1500), (1000, 150), (10_000, 48), (20_000, 25), (200_000, 6)]
)
def test_a_slice_holds_days_of_many_points_and_never_more_rows_than_memory_has(
    points: int, hours: int
) -> None:
    newest = Newest(at(END), points, points * 96.0)
    reached = settlement._cut(newest, settlement.LONGEST, settlement.FEW)
    assert at(END) - reached == timedelta(hours=hours)


def picture(park: MeteredPark) -> list[list[tuple[Any, ...]]]:
    return [park.intervals(), park.ledger(), park.findings()]


@pytest.mark.parametrize("rows", [1, settlement.ROWS])
def test_from_nothing_it_gives_what_came_bit_by_bit(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr(settlement, "ROWS", rows)
    before = picture(park)
    with park.pools.tenant(park.id) as connection:
        connection.execute("DELETE FROM core.interval")
        connection.execute("DELETE FROM core.ledger_entry")
        connection.execute("DELETE FROM core.finding")
    settlement.recalculate(park.pools, park.id, at(START), at(START + DAYS * DAY))
    assert settle(park)
    assert picture(park) == before


def install(park: MeteredPark) -> int:
    """A meter is said to have come nine hours before the end: what it told before is none of it."""
    place = changes.Workplace(park.pools, park.id, lambda *_: None, lambda: NOW)
    request = meter_events.Request("install", at(END - 9 * HOUR), {"first_index": None}, "a new building")
    return meter_events.record(place, Actor("somebody", None), "main", request).id


def test_points_that_changed_while_they_were_read_are_read_again(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Committed without the lock while a slice is settled: the word with which it ends has it already."""
    monkeypatch.setattr(settlement, "ROWS", 1)
    monkeypatch.setattr(settlement, "ROWS_A_POINT", 1)
    used: list[bool] = []
    stand, prepared = Following.stand, Following.prepared

    def renamed(self: Following, connection: Connection, horizon: datetime | None, *, written: bool) -> None:
        assert self._reading is not None
        self._reading.result()
        if not used:
            with park.pools.tenant(park.id) as other:
                other.execute("UPDATE core.point SET name_en = name_en || '.' WHERE code = 'main'")
        stand(self, connection, horizon, written=written)

    def noted(self: Following, ranges: Sequence[Range], state: State) -> Prepared | None:
        found = prepared(self, ranges, state)
        used.append(found is not None)
        return found

    monkeypatch.setattr(Following, "stand", renamed)
    monkeypatch.setattr(Following, "prepared", noted)
    settlement.recalculate(park.pools, park.id, at(START), at(END))
    settle(park)
    assert used[0] is False
    assert any(used)


@pytest.mark.parametrize("between", [None, install])
def test_what_was_read_meanwhile_is_used_unless_somebody_has_written(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch, between: Callable[[MeteredPark], int] | None
) -> None:
    used: list[bool] = []
    prepared = Following.prepared

    def noted(self: Following, ranges: Sequence[Range], state: State) -> Prepared | None:
        found = prepared(self, ranges, state)
        used.append(found is not None)
        return found

    monkeypatch.setattr(Following, "prepared", noted)
    monkeypatch.setattr(settlement, "ROWS", 1)
    monkeypatch.setattr(settlement, "ROWS_A_POINT", 1)
    before = picture(park)
    settlement.recalculate(park.pools, park.id, at(START), at(END))
    chunk = settlement.Chunk(0, None, None)
    event = None
    with Ahead(park.pools, park.id) as ahead:
        for n in range(4):
            with park.pools.tenant(park.id) as connection:
                chunk = settlement.settle_chunk(
                    connection, park.id, now=NOW, span=SLICE, further=SLICE,
                    following=chunk.following, ahead=ahead,
                )  # fmt: skip
            if n == 0 and between is not None:
                event = between(park)
    assert used == [between is None, True, True]
    settle(park)
    assert (picture(park) == before) == (between is None)
    told = picture(park)
    settlement.recalculate(park.pools, park.id, at(START), at(END))
    settle(park)
    assert picture(park) == told
    if event is not None:
        place = changes.Workplace(park.pools, park.id, lambda *_: None, lambda: NOW)
        meter_events.undo(place, Actor("somebody", None), "main", event, "it did not")
        settle(park)


def test_what_sources_ask_for_is_what_applies(park: MeteredPark) -> None:
    with park.pools.tenant(park.id) as connection:
        everything, asked = factors.book(connection), factors.book_of_sources(connection)
        named = {source.factor for source in ledger.every_source(connection)}
    assert named
    assert asked.by_factor == {name: everything.by_factor[name] for name in named}
    assert asked.stored.items() < everything.stored.items()


@pytest.mark.parametrize("slots", [1, 50, source_hours.SLOTS])
def test_hours_at_hand_are_the_hours_of_the_database(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch, slots: int
) -> None:
    monkeypatch.setattr(source_hours, "SLOTS", slots)
    points = sorted(park.points.values())
    with park.pools.tenant(park.id) as connection:
        sources = ledger.sources(connection, sorted(park.sources.values()))
        windows = [Range(p, START, START + DAYS * DAY) for p in points]
        known = Known(intervals.existing(connection, windows), windows)
        found = 0
        hours = np.arange(START, START + DAYS * DAY, HOUR, dtype=np.int64)
        wanted = keys.every([source.id for source in sources], hours)
        here, together = known.of_sources(sources, wanted)
        assert here.size == wanted.size
        assert here.all()
        for source in sources:
            ours = together.only(together.source == source.id)
            theirs = ledger.activity(connection, [source.id], [START], [START + DAYS * DAY])
            for name in ("source", "hour", "quantity", "estimated", "covered_s"):
                assert getattr(ours, name).tolist() == getattr(theirs, name).tolist()
            found += ours.hour.size
    assert found > 3 * 60


@pytest.mark.parametrize("many", [0, 1_000_000])
def test_all_hours_are_what_the_stored_quarter_hours_give(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """Whether the database adds them up or they are read and added up here, in groups of any size."""
    before = stored(park)
    monkeypatch.setattr(hours_of_sources, "MANY", many)
    monkeypatch.setattr(hours_of_sources, "GROUP", 1)
    found = rebuilding.compare(park.pools, park.id, at(START), at(START + DAYS * DAY), NOW, mend=True)
    assert found == rebuilding.Compared(len(park.sources) * DAYS * 24, 0, 0, 0)
    assert stored(park) == before


def test_an_hour_that_is_wrong_is_found_and_mended(park: MeteredPark) -> None:
    span = at(START), at(START + DAYS * DAY)
    before = park.ledger()
    with park.pools.tenant(park.id) as connection:
        hour = connection.execute(
            """UPDATE core.ledger_entry SET co2_mg = co2_mg + 1, state = 0 WHERE superseded_at IS NULL
               AND source_id = %s AND hour = %s RETURNING hour""",
            (park.sources["electricity"], at(START + DAY)),
        ).fetchone()
    assert hour
    assert rebuilding.compare(park.pools, park.id, *span, NOW).differing == 1
    assert park.ledger() != before
    assert rebuilding.compare(park.pools, park.id, *span, NOW, mend=True).differing == 1
    assert park.ledger() == before
    assert rebuilding.compare(park.pools, park.id, *span, NOW).differing == 0


def test_an_hour_that_is_not_wholly_at_hand_is_asked_for(park: MeteredPark) -> None:
    windows = [Range(p, START + QUARTER, START + 3 * HOUR) for p in park.points.values()]
    with park.pools.tenant(park.id) as connection:
        (source,) = ledger.sources(connection, [park.sources["electricity"]])
        known = Known(intervals.existing(connection, windows), windows)
    hours = np.arange(START, START + 4 * HOUR, HOUR, dtype=np.int64)
    here, activity = known.of_sources([source], keys.every([source.id], hours))
    assert here.tolist() == [False, True, True, False]
    assert activity.hour.tolist() == hours[1:3].tolist()
