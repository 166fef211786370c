"""A real worker and beat on a real broker: readings become hours, and a kill leaves nothing stuck."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.support.metered import MINUTE, START, MeteredPark, Reading
from tests.support.processes import Processes, wait_until
from tests.support.stack import Database

CELERY = ("celery", "-A", "parkcarbon_platform.jobs.app")


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database)
    yield metered
    metered.close()


@pytest.fixture
def processes(database: Database, redis_url: str, tmp_path: Path) -> Iterator[Processes]:
    started = Processes(
        {
            "PARKCARBON_DATABASE_URL": database.owner_url,
            "PARKCARBON_DATABASE_APP_URL": database.app_url,
            "PARKCARBON_DATABASE_INGEST_URL": database.ingest_url,
            "PARKCARBON_DATABASE_DIRECTORY_URL": database.directory_url,
            "PARKCARBON_REDIS_URL": redis_url,
        },
        tmp_path,
    )
    yield started
    started.stop()


def quarter_hours(first: int, number: int) -> list[Reading]:
    return [("office", START + i * 15 * MINUTE, float(i), 0) for i in range(first, first + number)]


def settled(park: MeteredPark) -> bool:
    return park.rows("SELECT count(*) FROM core.invalidation") == [(0,)]


def test_readings_become_hours_and_a_killed_worker_leaves_nothing_stuck(
    park: MeteredPark, processes: Processes, redis_url: str, tmp_path: Path
) -> None:
    listener = redis.Redis.from_url(redis_url).pubsub(ignore_subscribe_messages=True)
    listener.subscribe(f"pc:settled:{park.id}")
    park.write(quarter_hours(0, 5))
    processes.start("worker", *CELERY, "worker", "-c", "1", "-l", "INFO")
    processes.start("beat", *CELERY, "beat", "-s", str(tmp_path / "beat.db"))
    wait_until(lambda: settled(park), "the first hour", timeout_s=60)
    assert [row[5] for row in park.ledger()] == [4000]
    messages: list[dict[str, int]] = []
    wait_until(lambda: collect(listener, messages), "the announcement", timeout_s=10)
    assert messages[0]["from"] == START

    park.write(quarter_hours(5, 20))
    processes.kill("worker", signal.SIGKILL)
    park.write(quarter_hours(25, 20))
    processes.start("worker")
    wait_until(lambda: settled(park), "the rest after the kill", timeout_s=60)
    assert sum(row[2] for row in park.intervals()) == 44_000
    assert park.rows("SELECT count(*) FROM core.job") == [(0,)]
    listener.close()


def collect(listener: redis.client.PubSub, messages: list[dict[str, int]]) -> bool:
    message = listener.get_message(timeout=0.1)
    if message is not None:
        messages.append(json.loads(message["data"]))
    return bool(messages)
