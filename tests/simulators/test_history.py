import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from asyncua import ua
from asyncua.common.utils import ServiceError
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.servers.history import MAX_VALUES, PlantHistory, grid
from parkcarbon_simulators.servers.values import node_id

NOW = datetime(2026, 3, 18, 4, 7, 30, tzinfo=UTC)
POINT = "steel-main-import"


@pytest.mark.parametrize(
    ("start", "end", "limit", "times", "following"),
    [
        (0, 1800, 10, [0, 900, 1800], None),
        (1, 1799, 10, [900], None),
        (1800, 0, 10, [1800, 900, 0], None),
        (1799, 1, 10, [900], None),
        (0, 3600, 2, [0, 900], 1800),
        (3600, 0, 2, [3600, 2700], 1800),
        (1, 899, 10, [], None),
        (899, 1, 10, [], None),
        (900, 900, 10, [900], None),
    ],
)
def test_the_grid(start: int, end: int, limit: int, times: list[int], following: int | None) -> None:
    found, rest = grid(float(start), float(end), limit)
    assert found.tolist() == times
    assert rest == following


@pytest.fixture
def history(plant: Plant) -> PlantHistory:
    nodes = {p.node: p for p in plant.points.values()}
    return PlantHistory(plant, nodes, NOW.timestamp)


def read(
    history: PlantHistory, start: datetime | None, end: datetime | None, count: int = 0
) -> tuple[list[datetime], list[float], datetime | None]:
    values, rest = asyncio.run(history.read_node_history(node_id("steel.main.import", 2), start, end, count))
    times = [v.SourceTimestamp for v in values if v.SourceTimestamp]
    return times, [v.Value.Value for v in values if v.Value], rest


def pages(history: PlantHistory, start: datetime, end: datetime, count: int) -> Iterator[list[float]]:
    following: datetime | None = start
    while following:
        _, values, following = read(history, following, end, count)
        yield values


def test_values_are_the_plants_own(history: PlantHistory, plant: Plant) -> None:
    times, values, _ = read(history, NOW - timedelta(days=1), NOW)
    assert len(times) == 96
    assert values == plant.served([POINT], np.array([t.timestamp() for t in times]))[POINT].tolist()


def test_pages_join_into_the_whole_in_both_directions(history: PlantHistory) -> None:
    start, end = NOW - timedelta(hours=6), NOW
    _, whole, _ = read(history, start, end)
    for first, last, expected in ((start, end, whole), (end, start, whole[::-1])):
        parts = list(pages(history, first, last, 7))
        assert [v for part in parts for v in part] == expected
        assert [len(part) for part in parts] == [7, 7, 7, 3]


def test_nothing_is_known_of_the_future_or_before_the_epoch(history: PlantHistory, plant: Plant) -> None:
    times, _, _ = read(history, NOW - timedelta(minutes=20), NOW + timedelta(days=2))
    assert [t.isoformat() for t in times] == ["2026-03-18T04:00:00+00:00"]
    epoch = datetime.fromtimestamp(plant.epoch_s, UTC)
    assert read(history, epoch - timedelta(days=9), epoch)[0] == [epoch]
    for first, last in ((epoch - timedelta(days=9), epoch - timedelta(days=8)),
                        (NOW + timedelta(days=1), NOW + timedelta(days=2))):  # fmt: skip
        assert read(history, first, last)[0] == read(history, last, first)[0] == []


def test_without_a_start_the_newest_come_first(history: PlantHistory) -> None:
    times, _, _ = read(history, None, NOW, 3)
    assert [t.minute for t in times] == [0, 45, 30]


def test_without_an_end_it_reads_on_to_now(history: PlantHistory) -> None:
    assert len(read(history, NOW - timedelta(hours=2), None)[0]) == 8


def test_one_answer_has_at_most_ten_thousand_values(history: PlantHistory) -> None:
    times, _, rest = read(history, NOW - timedelta(days=200), NOW)
    assert len(times) == MAX_VALUES
    assert rest == times[-1] + timedelta(minutes=15)


def test_a_read_without_any_time_and_an_unknown_node_are_refused(history: PlantHistory) -> None:
    with pytest.raises(ServiceError) as caught:
        read(history, None, None, 5)
    assert caught.value.code == ua.StatusCodes.BadInvalidTimestampArgument
    with pytest.raises(ServiceError) as caught:
        asyncio.run(history.read_node_history(node_id("nothing", 2), NOW, NOW, 0))
    assert caught.value.code == ua.StatusCodes.BadNodeIdUnknown
