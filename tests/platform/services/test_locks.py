"""Locked periods: the ledger stays as it is, bit for bit, and accepting gives what would have been."""

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import pytest
from parkcarbon_platform import cli
from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import locks, settlement
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.ledger.locks import Difference, PeriodLock
from parkcarbon_platform.services.meter_life import event_details, meter_events
from parkcarbon_platform.services.meter_life.meter_events import Request

from tests.support.metered import MINUTE, START, MeteredPark, Reading, at, document, named, source
from tests.support.stack import Database

HOUR = 60 * MINUTE
NOW = datetime(2026, 11, 24, tzinfo=UTC)
OPERATOR = Actor("operator")
CURRENT = """SELECT source_id, hour, revision, state, quantity, estimated, covered_s, co2_mg,
    factor_version_id, known_at, reason
  FROM core.ledger_entry WHERE superseded_at IS NULL AND hour >= %s AND hour < %s ORDER BY 1, 2"""


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database)
    yield metered
    metered.close()


def settle(park: MeteredPark) -> None:
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)


def place(park: MeteredPark, announced: list[Any] | None = None) -> Workplace:
    spans = announced if announced is not None else []
    return Workplace(park.pools, park.id, lambda *span: spans.append(span), lambda: NOW)


def lock(park: MeteredPark, start: int, end: int, enterprise: str | None = None) -> PeriodLock:
    return locks.add(place(park), OPERATOR, at(start), at(end), enterprise=enterprise, reason="verified")


def waiting(park: MeteredPark, state: str = "open") -> list[Difference]:
    with park.pools.tenant(park.id) as connection:
        return sorted(locks.page(connection, state), key=lambda d: (d.source, d.hour))


def test_a_locked_hour_stays_and_says_what_it_would_be(park: MeteredPark) -> None:
    late = four_hours_with_a_hole(park)
    lock(park, START, START + 2 * HOUR)
    before = park.rows(CURRENT, at(START), at(START + 2 * HOUR))
    park.write(late)
    settle(park)
    assert park.rows(CURRENT, at(START), at(START + 2 * HOUR)) == before
    # The meter itself is what was read, and so are the hours that are not locked.
    assert [sum(row[2] for row in park.intervals()[i : i + 4]) for i in (0, 4, 8, 12)] == [
        1000, 8000, 1000, 2000,
    ]  # fmt: skip
    assert [row[5] for row in park.ledger()] == [3000, 3000, 1000, 2000]
    first, second = waiting(park)
    assert (first.locked_quantity, first.quantity, second.quantity) == (3000, 1000, 8000)
    # 2 kWh less at 0.5306 kg/kWh, 5 kWh more.
    assert (first.co2_mg or 0) - (first.locked_co2_mg or 0) == -1_061_200
    with park.pools.tenant(park.id) as connection:
        (found,) = locks.summary(connection)
    total = found.row
    assert (total.hours, total.difference_mg) == (2, 3 * 530_600)
    assert (found.base_unit, total.locked_quantity, total.quantity) == ("Wh", 6000, 9000)
    assert total.causes == first.causes == ["late reading"]


def test_work_that_waits_at_the_input_of_a_computed_point_refuses_the_lock(database: Database) -> None:
    content = document()
    energy = {"quantity": "energy", "carrier": "electricity", "unit": "kWh", "enterprise": "works"}
    content["virtual_points"] = [named("half", **energy, expression="0.5 * m", inputs={"m": "main"})]
    content["sources"] = [source("half-electricity", {"half": 1})]
    park = MeteredPark(database, content)
    park.write([("main", START, 0.0, 0), ("main", START + HOUR, 4.0, 0)])
    with pytest.raises(locks.WorkWaitsError):
        lock(park, START, START + HOUR, enterprise="works")
    settle(park)
    lock(park, START, START + HOUR, enterprise="works")
    park.close()


def test_a_difference_vanishes_when_the_readings_agree_again(park: MeteredPark) -> None:
    four_hours_with_a_hole(park)
    lock(park, START, START + 4 * HOUR)
    # 6 kWh after two hours is what a straight line gives, after one hour it is not.
    park.write([("office", START + HOUR, 6.0, 0)])
    settle(park)
    assert len(waiting(park)) == 4
    record(park, "exclude", START + HOUR, {"to": START + HOUR + 1})
    assert waiting(park) == []


