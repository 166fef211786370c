"""Failures of the background: counted, backed off, given up visibly, tried again on request."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from parkcarbon_platform.errors import InvalidError, NotFoundError
from parkcarbon_platform.services import jobs
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.storage import jobs as storage

from tests.support.metered import MINUTE, START, MeteredPark, at
from tests.support.stack import Database


def silent(*_: int) -> None:
    return None


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database)
    metered.write([("office", START + i * 15 * MINUTE, float(i), 0) for i in range(5)])
    yield metered
    metered.close()


def spoil(park: MeteredPark) -> None:
    """Make the park's intervals refuse any row."""
    owner(park, "ALTER TABLE series.interval ADD CONSTRAINT spoiled CHECK (false) NOT VALID")


def mend(park: MeteredPark) -> None:
    owner(park, "ALTER TABLE series.interval DROP CONSTRAINT spoiled")


def owner(park: MeteredPark, statement: str) -> None:
    with psycopg.connect(park.owner_url) as connection:
        connection.execute(statement)


def fail(park: MeteredPark) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        jobs.settle_park(park.pools, park.id, silent)


def test_a_failing_park_backs_off_is_given_up_and_can_be_retried(park: MeteredPark) -> None:
    assert jobs.due(park.pools).parks == [park.id]
    spoil(park)
    fail(park)
    assert jobs.due(park.pools).parks == []
    ((code, job),) = jobs.every(park.pools)
    assert (code, job.kind, job.state, job.attempts) == ("metered", "settle", "failed", 1)
    assert "spoiled" in (job.error or "")
    for _ in range(jobs.ATTEMPTS - 1):
        fail(park)
    ((_, dead),) = jobs.every(park.pools, "dead")
    assert dead.attempts == jobs.ATTEMPTS
    assert jobs.due(park.pools).parks == []
    mend(park)
    jobs.retry(park.pools, dead.id)
    assert jobs.due(park.pools).parks == [park.id]
    assert jobs.settle_park(park.pools, park.id, silent) == 5
    assert jobs.every(park.pools) == []


def test_waits_double_up_to_ten_minutes() -> None:
    waits = [jobs.wait_after(n) for n in range(1, jobs.ATTEMPTS + 1)]
    assert waits[:3] == [timedelta(seconds=10), timedelta(seconds=20), timedelta(seconds=40)]
    assert waits[-2:] == [timedelta(minutes=10), None]


def test_a_recalculation_runs_once(park: MeteredPark) -> None:
    settlement.settle(park.pools, park.id, silent)
    before = park.ledger()
    job = jobs.request_recalculation(park.pools, park.id, at(START), at(START + 60 * MINUTE))
    assert jobs.due(park.pools).jobs == [(park.id, job)]
    assert jobs.run(park.pools, park.id, job)
    assert not jobs.run(park.pools, park.id, job)
    assert jobs.due(park.pools) == jobs.Due([park.id], [], [park.id])
    settlement.settle(park.pools, park.id, silent)
    assert park.ledger() == before


def test_a_job_whose_worker_died_is_due_at_once_and_no_other(park: MeteredPark) -> None:
    job = jobs.request_recalculation(park.pools, park.id, at(START), at(START + 60 * MINUTE))
    with storage.held(park.pools.app, job) as is_ours:
        assert is_ours
        with park.pools.tenant(park.id) as connection:
            assert storage.claim(connection, job) is not None
        # While its worker lives nobody is sent to it, and who comes all the same is turned away.
        assert jobs.due(park.pools).jobs == []
        assert not jobs.run(park.pools, park.id, job)
    assert jobs.due(park.pools).jobs == [(park.id, job)]
    assert jobs.run(park.pools, park.id, job)
    assert jobs.due(park.pools).jobs == []


def test_a_job_that_kills_its_workers_is_given_up(park: MeteredPark) -> None:
    job = jobs.request_recalculation(park.pools, park.id, at(START), at(START + 60 * MINUTE))
    with park.pools.tenant(park.id) as connection:
        connection.execute("UPDATE core.job SET state = 'running', attempts = %s", (jobs.ATTEMPTS,))
    assert not jobs.run(park.pools, park.id, job)
    ((_, dead),) = jobs.every(park.pools, "dead")
    assert "died" in (dead.error or "")
    assert jobs.due(park.pools).jobs == []


def test_a_job_that_cannot_run_says_why(park: MeteredPark) -> None:
    job = jobs.request_recalculation(park.pools, park.id, at(START + 1), at(START))
    with pytest.raises(InvalidError):
        jobs.run(park.pools, park.id, job)
    ((_, failed),) = jobs.every(park.pools, "failed")
    assert "two times" in (failed.error or "")
    assert jobs.due(park.pools).jobs == []


def test_what_does_not_exist_is_said(park: MeteredPark) -> None:
    with pytest.raises(NotFoundError):
        jobs.retry(park.pools, 4711)
    with pytest.raises(NotFoundError):
        jobs.park_of(park.pools, "atlantis")
    assert jobs.park_of(park.pools, "metered").id == park.id
