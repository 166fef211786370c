"""Settlement on the real database."""

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
from parkcarbon_platform.factors import loader
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import changes, factors, settlement
from parkcarbon_platform.services.meter_life import meter_events

from tests.support.metered import MINUTE, START, MeteredPark, Reading, at, document
from tests.support.stack import Database

GRID_2025 = b"""
schema: parkcarbon/factors/v1
code: grid-2025
title: Test
publisher: Nobody
licence: none
factors:
  - {factor: grid_electricity, version: "2025", gas: CO2, region: CN, unit: kg/kWh, value: "0.5", grade: A,
     valid_from: 2025-01-01, valid_to: 2025-12-31, citation: a test}
"""
NOW = datetime(2026, 11, 24, tzinfo=UTC)
HOUR = 60 * MINUTE


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database)
    yield metered
    metered.close()


def settle(park: MeteredPark, now: datetime = NOW) -> list[tuple[int, int, int]]:
    announced: list[tuple[int, int, int]] = []
    settlement.settle(park.pools, park.id, lambda *span: announced.append(span), clock=lambda: now)
    return announced


def series(code: str, values: list[float | None], step: int = 15 * MINUTE) -> list[Reading]:
    return [(code, START + i * step, value, 0) for i, value in enumerate(values)]


def test_a_day_of_electricity_becomes_hours_with_the_pinned_factor(park: MeteredPark) -> None:
    park.write(
        series("main", [100.0 + i for i in range(97)]) + series("office", [5.0 + i / 4 for i in range(97)])
    )
    spans = settle(park)
    assert {s[0] for s in spans} == {park.id}
    assert min(s[1] for s in spans) == START
    assert max(s[2] for s in spans) == START + 24 * HOUR
    ledger = [row for row in park.ledger() if row[0] == "electricity"]
    # main: 1 kWh x 10 a quarter hour, less the office's 0.25 kWh: 39 kWh an hour.
    assert [row[5] for row in ledger] == [39_000] * 24
    # 2025 has no factor of its own: 0.5306 of 2023, as a fallback. 39 kWh x 0.5306 kg = 20.6934 kg.
    assert {row[7] for row in ledger} == {20_693_400}
    assert {row[2:5] for row in ledger} == {(1, True, 3600)}
    assert park.rows("SELECT count(*) FROM core.invalidation") == [(0,)]


def test_the_running_hour_grows_and_is_provisional(park: MeteredPark) -> None:
    now = at(START + 50 * MINUTE)
    park.write(series("office", [0.0, 1.0, 2.0]))
    settle(park, now)
    assert [row[2:6] for row in park.ledger() if row[0] == "office-electricity"] == [(0, True, 1800, 2000)]
    park.write([("office", START + 40 * MINUTE, 2.5, 0)])
    settle(park, now)
    assert [row[2:6] for row in park.ledger() if row[0] == "office-electricity"] == [(0, True, 2400, 2500)]
    assert park.rows("SELECT max(revision) FROM core.ledger_entry") == [(1,)]


def test_hours_settle_with_age(park: MeteredPark) -> None:
    park.write(series("office", [0.0, 1.0, 2.0, 3.0, 4.0]))
    settle(park, at(START + 65 * MINUTE))
    assert [row[2] for row in park.ledger() if row[0] == "office-electricity"] == [0]
    settle(park, at(START + 90 * MINUTE))
    assert [row[2] for row in park.ledger() if row[0] == "office-electricity"] == [1]


def test_a_late_reading_that_moves_nothing_makes_no_revision(park: MeteredPark) -> None:
    park.write(series("office", [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]))
    settle(park)
    park.write([("office", START + 14 * MINUTE, 0.5, 0), ("office", START + 57 * MINUTE, 3.9, 0)])
    settle(park)
    # Quarter hours keep their ends, so that the hour's sum stays.
    assert [row[5] for row in park.ledger() if row[0] == "office-electricity"] == [4000, 4000]
    assert park.rows("SELECT DISTINCT revision FROM core.ledger_entry") == [(1,)]


