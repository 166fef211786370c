"""Budgets over a real ledger: set, followed, alerted once, an enterprise's own, and of a plan's years."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.budgets import actuals, alerts, following, keeping, pushing
from parkcarbon_platform.services.budgets.keeping import BudgetError
from parkcarbon_platform.services.budgets.models import BudgetLine, BudgetOfPlan, BudgetsYear, BudgetWanted
from parkcarbon_platform.services.health import meter_health
from parkcarbon_platform.services.health.meter_health import FindingKey
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.storage import planning

from tests.support.metered import MeteredPark, document, named, point, source
from tests.support.stack import Database

NOW = datetime(2026, 9, 14, 18, tzinfo=UTC)  # the 15th in Shanghai: the 14th is the last whole day
WHO = Actor("operator")
KWH, MG = 1000, 500_000  # an hour's electricity [Wh] and CO2 [mg], of the works; the mill has half of it


def content() -> dict[str, Any]:
    made = document()
    made["enterprises"].append(named("mill", industry=None))
    made["points"].append(point("sun", direction="generation"))
    made["sources"] = [
        source("electricity", {"main": 1}),
        source("mill-electricity", {"office": 1}, enterprise="mill"),
    ]
    return made


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        made = MeteredPark(database, content())
        fill(made)
        yield made
        made.close()


OWNERS = {"electricity": ("works", 1), "mill-electricity": ("mill", 2)}


def fill(made: MeteredPark, owners: Mapping[str, tuple[str, int]] = OWNERS) -> None:
    """Every hour from January 2025 on, by a source's owner and divisor; of 2026 each emits a tenth more."""
    with made.pools.tenant(made.id) as connection:
        version = factors.book(connection).resolve("grid_electricity", "CN", date(2025, 1, 1)).version.id
    with psycopg.connect(made.owner_url) as owner:
        for code, (enterprise, divisor) in owners.items():
            owner.execute(
                """INSERT INTO series.ledger_entry (hour, source_id, park_id, enterprise_id, revision, state,
                     fallback, covered_s, quantity, estimated, co2_mg, factor_version_id, known_at)
                   SELECT h, %(source)s, %(park)s, (SELECT id FROM core.enterprise
                       WHERE code = %(owner)s AND park_id = %(park)s), 1, 1, false, 3600,
                     q * %(kwh)s / %(divisor)s / 10, 0, q * %(mg)s / %(divisor)s / 10, %(version)s, now()
                   FROM generate_series('2024-12-31 16:00+00'::timestamptz, '2026-09-14 23:00+08',
                     interval '1 hour') h
                   CROSS JOIN LATERAL (SELECT CASE WHEN h < '2025-12-31 16:00+00' THEN 10 ELSE 11 END q) x""",
                {"source": made.sources[code], "park": made.id, "owner": enterprise, "kwh": KWH, "mg": MG,
                 "divisor": divisor, "version": version},
            )  # fmt: skip


def wanted(**values: object) -> BudgetWanted:
    return BudgetWanted.model_validate({"kind": "carbon", "year": 2026, **values})


def save(park: MeteredPark, enterprise_id: int | None = None, **values: object) -> None:
    with park.pools.tenant(park.id, enterprise_id) as connection:
        keeping.save(connection, park.id, WHO, wanted(**values), NOW)
        alerts.compare(connection, park.id, NOW, enterprise_id)


def year(park: MeteredPark, enterprise_id: int | None = None, of: int = 2026) -> BudgetsYear:
    with park.pools.tenant(park.id, enterprise_id) as connection:
        return following.year(connection, of, NOW, is_park=enterprise_id is None)


def line(found: BudgetsYear, enterprise: str | None, kind: str = "carbon") -> BudgetLine:
    return next(one for one in found.lines if (one.enterprise, one.kind) == (enterprise, kind))


def ids(park: MeteredPark) -> dict[str, int]:
    return dict(park.rows("SELECT code, id FROM core.enterprise"))


def findings(park: MeteredPark, state: meter_health.State = "open") -> list[meter_health.FindingRow]:
    with park.pools.tenant(park.id) as connection:
        return [row for row in meter_health.findings(connection, state=state) if row.budget]


