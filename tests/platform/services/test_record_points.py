"""Record points: approved bills, stock and output become emissions, and follow every decision."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml
from parkcarbon_platform.errors import ConflictError, ForbiddenError, InvalidError
from parkcarbon_platform.services.access.actors import Actor as Person
from parkcarbon_platform.services.activity import (
    activity,
    activity_approval,
    activity_view,
    fuel_stock,
    report_file,
)
from parkcarbon_platform.services.activity.activity import Actor, Draft, PeriodOverlapError
from parkcarbon_platform.services.activity.fuel_stock import Entry, EntryKind
from parkcarbon_platform.services.ledger import locks, settlement, totals
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.meter_life import endings, record_points, virtual_points
from parkcarbon_platform.services.meter_life.record_points import RecordPoint
from parkcarbon_platform.services.meter_life.virtual_points import Definition
from parkcarbon_platform.services.parks import park_file, park_rules

from tests.support.metered import MeteredPark, document, named, source
from tests.support.stack import Database

ZONE = "Asia/Shanghai"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
OPERATOR = Person("operator")
QUARTERS = {1: 2976, 2: 2688, 3: 2976}  # of the first months of 2026
TONNE, KG = 10**6, 1000


def recorded(code: str, **more: object) -> dict[str, Any]:
    common = {"enterprise": "works", "records": "bills", "item": "diesel", "quantity": "mass",
              "carrier": "diesel", "unit": "t"}  # fmt: skip
    return named(code, **{**common, **more})


def content() -> dict[str, Any]:
    """The metered park with a fleet that is billed, a kiln whose output is reported, and coal in stock."""
    burnt = {"scope": 1, "formula": "fuel_combustion"}
    made = {"carrier": "process:cement_clinker", "scope": 1, "formula": "process_product",
            "category": "process", "factor": "process.cement_clinker"}  # fmt: skip
    found = document()
    found["record_points"] = [
        recorded("fleet-diesel"),
        recorded("clinker", records="output", item="product:clinker", carrier="process:cement_clinker"),
        recorded("coal-burnt", records="stock", item="coal", carrier="coal"),
    ]
    found["sources"] += [
        source("fleet", {"fleet-diesel": 1}, carrier="diesel", factor="fuel.diesel",
               category="mobile_combustion", **burnt),
        source("kiln", {"clinker": 1}, **made),
    ]  # fmt: skip
    return found


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database, content())
    settle(metered)
    yield metered
    metered.close()


def settle(park: MeteredPark) -> None:
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)


def place(park: MeteredPark) -> Workplace:
    return Workplace(park.pools, park.id, lambda *_: None, lambda: NOW)


def works(park: MeteredPark) -> int:
    return int(park.rows("SELECT id FROM core.enterprise WHERE code = 'works'")[0][0])


def handed_in(park: MeteredPark, quantity: str, month: int, **more: object) -> int:
    """A report of a month of 2026, by the enterprise's clerk."""
    first, end = date(2026, month, 1), date(2026, month + 1, 1)
    fields: dict[str, Any] = {
        "kind": "bill", "item": "diesel", "from_day": first, "to_day": end, "unit": "t", **more,
    }  # fmt: skip
    draft = Draft(quantity=Decimal(quantity), **fields)
    clerk = Actor(park.id, works(park), "clerk")
    with park.pools.tenant(park.id, works(park)) as connection:
        record = activity.save(connection, clerk, draft, today=NOW.date())
        activity_view.submit(connection, clerk, record.id, ZONE, comment_given="a test")
        return record.id


def approve(park: MeteredPark, record: int) -> int:
    """Approved inside the wall of the enterprise, by a colleague."""
    with park.pools.tenant(park.id, works(park)) as connection:
        activity.step(connection, Actor(park.id, works(park), "manager"), record, "approved")
    settle(park)
    return record


def reported(park: MeteredPark, quantity: str, month: int, **more: object) -> int:
    return approve(park, handed_in(park, quantity, month, **more))


def amounts(park: MeteredPark, code: str) -> dict[datetime, int]:
    return {row[1]: row[2] for row in park.intervals() if row[0] == code}


def emitted(park: MeteredPark, source: str) -> int:
    return int(
        park.rows(
            """SELECT coalesce(sum(co2_mg), 0) FROM core.ledger_entry l
            JOIN core.emission_source s ON s.id = l.source_id WHERE s.code = %s AND superseded_at IS NULL""",
            source,
        )[0][0]
    )