def record(park: MeteredPark, kind: event_details.Kind, time: int, details: dict[str, Any]) -> None:
    meter_events.record(place(park), OPERATOR, "office", Request(kind, at(time), details, "a test"))


def test_accepting_makes_a_restatement_that_keeps_what_was(park: MeteredPark) -> None:
    late = four_hours_with_a_hole(park)
    lock(park, START, START + 4 * HOUR)
    park.write(late)
    settle(park)
    differences = waiting(park)
    assert len(differences) == 4
    announced: list[Any] = []
    done = locks.accept(
        place(park, announced), OPERATOR, ids=[d.id for d in differences], note="line repaired"
    )
    assert done == len(differences)
    assert announced
    rows = park.rows(
        "SELECT revision, reason, superseded_at IS NULL FROM core.ledger_entry WHERE hour = %s ORDER BY 1",
        differences[0].hour,
    )
    assert rows[-1] == (2, "restatement: line repaired", True)
    assert rows[0][2] is False
    assert [(d.state, d.resolved_by, d.note) for d in waiting(park, "accepted")] == [
        ("accepted", "operator", "line repaired")
    ] * done
    settlement.recalculate(park.pools, park.id, at(START), at(START + 4 * HOUR))
    settle(park)
    assert waiting(park) == []
    with pytest.raises(ConflictError, match="not open any more"):
        locks.accept(place(park), OPERATOR, ids=[differences[0].id], note="twice")


def four_hours_with_a_hole(park: MeteredPark) -> list[Reading]:
    """Settles four hours read at their ends; the readings in between, which come too late."""
    values = [0.0, 1.0, 9.0, 10.0, 12.0]
    park.write([("office", START, values[0], 0), ("office", START + 4 * HOUR, values[4], 0)])
    settle(park)
    return [("office", START + i * HOUR, values[i], 0) for i in (1, 2, 3)]


def test_what_was_dismissed_does_not_come_back_but_something_else_does(park: MeteredPark) -> None:
    late = four_hours_with_a_hole(park)
    held = lock(park, START, START + 4 * HOUR)
    before = park.rows(CURRENT, at(START), at(START + 4 * HOUR))
    park.write(late)
    settle(park)
    with park.pools.tenant(park.id) as connection:
        seen = [row.row.seen for row in locks.summary(connection)]
    with pytest.raises(locks.UnseenError):
        locks.dismiss(place(park), OPERATOR, lock_id=held.id, seen=["other"], note="below the threshold")
    assert locks.dismiss(place(park), OPERATOR, lock_id=held.id, seen=seen, note="below the threshold") == 4
    settlement.recalculate(park.pools, park.id, at(START), at(START + 4 * HOUR))
    settle(park)
    assert waiting(park) == []
    assert park.rows(CURRENT, at(START), at(START + 4 * HOUR)) == before
    park.write([("office", START + 2 * HOUR - 1, 8.0, 0)])
    settle(park)
    assert [d.hour for d in waiting(park)] == [at(START + HOUR)]


def test_releasing_lets_the_readings_in(park: MeteredPark) -> None:
    late = four_hours_with_a_hole(park)
    held = lock(park, START, START + 4 * HOUR)
    park.write(late)
    settle(park)
    locks.dismiss(place(park), OPERATOR, ids=[waiting(park)[0].id], note="not this one")
    released = locks.release(place(park), OPERATOR, held.id, "verification withdrawn")
    assert (released.released_by, released.release_reason) == ("operator", "verification withdrawn")
    assert waiting(park) == []
    quantities = [row[5] for row in park.ledger() if row[0] == "office-electricity"]
    assert quantities == [1000, 8000, 1000, 2000]
    assert park.rows("SELECT DISTINCT reason FROM core.ledger_entry WHERE superseded_at IS NULL") == [
        ("lock released",)
    ]
    with pytest.raises(ConflictError, match="operator has released"):
        locks.release(place(park), OPERATOR, held.id, "again")


def test_a_lock_of_an_enterprise_holds_its_sources_only(park: MeteredPark) -> None:
    late = four_hours_with_a_hole(park)
    with pytest.raises(NotFoundError):
        lock(park, START, START + HOUR, "nobody")
    with park.pools.tenant(park.id) as connection:
        connection.execute(
            "UPDATE core.emission_source SET enterprise_id = NULL WHERE code = 'office-electricity'"
        )
    held = lock(park, START, START + 4 * HOUR, "works")
    park.write(late)
    settle(park)
    assert waiting(park) == []
    assert [row[5] for row in park.ledger() if row[0] == "office-electricity"] == [1000, 8000, 1000, 2000]
    assert held.enterprise == "works"


