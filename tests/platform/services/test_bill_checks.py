"""The finding that bill and meter differ follows both: late readings, corrections, and newer versions."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from parkcarbon_platform.services.access.actors import Actor as Person
from parkcarbon_platform.services.activity import activity, activity_view, bill_checks
from parkcarbon_platform.services.activity.activity import Actor, Draft
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.meter_life import corrections

from tests.support.metered import MINUTE, START, MeteredPark, at
from tests.support.stack import Database

HOUR = 60 * MINUTE
DAY = 24 * HOUR
ZONE = "Asia/Shanghai"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
# START is midnight in Shanghai.
FIRST, NEXT, AFTER = date(2025, 11, 25), date(2025, 11, 26), date(2025, 11, 27)


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    """One kilowatt hour each hour of the bill's day."""
    metered = MeteredPark(database)
    metered.write([("office", START + i * HOUR, 100.0 + i, 0) for i in range(25)])
    settle(metered)
    yield metered
    metered.close()


def settle(park: MeteredPark) -> None:
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)


def report(
    park: MeteredPark, quantity: str, first: date = FIRST, supersedes: int | None = None, account: str = ""
) -> int:
    """A bill of the office's meter for a day, handed in."""
    draft = Draft(
        "bill", "electricity", first, NEXT if first == FIRST else AFTER, Decimal(quantity), "kWh",
        enterprise="works", point="office", supersedes=supersedes, account=account,
    )  # fmt: skip
    clerk = Actor(park.id, None, "clerk")
    with park.pools.tenant(park.id) as connection:
        record = activity.save(connection, clerk, draft, today=NOW.date())
        activity_view.submit(connection, clerk, record.id, ZONE, comment_given="a test")
        return record.id


def found(park: MeteredPark) -> list[tuple[str, datetime]]:
    return [(code, time) for code, time, rule in park.findings() if rule == "bill_difference"]


def test_late_readings_and_corrections_have_a_bill_judged_again(park: MeteredPark) -> None:
    report(park, "24")
    assert found(park) == []
    park.write([("office", START + 25 * HOUR, 130.0, 0)])  # of the next day
    settle(park)
    assert found(park) == []
    body = corrections.Request("edit", at(START), at(START + HOUR), "the display was misread", "3")
    place = Workplace(park.pools, park.id, lambda *_: None, lambda: NOW)
    preview = corrections.preview(place, Person("operator"), "office", body)
    assert [f.rule for f in preview.findings_new] == ["bill_difference"]
    made = corrections.record(place, Person("operator"), "office", body)
    assert found(park) == [("office", at(START))]
    corrections.undo(place, Person("operator"), "office", made.id, "it was right")
    assert found(park) == []


def test_readings_that_complete_a_period_tell_of_a_difference(park: MeteredPark) -> None:
    report(park, "48", first=NEXT)
    assert found(park) == []  # nothing was measured of it
    park.write([("office", START + DAY + i * HOUR, 124.0 + i, 0) for i in range(1, 24)])
    settle(park)
    assert found(park) == []  # an hour is missing
    park.write([("office", START + 2 * DAY, 148.0, 0)])
    settle(park)
    assert found(park) == [("office", at(START + DAY))]
    before = park.rows("SELECT id, detail FROM core.finding WHERE rule = 'bill_difference'")
    settlement.recalculate(park.pools, park.id, at(START), at(START + 2 * DAY))
    settle(park)
    assert park.rows("SELECT id, detail FROM core.finding WHERE rule = 'bill_difference'") == before


def test_a_newer_version_takes_the_finding_of_the_older_one_along(park: MeteredPark) -> None:
    first = report(park, "48")
    assert found(park) == [("office", at(START))]
    second = report(park, "24", supersedes=first)
    assert found(park) == []
    with park.pools.tenant(park.id) as connection:
        withdrawn = activity.step(connection, Actor(park.id, None, "clerk"), second, "withdrawn")
        bill_checks.decided(connection, park.id, [withdrawn], ZONE)
    # The version before counts again.
    assert found(park) == [("office", at(START))]


def test_two_bills_of_one_meter_and_day_are_told_together(park: MeteredPark) -> None:
    """Two accounts on one meter: each bill has its words, whichever of them was judged last."""
    first, second = report(park, "48"), report(park, "72", account="of the extension")

    def told() -> list[str]:
        rows = park.rows("SELECT detail FROM core.finding WHERE rule = 'bill_difference'")
        return [f"report {n}" for (detail,) in rows for n in (first, second) if f"(report {n})" in detail]

    both = [f"report {first}", f"report {second}"]
    assert told() == both
    park.write([("office", START + 25 * HOUR, 130.0, 0)])
    settle(park)
    assert told() == both
    with park.pools.tenant(park.id) as connection:
        withdrawn = activity.step(connection, Actor(park.id, None, "clerk"), second, "withdrawn")
        bill_checks.decided(connection, park.id, [withdrawn], ZONE)
    assert told() == both[:1]


def test_a_report_that_was_rejected_takes_no_finding_of_its_successor_along(park: MeteredPark) -> None:
    first = report(park, "48")

    def step(login: str, state: activity.State) -> None:
        with park.pools.tenant(park.id) as connection:
            moved = activity.step(connection, Actor(park.id, None, login), first, state, note="wrong")
            bill_checks.decided(connection, park.id, [moved], ZONE)

    step("chief", "rejected")
    assert found(park) == []
    report(park, "49")
    assert found(park) == [("office", at(START))]
    step("clerk", "withdrawn")
    assert found(park) == [("office", at(START))]
