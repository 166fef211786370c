"""Configurations and commands of edges. What `control` calls runs as the ingest's role, over all parks."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection

Sections = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class ConfigRow:
    """One version of an edge's configuration; `secrets` are names only."""

    version: int
    connector: list[dict[str, Any]]
    secrets: list[str]
    author: str
    created_at: datetime
    published_at: datetime | None
    acknowledged_at: datetime | None
    refused_at: datetime | None
    error: str | None
    words: dict[str, Any] | None  # the same by code and facts
    max_age_days: int | None


@dataclass(frozen=True, slots=True)
class CommandRow:
    """A command and what came of it."""

    id: UUID
    kind: str
    args: dict[str, Any]
    author: str
    created_at: datetime
    expires_at: datetime
    sent_at: datetime | None
    replied_at: datetime | None
    reply: dict[str, Any] | None


class DueConfig(NamedTuple):
    """A configuration that the broker does not have yet."""

    edge_id: int
    park: str
    edge: str
    version: int
    connector: list[dict[str, Any]]
    secrets: dict[str, Any]  # sealed, by name
    max_age_days: int | None


class DueCommand(NamedTuple):
    """A command that was not sent yet."""

    id: str
    park: str
    edge: str
    kind: str
    args: dict[str, Any]
    expires_at: datetime
    edge_id: int


class SpoolRow(NamedTuple):
    """What is stored of one spool of an edge; readings of batches include those in quarantine."""

    spool: str
    committed: int
    missing: int
    repeated: int
    batches: int
    readings: int
    quarantined: int
    gap_readings: int
    gaps: int
    gap_reasons: dict[str, int]
    first_at: datetime | None
    last_at: datetime | None


_CONFIG = """SELECT version, connector, ARRAY(SELECT jsonb_object_keys(secrets) ORDER BY 1) AS secrets,
  author, created_at, published_at, acknowledged_at, refused_at, error, words, max_age_days
  FROM core.edge_config """
_COMMAND = """SELECT id, kind, args, author, created_at, expires_at, sent_at, replied_at, reply
  FROM core.edge_command """


def newest_config(connection: Connection, edge_id: int) -> ConfigRow | None:
    """The configuration that is wanted now."""
    cursor = connection.cursor(row_factory=class_row(ConfigRow))
    return cursor.execute(_CONFIG + "WHERE edge_id = %s ORDER BY version DESC LIMIT 1", (edge_id,)).fetchone()


def configs(connection: Connection, edge_id: int, limit: int) -> list[ConfigRow]:
    """Versions, the newest first."""
    cursor = connection.cursor(row_factory=class_row(ConfigRow))
    sql = _CONFIG + "WHERE edge_id = %s ORDER BY version DESC LIMIT %s"
    return cursor.execute(sql, (edge_id, limit)).fetchall()


def secrets(connection: Connection, edge_id: int) -> dict[str, Any]:
    """The secrets of the newest version, sealed, by name."""
    row = connection.execute(
        "SELECT secrets FROM core.edge_config WHERE edge_id = %s ORDER BY version DESC LIMIT 1", (edge_id,)
    ).fetchone()
    return dict(row[0]) if row else {}


def add_config(connection: Connection, values: Mapping[str, Any]) -> None:
    """Want another version."""
    connection.execute(
        """INSERT INTO core.edge_config
          (park_id, enterprise_id, edge_id, version, connector, secrets, author, max_age_days)
        VALUES (core.current_park(), %(enterprise_id)s, %(edge_id)s, %(version)s, %(connector)s::jsonb,
          %(secrets)s::jsonb, %(author)s, %(max_age_days)s)""",
        {
            **values, "connector": json.dumps(values["connector"]), "secrets": json.dumps(values["secrets"]),
        },
    )  # fmt: skip


def bindings(connection: Connection, edge_id: int) -> dict[str, tuple[int, str | None]]:
    """The point of each key of an edge: (id, code); the code is None where the caller does not see it."""
    rows = connection.execute(
        """SELECT b.key, b.point_id, p.code FROM core.point_binding b
        LEFT JOIN core.point p ON p.id = b.point_id WHERE b.edge_id = %s""",
        (edge_id,),
    )
    return {key: (point_id, code) for key, point_id, code in rows}


