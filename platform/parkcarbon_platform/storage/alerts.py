"""Rules of alerts and what they found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection

Severity = Literal["information", "warning", "error"]
SubjectKind = Literal["park", "enterprise", "point", "edge", "budget"]
State = Literal["open", "unacknowledged", "snoozed", "resolved", "all"]


class RuleValues(NamedTuple):
    """What people say of a rule."""

    template: str
    name: str
    severity: Severity
    threshold: float | None
    minutes: int | None
    subjects: list[str]
    receivers: list[int]
    enabled: bool


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as it is stored; `open` counts its alerts that go on."""

    id: int
    enterprise_id: int | None
    template: str
    name: str
    severity: Severity
    threshold: float | None
    minutes: int | None
    subjects: list[str]
    receivers: list[int]
    enabled: bool
    author: str
    created_at: datetime
    evaluated_at: datetime | None
    error: str | None
    open: int


class Found(NamedTuple):
    """What a rule finds now: of what, since when, and the value at the worst."""

    kind: SubjectKind
    subject: str
    enterprise_id: int | None
    since: datetime
    value: float | None


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert with the names of what it is about; of a budget those of its enterprise."""

    id: int
    rule_id: int | None
    own: bool
    template: str
    rule_name: str
    severity: Severity
    subject_kind: SubjectKind
    subject: str
    name_zh: str | None
    name_en: str | None
    enterprise: str | None
    value: float | None
    threshold: float | None
    minutes: int | None
    began_at: datetime
    found_at: datetime
    seen_at: datetime
    resolved_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    assignee: str | None
    snoozed_until: datetime | None
    snoozed_by: str | None


class AlertFilter(NamedTuple):
    """Which alerts; `before` is the last id of the page before."""

    state: State = "open"
    severity: Severity | None = None
    template: str | None = None
    assignee: str | None = None
    enterprise: str | None = None
    before: int | None = None


_RULES = """SELECT r.id, r.enterprise_id, r.template, r.name, r.severity, r.threshold, r.minutes, r.subjects,
  r.receivers, r.enabled, r.author, r.created_at, r.evaluated_at, r.error,
  (SELECT count(*) FROM core.alert a WHERE a.rule_id = r.id AND a.resolved_at IS NULL)::int AS open
  FROM core.alert_rule r """


def rules(
    connection: Connection, enterprise_id: int | None, *, after: int | None = None, limit: int | None = None
) -> list[RuleRow]:
    """The rules of the park (None), or an enterprise's own, the newest first; those before `after`."""
    cursor = connection.cursor(row_factory=class_row(RuleRow))
    sql = (
        _RULES
        + """WHERE r.enterprise_id IS NOT DISTINCT FROM %s AND (%s::bigint IS NULL OR r.id < %s)
             ORDER BY r.id DESC LIMIT %s"""
    )
    return cursor.execute(sql, (enterprise_id, after, after, limit)).fetchall()


def rule(connection: Connection, rule_id: int, *, lock: Literal["SHARE", "UPDATE"]) -> RuleRow | None:
    """One rule, that nobody else changes (or looks at) until the transaction ends."""
    cursor = connection.cursor(row_factory=class_row(RuleRow))
    return cursor.execute(f"{_RULES} WHERE r.id = %s FOR {lock} OF r", (rule_id,)).fetchone()


def rules_due(connection: Connection, templates: Sequence[str], every: timedelta) -> list[RuleRow]:
    """The rules of these templates that were not looked at for so long: now the caller does."""
    taken = connection.execute(
        """UPDATE core.alert_rule SET evaluated_at = now()
           WHERE id IN (SELECT id FROM core.alert_rule
                        WHERE enabled AND template = ANY(%s)
                          AND (evaluated_at IS NULL OR evaluated_at <= now() - %s)
                        ORDER BY id FOR UPDATE SKIP LOCKED) RETURNING id""",
        (list(templates), every),
    ).fetchall()
    cursor = connection.cursor(row_factory=class_row(RuleRow))
    return cursor.execute(_RULES + "WHERE r.id = ANY(%s) ORDER BY r.id", ([i for (i,) in taken],)).fetchall()