def test_an_approved_bill_becomes_quarter_hours_and_emissions(park: MeteredPark) -> None:
    bill = handed_in(park, "12.345678", 1)
    settle(park)
    assert amounts(park, "fleet-diesel") == {}
    approve(park, bill)
    found = amounts(park, "fleet-diesel")
    assert sum(found.values()) == 12_345_678
    assert len(found) == QUARTERS[1]
    # The month of Shanghai, not of Greenwich.
    assert min(found) == datetime(2025, 12, 31, 16, tzinfo=UTC)
    rows = [row for row in park.intervals() if row[0] == "fleet-diesel"]
    assert {row[3:] for row in rows} == {(0, 900, 4, "report")}
    # GB/T 32151.34-2024 table C.1: 42.652 GJ/t, 0.0202 tC/GJ, 98 % oxidised.
    expected = 12_345_678 * 42.652 * 0.0202 * 0.98 * 44 / 12 * 1000
    assert emitted(park, "fleet") == pytest.approx(expected, rel=1e-6)
    states = park.rows(
        """SELECT DISTINCT state, estimated, covered_s FROM core.ledger_entry l
        JOIN core.emission_source s ON s.id = l.source_id WHERE s.code = 'fleet'"""
    )
    assert states == [(1, 0, 3600)]


def test_decisions_in_any_order_and_computing_again_give_the_same(park: MeteredPark) -> None:
    made = [handed_in(park, q, m) for q, m in (("3.000001", 1), ("1.7", 2), ("2.2", 3))]
    made.append(handed_in(park, "0.5", 2, account="second"))
    results = []
    for order in list(permutations(range(4)))[::7]:
        with park.pools.tenant(park.id) as connection:
            connection.execute("SAVEPOINT before")
            for n in order:
                activity.step(connection, Actor(park.id, None, "manager"), made[n], "approved")
                settled = settlement.settle_chunk(connection, park.id, now=NOW, span=timedelta(days=400))
                assert settled.consumed == 1
            rows = connection.execute(
                "SELECT start, quantity, covered_s, status FROM core.interval ORDER BY start"
            ).fetchall()
            ledger = connection.execute(
                """SELECT hour, quantity, co2_mg, covered_s FROM core.ledger_entry
                WHERE superseded_at IS NULL ORDER BY hour"""
            ).fetchall()
            results.append((rows, ledger))
            connection.execute("ROLLBACK TO SAVEPOINT before")
    assert results[0][0]
    assert all(found == results[0] for found in results)
    assert sum(row[1] for row in results[0][0]) == 7_400_001
    for record in made:
        approve(park, record)
    settlement.recalculate(park.pools, park.id, datetime(2025, 12, 1, tzinfo=UTC), NOW)
    settle(park)
    again = park.rows("SELECT start, quantity, covered_s, status FROM core.interval ORDER BY start")
    assert again == results[0][0]


def test_a_newer_version_takes_the_place_of_the_older_and_back(park: MeteredPark) -> None:
    first = reported(park, "10", 1)
    before, emissions = amounts(park, "fleet-diesel"), emitted(park, "fleet")
    second = handed_in(park, "4", 2, supersedes=first)
    settle(park)
    assert amounts(park, "fleet-diesel") == before  # a draft says nothing
    approve(park, second)
    moved = amounts(park, "fleet-diesel")
    assert (len(moved), sum(moved.values())) == (QUARTERS[2], 4 * TONNE)
    assert not moved.keys() & before.keys()
    reported(park, "10", 1, supersedes=second)
    assert amounts(park, "fleet-diesel") == before
    assert emitted(park, "fleet") == emissions


def test_what_would_count_twice_is_refused(park: MeteredPark) -> None:
    first = reported(park, "10", 1)
    with pytest.raises(PeriodOverlapError):
        handed_in(park, "1", 1)
    # The newest version has moved away, but is not approved: until it is, January is the first one's.
    moved = handed_in(park, "10", 2, supersedes=first)
    other = handed_in(park, "7", 1)
    with pytest.raises(PeriodOverlapError, match=f"Report {first}"):
        approve(park, other)
    with pytest.raises(PeriodOverlapError), park.pools.tenant(park.id) as connection:
        activity_approval.approve(connection, Actor(park.id, None, "operator"), [other])
    approve(park, moved)
    with park.pools.tenant(park.id) as connection:
        activity_approval.approve(connection, Actor(park.id, None, "operator"), [other])
    settle(park)
    assert sum(amounts(park, "fleet-diesel").values()) == 17 * TONNE
    # Another account is another bill: both count.
    reported(park, "1", 1, account="second")
    assert sum(amounts(park, "fleet-diesel").values()) == 18 * TONNE


