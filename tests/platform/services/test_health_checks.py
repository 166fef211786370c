"""The checks of meter health on a real database: each rule finds its fault, once, and lets go of it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from parkcarbon_platform.services.health import health_checks
from parkcarbon_platform.services.live import topology
from parkcarbon_platform.services.live.formulas import multiplier_at
from parkcarbon_platform.storage import meter_events

from tests.support.metered import MINUTE, START, MeteredPark, at, document, point
from tests.support.stack import Database

HOUR = 60 * MINUTE
NOW = START + 12 * HOUR
RULES = "'silent', 'clock_drift', 'stuck', 'different_value', 'zero', 'high', 'low', 'balance', 'float_step'"


@pytest.fixture
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    content = document()
    content["points"] += [
        point("main-power", kind="gauge", quantity="power", unit="kW", digits=None, multiplier=10),
        point("office-sub", parent="office"),
    ]
    with new_database() as database:
        made = MeteredPark(database, content)
        with psycopg.connect(made.owner_url) as connection:
            made.batch = batch(connection, made, NOW)
        yield made
        made.close()


def batch(connection: psycopg.Connection, park: MeteredPark, received: int) -> int:
    row = connection.execute(
        """INSERT INTO core.batch (park_id, edge_id, spool, seq, received_at, readings, payload_sha256)
        SELECT %s, min(id), %s, 1, %s, 0, 'x'::bytea FROM core.edge RETURNING id""",
        (park.id, uuid4(), at(received)),
    ).fetchone()
    assert row is not None
    return int(row[0])


def write(park: MeteredPark, code: str, *readings: tuple[int, float], received: int = NOW) -> None:
    with psycopg.connect(park.owner_url) as connection:
        made = batch(connection, park, received)
        for time, value in readings:
            connection.execute(
                """INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id)
                VALUES (%s, %s, %s, 0, %s, %s)""",
                (at(time), value, made, park.points[code], park.id),
            )


def write_quarters(park: MeteredPark, code: str, start: int, *quantities: int) -> None:
    with psycopg.connect(park.owner_url) as connection:
        for n, quantity in enumerate(quantities):
            connection.execute(
                """INSERT INTO series.interval (start, quantity, covered_s, status, point_id, park_id)
                VALUES (%s, %s, 900, 0, %s, %s)""",
                (at(start + n * 15 * MINUTE), quantity, park.points[code], park.id),
            )


def check(park: MeteredPark, now: int = NOW, *, everything: bool = True) -> int:
    return health_checks.check_park(park.pools, park.id, at(now), everything=everything)


def found(park: MeteredPark, rule: str) -> list[tuple[str, datetime]]:
    return [(code, time) for code, time, name in park.findings() if name == rule]


def minutes(count: int, value: Callable[[int], float]) -> list[tuple[int, float]]:
    """Readings of each of the last minutes before now."""
    return [(NOW - (count - n) * MINUTE, value(n)) for n in range(count)]


def test_a_silent_point_is_found_where_it_fell_silent_and_let_go_when_it_speaks(park: MeteredPark) -> None:
    write(park, "office", (NOW - 3 * HOUR, 1.0))
    check(park)
    assert ("office", at(NOW - 3 * HOUR)) in found(park, "silent")
    never = dict(found(park, "silent"))["main"]
    check(park, NOW + HOUR)
    assert dict(found(park, "silent"))["main"] == never, "never read: its first time stays"
    write(park, "office", (NOW + HOUR - MINUTE, 2.0), received=NOW + HOUR)
    check(park, NOW + HOUR)
    assert "office" not in dict(found(park, "silent"))


def test_a_register_that_stands_still_under_power_is_stuck_once(park: MeteredPark) -> None:
    write(park, "main-power", *minutes(30, lambda n: 120.0))
    write(park, "main", *minutes(30, lambda n: 1000.25 + min(n, 10)))
    write(park, "gas", *minutes(30, lambda n: 7.0))  # no gauge beside it: nobody can say
    check(park)
    stuck = [("main", at(NOW - 20 * MINUTE))]
    assert found(park, "stuck") == stuck
    ids = park.rows("SELECT id FROM core.finding WHERE rule = 'stuck'")
    check(park)
    assert found(park, "stuck") == stuck
    assert park.rows("SELECT id FROM core.finding WHERE rule = 'stuck'") == ids, "the same row stays"


def test_multipliers_are_those_of_the_readings_time(park: MeteredPark) -> None:
    """Other transformers in the middle: by the first ones the gauge would have stood still under power."""
    change = NOW - 15 * MINUTE
    with park.pools.tenant(park.id) as connection:
        for code, multiplier in (("main-power", "0.00001"), ("main", "20")):
            meter_events.add(
                connection, park.points[code], kind="multiplier", time=at(change), author="somebody",
                details={"multiplier": multiplier}, reason="a test",
            )  # fmt: skip
        view = topology.load(connection, at(NOW))
    assert view is not None
    main = view.points[park.points["main"]]
    found_at = [multiplier_at(main, time) for time in (change - 1, change, NOW)]
    assert found_at == [10, 20, 20]
    write(park, "main-power", *minutes(30, lambda n: 120.0))
    write(park, "main", *minutes(30, lambda n: 1000.25 + min(n, 15)))
    check(park)
    assert found(park, "stuck") == []
    with park.pools.tenant(park.id) as connection:
        (event,) = [e.id for e in meter_events.of_point(connection, park.points["main-power"])]
        meter_events.add(
            connection, park.points["main-power"], kind="undo", time=at(change), author="somebody",
            details={}, reason="a test", undoes=event,
        )  # fmt: skip
    check(park)
    assert found(park, "stuck") == [("main", at(change))]


def test_a_difference_says_which_meter_it_waits_for_and_since_when(park: MeteredPark) -> None:
    quarters = 12
    write_quarters(park, "main", NOW - 4 * HOUR, *[1000] * (quarters + 3))
    write_quarters(park, "office", NOW - 4 * HOUR, *[100] * 6)
    check(park)
    assert found(park, "difference_waits") == [("electricity", at(NOW - 3 * HOUR))]
    ((detail, severity),) = park.rows(
        "SELECT detail, severity FROM core.finding WHERE rule = 'difference_waits'"
    )
    # The quarter hours of the last half hour may still come.
    assert (detail, severity) == ("8 quarter hours wait for office", "warning")
    write_quarters(park, "office", NOW - 4 * HOUR + 6 * 15 * MINUTE, *[100] * 8)
    check(park)
    assert found(park, "difference_waits") == []


def test_a_register_without_power_may_stand_still(park: MeteredPark) -> None:
    write(park, "main-power", *minutes(30, lambda n: 0.0))
    write(park, "main", *minutes(30, lambda n: 1000.0))
    check(park)
    assert found(park, "stuck") == []


def test_a_run_that_is_longer_than_the_look_keeps_its_beginning(park: MeteredPark) -> None:
    write(park, "main-power", *minutes(360, lambda n: 120.0))
    write(park, "main", *minutes(360, lambda n: 500.5))
    for back in (240, 120, 0):
        check(park, NOW - back * MINUTE)
    assert found(park, "stuck") == [("main", at(NOW - 360 * MINUTE))]


@pytest.mark.parametrize("seconds", [300, -300])
def test_a_clock_that_is_off_is_one_finding_a_day(park: MeteredPark, seconds: int) -> None:
    readings = [(NOW - n * MINUTE + seconds * 1000, 100.0 - n) for n in range(5)]
    with psycopg.connect(park.owner_url) as connection:
        for time, value in readings:
            made = batch(connection, park, time - seconds * 1000)
            connection.execute(
                """INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id)
                VALUES (%s, %s, %s, 0, %s, %s)""",
                (at(time), value, made, park.points["office"], park.id),
            )
    for later in range(3):
        check(park, NOW + later * MINUTE)
    assert [code for code, _ in found(park, "clock_drift")] == ["office"]


def test_back_fill_is_no_wrong_clock(park: MeteredPark) -> None:
    write(park, "office", *[(NOW - HOUR - n * MINUTE, 50.0 - n) for n in range(30)])
    with psycopg.connect(park.owner_url) as connection:
        for n in range(5):
            made = batch(connection, park, NOW - n * MINUTE)
            connection.execute(
                """INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id)
                VALUES (%s, %s, %s, 0, %s, %s)""",
                (at(NOW - n * MINUTE), 100.0 - n, made, park.points["office"], park.id),
            )
    check(park)
    assert found(park, "clock_drift") == []


def test_back_fill_of_a_silent_point_is_no_wrong_clock(park: MeteredPark) -> None:
    write(park, "office", *[(NOW - HOUR - n * 15 * MINUTE, 50.0 - n) for n in range(8)])
    check(park)
    assert found(park, "clock_drift") == []


def test_contradictions_are_one_finding_until_they_are_decided(park: MeteredPark) -> None:
    write(park, "office", *[(NOW - n * MINUTE, 10.0 + n) for n in range(3)])
    with psycopg.connect(park.owner_url) as connection:
        for n in range(3):
            connection.execute(
                """INSERT INTO core.reading_revision (park_id, point_id, time, value, quality, batch_id)
                SELECT %s, %s, %s, 99, 0, min(id) FROM core.batch""",
                (park.id, park.points["office"], at(NOW - n * MINUTE)),
            )
    check(park)
    assert found(park, "different_value") == [("office", at(NOW - 2 * MINUTE))]
    with psycopg.connect(park.owner_url) as connection:
        connection.execute("UPDATE core.reading_revision SET state = 'dismissed'")
    check(park)
    assert found(park, "different_value") == []


def test_an_active_meter_at_zero_and_an_unusual_day(park: MeteredPark) -> None:
    days = 12
    start = START - days * 24 * HOUR
    usual = [1000] * 96 * days
    write_quarters(park, "main", start, *usual, *[0] * 47)
    write_quarters(park, "office", start, *usual[:-96], *[5000] * 96)
    write_quarters(park, "gas", start, *usual, *[1000] * 47)
    check(park)
    assert found(park, "zero") == [("main", at(START))]
    assert found(park, "high") == [("office", at(START - 24 * HOUR))]
    assert found(park, "low") == []


def test_sub_meters_above_their_parent(park: MeteredPark) -> None:
    yesterday = START - 24 * HOUR
    write_quarters(park, "office", yesterday, *[1000] * 96)
    write_quarters(park, "office-sub", yesterday, *[1100] * 96)
    check(park)
    assert found(park, "balance") == [("office", at(yesterday))]


def test_generation_behind_the_meter_feeds_the_sub_meters_too(park: MeteredPark) -> None:
    yesterday = START - 24 * HOUR
    with psycopg.connect(park.owner_url) as connection:
        connection.execute("UPDATE core.point SET direction = 'generation' WHERE code = 'main'")
    write_quarters(park, "office", yesterday, *[1000] * 96)
    write_quarters(park, "office-sub", yesterday, *[1100] * 96)
    write_quarters(park, "main", yesterday, *[200] * 96)
    check(park)
    assert found(park, "balance") == []


def test_what_nobody_sub_meters_is_no_finding(park: MeteredPark) -> None:
    yesterday = START - 24 * HOUR
    write_quarters(park, "office", yesterday, *[1000] * 96)
    write_quarters(park, "office-sub", yesterday, *[100] * 96)
    check(park)
    assert found(park, "balance") == []


def test_a_register_too_large_for_its_float32(park: MeteredPark) -> None:
    write(park, "main", *minutes(10, lambda n: 100_000_000.0 + 8 * n))
    write(park, "office", *minutes(10, lambda n: 1000.1 + n))
    check(park)
    assert [code for code, _ in found(park, "float_step")] == ["main"]


def test_a_park_is_due_once_a_minute_and_taken_once(park: MeteredPark) -> None:
    with park.pools.directory.connection() as connection:
        assert health_checks.due(connection) == [park.id]
    assert check(park, everything=False) == len(park.points)
    assert check(park, everything=False) == 0
    with park.pools.directory.connection() as connection:
        assert health_checks.due(connection) == []
    with psycopg.connect(park.owner_url) as connection:
        connection.execute("UPDATE core.health_check SET attempted_at = now() - %s", (timedelta(minutes=2),))
    with park.pools.directory.connection() as connection:
        assert health_checks.due(connection) == [park.id]


def test_a_point_s_own_rules_count_and_wrong_ones_stop_nobody(park: MeteredPark) -> None:
    with psycopg.connect(park.owner_url) as connection:
        for code, rules in (
            ("office", '{"silent": {"minutes": 600, "periods": 1}}'),
            ("gas", '{"nonsense": 1}'),
        ):
            connection.execute("UPDATE core.point SET rules = %s WHERE code = %s", (rules, code))
    write(park, "office", (NOW - 3 * HOUR, 1.0))
    write(park, "gas", (NOW - 3 * HOUR, 1.0))
    check(park)
    silent = dict(found(park, "silent"))
    assert "office" not in silent
    assert "gas" in silent


def test_settlement_leaves_what_a_check_has_found(park: MeteredPark) -> None:
    from parkcarbon_platform.services.ledger import settlement

    write(park, "main-power", *minutes(30, lambda n: 120.0))
    park.write([("main", NOW - n * MINUTE, 1000.0, 0) for n in range(30)])
    check(park)
    assert [code for code, _ in found(park, "stuck")] == ["main"]
    settlement.settle(park.pools, park.id, lambda *_: None)
    assert [code for code, _ in found(park, "stuck")] == ["main"]