def test_a_difference_waits_for_all_its_meters(park: MeteredPark) -> None:
    park.write(series("office", [0.0, 1.0, 2.0, 3.0, 4.0]))
    settle(park)
    assert {row[0] for row in park.ledger()} == {"office-electricity"}
    park.write(series("main", [0.0, 1.0, 2.0, 3.0, 4.0]))
    settle(park)
    assert [(row[0], row[5]) for row in park.ledger()] == [
        ("electricity", 36_000),
        ("office-electricity", 4000),
    ]


def electricity(park: MeteredPark) -> list[tuple[datetime, int, int, int]]:
    return [(row[1], row[4], row[5], row[6]) for row in park.ledger() if row[0] == "electricity"]


def test_a_silent_meter_is_never_counted_with_the_one_it_is_subtracted_from(park: MeteredPark) -> None:
    """The office falls silent at half past: what main measures from then on is not told until it is back."""
    park.write(series("main", [float(n) for n in range(9)]))
    park.write(series("office", [0.0, 1.0, 2.0]))
    settle(park)
    # Half an hour of main: 2 kWh x 10, less the office's 2 kWh.
    assert electricity(park) == [(at(START), 1800, 18_000, 0)]
    assert [row[2] for row in park.ledger() if row[0] == "electricity"] == [0], "provisional"
    park.write([("office", START + 2 * HOUR, 8.0, 0)])
    settle(park)
    hours = electricity(park)
    assert [row[:3] for row in hours] == [(at(START), 3600, 36_000), (at(START + HOUR), 3600, 36_000)]
    # What the office used meanwhile is known from its register; when is estimated.
    assert [row[3] for row in hours] == [2000, 4000]


def install(park: MeteredPark, point: str, time: int) -> int:
    place = changes.Workplace(park.pools, park.id, lambda *_: None, lambda: NOW)
    request = meter_events.Request("install", at(time), {"first_index": None}, "a new building")
    return meter_events.record(place, Actor("somebody", None), point, request).id


def test_a_difference_does_not_wait_for_a_meter_that_was_not_there_yet(park: MeteredPark) -> None:
    park.write(series("main", [float(n) for n in range(13)]))
    park.write([("office", START + n * 15 * MINUTE, n - 8.0, 0) for n in range(8, 13)])
    settle(park)
    alone = [(at(START + 2 * HOUR), 3600, 36_000, 0)]
    assert electricity(park) == alone
    place = changes.Workplace(park.pools, park.id, lambda *_: None, lambda: NOW)
    request = meter_events.Request("install", at(START + 2 * HOUR), {"first_index": None}, "a new building")
    told = meter_events.preview(place, Actor("somebody", None), "office", request)
    assert electricity(park) == alone
    event = install(park, "office", START + 2 * HOUR)
    settle(park)
    # The preview tells what the worker computes later: the two hours that the difference waited for.
    emitted = {c.source: (c.before_mg, c.after_mg) for c in told.carbon}["electricity"]
    stored = [row[7] for row in park.ledger() if row[0] == "electricity"]
    assert emitted == (stored[-1], sum(stored))
    assert sum(stored) > stored[-1]
    whole = [(at(START + n * HOUR), 3600, 40_000, 0) for n in range(2)]
    assert electricity(park) == [*whole, *alone]
    meter_events.undo(place, Actor("somebody", None), "office", event, "it was")
    settle(park)
    assert electricity(park) == alone


