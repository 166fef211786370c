"""Work of the background: what is due, doing it once, and what happens when it fails."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

import psycopg

from parkcarbon_platform import settings
from parkcarbon_platform.errors import InvalidError, NotFoundError
from parkcarbon_platform.services.alerting import delivering, sending
from parkcarbon_platform.services.analysis import runs
from parkcarbon_platform.services.exports import deletion, making
from parkcarbon_platform.services.factor_library import adopting
from parkcarbon_platform.services.health import health_checks
from parkcarbon_platform.services.inventories import storing
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.services.ledger.settlement import Announce
from parkcarbon_platform.services.planning import running
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.storage import invalidations
from parkcarbon_platform.storage import jobs as storage
from parkcarbon_platform.storage.database import Database
from parkcarbon_platform.storage.jobs import JobRow
from parkcarbon_platform.storage.parks import ParkRow

log = logging.getLogger(__name__)

# 10 s, 20 s, 40 s ... up to 10 minutes: ten attempts last about an hour.
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(minutes=10)
ATTEMPTS = 10

Run = Callable[[Database, JobRow, Announce], None]


class Due(NamedTuple):
    """What the dispatcher sends: parks to settle, (park, job) to run, parks whose meters to check."""

    parks: list[int]
    jobs: list[tuple[int, int]]
    checks: list[int]


def due(database: Database) -> Due:
    """Everything that can be worked on now."""
    with database.directory.connection() as connection:
        parks = invalidations.parks_with_work(connection)
        queued = [(park, job) for job, park in storage.due(connection)]
        return Due(parks, queued, health_checks.due(connection))


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failures; None to give up."""
    if attempts >= ATTEMPTS:
        return None
    return min(FIRST_WAIT * (1 << (attempts - 1)), LONGEST_WAIT)


def settle_park(database: Database, park_id: int, announce: Announce, *, seconds: float = 20.0) -> int:
    """Settle a park; a failure is counted and backs off, so that it does not keep the worker from others."""
    try:
        consumed = settlement.settle(database, park_id, announce, seconds=seconds)
    except psycopg.OperationalError:
        # The database itself is away: nothing is wrong with the park, and nothing can be recorded.
        raise
    except Exception as error:
        with database.tenant(park_id) as connection:
            job = storage.begin_settlement_failure(connection, park_id)
            storage.failed(connection, job.id, describe(error), again=wait_after(job.attempts))
        raise
    if consumed:
        with database.tenant(park_id) as connection:
            storage.clear_settlement_failure(connection)
    return consumed


def _nobody(_park_id: int, _start: int, _end: int) -> None:
    """Nobody is told."""


def run(database: Database, park_id: int, job_id: int, announce: Announce = _nobody) -> bool:
    """Run a job that is due; False where another worker has it or it is done.

    A worker holds its job by a session: when it dies the database lets go of both, and the next worker takes
    the job over at once.
    """
    with storage.held(database.app, job_id) as is_ours:
        if not is_ours:
            return False
        with database.tenant(park_id) as connection:
            job = storage.claim(connection, job_id)
            if job is not None and job.attempts > ATTEMPTS:
                storage.failed(connection, job_id, f"Its worker died {ATTEMPTS} times.", again=None)
                if job.kind == sending.TELL:
                    delivering.give_up(connection, job)
                job = None
        return job is not None and _run(database, job, announce)


def _run(database: Database, job: JobRow, announce: Announce) -> bool:
    park_id, job_id = job.park_id, job.id
    try:
        KINDS[job.kind](database, job, announce)
    except Exception as error:
        again = wait_after(job.attempts)
        log.warning("job %s of park %s failed (attempt %s)", job_id, park_id, job.attempts)
        with database.tenant(park_id) as connection:
            storage.failed(connection, job_id, describe(error), again=again)
        raise
    with database.tenant(park_id) as connection:
        storage.done(connection, job_id)
    return True


def describe(error: Exception) -> str:
    """A line for the operator."""
    return f"{type(error).__name__}: {error}"[:2000]


def recalculate(database: Database, job: JobRow, _announce: Announce) -> None:
    """Have a span computed again from the readings; arguments `from` and `to` are ISO times."""
    start, end = (datetime.fromisoformat(job.arguments[name]) for name in ("from", "to"))
    if start.tzinfo is None or end.tzinfo is None or end < start:
        raise InvalidError("A recalculation needs two times with a zone, in order.", arguments=job.arguments)
    settlement.recalculate(database, job.park_id, start, end)


def restate(database: Database, job: JobRow, announce: Announce) -> None:
    """Price a span by the factor sets in force."""
    adopting.run(database, job, announce, settlement.utc_now)


def compute_inventory(database: Database, job: JobRow, _announce: Announce) -> None:
    """Compute a stored inventory."""
    storing.run(database, job, settlement.utc_now)


def analyse(database: Database, job: JobRow, _announce: Announce) -> None:
    """Compute what drives emissions."""
    runs.run(database, job, settlement.utc_now())


def export(database: Database, job: JobRow, _announce: Announce) -> None:
    """Make a file that somebody asked for, with the fonts and the key of this process's settings."""
    making.run(database, job, settings.load())


def delete_park(database: Database, job: JobRow, _announce: Announce) -> None:
    """Delete an archived park for good; its record is signed with the key of this process's settings."""
    deletion.run(database, job, settings.load())


def tell(database: Database, job: JobRow, _announce: Announce) -> None:
    """Tell somebody of an alert, by the servers of this process's settings."""
    delivering.run(database, job, settings.load(), attempts=ATTEMPTS)


KINDS: Mapping[str, Run] = {
    "recalculate": recalculate,
    adopting.RESTATE: restate,
    storing.COMPUTE: compute_inventory,
    runs.ANALYSE: analyse,
    making.EXPORT: export,
    deletion.DELETE: delete_park,
    running.PLAN: running.run,
    sending.TELL: tell,
}


def request_recalculation(database: Database, park_id: int, start: datetime, end: datetime) -> int:
    """Queue a recalculation; the job's id."""
    with database.tenant(park_id) as connection:
        arguments = {"from": start.isoformat(), "to": end.isoformat()}
        return storage.add(connection, park_id, "recalculate", arguments)


def park_of(database: Database, code: str) -> ParkRow:
    """The park with a code; raises NotFoundError."""
    for park in provisioning.every_park(database):
        if park.code == code:
            return park
    raise NotFoundError(f"There is no park {code}.", park=code)


def get(database: Database, park_id: int, job_id: int) -> JobRow:
    """A job of a park; raises NotFoundError."""
    with database.tenant(park_id) as connection:
        row = storage.find(connection, job_id)
    if row is None:
        raise NotFoundError(f"There is no job {job_id}.", job=job_id)
    return row


def every(database: Database, state: str | None = None) -> list[tuple[str, JobRow]]:
    """(park code, job) of all parks."""
    found = []
    for park in provisioning.every_park(database):
        with database.tenant(park.id) as connection:
            found += [(park.code, job) for job in storage.every(connection, state)]
    return found


def retry(database: Database, job_id: int) -> None:
    """Run a failed or dead job again at once; raises NotFoundError, ConflictError where it is of no use."""
    for park in provisioning.every_park(database):
        with database.tenant(park.id) as connection:
            if storage.retry(connection, job_id):
                job = storage.find(connection, job_id)
                if job is not None and job.kind == sending.TELL:
                    delivering.wait_again(connection, job)
                return
    raise NotFoundError(f"No failed or dead job {job_id}.", job=job_id)