def hours(first: date, until: date) -> int:
    return (until - first).days * 24


def test_what_came_to_be_is_the_ledgers_sum_and_the_parks_that_of_its_enterprises(park: MeteredPark) -> None:
    count = hours(date(2026, 1, 1), date(2026, 9, 15))
    with park.pools.tenant(park.id) as connection:
        known = actuals.read(connection, 2025, NOW)
    assert sum(known.year("works", "carbon", 2026)) == count * MG * 11 // 10
    assert sum(known.year("mill", "electricity", 2026)) == count * KWH * 11 // 20
    for kind in actuals.KINDS:
        both = zip(known.year("works", kind, 2026), known.year("mill", kind, 2026), strict=True)
        assert known.year(None, kind, 2026) == tuple(a + b for a, b in both)
    # 0.1229 kgce/kWh, GB/T 2589-2020.
    coal = sum(known.year("works", "energy", 2026))
    assert coal == pytest.approx(count * KWH * 1.1 * 0.1229, abs=12)


def test_own_generation_belongs_to_the_local_month_in_which_it_was(park: MeteredPark) -> None:
    def electricity(owner: str | None) -> tuple[int, ...]:
        with park.pools.tenant(park.id) as connection:
            return actuals.read(connection, 2025, NOW).year(owner, "electricity", 2026)

    before = {owner: electricity(owner) for owner in ("works", "mill", None)}
    # The last quarter hour of January and the first of February in Shanghai, both in January elsewhere.
    with psycopg.connect(park.owner_url) as owner:
        for start, quantity in (("2026-01-31 23:45+08", 1000), ("2026-02-01 00:00+08", 3000)):
            owner.execute(
                """INSERT INTO series.interval (start, quantity, covered_s, status, point_id, park_id,
                     enterprise_id) VALUES (%s, %s, 900, 0, %s, %s, %s)""",
                (start, quantity, park.points["sun"], park.id, ids(park)["works"]),
            )
    try:
        for code, more in (("works", (1000, 3000)), ("mill", (0, 0)), (None, (1000, 3000))):
            changed = [a - b for a, b in zip(electricity(code), before[code], strict=True)]
            assert changed == [*more, *[0] * 10]
    finally:
        with psycopg.connect(park.owner_url) as owner:
            owner.execute("DELETE FROM series.interval")


def test_a_budget_from_last_year_has_its_months_and_a_forecast_that_is_certain(park: MeteredPark) -> None:
    save(park, basis="last_year", percent=5)
    found = line(year(park), None)
    before = hours(date(2025, 1, 1), date(2026, 1, 1)) * MG * 1.5 / 1e9
    assert found.budget == pytest.approx(before * 0.95)
    assert found.forecast is not None
    # Every month is a tenth above that of the year before, so that the year is, too.
    assert (found.forecast.method, found.forecast.months) == ("last_year", 8)
    assert found.forecast.value == pytest.approx(before * 1.1)
    assert found.forecast.chance == pytest.approx(1)
    assert (found.status, found.reason) == ("at_risk", "forecast_above")
    with park.pools.tenant(park.id) as connection:
        detail = following.detail(connection, "carbon", 2026, None, NOW)
    assert sum(Decimal(str(month.budget)) for month in detail.months) == Decimal(str(found.budget))
    assert [month.passed for month in detail.months][7:10] == [31, 14, 0]
    assert detail.months[8].budget_sum is not None
    assert detail.through == "2026-09-14"


def test_an_alert_comes_once_and_stays_acknowledged_until_it_is_over(park: MeteredPark) -> None:
    save(park, basis="entered", total=1)
    (found,) = findings(park)
    assert (found.rule, found.severity, found.budget) == ("budget_exceeded", "error", "carbon/2026")
    with park.pools.tenant(park.id) as connection:
        key = FindingKey(None, None, found.rule, found.time, found.budget)
        meter_health.note(connection, park.id, [key], state="acknowledged", text="known", by="operator")
    with park.pools.tenant(park.id) as connection:
        alerts.compare(connection, park.id, NOW + timedelta(hours=1))
    assert findings(park) == []
    (known,) = findings(park, "acknowledged")
    assert (known.time, known.note) == (found.time, "known")
    save(park, basis="entered", total=10**6)
    assert findings(park, "all") == []


