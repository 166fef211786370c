"""What the Celery application promises, without a broker."""

import os

import pytest
from parkcarbon_platform.jobs import application
from parkcarbon_platform.jobs.runtime import Runtime
from parkcarbon_platform.settings import Settings

SETTINGS = Settings(database_url="postgresql://nobody@127.0.0.1:1/none", redis_url="redis://127.0.0.1:1/0")


def test_every_scheduled_task_exists_and_expires_before_the_next() -> None:
    app = application.make_app(SETTINGS)
    assert {application.DISPATCH, application.SETTLE, application.RUN, application.CHECK} <= set(app.tasks)
    dispatch, tidy = (app.conf.beat_schedule[name] for name in ("dispatch", "tidy"))
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)
    assert dispatch["options"]["expires"] <= dispatch["schedule"]
    assert tidy["schedule"].hour == {18}  # when it is night in the parks


def test_a_killed_worker_gives_its_message_back() -> None:
    conf = application.make_app(SETTINGS).conf
    assert conf.task_acks_late
    assert conf.task_reject_on_worker_lost
    assert conf.worker_prefetch_multiplier == 1
    assert conf.accept_content == ["json"]


def test_a_forked_process_opens_its_own_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = Runtime(SETTINGS)
    parents = runtime.database
    assert runtime.database is parents
    monkeypatch.setattr(os, "getpid", lambda: 0)
    children = runtime.database
    assert children is not parents
    parents.close()
    children.close()


def test_a_missing_cache_does_not_stop_settlement() -> None:
    Runtime(SETTINGS).announce(1, 0, 3_600_000)