def bind(connection: Connection, edge_id: int, points: Mapping[str, int]) -> None:
    """Let these keys stand for these points."""
    with connection.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO core.point_binding (park_id, edge_id, key, point_id)
            VALUES (core.current_park(), %s, %s, %s)
            ON CONFLICT (edge_id, key) DO UPDATE SET point_id = excluded.point_id""",
            [(edge_id, key, point_id) for key, point_id in points.items()],
        )


def add_command(connection: Connection, values: Mapping[str, Any]) -> None:
    """Ask something of an edge."""
    connection.execute(
        """INSERT INTO core.edge_command (id, park_id, enterprise_id, edge_id, kind, args, author, expires_at)
        VALUES (%(id)s, core.current_park(), %(enterprise_id)s, %(edge_id)s, %(kind)s, %(args)s::jsonb,
          %(author)s, %(expires_at)s)""",
        {**values, "args": json.dumps(values["args"])},
    )


def command(connection: Connection, edge_id: int, command_id: UUID) -> CommandRow | None:
    """One command."""
    cursor = connection.cursor(row_factory=class_row(CommandRow))
    return cursor.execute(_COMMAND + "WHERE edge_id = %s AND id = %s", (edge_id, command_id)).fetchone()


def spools(connection: Connection, edge_id: int) -> list[SpoolRow]:
    """What is stored of each spool of an edge, the last one first."""
    rows = connection.execute(
        """SELECT c.spool::text, c.committed_seq, c.missing, c.repeated, coalesce(b.batches, 0),
          coalesce(b.readings, 0), coalesce(q.n, 0), coalesce(g.readings, 0), coalesce(g.n, 0),
          coalesce(g.reasons, '{}'),
          b.first_at, b.last_at
        FROM core.spool_cursor c
        LEFT JOIN LATERAL (SELECT count(*) AS batches, sum(readings)::bigint AS readings,
            min(received_at) AS first_at, max(received_at) AS last_at
          FROM core.batch WHERE edge_id = c.edge_id AND spool = c.spool) b ON true
        LEFT JOIN LATERAL (SELECT count(*) AS n FROM core.quarantine q JOIN core.batch t ON t.id = q.batch_id
          WHERE t.edge_id = c.edge_id AND t.spool = c.spool AND q.reading_index IS NOT NULL
            AND q.state <> 'replayed') q ON true
        LEFT JOIN LATERAL (SELECT sum(n)::bigint AS n, sum(readings)::bigint AS readings,
            jsonb_object_agg(reason, readings) AS reasons
          FROM (SELECT m.reason, count(*) AS n, sum(m.readings)::bigint AS readings FROM core.gap_marker m
            JOIN core.batch t ON t.id = m.batch_id WHERE t.edge_id = c.edge_id AND t.spool = c.spool
            GROUP BY m.reason) AS by_reason) g ON true
        WHERE c.edge_id = %s ORDER BY c.updated_at DESC""",
        (edge_id,),
    )
    return [SpoolRow(*row) for row in rows]


# ------------------------------------------------------------------ the process `control`


def due_configs(connection: Connection) -> list[DueConfig]:
    """The newest version of each edge, where the broker does not have it."""
    rows = connection.execute(
        """SELECT c.edge_id, p.code, e.code, c.version, c.connector, c.secrets, c.max_age_days
        FROM core.edge_config c
        JOIN core.edge e ON e.id = c.edge_id JOIN core.park p ON p.id = c.park_id
        WHERE c.published_at IS NULL AND c.version > 0
          AND c.version = (SELECT max(version) FROM core.edge_config n WHERE n.edge_id = c.edge_id)"""
    )
    return [DueConfig(*row) for row in rows]


def due_commands(connection: Connection) -> list[DueCommand]:
    """What was asked, not sent, and has not expired; in the order it was asked."""
    rows = connection.execute(
        """SELECT c.id::text, p.code, e.code, c.kind, c.args, c.expires_at, c.edge_id FROM core.edge_command c
        JOIN core.edge e ON e.id = c.edge_id JOIN core.park p ON p.id = c.park_id
        WHERE c.sent_at IS NULL AND c.expires_at > now() ORDER BY c.created_at"""
    )
    return [DueCommand(*row) for row in rows]


def note_published(connection: Connection, edge_id: int, version: int) -> None:
    """The broker has this version."""
    connection.execute(
        """UPDATE core.edge_config SET published_at = now()
        WHERE edge_id = %s AND version = %s AND published_at IS NULL""",
        (edge_id, version),
    )


def note_sent(connection: Connection, command_id: str) -> None:
    """The broker has the command; its secrets are not needed any more."""
    connection.execute(
        "UPDATE core.edge_command SET sent_at = now(), args = args - 'secrets' WHERE id = %s", (command_id,)
    )


class Refused(NamedTuple):
    """A version that an edge does not take: why, and the same by code and facts."""

    version: int | None
    error: str | None
    words: Mapping[str, Any] | None = None


def note_state(connection: Connection, edge_id: int, version: int, refused: Refused) -> None:
    """What an edge says is in force, and what is not; where the broker lost what is wanted, publish it again.

    An edge that just connected may say what it had before: it is given a minute.
    """
    connection.execute(
        """UPDATE core.edge_config
        SET acknowledged_at = coalesce(acknowledged_at, now()), refused_at = NULL, error = NULL,
          words = NULL
        WHERE edge_id = %s AND version = %s AND version > 0 AND %s IS DISTINCT FROM version
          AND (acknowledged_at IS NULL OR refused_at IS NOT NULL)""",
        (edge_id, version, refused.version),
    )
    connection.execute(
        """UPDATE core.edge_config
        SET refused_at = coalesce(refused_at, now()), error = %(error)s, words = %(words)s::jsonb
        WHERE edge_id = %(edge)s AND version = %(refused)s AND version > 0
          AND (error, words) IS DISTINCT FROM (%(error)s, %(words)s::jsonb)""",
        {
            "edge": edge_id,
            "refused": refused.version,
            "error": refused.error,
            "words": None if refused.words is None else json.dumps(refused.words),
        },
    )
    connection.execute(
        """UPDATE core.edge_config SET published_at = NULL
        WHERE edge_id = %(edge)s AND version > 0 AND version IS DISTINCT FROM %(version)s
          AND version IS DISTINCT FROM %(refused)s AND published_at < now() - interval '1 minute'
          AND version = (SELECT max(version) FROM core.edge_config WHERE edge_id = %(edge)s)""",
        {"edge": edge_id, "version": version, "refused": refused.version},
    )


def ask_for_file(connection: Connection, park_id: int, edge_id: int, sha256: str, command_id: UUID) -> bool:
    """Ask an edge for the configuration in its file, unless it is known or was asked for lately."""
    return bool(
        connection.execute(
            """INSERT INTO core.edge_command (id, park_id, enterprise_id, edge_id, kind, author, expires_at)
            SELECT %(id)s, %(park)s, e.enterprise_id, e.id, 'configuration', 'platform',
              now() + interval '1 minute'
            FROM core.edge e WHERE e.id = %(edge)s
              AND NOT EXISTS (SELECT FROM core.edge_config
                WHERE edge_id = e.id AND (version > 0 OR sha256 = %(sha256)s))
              AND NOT EXISTS (SELECT FROM core.edge_command
                WHERE edge_id = e.id AND kind = 'configuration'
                  AND created_at > now() - interval '10 minutes')""",
            {"id": command_id, "park": park_id, "edge": edge_id, "sha256": sha256},
        ).rowcount
    )


def note_reply(connection: Connection, edge_id: int, command_id: str, reply: bytes) -> str | None:
    """Keep what an edge answered, the first answer only; the kind of command, None where there is none."""
    row = connection.execute(
        """UPDATE core.edge_command SET replied_at = now(), reply = %s::jsonb
        WHERE id = %s AND edge_id = %s AND replied_at IS NULL RETURNING kind""",
        (reply.decode(), command_id, edge_id),
    ).fetchone()
    return str(row[0]) if row else None


def note_file(connection: Connection, edge_id: int, sections: Sections) -> None:
    """Keep what an edge says is in its own file."""
    connection.execute(
        """INSERT INTO core.edge_config
          (park_id, enterprise_id, edge_id, version, connector, sha256, author, published_at, acknowledged_at)
        SELECT park_id, enterprise_id, id, 0, %s::jsonb, state->>'config_sha256', 'edge', now(), now()
        FROM core.edge WHERE id = %s
        ON CONFLICT (edge_id, version) DO UPDATE SET connector = excluded.connector, sha256 = excluded.sha256,
          created_at = now(), acknowledged_at = now()""",
        (json.dumps(sections), edge_id),
    )
