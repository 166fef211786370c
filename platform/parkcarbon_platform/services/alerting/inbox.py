"""The inbox: alerts with what people do about them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from parkcarbon_platform.errors import ForbiddenError, NotFoundError
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
    _check(connection, actor, chosen)
    storage.acknowledge(connection, chosen.ids, actor.name)


def assign(
    connection: Connection, actor: Actor, chosen: AlertsAssigned, people: Mapping[str, str | None]
) -> None:
    """Have somebody take care of them; `people`: log-in names, with the enterprise they are confined to.

    Raises NotFoundError for who cannot see them: an enterprise's people see what is about it.
    """
    about = _check(connection, actor, chosen)
    if chosen.assignee is not None:
        confined = people.get(chosen.assignee)
        if chosen.assignee not in people or (confined is not None and about != {confined}):
            raise NotFoundError(
                f"{chosen.assignee} does not see all of these alerts.",
                remedy="Choose an operator, or only alerts about this person's enterprise.",
            )
    storage.assign(connection, chosen.ids, chosen.assignee, actor.name)


def snooze(connection: Connection, actor: Actor, chosen: AlertsSnoozed, now: datetime) -> None:
    """Put them aside for a while, or take them up again."""
    _check(connection, actor, chosen)
    until = now + timedelta(minutes=chosen.minutes) if chosen.minutes else None
    storage.snooze(connection, chosen.ids, until, actor.name)


def _check(connection: Connection, actor: Actor, chosen: AlertsChosen) -> set[str | None]:
    """Which enterprises the alerts are about; the park's own are not an enterprise's to put aside."""
    found = storage.owners(connection, chosen.ids)
    if len(found) != len(set(chosen.ids)):
        raise NotFoundError("Some of these alerts are not there.", remedy="Read the list again.")
    if actor.enterprise_id is not None and not all(own for own, _ in found):
        raise ForbiddenError(
            "Some of these alerts are by the park's rules: its operators take care of them.",
            remedy="Choose only alerts of your own rules.",
        )
    return {enterprise for _, enterprise in found}
