"""Neighbours of a span, however far away they are."""

from collections.abc import Iterator

import pytest
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.neighbours import Life, surroundings

from tests.support.metered import MINUTE, START, MeteredPark
from tests.support.stack import Database

DAY = 24 * 60 * MINUTE


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database)
    yield metered
    metered.close()


def widened(park: MeteredPark, start: int, end: int, count: int = 2) -> tuple[int, int]:
    point = park.points["office"]
    with park.pools.tenant(park.id) as connection:
        (found,) = surroundings(connection, [Range(point, start, end)], Life({point: 60}), count)
    assert found.point_id == point
    return found.start, found.end


@pytest.mark.parametrize("step", [MINUTE, 60 * MINUTE, 10 * DAY, 400 * DAY])
def test_the_nth_neighbour_is_found_at_any_distance(park: MeteredPark, step: int) -> None:
    times = [START + i * step for i in range(-4, 5)]
    park.write([("office", time, 1.0, 0) for time in times] + [("main", START + 1, 1.0, 0)])
    assert widened(park, START, START) == (START - 2 * step, START + 2 * step)
    assert widened(park, START + 1, START + 2) == (START - step, START + 2 * step)


def test_what_cannot_be_used_is_no_neighbour(park: MeteredPark) -> None:
    park.write(
        [("office", START - 3 * MINUTE, 1.0, 0x40000000), ("office", START - 2 * MINUTE, 1.0, 0x80000000),
         ("office", START - MINUTE, None, 0)]
    )  # fmt: skip
    assert widened(park, START, START, count=1) == (START - 3 * MINUTE, START)


def test_without_neighbours_the_span_stays(park: MeteredPark) -> None:
    assert widened(park, START, START + 5) == (START, START + 5)
    park.write([("office", START - DAY, 1.0, 0)])
    assert widened(park, START, START + 5, count=6) == (START - DAY, START + 5)
