"""Keeping rules, trying them on what is stored, and the first ones of a park."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

import psycopg

from parkcarbon_platform.errors import ForbiddenError, InvalidError, NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.alerting import sending, templates
from parkcarbon_platform.services.alerting.models import (
    AlertChoice,
    AlertEpisode,
    AlertRule,
    AlertRules,
    AlertRuleWanted,
    AlertTrial,
)
from parkcarbon_platform.services.alerting.watching import Question, Seen, TooWideError
from parkcarbon_platform.storage import alert_delivery, alert_signals
from parkcarbon_platform.storage import alerts as storage
from parkcarbon_platform.storage.alerts import RuleRow
from parkcarbon_platform.storage.database import Connection

PAST = timedelta(days=7)
# Not a limit of carbon: nobody else knows what is much for a park.
RECOMMENDED_OWN = ("no_data", "meter_error", "budget", "demand", "power_factor")
RECOMMENDED = (*RECOMMENDED_OWN, "edge_offline", "spool", "quarantine")
KINDS: tuple[Literal["enterprise", "edge"], ...] = ("enterprise", "edge")
MOST = 100  # rules of a park, or of an enterprise
LISTED = 200  # episodes of a trial
TRIAL_S = 30  # that a statement of a trial may take


def listing(
    connection: Connection, actor: Actor, *, can_set: bool, after: int | None = None, limit: int | None = None
) -> AlertRules:
    """The rules of the actor: of the park, or their enterprise's own; the newest first, so many of them."""
    rows = storage.rules(
        connection, actor.enterprise_id, after=after, limit=None if limit is None else limit + 1
    )
    shown = rows[:limit]
    return AlertRules(
        rules=[AlertRule.of(row) for row in shown],
        cursor=str(shown[-1].id) if len(shown) < len(rows) else None,
        templates=[template.info for template in templates.ALL],
        choices=[
            AlertChoice(kind=kind, code=code, name_zh=name_zh, name_en=name_en)
            for kind in KINDS
            for code, name_zh, name_en in alert_signals.named(connection, kind)
        ],
        can_set=can_set,
    )


def add(connection: Connection, park_id: int, actor: Actor, wanted: AlertRuleWanted) -> int:
    """A new rule; its id."""
    check(connection, actor, wanted)
    if len(storage.rules(connection, actor.enterprise_id)) >= MOST:
        raise InvalidError(f"There are {MOST} rules already.", remedy="Remove one that is not needed.")
    return storage.add_rule(connection, park_id, actor.enterprise_id, wanted.values(), actor.name)


def change(
    connection: Connection, park_id: int, actor: Actor, rule_id: int, wanted: AlertRuleWanted, *,
    now: datetime,
) -> None:  # fmt: skip
    """Change a rule, but not what it watches; where it rests, what it found is over and is told so."""
    row = _own(connection, actor, rule_id)
    check(connection, actor, wanted)
    if wanted.template != row.template:
        raise InvalidError(
            f"Rule {rule_id} watches {row.template}, and its alerts say so.",
            remedy="Make another rule, and remove this one.", field="template",
        )  # fmt: skip
    values = wanted.values()
    storage.change_rule(connection, rule_id, actor.enterprise_id, values)
    storage.rename(connection, rule_id, values.name)
    if not values.enabled:
        _end(connection, park_id, replace(row, receivers=values.receivers), now)


def delete(connection: Connection, park_id: int, actor: Actor, rule_id: int, now: datetime) -> None:
    """Remove a rule; what it found stays, is over, and is told so."""
    row = _own(connection, actor, rule_id)
    _end(connection, park_id, row, now)
    storage.delete_rule(connection, rule_id, actor.enterprise_id)


def _own(connection: Connection, actor: Actor, rule_id: int) -> RuleRow:
    """A rule of the actor's; who looks at it now is waited for, who comes later finds it as it is then."""
    row = storage.rule(connection, rule_id, lock="UPDATE")
    if row is None or row.enterprise_id != actor.enterprise_id:
        raise NotFoundError(f"There is no rule {rule_id}.", rule=rule_id)
    return row


def _end(connection: Connection, park_id: int, row: RuleRow, now: datetime) -> None:
    over = storage.resolve(connection, row.id, [], now)
    sending.queue(connection, park_id, row, began=[], resolved=over)


def check(connection: Connection, actor: Actor, wanted: AlertRuleWanted) -> None:
    """Refuse a rule without the numbers that its template needs, or about what is not there."""
    info = templates.BY_NAME[wanted.template].info
    for name, first in (("threshold", info.threshold), ("minutes", info.minutes)):
        if (getattr(wanted, name) is None) != (first is None):
            word = "needs" if first is not None else "takes no"
            raise InvalidError(f"A rule {wanted.template} {word} {name}.", field=name)
    if actor.enterprise_id is not None and wanted.template == "quarantine":
        raise ForbiddenError("The intake is watched by the park's operators.")
    if wanted.subjects and info.of is None:
        raise InvalidError(f"A rule {wanted.template} is about the whole park.", field="subjects")
    if wanted.subjects and info.of is not None:
        known = alert_signals.codes(connection, info.of, wanted.subjects)
        missing = [code for code in wanted.subjects if code not in known]
        if missing:
            raise NotFoundError(f"There is no {info.of} {missing[0]}.", code=missing[0])
    missing_receivers = set(wanted.receivers) - {
        row.id for row in alert_delivery.receivers(connection, actor.enterprise_id)
    }
    if missing_receivers:
        raise NotFoundError(f"There is no receiver {min(missing_receivers)}.")


def trial(connection: Connection, actor: Actor, wanted: AlertRuleWanted, now: datetime) -> AlertTrial:
    """What a rule would have told in the last seven days; nothing is stored.

    The caller's transaction sees what they may: an overseer's nothing that an enterprise keeps to itself.
    """
    check(connection, actor, wanted)
    template = templates.BY_NAME[wanted.template]
    start = now - PAST
    look = template.past or template.now
    asked = Question(wanted.values(), actor.enterprise_id, start, now)
    alert_signals.limit_time(connection, TRIAL_S)
    try:
        seen = templates.own(look(connection, asked), actor.enterprise_id)
    except psycopg.errors.QueryCanceled as error:
        raise TooWideError(f"The trial took longer than {TRIAL_S} seconds.") from error
    found = sorted((e for one in seen for e in _episodes(one)), key=lambda e: e.start)
    return AlertTrial(
        has_past=template.past is not None, start=localtime.to_ms(start), end=localtime.to_ms(now),
        times=len(found), goes_on=sum(1 for e in found if e.end is None), episodes=found[-LISTED:],
    )  # fmt: skip


def _episodes(seen: Seen) -> list[AlertEpisode]:
    return [
        AlertEpisode(subject_kind=seen.kind, subject=seen.subject, start=e.start, end=e.end, worst=e.worst)
        for e in seen.episodes or ()
    ]


def recommend(connection: Connection, park_id: int, actor: Actor) -> int:
    """Add the rules that most want, with their templates' numbers, of kinds that have none; how many."""
    present = {row.template for row in storage.rules(connection, actor.enterprise_id)}
    added = 0
    for name in RECOMMENDED if actor.enterprise_id is None else RECOMMENDED_OWN:
        if name not in present:
            info = templates.BY_NAME[name].info
            wanted = AlertRuleWanted(
                template=info.template, severity=info.severity, threshold=info.threshold, minutes=info.minutes
            )
            add(connection, park_id, actor, wanted)
            added += 1
    return added