def test_output_is_that_of_its_product_in_a_unit_that_fits(park: MeteredPark) -> None:
    output = {"kind": "driver", "item": "product:clinker"}
    reported(park, "1000", 1, **output)
    reported(park, "900", 2, **output, unit="m3")
    found = amounts(park, "clinker")
    assert (len(found), sum(found.values())) == (QUARTERS[1], 1000 * TONNE)
    # 0.535 t of CO2 a tonne of clinker.
    assert emitted(park, "kiln") == pytest.approx(535 * TONNE * KG, rel=1e-4)
    with park.pools.tenant(park.id) as connection:
        (summary,) = [s for s in record_points.every(connection) if s.point.code == "clinker"]
    assert (summary.fed.reports, summary.fed.amount, summary.fed.left_out) == (1, 1000 * TONNE, 1)


def test_stock_is_what_was_there_and_came_less_what_is_left(park: MeteredPark) -> None:
    def enter(kind: EntryKind, day: int, net: str, minute: int = 0) -> int:
        time = datetime(2026, 1, day, 8, minute, tzinfo=UTC)
        entry = Entry("coal", kind, time, net=Decimal(net), enterprise="works")
        with park.pools.tenant(park.id, works(park)) as connection:
            actor = Actor(park.id, works(park), "clerk")
            made = fuel_stock.add_entry(connection, actor, entry, now=NOW)
        settle(park)
        return made.id

    def cancel(entry: int) -> None:
        with park.pools.tenant(park.id, works(park)) as connection:
            fuel_stock.cancel_entry(connection, Actor(park.id, works(park), "clerk"), entry, "a test")
        settle(park)

    enter("take", 1, "100")
    assert amounts(park, "coal-burnt") == {}
    enter("take", 11, "40", minute=7)
    before = amounts(park, "coal-burnt")
    assert sum(before.values()) == 60 * TONNE
    last = [row for row in park.intervals() if row[0] == "coal-burnt"][-1]
    assert last[3:] == (0, 420, 4, "stock_balance")
    load = enter("purchase", 5, "25.5")
    assert sum(amounts(park, "coal-burnt").values()) == 85_500_000
    between = enter("take", 6, "99")
    assert sum(amounts(park, "coal-burnt").values()) == 85_500_000
    assert sum(q for t, q in amounts(park, "coal-burnt").items() if t.day < 6) < 30 * TONNE
    cancel(between)
    cancel(load)
    assert amounts(park, "coal-burnt") == before
    # More was found than there can have been: a finding of the balance, and the next take puts it right.
    enter("take", 21, "50")
    assert sum(amounts(park, "coal-burnt").values()) == 50 * TONNE
    assert {t: q for t, q in amounts(park, "coal-burnt").items() if t in before and t.day < 11} == {
        t: q for t, q in before.items() if t.day < 11
    }
    enter("take", 26, "20")
    assert sum(amounts(park, "coal-burnt").values()) == 80 * TONNE


def test_a_locked_period_holds_its_hours_and_keeps_the_difference(park: MeteredPark) -> None:
    first = reported(park, "10", 1)
    start, end = datetime(2025, 12, 31, 16, tzinfo=UTC), datetime(2026, 1, 31, 16, tzinfo=UTC)
    locks.add(place(park), OPERATOR, start, end, enterprise=None, reason="reported")
    before = emitted(park, "fleet")
    reported(park, "11", 1, supersedes=first)
    assert emitted(park, "fleet") == before
    assert sum(amounts(park, "fleet-diesel").values()) == 11 * TONNE
    waiting = park.rows(
        "SELECT sum(quantity - locked_quantity) FROM core.pending_difference WHERE state = 'open'"
    )
    assert waiting == [(TONNE,)]


