"""What processes say of themselves: over HTTP as Prometheus asks, and by the state of a real database."""

import socket
import threading
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from itertools import chain

import psycopg
import pytest
from parkcarbon_platform.cli import parser
from parkcarbon_platform.cli.delivery import COMMANDS, partitions_of
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services import state
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage.database import Database as Pools
from parkcarbon_platform.telemetry import figures
from parkcarbon_platform.telemetry.serving import STILL_S, Heart, served
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from tests.support.metered import MeteredPark
from tests.support.stack import Database


def get(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_figures_and_health_are_served() -> None:
    now = [0.0]
    heart = Heart(lambda: now[0])
    figures.FRAMES.inc()
    with served(free_port(), "127.0.0.1", heart) as port:
        code, text = get(port, "/metrics")
        names = {family.name for family in text_string_to_metric_families(text)}
        assert code == 200
        assert {"parkcarbon_frames", "parkcarbon_ingest_lag_seconds", "process_cpu_seconds"} <= names
        assert get(port, "/healthz") == (200, "ok\n")
        heart.beat()
        now[0] = STILL_S + 1
        assert get(port, "/healthz") == (503, "still for 61 s\n")
        heart.beat()
        assert get(port, "/healthz")[0] == 200
        assert get(port, "/")[0] == 404
        heart.beat("00-07")
        now[0] += STILL_S + 1
        heart.beat()
        assert get(port, "/healthz")[0] == 503  # one of two loops stands still
        heart.forget("00-07")
        assert get(port, "/healthz")[0] == 200


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_without_a_port_nothing_listens() -> None:
    before = threading.active_count()
    with served(0) as port:
        assert port == 0
        assert threading.active_count() == before


def value(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(name, labels)


def test_the_state_is_what_waits_in_the_database(database: Database) -> None:
    park = MeteredPark(database)
    park.write([("office", int(datetime(2026, 3, 1, tzinfo=UTC).timestamp() * 1000), 1.0, 0)])
    park.close()
    due = datetime.now(UTC) - timedelta(minutes=10)
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            """INSERT INTO core.job (park_id, kind, arguments, run_after)
            SELECT id, 'export', '{}', %s FROM core.park""",
            (due,),
        )
        waiting = connection.execute("SELECT count(*) FROM core.invalidation").fetchone()
    settings = Settings(database_url=database.owner_url)
    with Pools.of(settings, size=1) as pools:
        ended = state.Ended()
        found = state.look(pools, ended)
        assert value("parkcarbon_jobs", kind="export", state="queued") == 1
        with psycopg.connect(database.owner_url) as connection:
            connection.execute("UPDATE core.job SET state = 'running', started_at = now() - interval '20 s'")
        state.look(pools, ended)
        assert 20 <= (value("parkcarbon_job_running_seconds") or 0) < 100
        before = value("parkcarbon_job_seconds_count", kind="export") or 0
        with psycopg.connect(database.owner_url) as connection:
            connection.execute("UPDATE core.job SET state = 'done', finished_at = now()")
        for _ in range(2):  # what has been counted is not counted again
            state.look(pools, ended)
        assert value("parkcarbon_job_seconds_count", kind="export") == before + 1
        assert (value("parkcarbon_job_seconds_sum", kind="export") or 0) >= 20
        assert value("parkcarbon_job_running_seconds") == 0
        with psycopg.connect(database.owner_url) as connection:
            connection.execute("DELETE FROM core.job")
        state.look(pools, ended)
    assert waiting is not None
    assert found.unsettled == waiting[0] > 0
    assert found.job_wait_s >= 600
    assert found.parks == value("parkcarbon_parks") == 1
    assert found.database_bytes > 1_000_000
    assert value("parkcarbon_jobs", kind="export", state="queued") is None
    assert value("parkcarbon_job_wait_seconds") == 0


@pytest.mark.parametrize("count", [1, 16, 30])
def test_shares_of_the_partitions_are_all_of_them_once(count: int) -> None:
    for of in [n for n in range(1, count + 1) if count % n == 0]:
        parts = [chosen(f"{part}/{of}", count) for part in range(1, of + 1)]
        assert list(chain(*parts)) == list(range(count))


@pytest.mark.parametrize("text", ["0/2", "3/2", "1/3"])
def test_a_share_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidError, match="no equal part"):
        chosen(text, 16)


def chosen(text: str, count: int) -> list[int]:
    found = partitions_of(parser(COMMANDS).parse_args(["ingest", "--share", text]), count)
    assert found is not None
    return found
