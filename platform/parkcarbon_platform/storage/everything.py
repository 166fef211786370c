"""Everything that a transaction sees, table by table: for its export, and for the proof of its deletion."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from psycopg import sql

from parkcarbon_platform.storage.audit import TOLD
from parkcarbon_platform.storage.database import Connection

# What is not anybody's data: secrets, what machines keep for themselves, and files of exports themselves.
LEFT_OUT = (
    "audit_head", "broker_login", "edge_command", "edge_token", "export", "export_part", "health_check",
    "invalidation", "job", "spool_cursor",
)  # fmt: skip
HIDDEN = "(password|secret|token|csrf|content)"
# By the rule of `services.tables`: a text, not a number, that begins as a formula does.
HARMLESS = "CASE WHEN {0} ~ E'^[=+@\\t\\r-]' AND {0} !~ '^[+-]?[0-9.]+$' THEN '''' || {0} ELSE {0} END AS {0}"
# What follows the server's name in the address of a webhook may be a token.
SERVER = "CASE WHEN kind = 'webhook' THEN substring(address FROM '^[a-z]+://[^/?#]*') ELSE {0} END AS {0}"
# Views have no primary key: the order in which their rows are told.
ORDERS = {
    "reading": ("point_id", "time"), "interval": ("point_id", "start"),
    "ledger_entry": ("source_id", "hour", "revision"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view of the park with what is told of it, in order; `texts` are its columns of free text."""

    name: str
    columns: tuple[str, ...]
    texts: tuple[str, ...]
    order: tuple[str, ...]


def tables(connection: Connection) -> list[Table]:
    """What the role of the transaction may read that belongs to a park, by name."""
    rows = connection.execute(
        """SELECT c.relname, array_agg(a.attname ORDER BY a.attnum),
             array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE format_type(a.atttypid, NULL) = 'text'),
             (SELECT array_agg(k.attname ORDER BY array_position(i.indkey::int2[], k.attnum))
              FROM pg_index i JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = ANY(i.indkey)
              WHERE i.indrelid = c.oid AND i.indisprimary)
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
           WHERE n.nspname = 'core' AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
             AND c.relname <> ALL(%s) AND a.attname !~ %s
             AND has_column_privilege(c.oid, a.attnum, 'SELECT')
             AND EXISTS (SELECT FROM pg_attribute p WHERE p.attrelid = c.oid AND p.attname = 'park_id')
           GROUP BY c.oid, c.relname ORDER BY c.relname""",
        (list(LEFT_OUT), HIDDEN),
    )
    return [
        Table(name, tuple(columns), tuple(texts or ()), ORDERS.get(name) or tuple(key or columns[:1]))
        for name, columns, texts, key in rows
    ]


def csv(connection: Connection, table: Table) -> Generator[bytes, None, int]:
    """The rows as CSV, a block at a time, however many there are; it returns their number.

    A text that a spreadsheet would take for a formula has a ' before it.
    """
    columns = sql.SQL(", ").join(_told(table, column) for column in table.columns)
    statement = sql.SQL("COPY (SELECT {} FROM core.{} ORDER BY {}) TO STDOUT (FORMAT csv, HEADER)").format(
        columns,
        sql.Identifier(table.name),
        sql.SQL(", ").join(map(sql.Identifier, table.order)),
    )
    with connection.cursor() as cursor:
        with cursor.copy(statement) as copy:
            for block in copy:
                yield bytes(block)
        return cursor.rowcount


def _told(table: Table, column: str) -> sql.Composable:
    if (table.name, column) == ("audit_event", "changes"):
        return sql.SQL(TOLD)
    if (table.name, column) == ("alert_receiver", "address"):
        return sql.SQL(SERVER).format(sql.Identifier(column))
    if column in table.texts:
        return sql.SQL(HARMLESS).format(sql.Identifier(column))
    return sql.Identifier(column)


def evidence(connection: Connection) -> list[tuple[int, str]]:
    """(id, name) of every file of evidence."""
    return connection.execute("SELECT id, name FROM core.evidence ORDER BY id").fetchall()


def evidence_blocks(connection: Connection, evidence_id: int, size: int = 1 << 20) -> Iterator[bytes]:
    """The content of a file of evidence, a block at a time."""
    at = 1
    while True:
        row = connection.execute(
            "SELECT substring(content FROM %s FOR %s) FROM core.evidence WHERE id = %s",
            (at, size, evidence_id),
        ).fetchone()
        block = b"" if row is None or row[0] is None else bytes(row[0])
        if not block:
            return
        yield block
        at += size


def add_part(
    connection: Connection, owner: tuple[int, int | None], export_id: int, number: int, content: bytes
) -> None:
    """A part of a file; `owner`: park and enterprise."""
    connection.execute(
        """INSERT INTO core.export_part (park_id, enterprise_id, export_id, number, content)
           VALUES (%s, %s, %s, %s, %s)""",
        (*owner, export_id, number, content),
    )


def drop_parts(connection: Connection, export_id: int) -> None:
    """None of a file's parts, before it is made again."""
    connection.execute("DELETE FROM core.export_part WHERE export_id = %s", (export_id,))


def part(connection: Connection, export_id: int, number: int) -> bytes | None:
    """A part; None after the last."""
    row = connection.execute(
        "SELECT content FROM core.export_part WHERE export_id = %s AND number = %s", (export_id, number)
    ).fetchone()
    return None if row is None else bytes(row[0])


def finish(
    connection: Connection, export_id: int, *, name: str, media_type: str, size: int, sha256: bytes
) -> None:
    """It is made of its parts."""
    connection.execute(
        """UPDATE core.export SET state = 'done', progress = 1, error = NULL, name = %s, media_type = %s,
          size = %s, sha256 = %s, finished_at = now() WHERE id = %s""",
        (name, media_type, size, sha256, export_id),
    )


def enterprise_ids(connection: Connection) -> dict[str, int]:
    """The enterprises of the park."""
    return dict(connection.execute("SELECT code, id FROM core.enterprise").fetchall())