def test_a_point_is_defined_changed_previewed_and_ended(park: MeteredPark) -> None:
    reported(park, "10", 1)
    reported(park, "1", 1, account="vans")
    wanted = RecordPoint(
        code="vans", name_zh="车", name_en="Vans", enterprise="works", records="bills", item="diesel",
        account="vans", quantity="mass", carrier="diesel", unit="kg",
    )  # fmt: skip
    tried = record_points.preview(place(park), OPERATOR, wanted)
    assert (tried.reports, tried.amount, tried.start) == (1, TONNE, datetime(2025, 12, 31, 16, tzinfo=UTC))
    assert "vans" not in dict(park.rows("SELECT code, id FROM core.point"))
    worker = Person("worker", works(park))
    record_points.put(place(park), worker, wanted)
    assert sum(amounts(park, "vans").values()) == TONNE
    formula = Definition(
        "和", "sum", "works", "mass", "diesel", "t", "a + b", {"a": "vans", "b": "fleet-diesel"}
    )
    virtual_points.put(place(park), worker, "sum", formula)
    assert sum(amounts(park, "sum").values()) == 12 * TONNE
    assert {row[3:6] for row in park.intervals() if row[0] == "sum"} == {(0, 900, 4)}
    reported(park, "2", 2, account="vans")
    assert sum(amounts(park, "sum").values()) == 12 * TONNE + 4 * TONNE
    with pytest.raises(ForbiddenError):
        record_points.put(place(park), worker, RecordPoint(**{**_fields(wanted), "enterprise": None}))
    with pytest.raises(ConflictError, match="cannot change"):
        record_points.put(place(park), worker, RecordPoint(**{**_fields(wanted), "unit": "g"}))
    with pytest.raises(endings.InUseError):
        endings.end(place(park), worker, "vans", None, made_by="record", reason="sold")
    endings.end(place(park), worker, "sum", None, made_by="expression", reason="sold")
    cut = datetime(2026, 1, 31, 16, tzinfo=UTC)
    endings.end(place(park), worker, "vans", cut, made_by="record", reason="sold")
    assert sum(amounts(park, "vans").values()) == TONNE
    reported(park, "3", 3, account="vans")
    assert sum(amounts(park, "vans").values()) == TONNE
    record_points.put(place(park), worker, wanted)
    assert sum(amounts(park, "vans").values()) == 6 * TONNE


def test_monthly_reports_of_a_file_are_entered_once(park: MeteredPark, tmp_path: Path) -> None:
    file = tmp_path / "reports.yaml"
    file.write_text(
        "schema: parkcarbon/reports/v1\nreports: [{enterprise: works, item: diesel, unit: t, author: clerk, "
        "approver: manager, waiting: 1, months: {'2026-01': '1.5', '2026-02': '2', '2026-03': '9'}}]"
    )
    reports = report_file.read(file)

    def enter() -> report_file.Entered:
        with park.pools.tenant(park.id) as connection:
            done = report_file.enter(connection, park.id, reports, timezone=ZONE, today=NOW.date())
        settle(park)
        return done

    assert enter() == report_file.Entered(3, 2)
    assert sum(amounts(park, "fleet-diesel").values()) == 3_500_000
    assert enter() == report_file.Entered(0, 0)
    with park.pools.tenant(park.id) as connection:
        january, april = (totals.day_totals(connection, date(2026, month, 2)) for month in (1, 4))
    assert "fleet" not in january["unreported"]
    assert {"fleet", "kiln"} <= set(april["unreported"])
    file.write_text("schema: parkcarbon/reports/v1\nreports: [{item: diesel}]")
    with pytest.raises(InvalidError, match="unit"):
        report_file.read(file)


def _fields(point: RecordPoint) -> dict[str, Any]:
    names = (
        "code",
        "name_zh",
        "name_en",
        "enterprise",
        "records",
        "item",
        "account",
        "quantity",
        "carrier",
        "unit",
    )
    return {name: getattr(point, name) for name in names}


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"item": "product:clinker"}, "bills"),
        ({"records": "output"}, "output"),
        ({"records": "stock", "account": "a"}, "Only bills"),
        ({"records": "stock", "quantity": "volume", "unit": "m3"}, "weighed"),
        ({"quantity": "mass_flow", "unit": "t/h"}, "no amount"),
        ({"unit": "kWh"}, "no unit"),
        ({"reference_state": "20C"}, "none of"),
    ],
)
def test_a_park_file_that_cannot_be_is_refused(change: dict[str, Any], match: str) -> None:
    wrong = content()
    wrong["record_points"][0] |= change
    with pytest.raises(InvalidError, match=match):
        park_rules.check(park_file.ParkFile(**_parsed(wrong)))


def _parsed(found: dict[str, Any]) -> dict[str, Any]:
    parsed = park_file.parse(yaml.safe_dump(found, allow_unicode=True))
    return {name: getattr(parsed, name) for name in parsed.__struct_fields__}
