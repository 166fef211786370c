"""The process `metrics`: shows how the platform stands, by what the database says, for Prometheus."""

import logging
import threading
import time

import psycopg
from psycopg_pool import PoolTimeout

from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage import system
from parkcarbon_platform.storage.database import Database
from parkcarbon_platform.telemetry import figures
from parkcarbon_platform.telemetry.serving import HEART

log = logging.getLogger(__name__)

LOOK_S = 15.0


def look(database: Database) -> system.SystemRow:
    """Read the state once and show it; figures of work that has gone disappear."""
    with database.directory.connection() as connection:
        found, work = system.state(connection), system.jobs(connection)
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
    with Database.of(settings, size=1) as database:
        while not stop.is_set():
            try:
                look(database)
            except (psycopg.Error, PoolTimeout) as error:
                log.warning("the state could not be read: %s", error)
            HEART.beat()
            stop.wait(LOOK_S)
