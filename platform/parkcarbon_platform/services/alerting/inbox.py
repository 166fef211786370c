"""The inbox: alerts with what people do about them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.alerting.models import (
    Alert,
    AlertCounts,
    AlertPage,
    AlertsAssigned,
    AlertsChosen,
    AlertsSnoozed,
)
from parkcarbon_platform.storage import alerts as storage
from parkcarbon_platform.storage.alerts import AlertFilter
from parkcarbon_platform.storage.database import Connection

__all__ = ["AlertFilter", "acknowledge", "assign", "counts", "page", "snooze"]

PAGE = 50


def page(connection: Connection, wanted: AlertFilter, people: Iterable[str]) -> AlertPage:
    """Alerts, the newest first, and who may take care of one."""
    rows = storage.listing(connection, wanted, PAGE + 1)
    cursor = rows[PAGE - 1].id if len(rows) > PAGE else None
    return AlertPage(items=[Alert.of(row) for row in rows[:PAGE]], cursor=cursor, people=sorted(people))


def counts(connection: Connection) -> AlertCounts:
    """For the bell."""
    return AlertCounts.model_validate(storage.counts(connection))


def acknowledge(connection: Connection, actor: Actor, chosen: AlertsChosen) -> None:
    """Say that one has seen them; who said so first stays."""
    _check(connection, chosen)
    storage.acknowledge(connection, chosen.ids, actor.name)


def assign(connection: Connection, actor: Actor, chosen: AlertsAssigned, people: Iterable[str]) -> None:
    """Have somebody take care of them; raises NotFoundError for who cannot see them."""
    _check(connection, chosen)
    if chosen.assignee is not None and chosen.assignee not in set(people):
        raise NotFoundError(
            f"{chosen.assignee} is nobody who sees these alerts.", remedy="Choose one of the list."
        )
    storage.assign(connection, chosen.ids, chosen.assignee, actor.name)


def snooze(connection: Connection, actor: Actor, chosen: AlertsSnoozed, now: datetime) -> None:
    """Put them aside for a while, or take them up again."""
    _check(connection, chosen)
    until = now + timedelta(minutes=chosen.minutes) if chosen.minutes else None
    storage.snooze(connection, chosen.ids, until, actor.name)


def _check(connection: Connection, chosen: AlertsChosen) -> None:
    if storage.exist(connection, chosen.ids) != len(set(chosen.ids)):
        raise NotFoundError("Some of these alerts are not there.", remedy="Read the list again.")
