"""A real worker and beat on a real broker: readings become hours, and a kill leaves nothing stuck."""

import json
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
import redis
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.inventories import storing
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.services.ledger.changes import Workplace

from tests.support.metered import MINUTE, START, MeteredPark, Reading, at
from tests.support.otlp import Collector, collecting
from tests.support.processes import Processes, wait_until
from tests.support.stack import Database

# What a busy machine takes to start a worker, several times over.
PATIENCE_S = 240
CELERY = ("celery", "-A", "parkcarbon_platform.jobs.app")


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database)
    yield metered
    metered.close()


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as listening:
        yield listening


@pytest.fixture
def processes(
    database: Database, redis_url: str, tmp_path: Path, collector: Collector
) -> Iterator[Processes]:
    started = Processes(
        {
            "PARKCARBON_DATABASE_URL": database.owner_url,
            "PARKCARBON_DATABASE_APP_URL": database.app_url,
            "PARKCARBON_DATABASE_INGEST_URL": database.ingest_url,
            "PARKCARBON_DATABASE_DIRECTORY_URL": database.directory_url,
            "PARKCARBON_REDIS_URL": redis_url,
            "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
            "OTEL_BSP_SCHEDULE_DELAY": "100",
            "PARKCARBON_LOG_FORMAT": "json",
        },
        tmp_path,
    )
    yield started
    started.stop()


def quarter_hours(first: int, number: int) -> list[Reading]:
    return [("office", START + i * 15 * MINUTE, float(i), 0) for i in range(first, first + number)]


def sent_by(collector: Collector) -> dict[str, str]:
    return {span.span: span.trace for span in collector.named("send parkcarbon.settle_park")}


def settled(park: MeteredPark) -> bool:
    return park.rows("SELECT count(*) FROM core.invalidation") == [(0,)]


def test_readings_become_hours_and_a_killed_worker_leaves_nothing_stuck(
    park: MeteredPark, processes: Processes, redis_url: str, tmp_path: Path, collector: Collector
) -> None:
    listener = redis.Redis.from_url(redis_url).pubsub(ignore_subscribe_messages=True)
    listener.subscribe(f"pc:settled:{park.id}")
    park.write(quarter_hours(0, 5))
    processes.start("worker", *CELERY, "worker", "-c", "1", "-l", "INFO")
    processes.start("beat", *CELERY, "beat", "-s", str(tmp_path / "beat.db"))
    wait_until(lambda: settled(park), "the first hour")
    assert [row[5] for row in park.ledger()] == [4000]
    messages: list[dict[str, int]] = []
    wait_until(lambda: collect(listener, messages), "the announcement")
    assert messages[0]["from"] == START
    # The task that settled belongs to the trace of the dispatch that sent it.
    wait_until(lambda: collector.named("settle"), "the span of the settlement")
    (settled_span,) = collector.named("settle")
    task = next(span for span in collector.spans if span.span == settled_span.parent)
    assert (task.name, task.service) == ("parkcarbon.settle_park", "parkcarbon-worker")
    wait_until(lambda: task.parent in sent_by(collector), "the span of its sending")
    assert sent_by(collector)[task.parent] == task.trace

    park.write(quarter_hours(5, 20))
    processes.kill("worker", signal.SIGKILL)
    park.write(quarter_hours(25, 20))
    processes.start("worker")
    wait_until(lambda: settled(park), "the rest after the kill")
    assert sum(row[2] for row in park.intervals()) == 44_000
    assert park.rows("SELECT count(*) FROM core.job") == [(0,)]
    listener.close()
    lines = [
        json.loads(line) for line in (tmp_path / "worker.log").read_text().splitlines() if line[:1] == "{"
    ]
    assert any(line["logger"].startswith("celery") for line in lines)


def test_an_inventory_whose_worker_is_killed_is_made_by_the_next_one(
    park: MeteredPark, processes: Processes, tmp_path: Path
) -> None:
    park.write(quarter_hours(0, 97))
    settlement.settle(park.pools, park.id, lambda *_: None)
    with park.pools.tenant(park.id) as connection:
        # A check of the meters, which looks at readings, too, would stand before the inventory.
        connection.execute(
            "INSERT INTO core.health_check (park_id, attempted_at) VALUES (%s, now() + interval '1 day')",
            (park.id,),
        )
    day = at(START + 8 * 60 * MINUTE).date()
    asked = Question(day, day + timedelta(days=1), "ghg_protocol")
    place = Workplace(park.pools, park.id, lambda *_: None)
    processes.start("worker", *CELERY, "worker", "-c", "1", "-l", "INFO")
    processes.start("beat", *CELERY, "beat", "-s", str(tmp_path / "beat.db"))
    # Readings cannot be looked at: the worker comes to a stand at the step that hashes them.
    with psycopg.connect(park.owner_url) as blocking:
        blocking.execute("LOCK TABLE series.reading IN ACCESS EXCLUSIVE MODE")
        made = storing.request(place, Actor("author"), "operator", asked)
        wait_until(
            lambda: step(park) == ("running", "hashing", 1), "the step of hashing", timeout_s=PATIENCE_S
        )
        ((share,),) = park.rows("SELECT progress FROM core.job")
        assert 0 < share < 1
        processes.kill("worker", signal.SIGKILL)
        processes.start("worker")
        # Its lease is the connection that died with it: the next worker does not wait for any time to pass.
        wait_until(lambda: step(park) == ("running", "hashing", 2), "the next worker", timeout_s=PATIENCE_S)
        assert park.rows("SELECT count(*) FROM core.inventory_item") == [(0,)]
    wait_until(lambda: step(park) == ("done", None, 2), "the inventory", timeout_s=PATIENCE_S)
    with park.pools.tenant(park.id) as connection:
        row = storing.found(connection, made.id)
        items = storing.items(connection, row)
    assert row.sha256 == storing.digest(items)
    assert (row.totals or {})["location"]["total"] == sum(i.co2e_mg for i in items if i.basis != "market") > 0


def step(park: MeteredPark) -> tuple[object, ...]:
    (row,) = park.rows("SELECT state, step, attempts FROM core.job WHERE kind = 'inventory'")
    return row


def collect(listener: redis.client.PubSub, messages: list[dict[str, int]]) -> bool:
    message = listener.get_message(timeout=0.1)
    if message is not None:
        messages.append(json.loads(message["data"]))
    return bool(messages)
