"""Parks and their trees: written by provisioning, by code, changing only what differs."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from psycopg import sql
from psycopg.types.json import Jsonb

from parkcarbon_platform.storage.database import Connection


class ParkRow(NamedTuple):
    """A park as the directory knows it."""

    id: int
    code: str
    name_zh: str
    name_en: str
    timezone: str


def every(connection: Connection) -> list[ParkRow]:
    """All parks by code that are not deleted; for the directory role."""
    rows = connection.execute(
        """SELECT id, code, name_zh, name_en, timezone FROM core.park WHERE state <> 'deleted'
        ORDER BY code"""
    )
    return [ParkRow(*row) for row in rows]


def create(connection: Connection, park: Mapping[str, object]) -> tuple[int, bool]:
    """The id of a park, made where there is none, and whether it was; for the directory role."""
    columns = list(park)
    row = connection.execute(
        sql.SQL("INSERT INTO core.park ({}) VALUES ({}) ON CONFLICT (code) DO NOTHING RETURNING id").format(
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(", ").join(sql.Placeholder(c) for c in columns),
        ),
        dict(park),
    ).fetchone()
    if row is not None:
        return int(row[0]), True
    found = connection.execute("SELECT id FROM core.park WHERE code = %s", (park["code"],)).fetchone()
    if found is None:
        raise LookupError(park["code"])
    return int(found[0]), False


def current(connection: Connection) -> int:
    """The id of the park of this transaction."""
    row = connection.execute("SELECT core.current_park()").fetchone()
    if row is None or row[0] is None:
        raise LookupError("no park")
    return int(row[0])


def update(connection: Connection, park_id: int, park: Mapping[str, object]) -> int:
    """Change what differs of the park itself; the number of rows changed."""
    columns = [c for c in park if c != "code"]
    names = sql.SQL(", ")
    statement = sql.SQL(
        "UPDATE core.park SET ({columns}) = ROW ({values}) "
        "WHERE id = %(id)s AND ({columns}) IS DISTINCT FROM ({values})"
    ).format(
        columns=names.join(map(sql.Identifier, columns)), values=names.join(map(parameter, columns))
    )  # fmt: skip
    return connection.execute(statement, {**park, "id": park_id}).rowcount


def parameter(column: str) -> sql.Composable:
    """A parameter for a column of a park; coordinates are cast, since null has no type of its own."""
    if column in ("latitude", "longitude"):
        return sql.SQL("{}::double precision").format(sql.Placeholder(column))
    if column == "scopes":
        return sql.SQL("{}::int[]").format(sql.Placeholder(column))
    return sql.Placeholder(column)


def upsert(
    connection: Connection, table: str, rows: Sequence[Mapping[str, object]], key: Sequence[str]
) -> int:
    """Insert the rows of `core.{table}`, or change those of the same key where they differ; how many."""
    if not rows:
        return 0
    columns = list(rows[0])
    others = [c for c in columns if c not in key]
    names = sql.SQL(", ")
    statement = sql.SQL(
        "INSERT INTO core.{table} AS old ({columns}) VALUES ({values}) ON CONFLICT ({key}) {action}"
    ).format(
        table=sql.Identifier(table),
        columns=names.join(map(sql.Identifier, columns)),
        values=names.join(sql.Placeholder(c) for c in columns),
        key=names.join(map(sql.Identifier, key)),
        action=change(others),
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, [dict(row) for row in rows])
        return max(cursor.rowcount, 0)


def change(columns: Sequence[str]) -> sql.Composable:
    """The conflict action that writes only what differs, so that applying twice changes nothing."""
    if not columns:
        return sql.SQL("DO NOTHING")
    names = sql.SQL(", ")
    return sql.SQL("DO UPDATE SET {sets} WHERE ({old}) IS DISTINCT FROM ({new})").format(
        sets=names.join(sql.SQL("{0} = excluded.{0}").format(sql.Identifier(c)) for c in columns),
        old=names.join(sql.Identifier("old", c) for c in columns),
        new=names.join(sql.Identifier("excluded", c) for c in columns),
    )


def taken_codes(connection: Connection) -> frozenset[str]:
    """The codes of all meters and points of the park, for one transaction at a time that gives new ones."""
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('codes:' || core.current_park(), 0))")
    return frozenset(code for (code,) in connection.execute("SELECT core.codes_in_use()"))


def ids(connection: Connection, table: str) -> dict[str, int]:
    """The ids of the park's rows of `core.{table}` by code."""
    rows = connection.execute(sql.SQL("SELECT code, id FROM core.{}").format(sql.Identifier(table)))
    return dict(rows.fetchall())


def enterprise(connection: Connection, code: str) -> tuple[int, str, str] | None:
    """(id, name_zh, name_en) of an enterprise of the park."""
    return connection.execute(
        "SELECT id, name_zh, name_en FROM core.enterprise WHERE code = %s", (code,)
    ).fetchone()


def put_virtual_point(
    connection: Connection,
    point: Mapping[str, object],
    formula: Mapping[str, object] | None,
    *,
    reference_state: str | None = None,
) -> int:
    """Make a virtual point, or change what differs of it; its id."""
    row = {
        **point, "kind": "virtual", "direction": "consumption", "expected_period_s": 900,
        "formula": None if formula is None else Jsonb(formula), "reference_state": reference_state,
    }  # fmt: skip
    upsert(connection, "point", [row], ("park_id", "code"))
    return ids(connection, "point")[str(point["code"])]


