"""Parks that other platforms hold, and who is told of them; for connections of the directory role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class ElsewhereRow:
    """A park that another platform holds; `people` are log-ins of this one's people who are told."""

    code: str
    url: str
    name_zh: str
    name_en: str
    people: list[str]
    set_by: str
    set_at: datetime


_ENTRY = """SELECT p.code, p.url, p.name_zh, p.name_en, p.set_by, p.set_at,
              ARRAY(SELECT u.login FROM identity.park_elsewhere_person t
                    JOIN identity.app_user u ON u.id = t.user_id WHERE t.code = p.code ORDER BY 1) AS people
            FROM identity.park_elsewhere p """


def every(connection: Connection) -> list[ElsewhereRow]:
    """The whole directory."""
    cursor = connection.cursor(row_factory=class_row(ElsewhereRow))
    return cursor.execute(_ENTRY + "ORDER BY p.code").fetchall()


def find(connection: Connection, code: str) -> ElsewhereRow | None:
    """One entry."""
    cursor = connection.cursor(row_factory=class_row(ElsewhereRow))
    return cursor.execute(_ENTRY + "WHERE p.code = %s", (code,)).fetchone()


def of_person(connection: Connection, user_id: int) -> list[ElsewhereRow]:
    """What somebody is told."""
    sql = "JOIN identity.park_elsewhere_person m ON m.code = p.code WHERE m.user_id = %s ORDER BY p.code"
    return connection.cursor(row_factory=class_row(ElsewhereRow)).execute(_ENTRY + sql, (user_id,)).fetchall()


def put(connection: Connection, values: Mapping[str, object]) -> None:
    """Write an entry."""
    sql = """INSERT INTO identity.park_elsewhere (code, url, name_zh, name_en, set_by, set_at)
             VALUES (%(code)s, %(url)s, %(name_zh)s, %(name_en)s, %(set_by)s, %(set_at)s)
             ON CONFLICT (code) DO UPDATE SET url = excluded.url, name_zh = excluded.name_zh,
               name_en = excluded.name_en, set_by = excluded.set_by, set_at = excluded.set_at"""
    connection.execute(sql, values)


def tell(connection: Connection, code: str, user_ids: Sequence[int]) -> None:
    """Tell these people of a park, and nobody else."""
    connection.execute("DELETE FROM identity.park_elsewhere_person WHERE code = %s", (code,))
    sql = "INSERT INTO identity.park_elsewhere_person (code, user_id) SELECT %s, unnest(%s::int[])"
    connection.execute(sql, (code, list(user_ids)))


def delete(connection: Connection, code: str) -> bool:
    """Take an entry out; whether there was one."""
    return bool(connection.execute("DELETE FROM identity.park_elsewhere WHERE code = %s", (code,)).rowcount)


def urls(connection: Connection) -> list[str]:
    """The platforms that hold parks of the directory."""
    rows = connection.execute("SELECT DISTINCT url FROM identity.park_elsewhere ORDER BY url").fetchall()
    return [str(row[0]) for row in rows]


def held(connection: Connection) -> dict[str, str]:
    """The parks that are here, and their states; not those that were deleted."""
    sql = "SELECT code, state FROM core.park WHERE state <> 'deleted'"
    return {str(code): str(state) for code, state in connection.execute(sql).fetchall()}