def add_rule(
    connection: Connection, park_id: int, enterprise_id: int | None, values: RuleValues, author: str
) -> int:
    """A new rule; its id."""
    row = connection.execute(
        """INSERT INTO core.alert_rule (park_id, enterprise_id, template, name, severity, threshold, minutes,
             subjects, receivers, enabled, author) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
           RETURNING id""",
        (park_id, enterprise_id, *values, author),
    ).fetchone()
    assert row is not None
    return int(row[0])


def change_rule(connection: Connection, rule_id: int, enterprise_id: int | None, values: RuleValues) -> bool:
    """Change a rule; it is looked at anew at once. False where there is none."""
    return (
        connection.execute(
            """UPDATE core.alert_rule SET template = %s, name = %s, severity = %s, threshold = %s,
                 minutes = %s, subjects = %s, receivers = %s, enabled = %s, evaluated_at = NULL, error = NULL
               WHERE id = %s AND enterprise_id IS NOT DISTINCT FROM %s""",
            (*values, rule_id, enterprise_id),
        ).rowcount
        == 1
    )


def delete_rule(connection: Connection, rule_id: int, enterprise_id: int | None) -> bool:
    """Remove a rule; its alerts stay."""
    sql = "DELETE FROM core.alert_rule WHERE id = %s AND enterprise_id IS NOT DISTINCT FROM %s"
    return connection.execute(sql, (rule_id, enterprise_id)).rowcount == 1


def failed(connection: Connection, rule_id: int, error: str | None) -> None:
    """The last evaluation of a rule failed, or did not."""
    connection.execute(
        "UPDATE core.alert_rule SET error = %s WHERE id = %s AND error IS DISTINCT FROM %s",
        (error, rule_id, error),
    )


def raise_all(
    connection: Connection, park_id: int, rule: RuleRow, found: Sequence[Found], now: datetime
) -> list[int]:
    """What a rule found; the ids of those that are new. One that goes on keeps its beginning."""
    new = []
    for one in found:
        row = connection.execute(
            """INSERT INTO core.alert (park_id, enterprise_id, rule_id, own, template, rule_name, severity,
                 subject_kind, subject, value, threshold, minutes, began_at, seen_at)
               VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
               ON CONFLICT (rule_id, subject_kind, subject) WHERE resolved_at IS NULL
               DO UPDATE SET value = excluded.value, seen_at = excluded.seen_at,
                 severity = excluded.severity, threshold = excluded.threshold, minutes = excluded.minutes
               RETURNING id, xmax = 0""",
            (park_id, one.enterprise_id, rule.id, rule.enterprise_id is not None, rule.template, rule.name,
             rule.severity, one.kind, one.subject, one.value, rule.threshold, rule.minutes, one.since, now),
        ).fetchone()  # fmt: skip
        assert row is not None
        if row[1]:
            new.append(int(row[0]))
    return new


def resolve(
    connection: Connection, rule_id: int, still: Sequence[tuple[SubjectKind, str]], now: datetime
) -> list[int]:
    """End the open alerts of a rule but these; their ids."""
    rows = connection.execute(
        """UPDATE core.alert SET resolved_at = %s WHERE rule_id = %s AND resolved_at IS NULL
             AND (subject_kind, subject) NOT IN (SELECT * FROM unnest(%s::text[], %s::text[]))
           RETURNING id""",
        (now, rule_id, [kind for kind, _ in still], [subject for _, subject in still]),
    )
    return [int(i) for (i,) in rows]


def rename(connection: Connection, rule_id: int, name: str) -> None:
    """Have the open alerts of a rule bear its name of now."""
    connection.execute(
        """UPDATE core.alert SET rule_name = %s
           WHERE rule_id = %s AND resolved_at IS NULL AND rule_name <> %s""",
        (name, rule_id, name),
    )