def test_alerts_are_looked_for_by_the_schedule_and_not_twice_at_once(park: MeteredPark) -> None:
    with psycopg.connect(park.owner_url) as owner:
        owner.execute("INSERT INTO core.health_check (park_id, attempted_at) VALUES (%s, now())", (park.id,))
    with park.pools.tenant(park.id) as connection:
        keeping.save(connection, park.id, WHO, wanted(enterprise="mill", total=1), NOW)
    alerts.check_park(park.pools, park.id, NOW)
    assert [row.budget for row in findings(park)] == ["carbon/2026/mill"]
    with park.pools.tenant(park.id) as connection:
        keeping.end(connection, park.id, WHO, kind="carbon", year=2026, enterprise="mill")
    alerts.check_park(park.pools, park.id, NOW)
    assert len(findings(park)) == 1, "it was compared just now"
    with park.pools.tenant(park.id) as connection:
        alerts.compare(connection, park.id, NOW)
    assert findings(park) == []


def test_an_enterprise_sees_and_sets_its_own_alone(park: MeteredPark) -> None:
    mill = ids(park)["mill"]
    save(park, total=10**6)
    save(park, enterprise="works", total=2)
    save(park, mill, enterprise="mill", total=1)
    found = year(park, mill)
    assert {one.enterprise for one in found.lines} == {"mill"}
    assert line(found, "mill").status == "exceeded"
    with park.pools.tenant(park.id, mill) as connection:
        own = meter_health.findings(connection)
        assert [row.budget for row in own if row.budget] == ["carbon/2026/mill"]
    with pytest.raises(NotFoundError):
        save(park, mill, enterprise="works", total=5)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        save(park, mill, total=5)
    # The operator sees all of them, and who wrote what.
    assert line(year(park), "mill").author == "operator"
    assert {row.budget for row in findings(park)} == {"carbon/2026/works", "carbon/2026/mill"}


def test_a_basis_with_gaps_is_refused_with_the_months(park: MeteredPark) -> None:
    with park.pools.tenant(park.id) as connection:
        known = actuals.read(connection, 2024, NOW)
    with pytest.raises(BudgetError) as refused:
        keeping.months_of(known, wanted(year=2027, basis="last_year"))
    assert "2026-09" in str(refused.value)
    # The last twelve whole months: September to December of 2025, January to August of 2026.
    found = keeping.months_of(known, wanted(year=2027, basis="last_twelve_months"))
    assert found[8] == 30 * 24 * MG * 3 // 2
    assert found[0] == 31 * 24 * MG * 11 // 10 * 3 // 2
    with pytest.raises(BudgetError):
        keeping.months_of(known, wanted())


def test_a_plans_years_become_budgets_and_enterprises_have_their_parts(park: MeteredPark) -> None:
    with park.pools.tenant(park.id) as connection:
        plan = planning.add(connection, park.id, "portfolio", "cheapest", request={}, sha256=b"", author="x")
        result = {"status": "optimal", "years": [2025, 2027, 2028], "emissions": [9.0, 7.0, 6.0]}
        planning.finish(connection, plan, {**EMPTY, **result})
        pushed = pushing.push(connection, park.id, WHO, BudgetOfPlan(plan=plan, divide=True), NOW)
    assert (pushed.budgets, pushed.years, pushed.shape) == (6, [2027, 2028], "last_twelve_months")
    found = year(park, of=2027)
    assert line(found, None).budget == 7
    parts = [line(found, code).budget for code in ("works", "mill")]
    assert parts[0] == pytest.approx(14 / 3)
    assert sum(Decimal(str(part)) for part in parts) == 7
    assert (line(found, None).plan, line(found, None).basis) == (plan, "plan")


EMPTY: dict[str, object] = {
    "gap": None, "cost": 0.0, "without": 0.0, "baseline": [], "cap": [], "capital": [], "yearly": [],
    "built": [], "service": {}, "marginal": [], "missed": [], "left_out": [],
}  # fmt: skip
