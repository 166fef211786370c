"""The Celery application: thin idempotent tasks, and the schedule that sends them."""

import atexit
from contextlib import ExitStack

from celery import Celery, Task, signals

from parkcarbon_platform.jobs.runtime import Runtime
from parkcarbon_platform.services import jobs, localtime
from parkcarbon_platform.services.alerting import evaluating
from parkcarbon_platform.services.budgets import alerts
from parkcarbon_platform.services.health import health_checks
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.telemetry.serving import served

DISPATCH_S = 5.0
SETTLE_S = 20.0
DISPATCH, SETTLE, RUN = "parkcarbon.dispatch", "parkcarbon.settle_park", "parkcarbon.run_job"
CHECK = "parkcarbon.check_park"


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
            "dispatch": {"task": DISPATCH, "schedule": DISPATCH_S, "options": {"expires": DISPATCH_S}}
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
        for park_id in due.parks:
            app.send_task(SETTLE, (park_id,), expires=DISPATCH_S)
        for park_id, job_id in due.jobs:
            app.send_task(RUN, (park_id, job_id), expires=DISPATCH_S)
        for park_id in due.checks:
            app.send_task(CHECK, (park_id,), expires=DISPATCH_S)

    def settle_park(park_id: int) -> None:
        jobs.settle_park(runtime.database, park_id, runtime.announce, seconds=SETTLE_S)

    def run_job(park_id: int, job_id: int) -> None:
        jobs.run(runtime.database, park_id, job_id, runtime.announce)

    def check_park(park_id: int) -> None:
        health_checks.check_park(runtime.database, park_id, localtime.now())
        alerts.check_park(runtime.database, park_id, localtime.now())
        evaluating.check_park(runtime.database, park_id, localtime.now())

    for name, task in ((DISPATCH, dispatch), (SETTLE, settle_park), (RUN, run_job), (CHECK, check_park)):
        app.task(name=name)(task)
    return app


def serve_health(settings: Settings) -> None:
    """Have the worker's parent and the beat answer `/healthz`; what they do is in the database."""
    kept = ExitStack()
    atexit.register(kept.close)

    def begin(**_: object) -> None:
        kept.enter_context(served(settings.metrics_port, settings.metrics_host))

    for signal in (signals.worker_ready, signals.beat_init):
        signal.connect(begin, weak=False)