_ALERTS = """SELECT a.id, a.rule_id, a.own, a.template, a.rule_name, a.severity, a.subject_kind, a.subject,
  coalesce(p.name_zh, g.name_zh, n.name_zh) AS name_zh, coalesce(p.name_en, g.name_en, n.name_en) AS name_en,
  e.code AS enterprise, a.value, a.threshold, a.minutes, a.began_at, a.found_at, a.seen_at, a.resolved_at,
  a.acknowledged_at, a.acknowledged_by, a.assignee, a.snoozed_until, a.snoozed_by
  FROM core.alert a LEFT JOIN core.enterprise e ON e.id = a.enterprise_id
  LEFT JOIN core.point p ON a.subject_kind = 'point' AND p.code = a.subject
  LEFT JOIN core.edge g ON a.subject_kind = 'edge' AND g.code = a.subject
  LEFT JOIN core.enterprise n ON a.subject_kind = 'enterprise' AND n.code = a.subject
    OR a.subject_kind = 'budget' AND n.code = split_part(a.subject, '/', 3) """
_STATES = {
    "open": "a.resolved_at IS NULL AND coalesce(a.snoozed_until <= now(), true)",
    "unacknowledged": "a.resolved_at IS NULL AND a.acknowledged_at IS NULL"
    " AND coalesce(a.snoozed_until <= now(), true)",
    "snoozed": "a.resolved_at IS NULL AND a.snoozed_until > now()",
    "resolved": "a.resolved_at IS NOT NULL",
    "all": "true",
}


def listing(connection: Connection, wanted: AlertFilter, limit: int) -> list[AlertRow]:
    """Alerts, the newest first."""
    cursor = connection.cursor(row_factory=class_row(AlertRow))
    return cursor.execute(
        f"""{_ALERTS} WHERE {_STATES[wanted.state]}
             AND (%(severity)s::text IS NULL OR a.severity = %(severity)s)
             AND (%(template)s::text IS NULL OR a.template = %(template)s)
             AND (%(assignee)s::text IS NULL OR a.assignee = %(assignee)s)
             AND (%(enterprise)s::text IS NULL OR e.code = %(enterprise)s)
             AND (%(before)s::bigint IS NULL OR a.id < %(before)s)
           ORDER BY a.id DESC LIMIT %(limit)s""",
        {**wanted._asdict(), "limit": limit},
    ).fetchall()


def get(connection: Connection, alert_id: int) -> AlertRow | None:
    """One alert."""
    cursor = connection.cursor(row_factory=class_row(AlertRow))
    return cursor.execute(f"{_ALERTS} WHERE a.id = %s", (alert_id,)).fetchone()


def counts(connection: Connection) -> dict[str, int]:
    """How many open alerts nobody has acknowledged, by severity, without those that are snoozed."""
    rows = connection.execute(
        f"SELECT a.severity, count(*) FROM core.alert a WHERE {_STATES['unacknowledged']} GROUP BY 1"  # noqa: S608  # constant
    )
    return dict(rows.fetchall())


def acknowledge(connection: Connection, ids: Sequence[int], who: str) -> int:
    """Somebody has seen these; how many of them were open and unseen."""
    return connection.execute(
        """UPDATE core.alert SET acknowledged_at = now(), acknowledged_by = %s
           WHERE id = ANY(%s) AND resolved_at IS NULL AND acknowledged_at IS NULL""",
        (who, list(ids)),
    ).rowcount


def assign(connection: Connection, ids: Sequence[int], assignee: str | None, who: str) -> int:
    """Somebody takes care of these, or nobody any more; how many were open."""
    return connection.execute(
        """UPDATE core.alert SET assignee = %s, assigned_by = %s WHERE id = ANY(%s)
             AND resolved_at IS NULL""",
        (assignee, who, list(ids)),
    ).rowcount


def snooze(connection: Connection, ids: Sequence[int], until: datetime | None, who: str) -> int:
    """Put these aside until then, or take them up again; how many were open."""
    return connection.execute(
        """UPDATE core.alert SET snoozed_until = %s, snoozed_by = %s WHERE id = ANY(%s)
             AND resolved_at IS NULL""",
        (until, who, list(ids)),
    ).rowcount


def owners(connection: Connection, ids: Sequence[int]) -> list[tuple[bool, str | None]]:
    """Of these alerts those that are seen: whether by an enterprise's own rule, about which enterprise."""
    return connection.execute(
        """SELECT a.own, e.code FROM core.alert a LEFT JOIN core.enterprise e ON e.id = a.enterprise_id
           WHERE a.id = ANY(%s)""",
        (list(ids),),
    ).fetchall()
