"""Who is told of alerts, and what was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from parkcarbon_platform.storage.database import Connection

Kind = Literal["email", "webhook"]
Event = Literal["began", "resolved", "trial"]
Locale = Literal["zh-CN", "en"]
# Of the park, and of each enterprise.
MOST_AN_HOUR = 200
OVER = f"not sent: more than {MOST_AN_HOUR} in an hour"


@dataclass(frozen=True, slots=True)
class ReceiverRow:
    """Who is told; the secret is sealed."""

    id: int
    enterprise_id: int | None
    kind: Kind
    name: str
    address: str
    locale: Locale
    secret: Mapping[str, Any] | None
    author: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """What was to be sent to whom, and what came of it."""

    id: int
    receiver_id: int
    receiver: str
    kind: Kind
    alert_id: int | None
    event: Event
    state: Literal["waiting", "sent", "failed"]
    attempts: int
    answer: str | None
    created_at: datetime
    sent_at: datetime | None


_RECEIVERS = """SELECT id, enterprise_id, kind, name, address, locale, secret, author, created_at
  FROM core.alert_receiver """
_DELIVERIES = """SELECT d.id, d.receiver_id, r.name AS receiver, r.kind, d.alert_id, d.event, d.state,
  d.attempts, d.answer, d.created_at, d.sent_at
  FROM core.alert_delivery d JOIN core.alert_receiver r ON r.id = d.receiver_id """


def receivers(connection: Connection, enterprise_id: int | None) -> list[ReceiverRow]:
    """Those of the park (None), or of an enterprise."""
    cursor = connection.cursor(row_factory=class_row(ReceiverRow))
    sql = _RECEIVERS + "WHERE ended_at IS NULL AND enterprise_id IS NOT DISTINCT FROM %s ORDER BY id"
    return cursor.execute(sql, (enterprise_id,)).fetchall()


def receiver(connection: Connection, receiver_id: int, *, is_locked: bool = False) -> ReceiverRow | None:
    """One of them, unless it is no more; locked against others who ask so."""
    cursor = connection.cursor(row_factory=class_row(ReceiverRow))
    sql = _RECEIVERS + "WHERE ended_at IS NULL AND id = %s" + (" FOR UPDATE" if is_locked else "")
    return cursor.execute(sql, (receiver_id,)).fetchone()


def add_receiver(
    connection: Connection, park_id: int, enterprise_id: int | None, *, kind: Kind, name: str, address: str,
    locale: Locale, author: str,
) -> int:  # fmt: skip
    """Somebody to be told from now on; the id."""
    row = connection.execute(
        """INSERT INTO core.alert_receiver (park_id, enterprise_id, kind, name, address, locale, author)
           VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id""",
        (park_id, enterprise_id, kind, name, address, locale, author),
    ).fetchone()
    assert row is not None
    return int(row[0])


def set_secret(connection: Connection, receiver_id: int, sealed: Mapping[str, object]) -> None:
    """What signs to this receiver from now on."""
    connection.execute(
        "UPDATE core.alert_receiver SET secret = %s WHERE id = %s", (Jsonb(dict(sealed)), receiver_id)
    )


def secrets(connection: Connection) -> list[tuple[int, Mapping[str, Any]]]:
    """The sealed secrets of a park's receivers."""
    return connection.execute(
        "SELECT id, secret FROM core.alert_receiver WHERE secret IS NOT NULL ORDER BY id FOR UPDATE"
    ).fetchall()


def end_receiver(connection: Connection, receiver_id: int, enterprise_id: int | None) -> bool:
    """Tell somebody no more; rules forget them, and what was sent stays. False where there is none."""
    connection.execute(
        "UPDATE core.alert_rule SET receivers = array_remove(receivers, %s) WHERE %s = ANY(receivers)",
        (receiver_id, receiver_id),
    )
    return (
        connection.execute(
            """UPDATE core.alert_receiver SET ended_at = now(), secret = NULL
               WHERE id = %s AND ended_at IS NULL AND enterprise_id IS NOT DISTINCT FROM %s""",
            (receiver_id, enterprise_id),
        ).rowcount
        == 1
    )