def describe_point(
    connection: Connection, code: str, *, integrated: bool, rules: Mapping[str, object],
    accuracy_class: str | None,
) -> int:  # fmt: skip
    """Change what differs of how a point is looked after; 1 where something did."""
    return connection.execute(
        """UPDATE core.point p SET integrated = q.integrated, rules = q.rules,
          accuracy_class = q.accuracy_class
        FROM (SELECT %s::boolean AS integrated, %s::jsonb AS rules, %s::text AS accuracy_class) q
        WHERE p.code = %s AND (p.integrated, p.rules, p.accuracy_class)
          IS DISTINCT FROM (q.integrated, q.rules, q.accuracy_class)""",
        (integrated, Jsonb(rules), accuracy_class, code),
    ).rowcount


def set_check_point(connection: Connection, code: str, check_point: str | None) -> int:
    """The second meter of a point's flow; 1 where it is another than before."""
    known = ids(connection, "point")
    point_id, check_id = known[code], None if check_point is None else known[check_point]
    changed = connection.execute(
        "UPDATE core.point SET check_point_id = %s WHERE id = %s AND check_point_id IS DISTINCT FROM %s",
        (check_id, point_id, check_id),
    ).rowcount
    if changed:
        connection.execute("DELETE FROM core.point_input WHERE point_id = %s AND role = 'check'", (point_id,))
        connection.execute(
            """INSERT INTO core.point_input (park_id, enterprise_id, point_id, input_id, role)
            SELECT park_id, enterprise_id, id, check_point_id, 'check' FROM core.point
            WHERE id = %s AND check_point_id IS NOT NULL""",
            (point_id,),
        )
    return changed


def set_parents(connection: Connection, table: str, parents: Mapping[int, int | None]) -> int:
    """Hang each row under its parent; how many moved."""
    if not parents:
        return 0
    return connection.execute(
        sql.SQL(
            "UPDATE core.{} t SET parent_id = n.parent FROM unnest(%s::int[], %s::int[]) AS n(id, parent) "
            "WHERE t.id = n.id AND t.parent_id IS DISTINCT FROM n.parent"
        ).format(sql.Identifier(table)),
        (list(parents), list(parents.values())),
    ).rowcount


def definitions(connection: Connection) -> dict[str, tuple[object, ...]]:
    """What the amounts of each point of the park rest upon, by code."""
    rows = connection.execute(
        "SELECT code, quantity, carrier, unit, kind, direction, multiplier FROM core.point"
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def has_readings(connection: Connection, point_id: int) -> bool:
    """Whether the point has any reading."""
    row = connection.execute(
        "SELECT EXISTS (SELECT FROM core.reading WHERE point_id = %s)", (point_id,)
    ).fetchone()
    return bool(row and row[0])


def configured_keys(connection: Connection) -> set[tuple[int, str]]:
    """(edge, key) of the bindings of edges that people configure."""
    rows = connection.execute(
        """SELECT edge_id, key FROM core.point_binding
        WHERE edge_id IN (SELECT edge_id FROM core.edge_config WHERE version > 0)"""
    )
    return {(int(edge), str(key)) for edge, key in rows}


def keep_only_bindings(connection: Connection, kept: Sequence[tuple[int, str]]) -> int:
    """Delete bindings that are not among (edge, key), but none of edges that people configure; how many."""
    return connection.execute(
        """DELETE FROM core.point_binding WHERE (edge_id, key) NOT IN
        (SELECT * FROM unnest(%s::int[], %s::text[]))
        AND edge_id NOT IN (SELECT edge_id FROM core.edge_config WHERE version > 0)
        AND edge_id NOT IN (SELECT id FROM core.edge WHERE ended_at IS NOT NULL)""",
        ([edge for edge, _ in kept], [key for _, key in kept]),
    ).rowcount


def keep_only_terms(
    connection: Connection, sources: Sequence[int], kept: Sequence[tuple[int, int, str]]
) -> int:
    """Delete the terms of these sources that are not among (source, point, role); how many."""
    return connection.execute(
        """DELETE FROM core.source_term WHERE source_id = ANY(%s) AND (source_id, point_id, role) NOT IN
        (SELECT * FROM unnest(%s::int[], %s::int[], %s::text[]))""",
        (list(sources), [s for s, _, _ in kept], [p for _, p, _ in kept], [r for _, _, r in kept]),
    ).rowcount


def keep_only_shares(connection: Connection, sources: Sequence[int], kept: Sequence[tuple[int, str]]) -> int:
    """Delete the open-ended shares of these sources that are not among (source, scene); how many."""
    return connection.execute(
        """DELETE FROM core.scene_share WHERE source_id = ANY(%s) AND valid_from = '1970-01-01'
        AND (source_id, scene) NOT IN (SELECT * FROM unnest(%s::int[], %s::text[]))""",
        (list(sources), [s for s, _ in kept], [scene for _, scene in kept]),
    ).rowcount
