"""Hours of the ledger: which factor, when settled, and what blocks them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from parkcarbon_platform.services.ledger import ledger, settlement
from parkcarbon_platform.services.metering.ranges import merge
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.ledger import PROVISIONAL, SETTLED

from tests.support.metered import MeteredPark, at, document, source
from tests.support.stack import Database

HOUR = 3_600_000
NEW_YEAR = round(datetime(2022, 12, 31, 16, tzinfo=UTC).timestamp() * 1000)  # midnight in Shanghai
Make = Callable[..., MeteredPark]


@pytest.fixture
def make(database: Database) -> Iterator[Make]:
    made: list[MeteredPark] = []

    def build(**changes: object) -> MeteredPark:
        content = document()
        content["park"] = {**content["park"], **changes.pop("park", {})}
        office = source("office-electricity", {"office": 1}, **changes)
        content["sources"] = [office]
        made.append(MeteredPark(database, content))
        made[0].write([("office", NEW_YEAR + i * HOUR // 4, float(i), 0) for i in range(-8, 9)])
        settlement.settle(made[0].pools, made[0].id, lambda *_: None)
        return made[0]

    yield build
    for park in made:
        park.close()


def test_the_factor_is_that_of_the_local_year(make: Make) -> None:
    rows = make().ledger()
    # 4 kWh an hour at 0.5366 (2022) before local midnight and 0.5306 (2023) after.
    assert [row[7] for row in rows] == [2_146_400, 2_146_400, 2_122_400, 2_122_400]
    assert not any(row[3] for row in rows)


def test_the_parks_region_chooses_the_factor(make: Make) -> None:
    assert [row[7] for row in make(park={"grid_region": "CN-32"}).ledger()][-1] == 4 * 582_700


def test_a_sources_region_goes_before_the_parks(make: Make) -> None:
    assert [row[7] for row in make(factor_region="CN-REG-E").ledger()][-1] == 4 * 550_000


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"factor": "grid_electricity_of_mars"}, "factor_missing"),
        ({"factor": "purchased_heat"}, None),
        ({"factor": "fuel.diesel"}, "unit"),
    ],
)
def test_what_blocks_a_source_is_a_finding(make: Make, changes: dict[str, str], rule: str | None) -> None:
    park = make(**changes)
    assert [f[2] for f in park.findings()] == ([] if rule is None else [rule])
    assert bool(park.ledger()) == (rule is None)


def test_a_finding_goes_when_its_cause_goes(make: Make) -> None:
    park = make(factor="grid_electricity_of_mars")
    assert len(park.findings()) == 1
    with park.pools.tenant(park.id) as connection:
        connection.execute("UPDATE core.emission_source SET factor = 'grid_electricity'")
    span = (datetime(2022, 12, 1, tzinfo=UTC), datetime(2023, 2, 1, tzinfo=UTC))
    settlement.recalculate(park.pools, park.id, *span)
    settlement.settle(park.pools, park.id, lambda *_: None)
    assert park.findings() == []
    assert len(park.ledger()) == 4


def test_a_reading_that_no_ledger_can_hold_stops_its_source_only(make: Make) -> None:
    park = make()
    before = park.ledger()
    park.write([("office", NEW_YEAR + 2 * HOUR + n * HOUR // 4, 4e15, 0) for n in range(1, 3)])
    settlement.settle(park.pools, park.id, lambda *_: None)
    assert [f[2] for f in park.findings() if f[2] == "amount_too_large"] == ["amount_too_large"]
    assert park.ledger()[: len(before)] == before


def test_an_hour_that_no_ledger_can_hold_keeps_its_finding_and_no_other_hour_out(make: Make) -> None:
    park = make()
    known = len(park.ledger())

    def write(first: int, last: int) -> None:
        park.write([("office", NEW_YEAR + 2 * HOUR + n * HOUR // 4, 4e15, 0) for n in range(first, last)])
        settlement.settle(park.pools, park.id, lambda *_: None)

    def too_large() -> list[datetime]:
        return [f[1] for f in park.findings() if f[2] == "amount_too_large"]

    write(1, 13)
    hour = at(NEW_YEAR + 2 * HOUR)
    assert [row[1] for row in park.ledger()][known:] == [hour + timedelta(hours=n) for n in (1, 2)]
    assert too_large() == [hour]
    write(13, 17)
    assert too_large() == [hour]


@pytest.mark.parametrize(
    ("age", "covered", "estimated", "state"),
    [
        (timedelta(minutes=29), 3600, 0, PROVISIONAL),
        (timedelta(minutes=30), 3600, 0, SETTLED),
        (timedelta(days=30), 3599, 0, PROVISIONAL),
        (timedelta(hours=47), 3600, 1, PROVISIONAL),
        (timedelta(hours=48), 3600, 1, SETTLED),
    ],
)
def test_when_an_hour_settles(age: timedelta, covered: int, estimated: int, state: int) -> None:
    end = datetime(2026, 11, 24, 1, tzinfo=UTC)
    hour = round((end - timedelta(hours=1)).timestamp() * 1000)
    assert ledger.state_of(hour, covered, estimated, end + age) == state


def test_ranges_of_a_point_merge_when_near() -> None:
    ranges = [Range(2, 0, 5), Range(1, 20, 30), Range(1, 0, 10), Range(1, 29, 40), Range(1, 51, 60)]
    assert merge(ranges, 10) == [Range(1, 0, 40), Range(1, 51, 60), Range(2, 0, 5)]
    assert merge([], 10) == []