def add(
    connection: Connection, park_id: int, enterprise_id: int | None, receivers: Sequence[int],
    *, alerts: Sequence[int | None], event: Event,
) -> list[int]:  # fmt: skip
    """What is to be sent: each alert to each receiver that is still there.

    What is more than an owner's share of an hour is written down as not sent, with the reason.
    """
    rows = connection.execute(
        """WITH wanted AS (
             SELECT r.id AS receiver, a.id AS alert, row_number() OVER (ORDER BY a.id, r.id) + (
               SELECT count(*) FROM core.alert_delivery d WHERE d.created_at > now() - interval '1 hour'
                 AND d.enterprise_id IS NOT DISTINCT FROM %(owner)s AND d.answer IS DISTINCT FROM %(over)s
             ) > %(most)s AS is_over
             FROM core.alert_receiver r CROSS JOIN unnest(%(alerts)s::bigint[]) a(id)
             WHERE r.id = ANY(%(receivers)s) AND r.ended_at IS NULL)
           INSERT INTO core.alert_delivery
             (park_id, enterprise_id, receiver_id, alert_id, event, state, queued, answer)
           SELECT %(park)s, %(owner)s, receiver, alert, %(event)s,
             CASE WHEN is_over THEN 'failed' ELSE 'waiting' END, is_over, CASE WHEN is_over THEN %(over)s END
           FROM wanted RETURNING id""",
        {"park": park_id, "owner": enterprise_id, "event": event, "alerts": list(alerts),
         "receivers": list(receivers), "most": MOST_AN_HOUR, "over": OVER},
    )  # fmt: skip
    return [int(i) for (i,) in rows]


def had_trial(connection: Connection, receiver_id: int) -> bool:
    """Whether a trial to this receiver waits, or was asked for or sent within the last minute."""
    row = connection.execute(
        """SELECT EXISTS (SELECT FROM core.alert_delivery WHERE receiver_id = %s AND event = 'trial'
             AND (state = 'waiting' OR greatest(created_at, sent_at) > now() - interval '1 minute'))""",
        (receiver_id,),
    ).fetchone()
    return row is not None and bool(row[0])


def get(connection: Connection, delivery_id: int) -> DeliveryRow | None:
    """One delivery."""
    cursor = connection.cursor(row_factory=class_row(DeliveryRow))
    return cursor.execute(_DELIVERIES + "WHERE d.id = %s", (delivery_id,)).fetchone()


def attempted(connection: Connection, delivery_id: int, state: str, answer: str) -> None:
    """What came of an attempt."""
    connection.execute(
        """UPDATE core.alert_delivery SET state = %s, answer = %s, attempts = attempts + 1,
             sent_at = CASE WHEN %s = 'sent' THEN now() END WHERE id = %s""",
        (state, answer[:500], state, delivery_id),
    )


def wait_again(connection: Connection, delivery_id: int) -> None:
    """One that was given up waits again; it has its job."""
    connection.execute(
        "UPDATE core.alert_delivery SET state = 'waiting' WHERE id = %s AND state = 'failed'", (delivery_id,)
    )


def deliveries(
    connection: Connection, enterprise_id: int | None, before: int | None = None, limit: int | None = None
) -> list[DeliveryRow]:
    """What was sent by the park (None) or an enterprise, the newest first."""
    cursor = connection.cursor(row_factory=class_row(DeliveryRow))
    return cursor.execute(
        _DELIVERIES
        + """WHERE d.enterprise_id IS NOT DISTINCT FROM %s AND (%s::bigint IS NULL OR d.id < %s)
             ORDER BY d.id DESC LIMIT %s""",
        (enterprise_id, before, before, limit),
    ).fetchall()


def unqueued(connection: Connection) -> list[int]:
    """What waits without a job; from now on it is taken to have one."""
    rows = connection.execute(
        """UPDATE core.alert_delivery SET queued = true
           WHERE id IN (SELECT id FROM core.alert_delivery WHERE NOT queued ORDER BY id LIMIT 500
                        FOR UPDATE SKIP LOCKED) RETURNING id"""
    )
    return sorted(int(i) for (i,) in rows)