def test_a_settled_hour_keeps_its_factor_and_a_new_one_takes_the_new(park: MeteredPark) -> None:
    park.write(series("office", [0.0, 1.0, 2.0, 3.0, 4.0]))
    settle(park)
    (before,) = [row for row in park.ledger() if row[0] == "office-electricity"]
    factors.load_sets(park.owner_url, [loader.parse(GRID_2025)])
    late = [("office", START + i * 15 * MINUTE, float(i), 0) for i in range(5, 9)]
    park.write([*late, ("office", START - 15 * MINUTE, -1.0, 0), ("office", START + HOUR + 1, 4.5, 0)])
    settle(park)
    first, second = [row for row in park.ledger() if row[0] == "office-electricity"][-2:]
    assert first == before
    assert (second[3], second[8] != before[8]) == (False, True)
    assert second[7] == second[5] * 500


def test_a_revision_keeps_the_old_entry_and_says_why(park: MeteredPark) -> None:
    office = [("office", START, 0.0, 0), ("office", START + 2 * HOUR, 8.0, 0)]
    park.write(office)
    settle(park)
    park.write([("office", START + HOUR, 3.0, 0)])
    settle(park)
    rows = park.rows(
        """SELECT hour, revision, quantity, reason, superseded_at IS NULL FROM core.ledger_entry
        WHERE source_id = %s ORDER BY hour, revision""",
        park.sources["office-electricity"],
    )
    first, second = at(START), at(START + HOUR)
    assert rows == [
        (first, 1, 4000, "settlement", False),
        (first, 2, 3000, "late reading", True),
        (second, 1, 4000, "settlement", False),
        (second, 2, 5000, "late reading", True),
    ]


def test_a_meter_is_read_by_the_month(database: Database) -> None:
    content = document()
    content["points"][1]["expected_period_s"] = 30 * 86_400
    metered = MeteredPark(database, content)
    for reading in (("office", START, 0.0, 0), ("office", START + 30 * 24 * HOUR, 720.0, 0)):
        metered.write([reading])
        settle(metered)
    assert [row[2] for row in metered.intervals()] == [250] * (30 * 96)
    metered.close()


def test_a_gap_is_bridged_exactly_and_marked(park: MeteredPark) -> None:
    park.write([("office", START, 0.0, 0), ("office", START + 90 * MINUTE, 9.0, 0)])
    settle(park)
    rows = park.intervals()
    assert [row[2] for row in rows] == [1500] * 6
    assert [row[3] for row in rows] == [1500] * 6
    assert {row[5:] for row in rows} == {(1, "linear")}
    assert park.findings() == [("office", at(START), "gap")]


def test_a_reset_leaves_a_hole_not_a_zero(park: MeteredPark) -> None:
    park.write(series("office", [50.0, 51.0, 0.5, 1.5]))
    settle(park)
    assert [(row[1], row[2]) for row in park.intervals()] == [
        (at(START), 1000),
        (at(START + 30 * MINUTE), 1000),
    ]
    assert park.findings() == [("office", at(START + 30 * MINUTE), "reset")]


def test_a_glitch_that_turns_out_one_takes_its_rows_and_finding_back(park: MeteredPark) -> None:
    park.write(series("office", [50.0, 51.0, 0.0]))
    settle(park)
    assert [f[2] for f in park.findings()] == ["reset"]
    park.write([("office", START + 45 * MINUTE, 53.0, 0)])
    settle(park)
    assert [f[2] for f in park.findings()] == ["gap", "glitch"]
    assert sum(row[2] for row in park.intervals()) == 3000


def test_unknown_reference_state_blocks_with_a_finding(park: MeteredPark) -> None:
    park.write(
        series("gas", [0.0, 10.0, 20.0, 30.0, 40.0]) + series("gas-unknown", [0.0, 1.0, 2.0, 3.0, 4.0])
    )
    settle(park)
    gas = [row for row in park.ledger() if row[0] == "gas"]
    # 40 m3 x 2.162188809 kg/m3
    assert [(row[5], row[7], row[3]) for row in gas] == [(40_000_000, 86_487_552, False)]
    assert [row for row in park.ledger() if row[0] == "gas-unknown"] == []
    assert park.findings() == [("gas-unknown", at(START), "reference_state")]


