"""Looking at a replica: only while it is not far behind, behind the same wall, and to change nothing."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage.database import Database as Pools
from parkcarbon_platform.storage.replica import AWAY_S, LOOK_S, Replica, lag_s

from tests.support.metered import MeteredPark, document
from tests.support.processes import Proxy, free_port, wait_until
from tests.support.stack import Database


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database)
    yield metered
    metered.close()


def pools(database: Database, replica_url: str) -> Pools:
    return Pools.of(
        Settings(
            database_url=database.owner_url, database_app_url=database.app_url,
            database_ingest_url=database.ingest_url, database_directory_url=database.directory_url,
            database_replica_url=replica_url,
        ),
        size=2,
    )  # fmt: skip


def asked(opened: Pools, park_id: int) -> str:
    """By which pool a question of a dashboard is answered."""
    with opened.reading(park_id) as connection:
        row = connection.execute("SELECT current_setting('application_name')").fetchone()
    assert row is not None
    return str(row[0])


def test_those_who_look_ask_the_replica_behind_the_same_wall(park: MeteredPark, database: Database) -> None:
    other = MeteredPark(database, document("neighbour"))
    other.close()
    with pools(database, database.app_url) as opened:
        assert asked(opened, park.id) == "parkcarbon-replica"
        with opened.reading(park.id) as connection:
            parks = connection.execute("SELECT id FROM core.park").fetchall()
        with opened.tenant(park.id) as connection:
            row = connection.execute("SELECT current_setting('application_name')").fetchone()
    assert parks == [(park.id,)]
    assert row == ("parkcarbon-app",)


@pytest.mark.parametrize("has_replica", [False, True])
def test_who_looks_cannot_change_anything(park: MeteredPark, database: Database, has_replica: bool) -> None:
    """Without a replica neither: what works without one works with one."""
    with (
        pools(database, database.app_url if has_replica else "") as opened,
        opened.reading(park.id) as connection,
    ):
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("DELETE FROM core.invalidation")
        connection.rollback()


def test_a_replica_that_is_away_is_not_asked(park: MeteredPark, database: Database) -> None:
    away = database.app_url.replace(f":{port_of(database)}/", f":{free_port()}/")
    assert away != database.app_url
    with pools(database, away) as opened:
        assert asked(opened, park.id) == "parkcarbon-app"


def test_a_replica_that_goes_between_two_looks_is_not_missed(
    park: MeteredPark, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parkcarbon_platform.storage.replica.LOOK_S", 600.0)
    port = port_of(database)
    proxy = Proxy(port)
    try:
        with pools(database, database.app_url.replace(f":{port}/", f":{proxy.port}/")) as opened:
            assert asked(opened, park.id) == "parkcarbon-replica"
            with opened.reading(park.id) as connection:
                assert connection.execute("SHOW statement_timeout").fetchone() == ("1min",)
            proxy.set_cut(True)
            wait_until(lambda: not proxy.writers, "the cut")
            assert asked(opened, park.id) == "parkcarbon-app"
            assert opened.replica is not None
            assert not opened.replica.is_fresh()
    finally:
        proxy.close()


def test_nobody_waits_for_who_looks(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    looking, goes_on = threading.Event(), threading.Event()

    def look(_connection: object) -> float:
        looking.set()
        assert goes_on.wait(60)
        return 0.0

    monkeypatch.setattr("parkcarbon_platform.storage.replica.lag_s", look)
    replica = Replica(database.app_url, 10.0, size=1)
    with ThreadPoolExecutor(1) as other:
        first = other.submit(replica.is_fresh)
        assert looking.wait(60)
        assert not replica.is_fresh()
        goes_on.set()
        assert first.result(60)
    assert replica.is_fresh()
    replica.close()


def port_of(database: Database) -> int:
    with psycopg.connect(database.owner_url) as connection:
        return connection.info.port


def test_it_is_looked_at_once_a_second_and_rarely_while_it_is_away(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, looks, lag = [0.0], [0], [3.0]

    def look(_connection: object) -> float:
        looks[0] += 1
        if lag[0] < 0:
            raise psycopg.OperationalError("gone")
        return lag[0]

    monkeypatch.setattr("parkcarbon_platform.storage.replica.lag_s", look)
    replica = Replica(database.app_url, 10.0, size=1, clock=lambda: now[0])
    assert [replica.is_fresh() for _ in range(3)] == [True] * 3
    assert looks == [1]
    now[0], lag[0] = LOOK_S, 10.1
    assert not replica.is_fresh()
    now[0], lag[0] = 2 * LOOK_S, -1.0
    assert not replica.is_fresh()
    now[0], lag[0] = 2 * LOOK_S + AWAY_S - 0.1, 0.0
    assert not replica.is_fresh()
    now[0] += 0.2
    assert replica.is_fresh()
    assert looks == [4]
    replica.close()


def test_a_server_that_is_no_replica_is_never_behind(database: Database) -> None:
    with psycopg.connect(database.app_url) as connection:
        assert lag_s(connection) == 0
