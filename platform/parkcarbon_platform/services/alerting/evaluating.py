"""Looking at the rules that are due: what they find begins or goes on; what they do not find ends."""

import logging
from datetime import datetime, timedelta

import psycopg

from parkcarbon_platform.errors import PlatformError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.alerting import sending, templates
from parkcarbon_platform.services.alerting.watching import Question, Seen
from parkcarbon_platform.storage import alerts as storage
from parkcarbon_platform.storage import oversight
from parkcarbon_platform.storage.alerts import Found, RuleRow, RuleValues
from parkcarbon_platform.storage.database import Connection, Database

log = logging.getLogger(__name__)

# How far a look at now goes back: a rate is known some hours late.
LOOK_BACK = timedelta(hours=12)


def check_park(database: Database, park_id: int, now: datetime) -> int:
    """Look at the rules that are due, each in a transaction of its own; how many."""
    due: list[RuleRow] = []
    with database.tenant(park_id) as connection:
        for every in sorted({template.every for template in templates.ALL}):
            names = {t.info.template for t in templates.ALL if t.every == every}
            due += storage.rules_due(connection, sorted(names), every)
    for rule in due:
        error = None
        try:
            evaluate(database, park_id, rule, now)
        except psycopg.OperationalError:
            raise
        except (psycopg.Error, PlatformError, ValueError, ArithmeticError) as failure:
            # One rule that cannot be looked at must not keep the others from being told.
            log.exception("rule %s of park %s could not be looked at", rule.id, park_id)
            error = f"{type(failure).__name__}: {failure}"[:500]
        with database.tenant(park_id) as connection:
            storage.failed(connection, rule.id, error)
    sending.dispatch(database, park_id)
    return len(due)


def evaluate(database: Database, park_id: int, rule: RuleRow, now: datetime) -> None:
    """Look at one rule as its owner sees the park, write down what began and what is over, and tell it."""
    with database.tenant(park_id, rule.enterprise_id) as connection:
        # Somebody may have changed it, let it rest or removed it since it was found to be due.
        current = storage.rule(connection, rule.id, lock="SHARE")
        if current is None or not current.enabled:
            return
        rule = current
        if rule.enterprise_id is None:
            with oversight.limited(connection):
                seen = look(connection, rule, now)
        else:
            seen = look(connection, rule, now)
        found = [one for one in map(_found, seen) if one is not None]
        unknown = [(one.kind, one.subject) for one in seen if one.episodes is None]
        new = storage.raise_all(connection, park_id, rule, found, now)
        still = [*((one.kind, one.subject) for one in found), *unknown]
        over = storage.resolve(connection, rule.id, still, now)
        sending.queue(connection, park_id, rule, began=new, resolved=over)


def look(connection: Connection, rule: RuleRow, now: datetime) -> list[Seen]:
    """What a rule sees now."""
    values = RuleValues(
        rule.template, rule.name, rule.severity, rule.threshold, rule.minutes, rule.subjects, rule.receivers,
        rule.enabled,
    )  # fmt: skip
    asked = Question(values, rule.enterprise_id, now - LOOK_BACK, now)
    return templates.own(templates.BY_NAME[rule.template].now(connection, asked), rule.enterprise_id)


def _found(seen: Seen) -> Found | None:
    """What goes on of a subject."""
    if not seen.episodes or seen.episodes[-1].end is not None:
        return None
    last = seen.episodes[-1]
    return Found(seen.kind, seen.subject, seen.enterprise_id, localtime.from_ms(last.start), last.worst)