def test_a_bad_reading_is_not_used_and_an_uncertain_one_is_estimated(park: MeteredPark) -> None:
    park.write(
        [("office", START, 0.0, 0), ("office", START + 5 * MINUTE, 999.0, 0x80000000),
         ("office", START + 7 * MINUTE, None, 0x80000000), ("office", START + 15 * MINUTE, 1.0, 0x40000000)]
    )  # fmt: skip
    settle(park)
    assert [row[2:] for row in park.intervals()] == [(1000, 1000, 900, 1, "uncertain")]


def test_only_one_settles_a_park_at_a_time(park: MeteredPark) -> None:
    park.write(series("office", [0.0, 1.0]))
    with park.pools.tenant(park.id) as first, park.pools.tenant(park.id) as second:
        assert settlement.settle_chunk(first, park.id, now=NOW).consumed == 2
        assert settlement.settle_chunk(second, park.id, now=NOW).busy


def test_an_error_rolls_everything_back(park: MeteredPark) -> None:
    park.write(series("office", [0.0, 1.0]))

    def interrupted() -> None:
        with park.pools.tenant(park.id) as connection:
            settlement.settle_chunk(connection, park.id, now=NOW)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        interrupted()
    assert park.rows("SELECT count(*) FROM core.invalidation") == [(2,)]
    assert park.intervals() == []
    settle(park)
    assert len(park.intervals()) == 1


def test_long_work_is_cut_into_chunks_and_live_readings_go_first(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settlement, "FEW", 0)
    days = 11
    park.write(series("office", [float(i) for i in range(days * 24 + 1)], step=HOUR))
    with park.pools.tenant(park.id) as connection:
        connection.execute("DELETE FROM core.invalidation")
    settlement.recalculate(park.pools, park.id, at(START), at(START + days * 24 * HOUR))
    spans = settle(park)
    assert len(spans) == 3
    assert [s[2] for s in spans] == sorted((s[2] for s in spans), reverse=True)
    hours = [row[5] for row in park.ledger() if row[0] == "office-electricity"]
    assert hours == [1000] * days * 24


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_arrival_gives_what_a_full_computation_gives(
    new_database: Callable[[], AbstractContextManager[Database]], seed: int
) -> None:
    rng = random.Random(seed)
    readings = meter("main", rng) + meter("office", rng) + meter("gas", rng)
    with new_database() as one, new_database() as other:
        incremental, full = MeteredPark(one), MeteredPark(other)
        full.write(readings)
        settle(full)
        shuffled = readings + rng.sample(readings, 20)
        rng.shuffle(shuffled)
        while shuffled:
            take = rng.randint(1, 25)
            incremental.write(shuffled[:take])
            del shuffled[:take]
            if rng.random() < 0.7:
                settle(incremental)
        settle(incremental)
        assert len(full.intervals()) > 50
        assert incremental.intervals() == full.intervals()
        assert incremental.ledger() == full.ledger()
        assert incremental.findings() == full.findings()
        incremental.close()
        full.close()


def meter(code: str, rng: random.Random) -> list[Reading]:
    """Twelve hours of a meter that gaps, rolls over, resets, glitches and sends bad readings."""
    time, value, found = START + rng.randint(0, 3_000_000), 999_990.0, []
    while time < START + 12 * HOUR:
        time += rng.choice([MINUTE, 7 * MINUTE, 15 * MINUTE, 15 * MINUTE, rng.randint(1, 4_000_000)])
        value = round((value + rng.random() * 2) % 1_000_000, 2)
        draw = rng.random()
        value = 0.0 if draw < 0.02 else value
        shown = {True: 0.0, False: value}[0.02 <= draw < 0.05]
        found.append((code, time, shown, rng.choice([0] * 12 + [0x40000000, 0x80000000])))
    return found
