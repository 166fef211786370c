"""The Celery application: thin idempotent tasks, and the schedule that sends them."""

import atexit
import logging
from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps

from celery import Celery, Task, current_task, signals
from celery.schedules import crontab

from parkcarbon_platform.jobs.runtime import Runtime
from parkcarbon_platform.services import jobs, localtime
from parkcarbon_platform.services.alerting import evaluating
from parkcarbon_platform.services.archiving import archiving, purging
from parkcarbon_platform.services.budgets import alerts
from parkcarbon_platform.services.health import health_checks
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.telemetry import logs, tracing
from parkcarbon_platform.telemetry.serving import served

log = logging.getLogger(__name__)

DISPATCH_S = 5.0
SETTLE_S = 20.0
DISPATCH, SETTLE, RUN = "parkcarbon.dispatch", "parkcarbon.settle_park", "parkcarbon.run_job"
CHECK = "parkcarbon.check_park"
TIDY, TIDY_PARK = "parkcarbon.tidy", "parkcarbon.tidy_park"
NIGHT = crontab(hour="18", minute="30")  # half past two in China


def configuration(settings: Settings) -> dict[str, object]:
    """What differs from Celery's defaults, and why.

    Work is found in the database, never in the queue: a lost message is sent again by the next beat, one
    that comes twice finds nothing to do. So messages may expire, and a killed worker loses nothing.
    """
    return {
        "broker_url": settings.redis_url,
        "result_backend": settings.redis_url,
        "broker_connection_retry_on_startup": True,
        "task_ignore_result": True,
        "task_default_queue": "parkcarbon",
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "worker_send_task_events": False,
        "timezone": "UTC",
        # Every beat finds everything that is due: a message that waited longer than one is of no use.
        "beat_schedule": {
            "dispatch": {"task": DISPATCH, "schedule": DISPATCH_S, "options": {"expires": DISPATCH_S}},
            "tidy": {"task": TIDY, "schedule": NIGHT, "options": {"expires": 3600}},
        },
        "beat_max_loop_interval": DISPATCH_S,
    }


def make_app(settings: Settings) -> "Celery[Task[..., object]]":
    """The application with its tasks."""
    app = Celery("parkcarbon", set_as_current=True)
    app.config_from_object(configuration(settings))
    runtime = Runtime(settings)

    def dispatch() -> None:
        due = jobs.due(runtime.database)
        work: list[tuple[str, tuple[int, ...]]] = [(SETTLE, (park_id,)) for park_id in due.parks]
        work += [(RUN, job) for job in due.jobs]
        work += [(CHECK, (park_id,)) for park_id in due.checks]
        for name, arguments in work:
            with tracing.span(f"send {name}", kind="producer"):
                app.send_task(name, arguments, expires=DISPATCH_S, headers=handed_on())

    def settle_park(park_id: int) -> None:
        jobs.settle_park(runtime.database, park_id, runtime.announce, seconds=SETTLE_S)

    def run_job(park_id: int, job_id: int) -> None:
        jobs.run(runtime.database, park_id, job_id, runtime.announce)

    def check_park(park_id: int) -> None:
        health_checks.check_park(runtime.database, park_id, localtime.now())
        alerts.check_park(runtime.database, park_id, localtime.now())
        evaluating.check_park(runtime.database, park_id, localtime.now())

    for name, task in ((DISPATCH, dispatch), (SETTLE, settle_park), (RUN, run_job), (CHECK, check_park)):
        app.task(name=name)(traced(name, task) if name != DISPATCH else task)
    _add_tidying(app, runtime, settings)
    return app


def _add_tidying(app: "Celery[Task[..., object]]", runtime: Runtime, settings: Settings) -> None:
    """What is done at night, park by park."""

    def tidy() -> None:
        for park in provisioning.every_park(runtime.database):
            app.send_task(TIDY_PARK, (park.id, park.code), expires=3600)

    def tidy_park(park_id: int, code: str) -> None:
        purging.purge(runtime.database, park_id, settings.purge_days)
        place = archiving.Place(runtime.database, park_id, code, settings.archive_dir)
        for row in archiving.run(place, localtime.now(), "system"):
            log.info("archived %s: %s readings", row.file, row.rows)

    app.task(name=TIDY)(tidy)
    app.task(name=TIDY_PARK)(traced(TIDY_PARK, tidy_park))


def handed_on() -> dict[str, str]:
    """What a message tells of the span that sends it."""
    place = tracing.current()
    return {} if place is None else {"traceparent": place.traceparent}


def traced(name: str, task: Callable[..., None]) -> Callable[..., None]:
    """The task within a span, which belongs to the trace of whoever sent it."""

    @wraps(task)
    def run(*arguments: int) -> None:
        headers = current_task.request.headers or {}
        sender = tracing.place_of(headers.get("traceparent"))
        with tracing.span(name, parent=sender, kind="consumer", park_id=arguments[0]):
            task(*arguments)

    return run


def tell(settings: Settings) -> None:
    """Have the worker and its children log and trace as the other processes do."""

    def log(**_: object) -> None:
        logs.configure(settings.log_level, settings.log_format)

    def begin(**_: object) -> None:
        tracing.begin("parkcarbon-worker")

    def end(**_: object) -> None:
        tracing.end()

    signals.setup_logging.connect(log, weak=False)
    signals.worker_process_init.connect(begin, weak=False)
    signals.worker_process_shutdown.connect(end, weak=False)


def serve_health(settings: Settings) -> None:
    """Have the worker's parent and the beat answer `/healthz`; what they do is in the database."""
    kept = ExitStack()
    atexit.register(kept.close)

    def begin(**_: object) -> None:
        kept.enter_context(served(settings.metrics_port, settings.metrics_host))

    for signal in (signals.worker_ready, signals.beat_init):
        signal.connect(begin, weak=False)
