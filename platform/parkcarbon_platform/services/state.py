"""The process `metrics`: shows how the platform stands, by what the database says, for Prometheus."""

import logging
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import psycopg
from psycopg_pool import PoolTimeout

from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage import system
from parkcarbon_platform.storage.database import Database
from parkcarbon_platform.telemetry import figures
from parkcarbon_platform.telemetry.serving import HEART

log = logging.getLogger(__name__)

LOOK_S = 15.0


class Ended:
    """Knows which jobs are counted: those that ended since the process looked first."""

    def __init__(self) -> None:
        self.until = datetime.now(UTC)

    def count(self, runs: Sequence[system.Run]) -> None:
        """Count what ended; how long the longest of the others has run is a figure, too."""
        for run in runs:
            if run.finished_at is not None:
                figures.JOB.labels(run.kind).observe(run.taken_s)
                self.until = max(self.until, run.finished_at)
        figures.JOB_RUNS.set(max((run.taken_s for run in runs if run.finished_at is None), default=0))


def look(database: Database, ended: Ended) -> system.SystemRow:
    """Read the state once and show it; figures of work that has gone disappear."""
    with database.directory.connection() as connection:
        found, work = system.state(connection), system.jobs(connection)
        ended.count(system.runs(connection, ended.until))
    figures.JOBS.clear()
    for row in work:
        figures.JOBS.labels(row.kind, row.state).set(row.number)
    figures.PARKS.set(found.parks)
    figures.UNSETTLED.set(found.unsettled)
    figures.SETTLE_AGE.set(found.settle_age_s)
    figures.JOB_WAIT.set(found.job_wait_s)
    figures.STORAGE.set(found.database_bytes)
    figures.LOOKED.set(time.time())
    return found


def run(settings: Settings, stop: threading.Event) -> None:
    """Look until `stop` is set; while the database is away the last look stays, with its time."""
    ended = Ended()
    with Database.of(settings, size=1) as database:
        while not stop.is_set():
            try:
                look(database, ended)
            except (psycopg.Error, PoolTimeout) as error:
                log.warning("the state could not be read: %s", error)
            HEART.beat()
            stop.wait(LOOK_S)
