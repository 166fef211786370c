"""Virtual points and shared meters on the real database: always what their inputs say, in one transaction."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from parkcarbon_platform.errors import ConflictError, ForbiddenError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.meter_life import allocations, corrections, virtual_points
from parkcarbon_platform.services.meter_life.allocations import Share
from parkcarbon_platform.services.meter_life.virtual_points import Definition, ExpressionError

from tests.support.metered import MINUTE, START, MeteredPark, at
from tests.support.stack import Database

HOUR = 60 * MINUTE
QUARTER = 15 * MINUTE
NOW = datetime(2026, 11, 24, tzinfo=UTC)
OPERATOR = Actor("operator")


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database)
    rng = random.Random(7)
    for code in ("main", "office"):
        value = 100.0
        for i in range(17):
            metered.write([(code, START + i * QUARTER, round(value, 2), 0)])
            value += rng.random() * 3
    settle(metered)
    yield metered
    metered.close()


def settle(park: MeteredPark) -> None:
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)


def place(park: MeteredPark) -> Workplace:
    return Workplace(park.pools, park.id, lambda *_: None, lambda: NOW)


def definition(expression: str, inputs: dict[str, str], enterprise: str | None = None) -> Definition:
    return Definition("名", "name", enterprise, "energy", "electricity", "kWh", expression, inputs)


def put(park: MeteredPark, code: str, expression: str, **inputs: str) -> None:
    virtual_points.put(place(park), OPERATOR, code, definition(expression, inputs))


def amounts(park: MeteredPark, code: str) -> dict[datetime, int]:
    return {row[1]: row[2] for row in park.intervals() if row[0] == code}


def test_a_formula_follows_its_inputs_through_late_readings_and_corrections(park: MeteredPark) -> None:
    put(park, "net", "m - 0.5 * o", m="main", o="office")
    put(park, "twice", "n + n", n="net")

    def check(hours: int) -> None:
        main, office, net = amounts(park, "main"), amounts(park, "office"), amounts(park, "net")
        assert len(net) == hours * 4
        for start, value in net.items():
            assert abs(2 * value - (2 * main[start] - office[start])) <= 1
        assert amounts(park, "twice") == {start: 2 * value for start, value in net.items()}

    check(4)
    park.write([("main", START + 4 * HOUR + i * QUARTER, 200.0 + i, 0) for i in range(1, 5)])
    settle(park)
    check(4)
    park.write([("office", START + 4 * HOUR + i * QUARTER, 200.0 + i, 0) for i in range(1, 5)])
    settle(park)
    check(5)
    edit = corrections.Request("edit", at(START), at(START + HOUR), "a test", "40")
    preview = corrections.preview(place(park), OPERATOR, "office", edit)
    assert {e.point.code for e in preview.energy} == {"office", "net", "twice"}
    corrections.record(place(park), OPERATOR, "office", edit)
    check(5)
    statuses = {row[1]: row[5:] for row in park.intervals() if row[0] == "net"}
    assert statuses[at(START)] == (1, "formula")
    assert statuses[at(START + HOUR)] == (0, "formula")
    put(park, "net", "m + o", m="main", o="office")
    main, office = amounts(park, "main"), amounts(park, "office")
    assert amounts(park, "net") == {start: main[start] + office[start] for start in office}
    before = park.intervals()
    settlement.recalculate(park.pools, park.id, at(START), at(START + 5 * HOUR))
    settle(park)
    assert park.intervals() == before


def test_circles_and_wrong_units_are_refused(park: MeteredPark) -> None:
    put(park, "one", "a", a="main")
    put(park, "two", "a", a="one")
    with pytest.raises(ExpressionError, match="circle"):
        put(park, "one", "a", a="two")
    with pytest.raises(ExpressionError, match="ratio cannot"):
        put(park, "three", "a / b", a="main", b="office")
    with pytest.raises(ExpressionError, match="mL"):
        put(park, "three", "a", a="gas")
    with pytest.raises(ConflictError, match="another point"):
        put(park, "main", "a", a="office")
    with pytest.raises(NotFoundError):
        put(park, "three", "a", a="nowhere")
    (works,) = park.rows("SELECT id FROM core.enterprise")[0]
    worker = Actor("worker", works)
    with pytest.raises(ForbiddenError):
        virtual_points.put(place(park), worker, "mine", definition("a", {"a": "main"}))
    made = virtual_points.put(place(park), worker, "mine", definition("a", {"a": "main"}, "works"))
    assert made.enterprise == "works"
    with park.pools.tenant(park.id) as connection:
        value = virtual_points.evaluate(
            connection, "a / b", {"a": "main", "b": "office"}, at(START), at(START + 4 * HOUR)
        )
    sums = sum(amounts(park, "main").values()), sum(amounts(park, "office").values())
    assert value.value == pytest.approx(Decimal(sums[0]) / Decimal(sums[1]), abs=Decimal("1e-8"))


def test_tenants_add_up_to_the_shared_meter_exactly(park: MeteredPark) -> None:
    second = "INSERT INTO core.enterprise (park_id, code, name_zh, name_en) VALUES (%s, 'mill', '厂', 'Mill')"
    with park.pools.tenant(park.id) as connection:
        connection.execute(second, (park.id,))
    shares = [Share("works", Decimal("120.5")), Share("mill", Decimal("61.3"))]
    request = allocations.Request("main", "area", at(START + HOUR), shares, "tenancy agreement")
    made = allocations.add(place(park), OPERATOR, request)
    assert [s.target for s in made.shares] == ["main-mill", "main-works"]
    main, works, mill = (amounts(park, c) for c in ("main", "main-works", "main-mill"))
    assert works.keys() == mill.keys() == {t for t in main if t >= at(START + HOUR)}
    assert {t: works[t] + mill[t] for t in works} == {t: main[t] for t in works}
    total = sum(main[t] for t in works)
    assert abs(sum(works.values()) - total * Decimal("120.5") / Decimal("181.8")) < len(works)
    with pytest.raises(ConflictError, match="allocated already"):
        allocations.add(place(park), OPERATOR, request)
    allocations.end(place(park), OPERATOR, made.row.id, at(START + 2 * HOUR), "moved out")
    assert max(amounts(park, "main-works")) == at(START + 2 * HOUR - QUARTER)
    by_meter = [Share("works", submeter="office"), Share("mill", submeter="main")]
    late = allocations.Request("main", "submeter", at(START + 2 * HOUR), by_meter, "meters fitted")
    allocations.add(place(park), OPERATOR, late)
    office, works, mill = (amounts(park, c) for c in ("office", "main-works", "main-mill"))
    for start in (at(START + 2 * HOUR + i * QUARTER) for i in range(8)):
        assert works[start] + mill[start] == main[start]
        share = main[start] * office[start] / (office[start] + main[start])
        assert abs(works[start] - share) <= 1


def test_an_amount_that_no_column_can_hold_leaves_out_its_own_quarter_hour(park: MeteredPark) -> None:
    most = 10**12 * (2**63 // 10**12 // max(amounts(park, "office").values()))
    put(park, "huge", f"1000000 * 1000000 * {most // 10**12} * o", o="office")
    last = START + 4 * HOUR
    park.write([("office", last + QUARTER, 200.0, 0), ("office", last + 2 * QUARTER, 200.5, 0)])
    settle(park)
    office, huge = amounts(park, "office"), amounts(park, "huge")
    assert huge == {start: most * amount for start, amount in office.items() if most * amount < 2**63}
    assert 0 < len(huge) < len(office)


def test_a_division_that_is_tried_tells_the_emissions_of_what_counts_its_parts(park: MeteredPark) -> None:
    shares = [Share("works", Decimal(1))]
    request = allocations.Request("main", "share", at(START), shares, "a test")
    assert allocations.preview(place(park), request).carbon == []
    allocations.add(place(park), OPERATOR, request)
    with park.pools.tenant(park.id) as connection:
        connection.execute(
            "DELETE FROM core.source_term WHERE source_id = %s", (park.sources["electricity"],)
        )
        connection.execute(
            """INSERT INTO core.source_term (park_id, source_id, point_id, role, weight)
            SELECT park_id, %s, id, 'activity', 1 FROM core.point WHERE code = 'main-works'""",
            (park.sources["electricity"],),
        )
        connection.execute(
            "INSERT INTO core.enterprise (park_id, code, name_zh, name_en) VALUES (%s, 'mill', '厂', 'Mill')",
            (park.id,),
        )
    settlement.recalculate(park.pools, park.id, at(START), at(START + 5 * HOUR))
    settle(park)
    (running,) = [a.row.id for a in _allocations(park)]
    allocations.end(place(park), OPERATOR, running, at(START + 3 * HOUR), "the mill moves in")
    halves = [Share("works", Decimal(1)), Share("mill", Decimal(1))]
    again = allocations.Request("main", "share", at(START + 3 * HOUR), halves, "a test")
    tried = allocations.preview(place(park), again)
    (change,) = tried.carbon
    stored = park.rows(
        "SELECT sum(co2_mg) FROM core.ledger_entry WHERE source_id = %s AND superseded_at IS NULL",
        park.sources["electricity"],
    )
    assert change.source == "electricity"
    assert change.before_mg == stored[0][0]
    # The newest day is divided on trial: half of all that is in it.
    whole = sum(amounts(park, "main").values())
    assert tried.quantity == whole
    assert 0 < change.after_mg < change.before_mg
    assert change.after_mg == pytest.approx(change.before_mg * (whole / 2) / _of_works(park), rel=1e-6)


def _allocations(park: MeteredPark) -> list[allocations.Allocation]:
    with park.pools.tenant(park.id) as connection:
        return allocations.every(connection)


def _of_works(park: MeteredPark) -> int:
    return sum(amounts(park, "main-works").values())
