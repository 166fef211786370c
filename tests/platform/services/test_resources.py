"""Water, solid waste and waste heat from intervals of a real database."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import psycopg
import pytest
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services.costs import resources
from parkcarbon_platform.services.costs.resources import Amount

from tests.support import metered
from tests.support.metered import MeteredPark, named, point
from tests.support.stack import Database

# 1 January 2026 in Shanghai, and what each meter counts in a quarter hour [mL, g, J].
NEW_YEAR = datetime(2025, 12, 31, 16, tzinfo=UTC)
QUARTER = {"water": 1_000_000, "reuse": 5_000_000, "waste": 2_000_000, "waste-used": 1_500_000, "heat": 10**9}


def content() -> dict[str, Any]:
    made = metered.document("resourceful")
    water = {"quantity": "volume", "unit": "m3", "direction": "consumption"}
    mass = {"quantity": "mass", "unit": "t", "direction": "production"}
    made["devices"].append(named("park-meter", enterprise=None, node=None, serial=None))
    made["points"] += [
        point("water", carrier="water", **water),
        point("reuse", carrier="water_reused", **water),
        point("waste", carrier="solid_waste", **mass),
        point("waste-used", carrier="solid_waste_used", **mass) | {"device": "park-meter"},
        point("heat", carrier="waste_heat", quantity="energy", unit="GJ", direction="production"),
    ]
    return made


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        made = MeteredPark(database, content())
        with psycopg.connect(database.owner_url) as owner:
            for day in (-1, 0, 1):
                for code, quantity in QUARTER.items():
                    owner.execute(
                        """INSERT INTO series.interval
                           (start, quantity, estimated, covered_s, status, point_id, park_id, enterprise_id)
                           SELECT %s, %s, %s, 900, 1, id, park_id, enterprise_id
                           FROM core.point WHERE id = %s""",
                        (NEW_YEAR + timedelta(days=day), quantity, quantity // 4, made.points[code]),
                    )
        yield made
        made.close()


def overview(park: MeteredPark, first: int, last: int, enterprise: str | None = None) -> resources.Resources:
    with park.pools.tenant(park.id) as connection:
        start, end = (NEW_YEAR + timedelta(days=d) for d in (first, last))
        return resources.overview(connection, start, end, enterprise)


def test_days_owners_and_the_year_so_far(park: MeteredPark) -> None:
    found = {r.kind.carrier: r for r in overview(park, -1, 2).resources}
    water = found["water"]
    assert water.total == Amount(3_000_000, 750_000)
    assert water.days == {
        day: Amount(1_000_000, 250_000) for day in ("2025-12-31", "2026-01-01", "2026-01-02")
    }
    assert water.year == Amount(2_000_000, 500_000)
    assert water.owners == {"works": water.total}
    assert found["solid_waste_used"].owners == {None: Amount(4_500_000, 1_125_000)}
    assert (water.per_unit, found["waste_heat"].per_unit) == (10**6, 10**9)


def test_the_year_is_that_of_the_last_day_and_may_begin_before_the_span(park: MeteredPark) -> None:
    found = overview(park, 1, 2)
    assert found.year_start == NEW_YEAR
    water = next(r for r in found.resources if r.kind.carrier == "water")
    assert (water.total.quantity, water.year.quantity) == (1_000_000, 2_000_000)


def test_rates_are_of_what_is_measured(park: MeteredPark) -> None:
    rates = {r.indicator.code: r.value for r in overview(park, 0, 2).rates}
    # Reused ÷ (taken in + reused); used ÷ arisen; the heat that could be recovered is not measured.
    assert rates == {
        "water_reuse": Fraction(5, 6), "solid_waste_use": Fraction(3, 4), "waste_heat_use": None,
    }  # fmt: skip


def test_one_enterprise_has_its_own_meters_only(park: MeteredPark) -> None:
    found = overview(park, 0, 2, "works")
    assert "solid_waste_used" not in {r.kind.carrier for r in found.resources}
    with pytest.raises(NotFoundError):
        overview(park, 0, 2, "nobody")
