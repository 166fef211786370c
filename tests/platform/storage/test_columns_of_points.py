"""Readings and quarter hours as columns: row by row what is stored, also what is unlike most of it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from random import Random
from typing import Any

import psycopg
import pytest
from parkcarbon_platform.storage import intervals, spans
from parkcarbon_platform.storage.intervals import Range

from tests.support.metered import MINUTE, START, MeteredPark, at
from tests.support.stack import Database

QUARTER = 15 * MINUTE
ROWS = 60


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    """Readings and quarter hours of four points, in no order, some of them odd, with holes."""
    random = Random(20261127)
    with new_database() as database:
        made = MeteredPark(database)
        times = [(p, START + n * QUARTER) for p in made.points.values() for n in range(ROWS)]
        random.shuffle(times)
        with psycopg.connect(made.owner_url) as connection:
            for point, time in times[: len(times) * 9 // 10]:
                connection.execute(
                    """INSERT INTO series.reading (time, value, exact, batch_id, quality, point_id, park_id)
                    VALUES (%s, %s, %s, 1, %s, %s, %s)""",
                    (at(time), random.choice((1.5, 2.5, None)), random.choice((None, None, Decimal("1.1"))),
                     random.choice((0, 0, 0x40000000, 0x80000000)), point, made.id),
                )  # fmt: skip
                connection.execute(
                    """INSERT INTO series.interval (start, quantity, estimated, covered_s, status, method,
                      point_id, park_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)""",
                    (at(time), random.randrange(9), random.choice((0, 0, 5)), random.choice((900, 900, 60)),
                     random.choice((0, 0, 4)), random.choice((None, None, "linear", "of another version")),
                     point, made.id),
                )  # fmt: skip
        yield made
        made.close()


@pytest.fixture(
    params=[(spans.MANY, spans.MANY_ROWS), (1, spans.MANY_ROWS), (1, 0)],
    ids=["by span", "by point", "by page"],
)
def connection(
    request: pytest.FixtureRequest, park: MeteredPark, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    monkeypatch.setattr(spans, "MANY", request.param[0])
    monkeypatch.setattr(spans, "MANY_ROWS", request.param[1])
    with park.pools.tenant(park.id) as opened:
        yield opened
        assert opened.execute("SHOW enable_indexscan").fetchone() == ("on",)


def asked(park: MeteredPark) -> list[Range]:
    """Nearly all of every point; of one two spans with a hole between them, another's is empty."""
    main, office, gas, unknown = sorted(park.points.values())
    end = START + ROWS * QUARTER
    return [
        Range(main, START + 3 * QUARTER, START + 20 * QUARTER), Range(main, START + 22 * QUARTER, end),
        Range(office, START, end), Range(gas, START + 1, end - QUARTER + 1), Range(unknown, START, end),
        Range(unknown, end + QUARTER, end + QUARTER),
    ]  # fmt: skip


@pytest.mark.parametrize("largest", [30, intervals.LARGEST])
def test_quarter_hours_are_those_of_the_table(
    park: MeteredPark, connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, largest: int
) -> None:
    monkeypatch.setattr(intervals, "LARGEST", largest)
    ranges = asked(park)
    stored = connection.execute(
        """SELECT point_id, round(extract(epoch FROM start) * 1000)::bigint, quantity, estimated, covered_s,
          status, method FROM core.interval ORDER BY 1, 2"""
    ).fetchall()
    wanted = [
        (*row[:6], "unknown" if row[6] == "of another version" else row[6])
        for row in stored
        if any(r.point_id == row[0] and r.start <= row[1] < r.end for r in ranges)
    ]
    assert [tuple(row) for row in intervals.existing(connection, ranges).rows()] == wanted
    assert len(wanted) > 150
    assert len({row[3:] for row in wanted}) > 8


def test_readings_are_those_of_the_table(park: MeteredPark, connection: psycopg.Connection) -> None:
    ranges = asked(park)
    stored = connection.execute(
        """SELECT point_id, round(extract(epoch FROM time) * 1000)::bigint, value, quality, exact
        FROM core.reading ORDER BY 1, 2"""
    ).fetchall()
    found = dict(intervals.readings(connection, ranges, expected=len(stored)))
    for n, span in enumerate(ranges):
        wanted = [row[1:] for row in stored if row[0] == span.point_id and span.start <= row[1] <= span.end]
        if not wanted:
            assert n not in found
            continue
        mine = found[n]
        values = [None if value != value else value for value in mine.value.tolist()]
        exact = mine.exact or [None] * len(values)
        assert list(zip(mine.time.tolist(), values, mine.quality.tolist(), exact, strict=True)) == wanted
    assert len(found) == len(ranges) - 1
