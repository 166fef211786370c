"""The error of a gauge's integral as it is told of a point, and as a finding."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from math import cos, pi, sin

import pytest
from parkcarbon_platform.services.health import health_checks
from parkcarbon_platform.services.metering import integration
from parkcarbon_platform.services.meters import meters

from tests.platform.services.test_derived import QUARTER, settle
from tests.support.metered import MINUTE, START, MeteredPark, at, document, point
from tests.support.stack import Database

DAY = 24 * 60 * MINUTE
OMEGA = 2 * pi / (3 * 60 * MINUTE)  # three hours a turn


def rate(ms: int) -> float:
    return 1000 * (1 + 0.9 * sin(OMEGA * ms))


def integral(start: int, end: int) -> float:
    """Wh of `rate` [kW] over a span."""
    hours = (end - start + 0.9 * (cos(OMEGA * start) - cos(OMEGA * end)) / OMEGA) / 3_600_000
    return hours * 1_000_000


@pytest.fixture
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    content = document()
    gauge = {"kind": "gauge", "quantity": "power", "unit": "kW", "digits": None, "max_rate": None}
    content["points"] += [
        point("fine", integrated=True, expected_period_s=60, **gauge),
        point("coarse", integrated=True, expected_period_s=900, **gauge),
    ]
    with new_database() as database:
        made = MeteredPark(database, content)
        for code, period in (("fine", 5 * MINUTE), ("coarse", QUARTER)):
            made.write([(code, START + t, rate(t), 0) for t in range(0, DAY + 1, period)])
        settle(made)
        yield made
        made.close()


@pytest.mark.parametrize("step", ["quarter", "hour", "day"])
@pytest.mark.parametrize("code", ["fine", "coarse"])
def test_every_amount_has_a_bound_that_covers_its_error(
    park: MeteredPark, step: meters.Step, code: str
) -> None:
    with park.pools.tenant(park.id) as connection:
        found = meters.series(connection, code, at(START), at(START + DAY), step)
    length = {"quarter": QUARTER, "hour": 4 * QUARTER, "day": DAY}[step]
    assert len(found.errors) == DAY // length
    for amount in found.amounts:
        start = round(amount.start.timestamp() * 1000) - START
        true = integral(start, start + length)
        assert abs(float(amount.quantity) - true) <= found.errors[amount.start] + 1


def test_a_register_has_no_error_of_integration(park: MeteredPark) -> None:
    park.write([("main", START, 1.0, 0), ("main", START + QUARTER, 2.0, 0)])
    settle(park)
    with park.pools.tenant(park.id) as connection:
        found = meters.series(connection, "main", at(START), at(START + DAY), "quarter")
    assert found.amounts
    assert found.errors == {}


def test_what_is_estimated_has_no_bound(park: MeteredPark) -> None:
    park.write([("fine", START + 2 * DAY + t, rate(t), 0) for t in (0, QUARTER, 5 * QUARTER, 6 * QUARTER)])
    settle(park)
    with park.pools.tenant(park.id) as connection:
        found = meters.series(connection, "fine", at(START + 2 * DAY), at(START + 2 * DAY + DAY), "quarter")
    assert [a.start in found.errors for a in found.amounts] == [True, *[False] * 4, True]


def test_too_many_readings_are_not_looked_at(park: MeteredPark) -> None:
    with park.pools.tenant(park.id) as connection:
        row = integration.meter_row(connection, park.points["fine"])
        assert integration.bounds(connection, row, [at(START), at(START) + timedelta(days=500)]) is None


def test_a_day_above_the_threshold_is_found_until_the_period_is_shorter(park: MeteredPark) -> None:
    now = at(START + DAY + 60 * MINUTE)

    def found(rule: str) -> set[str]:
        health_checks.check_park(park.pools, park.id, now, everything=True)
        return {code for code, _, name in park.findings() if name == rule}

    assert found("integration_error") == {"coarse"}
    park.write([("coarse", START + t, rate(t), 0) for t in range(0, DAY + 1, MINUTE)])
    settle(park)
    assert found("integration_error") == set()


def test_a_gas_meter_without_a_reference_state_is_found(park: MeteredPark) -> None:
    now = at(START + DAY)
    health_checks.check_park(park.pools, park.id, now, everything=True)
    assert [code for code, _, rule in park.findings() if rule == "reference_state"] == ["gas-unknown"]
    with park.pools.tenant(park.id) as connection:
        connection.execute(
            "UPDATE core.point SET reference_state = '293.15K_101.325kPa' WHERE code = 'gas-unknown'"
        )
    health_checks.check_park(park.pools, park.id, now, everything=True)
    assert [code for code, _, rule in park.findings() if rule == "reference_state"] == []
