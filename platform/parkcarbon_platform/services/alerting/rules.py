"""Keeping rules, trying them on what is stored, and the first ones of a park."""

from datetime import datetime, timedelta
from typing import Literal

from parkcarbon_platform.errors import ForbiddenError, InvalidError, NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.alerting import templates
from parkcarbon_platform.services.alerting.models import (
    AlertChoice,
    AlertEpisode,
    AlertRule,
    AlertRules,
    AlertRuleWanted,
    AlertTrial,
)
from parkcarbon_platform.services.alerting.watching import Question, Seen
from parkcarbon_platform.storage import alert_delivery, alert_signals
from parkcarbon_platform.storage import alerts as storage
from parkcarbon_platform.storage.database import Connection

PAST = timedelta(days=7)
# Not a limit of carbon: nobody else knows what is much for a park.
RECOMMENDED_OWN = ("no_data", "meter_error", "budget", "demand", "power_factor")
RECOMMENDED = (*RECOMMENDED_OWN, "edge_offline", "spool", "quarantine")
KINDS: tuple[Literal["enterprise", "edge"], ...] = ("enterprise", "edge")
MOST = 100  # rules of a park, or of an enterprise
LISTED = 200  # episodes of a trial


def listing(connection: Connection, actor: Actor, *, can_set: bool) -> AlertRules:
    """The rules of the actor: of the park, or their enterprise's own."""
    return AlertRules(
        rules=[AlertRule.of(row) for row in storage.rules(connection, actor.enterprise_id)],
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


def change(connection: Connection, actor: Actor, rule_id: int, wanted: AlertRuleWanted) -> None:
    """Change a rule; raises NotFoundError."""
    check(connection, actor, wanted)
    if not storage.change_rule(connection, rule_id, actor.enterprise_id, wanted.values()):
        raise NotFoundError(f"There is no rule {rule_id}.", rule=rule_id)
    storage.resolve_disabled(connection)


def delete(connection: Connection, actor: Actor, rule_id: int) -> None:
    """Remove a rule; what it found stays, and is over."""
    if not storage.delete_rule(connection, rule_id, actor.enterprise_id):
        raise NotFoundError(f"There is no rule {rule_id}.", rule=rule_id)


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
    seen = templates.own(look(connection, asked), actor.enterprise_id)
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
