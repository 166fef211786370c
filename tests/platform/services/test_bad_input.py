"""Each kind of bad input is a typed line on an inventory's checklist, with what to do about it.

Entry refuses what it can. Reports that were approved before a rule held are written past it, as they would be
found.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from parkcarbon_platform import cli
from parkcarbon_platform.calculation.accounting import completeness
from parkcarbon_platform.calculation.activity.items import ItemUnitError
from parkcarbon_platform.reports import words
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.activity import activity, activity_items
from parkcarbon_platform.services.activity.activity import Draft, PeriodOverlapError
from parkcarbon_platform.services.inventories import computing, storing
from parkcarbon_platform.services.inventories.computing import Lack
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.services.ledger.changes import Workplace
from psycopg import sql

from tests.support.metered import MeteredPark, document, named, source
from tests.support.stack import Database

NOW = datetime(2026, 11, 24, tzinfo=UTC)
JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))
CLERK = "clerk"


def content() -> dict[str, Any]:
    """The metered park, with a fleet that is billed."""
    found = document()
    found["record_points"] = [
        named("fleet-diesel", enterprise="works", records="bills", item="diesel", quantity="mass",
              carrier="diesel", unit="t"),
    ]  # fmt: skip
    found["sources"] += [
        source("fleet", {"fleet-diesel": 1}, carrier="diesel", factor="fuel.diesel", scope=1,
               formula="fuel_combustion", category="mobile_combustion"),
    ]  # fmt: skip
    return found


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database, content())
    yield metered
    metered.close()


def settle(park: MeteredPark) -> None:
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)


def bill(park: MeteredPark, first: date, end: date, quantity: str = "10", unit: str = "t") -> int:
    """A bill of diesel that is approved."""
    draft = Draft("bill", "diesel", first, end, Decimal(quantity), unit, enterprise="works")
    with park.pools.tenant(park.id) as connection:
        made = activity.save(connection, activity.Actor(park.id, None, CLERK), draft, today=NOW.date())
        for login, state in ((CLERK, "submitted"), ("manager", "approved")):
            activity.step(connection, activity.Actor(park.id, None, login), made.id, state)
        return made.id


def as_owner(park: MeteredPark, statement: str | sql.Composed, *values: object) -> None:
    with psycopg.connect(park.owner_url) as connection:
        connection.execute("SELECT set_config('pc.park', %s, true)", (str(park.id),))
        assert connection.execute(statement, values).rowcount > 0


def past_the_entry(park: MeteredPark, record: int, **columns: object) -> None:
    """A report as another rule, or none, would have let it in: nobody can edit one."""
    for column, value in columns.items():
        statement = sql.SQL("UPDATE core.activity_record SET {} = %s WHERE id = %s")
        as_owner(park, statement.format(sql.Identifier(column)), value, record)


def lacks(park: MeteredPark, start: date = JANUARY, end: date = MARCH) -> list[Lack]:
    with park.pools.tenant(park.id) as connection:
        asked = Question(start, end, "territorial")
        return computing.computed(connection, asked, NOW).lacks


def of_rule(park: MeteredPark, rule: str, *days: date) -> list[Lack]:
    return [lack for lack in lacks(park, *days) if lack.rule == rule]


def test_entry_refuses_with_a_reason_and_a_remedy(park: MeteredPark) -> None:
    bill(park, JANUARY, FEBRUARY)
    with pytest.raises(ItemUnitError) as unit:
        bill(park, FEBRUARY, MARCH, unit="kWh")
    with pytest.raises(activity_items.NegativeQuantityError) as negative:
        bill(park, FEBRUARY, MARCH, "-1")
    with pytest.raises(PeriodOverlapError) as overlap:
        bill(park, JANUARY + timedelta(days=20), MARCH)
    assert [found.value.code for found in (unit, negative, overlap)] == [
        "unit", "negative_quantity", "period_overlap",
    ]  # fmt: skip
    assert "credit note" in negative.value.advice
    assert all(found.value.advice for found in (unit, negative, overlap))


def test_bills_that_are_in_order_are_no_finding(park: MeteredPark) -> None:
    bill(park, JANUARY, FEBRUARY)
    bill(park, FEBRUARY, MARCH)
    settle(park)
    assert not {"wrong_unit", "negative_amount", "overlapping_bills"} & {lack.rule for lack in lacks(park)}


def test_a_credit_note_is_a_version_of_its_bill(park: MeteredPark) -> None:
    first = bill(park, JANUARY, FEBRUARY, "10")
    with park.pools.tenant(park.id) as connection:
        lower = Draft("bill", "diesel", JANUARY, FEBRUARY, Decimal(8), "t", enterprise="works",
                      comment="credit note of 2 t", supersedes=first)  # fmt: skip
        clerk = activity.Actor(park.id, None, CLERK)
        made = activity.save(connection, clerk, lower, today=NOW.date())
        activity.step(connection, clerk, made.id, "submitted")
        activity.step(connection, activity.Actor(park.id, None, "manager"), made.id, "approved")
    settle(park)
    with park.pools.tenant(park.id) as connection:
        found = computing.computed(connection, Question(JANUARY, MARCH, "territorial"), NOW)
    assert sum(i.quantity for i in found.items if i.source == "fleet") == 8 * 10**6
    assert of_rule(park, "negative_amount") == of_rule(park, "overlapping_bills") == []


def test_overlapping_bills_are_told_with_the_days_that_count_twice(park: MeteredPark) -> None:
    one, two = bill(park, JANUARY, FEBRUARY), bill(park, FEBRUARY, MARCH)
    past_the_entry(park, two, from_day=date(2026, 1, 21))
    settle(park)
    (found,) = of_rule(park, "overlapping_bills")
    assert (found.source, found.months, found.severity) == ("fleet", (JANUARY,), "error")
    assert found.detail == f"diesel: report {one}, report {two}, 2026-01-21 .. 2026-01-31"
    # Others' accounts are other meters.
    past_the_entry(park, two, account="second tank")
    assert of_rule(park, "overlapping_bills") == []


def test_wrong_units_are_told_of_reports_and_of_sources(park: MeteredPark) -> None:
    stranger, shifted = bill(park, JANUARY, FEBRUARY), bill(park, FEBRUARY, MARCH)
    past_the_entry(park, stranger, unit="kWh")
    past_the_entry(park, shifted, base_quantity=10_000)
    as_owner(park, "UPDATE core.emission_source SET formula = 'fuel_combustion' WHERE code = 'electricity'")
    park.write([("main", 1_767_196_800_000 + n * 900_000, float(n), 0) for n in range(9)])
    settle(park)
    found = of_rule(park, "wrong_unit")
    assert {(lack.source, lack.months) for lack in found} == {
        ("fleet", (JANUARY,)), ("fleet", (FEBRUARY,)), ("electricity", ()),
    }  # fmt: skip
    told = " ".join(lack.detail for lack in found)
    assert "kWh is no unit of diesel" in told
    assert "10 t was taken for 10000, is 10000000" in told
    assert "the points give Wh" in told


def test_negative_amounts_are_told_of_reports_and_of_months(park: MeteredPark) -> None:
    record = bill(park, JANUARY, FEBRUARY)
    past_the_entry(park, record, base_quantity=-10_000_000)
    settle(park)
    found = of_rule(park, "negative_amount")
    assert {(lack.source, lack.months) for lack in found} == {("fleet", (JANUARY,))}
    assert any(f"report {record}" in lack.detail for lack in found)
    # Its month comes to less than nothing, too: nothing is dropped or taken for nothing.
    assert len(found) == 2


def test_lines_are_of_the_months_that_are_asked_for(park: MeteredPark) -> None:
    record = bill(park, JANUARY, MARCH)
    past_the_entry(park, record, base_quantity=-10_000_000)
    settle(park)
    # From within a month to within the next: both are named, once by the report and once by the months.
    days = date(2026, 1, 15), date(2026, 2, 10)
    assert [lack.months for lack in of_rule(park, "negative_amount", *days)] == [(JANUARY, FEBRUARY)] * 2
    for rule in ("negative_amount", "wrong_unit"):
        found = of_rule(park, rule, date(2026, 2, 5), date(2026, 2, 10))
        assert found
        assert {lack.months for lack in found} == {(FEBRUARY,)}


def test_what_has_no_factor_or_reference_state_is_told(park: MeteredPark) -> None:
    start = 1_767_196_800_000  # the first hour of January 2026 in Shanghai
    park.write(
        [(code, start + n * 900_000, float(n), 0) for code in ("gas-unknown", "office") for n in range(9)]
    )
    as_owner(
        park, "UPDATE core.emission_source SET factor = 'process.nothing' WHERE code = 'office-electricity'"
    )
    settle(park)
    assert {lack.source for lack in of_rule(park, "reference_state")} == {"gas-unknown"}
    assert {lack.source for lack in of_rule(park, "factor_missing")} == {"office-electricity"}


def test_every_line_has_a_remedy_and_a_name_in_the_reports(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = set(completeness.SEVERITY)
    assert rules == set(completeness.REMEDY) == set(words.LACKS)
    two = [bill(park, JANUARY, FEBRUARY), bill(park, FEBRUARY, MARCH)]
    past_the_entry(park, two[1], from_day=JANUARY)
    settle(park)
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", park.owner_url)
    span = ["--from", "2026-01-01", "--to", "2026-03-01"]
    assert cli.main(["inventory", "metered", *span]) == 0
    said = capsys.readouterr()
    assert completeness.REMEDY["overlapping_bills"] in said.out
    # How far it is is told beside the output.
    assert "reads the ledger" in said.err
    place = Workplace(park.pools, park.id, lambda *_: None, lambda: NOW)
    made = storing.request(place, Actor("author"), "operator", Question(JANUARY, MARCH, "territorial"))
    with park.pools.tenant(park.id) as connection:
        job = storing.jobs.get(connection, made.job_id or 0)
        connection.execute("UPDATE core.job SET state = 'running'")
    storing.run(park.pools, job, lambda: NOW)
    with park.pools.tenant(park.id) as connection:
        kept = storing.found(connection, made.id).lacks or []
    assert [lack["source"] for lack in kept if lack["rule"] == "overlapping_bills"] == ["fleet"]