def test_a_lock_settles_its_hours_and_waits_for_readings(park: MeteredPark) -> None:
    park.write([("office", START, 0.0, 0), ("office", START + 30 * MINUTE, 2.0, 0)])
    with pytest.raises(ConflictError, match="not settled yet"):
        lock(park, START, START + HOUR)
    settle(park)
    assert [row[2] for row in park.ledger()] == [0]
    lock(park, START, START + HOUR)
    assert [row[2] for row in park.ledger()] == [1]
    with pytest.raises(InvalidError, match="has ended"):
        lock(park, START, int(NOW.timestamp() * 1000) + HOUR)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_arrives_the_locked_ledger_stays_and_accepting_all_gives_what_would_have_been(
    new_database: Callable[[], AbstractContextManager[Database]], seed: int
) -> None:
    rng = random.Random(seed)
    early, late = readings(rng), readings(rng)
    with new_database() as one, new_database() as other:
        locked, free = MeteredPark(one), MeteredPark(other)
        for each in (locked, free):
            each.write(early)
            settle(each)
        start, end = START + 2 * HOUR, START + 8 * HOUR
        lock(locked, start, end, rng.choice([None, "works"]))
        before = locked.rows(CURRENT, at(start), at(end))
        rng.shuffle(late)
        while late:
            portion, late = late[:20], late[20:]
            locked.write(portion)
            free.write(portion)
            settle(locked)
            assert locked.rows(CURRENT, at(start), at(end)) == before
        settle(free)
        outside = "SELECT count(*) FROM core.pending_difference WHERE hour < %s OR hour >= %s"
        assert locked.rows(outside, at(start), at(end)) == [(0,)]
        assert len(waiting(locked)) > 3
        locks.accept(place(locked), OPERATOR, ids=[d.id for d in waiting(locked)], note="all of it")
        assert [row[:2] + row[3:] for row in locked.ledger()] == [row[:2] + row[3:] for row in free.ledger()]
        assert locked.intervals() == free.intervals()
        locked.close()
        free.close()


def readings(rng: random.Random) -> list[Reading]:
    """Ten hours of two meters at random times, always on the same curve."""
    found = []
    for code, rate in (("main", 3.0), ("office", 1.3)):
        for _ in range(25):
            time = START + rng.randint(0, 10 * HOUR)
            found.append((code, time, round(rate * ((time - START) / HOUR) ** 1.2, 2), 0))
    return found


def test_the_commands_do_it(
    park: MeteredPark, database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, url in (("", database.owner_url), ("APP_", database.app_url)):
        monkeypatch.setenv(f"PARKCARBON_DATABASE_{name}URL", url)
    monkeypatch.setenv("PARKCARBON_DATABASE_DIRECTORY_URL", database.directory_url)
    monkeypatch.setenv("PARKCARBON_REDIS_URL", "redis://127.0.0.1:1/0")

    def run(*words: str) -> str:
        assert cli.main(list(words)) == 0
        return capsys.readouterr().out

    late = four_hours_with_a_hole(park)
    span = ("--from", at(START).isoformat(), "--to", at(START + 4 * HOUR).isoformat())
    assert "Lock 1 holds" in run("lock", "add", "metered", *span, "--reason", "verified")
    park.write(late)
    settle(park)
    assert "4 differences\tverified" in run("lock", "list", "metered")
    first, *others = [line.split("\t")[0] for line in run("difference", "list", "metered").splitlines()]
    assert "1 hours stay" in run("difference", "dismiss", "metered", first, "--note", "small")
    assert "3 hours are restated" in run("difference", "accept", "metered", *others, "--note", "late")
    assert "Lock 1 is released" in run("lock", "release", "metered", "1", "--reason", "again")
    change = ("--time", at(START + 5 * HOUR).isoformat(), "--final-index", "12.5", "--serial", "N-2")
    assert "recorded" in run("meter", "replace", "metered", "office", *change, "--reason", "broken")
    assert '"serial": "N-2"' in run("meter", "events", "metered", "office")
    assert "is undone" in run("meter", "undo", "metered", "office", "1", "--reason", "mistaken")
    assert "undone by cli:" in run("meter", "events", "metered", "office")
    assert cli.main(["lock", "release", "metered", "1", "--reason", "twice"]) == 1
