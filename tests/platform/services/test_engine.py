"""The metering engine on the real database: events, interval meters, gauges, and gaps shaped by others."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from parkcarbon_platform.calculation.metering.meters import Event, Meter, affected_spans
from parkcarbon_platform.services.ledger import settlement

from tests.support.metered import MINUTE, START, MeteredPark, Reading, at, document, point
from tests.support.stack import Database

NOW = datetime(2026, 11, 24, tzinfo=UTC)
QUARTER = 15 * MINUTE
DAY = 96 * QUARTER
# What the events are compared by: only the multiplier and the cuts matter.
METER = Meter("register", Fraction(1000), digits=6, max_rate=Fraction(4_000_000), expected_period_s=900)


@dataclass(frozen=True)
class Happening:
    """Something that happened to a meter, as it is recorded."""

    code: str
    kind: str
    time: int
    details: dict[str, object]


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    """`office` has a check meter; `pulse` is an interval meter, `rate` a gauge that is integrated."""
    content = document()
    content["points"] += [
        point("check"),
        point("pulse", kind="interval", digits=None, max_rate=40),
        point("rate", kind="gauge", quantity="power", unit="kW", digits=None, max_rate=40),
    ]
    metered = MeteredPark(database, content)
    with metered.pools.tenant(metered.id) as connection:
        connection.execute("UPDATE core.point SET integrated = true WHERE code = 'rate'")
        connection.execute(
            "UPDATE core.point SET check_point_id = %s WHERE code = 'office'", (metered.points["check"],)
        )
    yield metered
    metered.close()


def settle(park: MeteredPark) -> None:
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)


def record(park: MeteredPark, happened: Happening) -> None:
    """Store an event, and invalidate what it touches as far as there are readings."""
    point_id = park.points[happened.code]
    with park.pools.tenant(park.id) as connection:
        before = stored_events(park, happened.code)
        connection.execute(
            """INSERT INTO core.meter_event (park_id, point_id, kind, time, details, author, reason)
            VALUES (%s, %s, %s, %s, %s, 'test', 'test')""",
            (park.id, point_id, happened.kind, at(happened.time), json.dumps(happened.details)),
        )
        new = Event(1 << 40, happened.kind, happened.time, happened.details)
        for start, end in affected_spans(METER, before, [*before, new]):
            connection.execute(
                """INSERT INTO core.invalidation (park_id, point_id, from_time, to_time)
                VALUES (%s, %s, %s, %s)""",
                (park.id, point_id, at(max(start, START)), at(min(end, START + 4 * DAY))),
            )


def stored_events(park: MeteredPark, code: str) -> list[Event]:
    return [
        Event(number, kind, round(time.timestamp() * 1000), details)
        for number, kind, time, details in park.rows(
            "SELECT id, kind, time, details FROM core.meter_event WHERE point_id = %s", park.points[code]
        )
    ]


def series(code: str, values: Sequence[float], first: int = 0) -> list[Reading]:
    return [(code, START + (first + i) * QUARTER, value, 0) for i, value in enumerate(values)]


def quarters(park: MeteredPark, code: str) -> list[tuple[int, str | None]]:
    return [(row[2], row[6]) for row in park.intervals() if row[0] == code]


def test_a_swap_conserves_the_energy_and_leaves_no_trace(park: MeteredPark) -> None:
    park.write(series("main", [100, 101, 102]) + series("main", [7, 8, 9], first=3))
    record(
        park,
        Happening("main", "replace", START + 2 * QUARTER + 5 * MINUTE,
                  {"final_index": "102.4", "first_index": "6.4"}),
    )  # fmt: skip
    settle(park)
    assert quarters(park, "main") == [(10_000, None)] * 5
    assert park.findings() == []


def test_an_interval_meter_and_a_gauge_give_quarter_hours(park: MeteredPark) -> None:
    park.write(series("pulse", [1, 2, 3], first=1) + series("rate", [4, 8, 4]))
    settle(park)
    assert quarters(park, "pulse") == [(1000, None), (2000, None), (3000, None)]
    assert quarters(park, "rate") == [(1500, "integral"), (1500, "integral")]


def test_an_event_recomputes_an_hour_that_is_settled_already(park: MeteredPark) -> None:
    park.write(series("office", [0, 900, 901]))
    settle(park)
    assert quarters(park, "office") == [(900_000, None), (1000, None)]
    record(park, Happening("office", "multiplier", START, {"multiplier": "2", "index": "0"}))
    settle(park)
    assert quarters(park, "office") == [(1_800_000, "spike"), (2000, None)]


def test_a_check_meter_that_comes_late_shapes_the_gap(park: MeteredPark) -> None:
    park.write(series("office", [0]) + series("office", [26], first=13))
    settle(park)
    assert quarters(park, "office") == [(2000, "linear_long")] * 13
    check = [0.0]
    for n in range(13):
        check.append(check[-1] + (n == 5) * 12 + 1)
    park.write(series("check", check))
    settle(park)
    assert quarters(park, "office") == [((13_520 if n == 5 else 1040), "check") for n in range(13)]
    assert park.rows("SELECT count(*) FROM core.invalidation") == [(0,)]


def test_like_days_that_come_late_shape_the_gap(park: MeteredPark) -> None:
    """The day before the gap arrives after it, as back-fill does."""
    park.write(series("main", [960, 960 + 26.0], first=96)[:1] + series("main", [986], first=109))
    settle(park)
    assert {method for _, method in quarters(park, "main")} == {"linear_long"}
    index, values = 0.0, []
    for n in range(96):
        values.append(index)
        index += 16 if n == 5 else 10 if n < 13 else 9.8
    park.write(series("main", [round(v, 1) for v in values]))
    settle(park)
    found = [q for q, method in quarters(park, "main") if method == "profile"]
    assert len(found) == 13
    assert sum(found) == 260_000
    assert found[5] == pytest.approx(260_000 * 16 / 136, abs=1)


def test_parameters_of_a_point_override_the_rules(park: MeteredPark) -> None:
    with park.pools.tenant(park.id) as connection:
        connection.execute(
            "UPDATE core.point SET rules = %s WHERE code = 'main'", (json.dumps({"gap": {"minutes": 60}}),)
        )
    park.write(series("main", [0]) + series("main", [4], first=4))
    settle(park)
    assert quarters(park, "main") == [(10_000, None)] * 4


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_readings_and_events_gives_what_a_full_computation_gives(
    park: MeteredPark, seed: int
) -> None:
    rng = random.Random(seed)
    work: list[Reading | Happening] = [*life(rng)]
    rng.shuffle(work)
    while work:
        take = rng.randint(20, 120)
        park.write([w for w in work[:take] if isinstance(w, tuple)])
        for happened in work[:take]:
            if isinstance(happened, Happening):
                record(park, happened)
        del work[:take]
        if rng.random() < 0.6:
            settle(park)
    settle(park)
    found = park.intervals(), park.findings()
    with park.pools.tenant(park.id) as connection:
        connection.execute("DELETE FROM core.interval")
        connection.execute("DELETE FROM core.finding WHERE point_id IS NOT NULL")
    settlement.recalculate(park.pools, park.id, at(START - DAY), at(START + 4 * DAY))
    settle(park)
    again = park.intervals(), park.findings()
    assert len(found[0]) > 400
    assert {row[6] for row in found[0]} & {"profile", "check", "profile_amount", "check_amount"}
    assert found[0] == again[0]
    assert found[1] == again[1]
    assert park.rows("SELECT count(*) FROM core.invalidation") == [(0,)]


def life(rng: random.Random) -> Iterator[Reading | Happening]:
    """Two days of five meters with long gaps, a swap, another ratio, exclusions and wild readings."""
    for code in ("main", "office", "check", "pulse", "rate"):
        silent = rng.randint(100, 150)
        gap = range(silent, silent + rng.randint(10, 30)) if code != "check" else range(0)
        index, swap = 999_900.0, rng.randint(20, 90)
        for n in range(190):
            amount = 1 + rng.random() * (4 if 32 <= n % 96 < 80 else 1)
            index = round((index + amount) % 1_000_000, 2)
            if code == "main" and n == swap:
                index = 5.0
            value = {"pulse": amount, "rate": 4 * amount}.get(code, index)
            value = rng.choice([0.0, 77_777.0]) if rng.random() < 0.02 else value
            if code == "check":
                yield (code, START + n * QUARTER, index, 0)
            elif n not in gap and rng.random() > 0.03:
                jitter = rng.randint(-200_000, 200_000) if rng.random() < 0.3 else 0
                yield (code, START + n * QUARTER + jitter, round(value, 3),
                       rng.choice([0] * 20 + [0x40000000, 0x80000000]))  # fmt: skip
        if code == "main":
            final = rng.choice([None, "999999"])
            time = START + swap * QUARTER - rng.randint(250_000, 600_000)
            yield Happening(code, "replace", time, {"final_index": final, "first_index": "4"})
        if code in ("office", "rate"):
            time = START + rng.randint(10, 180) * QUARTER + rng.choice([0, 70_000])
            yield Happening(code, "multiplier", time, {"multiplier": "1.5"})
        if code == "check":
            continue
        first = rng.randint(0, 180)
        span = {"to": START + (first + rng.randint(1, 20)) * QUARTER}
        yield Happening(code, "exclude", START + first * QUARTER, span)
        yield Happening(
            code, "accept", START, {"to": START + 2 * DAY, "rule": rng.choice(["spike", "reset"])}
        )
