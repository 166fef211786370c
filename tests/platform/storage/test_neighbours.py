"""Neighbours of a span, however far away they are."""

from collections.abc import Iterator
from random import Random

import pytest
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.neighbours import Life, Neighbours, surroundings

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


def test_neighbours_of_many_points_are_those_of_the_definition(park: MeteredPark) -> None:
    """Points read each minute with holes, bad values and life events, against looking at every reading."""
    random = Random(20261126)
    codes = list(park.points)
    rows = [
        (code, START + random.choice((m, m * 9)) * MINUTE, random.choice((1.0, 1.0, 1.0, 50.0, None)),
         random.choice((0, 0, 0, 0x80000000)))
        for code in codes for m in range(120) if random.random() < 0.7
    ]  # fmt: skip
    rows = list({(code, time): (code, time, *rest) for code, time, *rest in rows}.values())
    park.write(rows)
    numbers = park.points
    life = Life(
        dict.fromkeys(numbers.values(), 60),
        {numbers[codes[0]]: 10.0},
        [Range(numbers[codes[1]], START + 40 * MINUTE, START + 60 * MINUTE)],
        [(numbers[codes[2]], START + 77 * MINUTE + 1), (numbers[codes[0]], START + 3000 * MINUTE)],
    )
    known = {
        number: sorted(cut for point, cut in life.cuts if point == number) for number in numbers.values()
    }
    for code, time, value, quality in rows:
        point = numbers[code]
        excluded = any(s.point_id == point and s.start <= time < s.end for s in life.excluded)
        if value is not None and quality < 2**31 and not excluded and value <= life.largest.get(point, 1e9):
            known[point].append(time)
    starts = [START + m * MINUTE for m in (-5, 0, 41, 77, 119, 500, 1100, 4000)]
    ranges = [Range(point, start, start + 2 * MINUTE) for point in numbers.values() for start in starts]
    with park.pools.tenant(park.id) as connection:
        remembering = Neighbours(connection, life)
        for start in starts:
            # One span a point, near by what was read before and far from it.
            spans = [Range(point, start + random.randrange(20) * MINUTE, start + DAY) for point in known]
            spans = random.sample(spans, random.randint(1, len(spans)))
            for span in (
                spans,
                [r._replace(start=r.start - 8 * MINUTE, end=r.end + 8 * MINUTE) for r in spans],
            ):
                assert remembering.surroundings(span, 6) == surroundings(connection, span, life, 6)
        for count in (1, 6):
            found = surroundings(connection, ranges, life, count)
            for start in starts:
                alike = [r for r in ranges if r.start == start]
                assert surroundings(connection, alike, life, count) == [
                    f for f, r in zip(found, ranges, strict=True) if r.start == start
                ]
            for asked, answer in zip(ranges, found, strict=True):
                before = sorted(t for t in known[asked.point_id] if t < asked.start)[-count:]
                after = sorted(t for t in known[asked.point_id] if t > asked.end)[:count]
                assert answer.start == (before[0] if before else asked.start)
                assert answer.end == (after[-1] if after else asked.end)
