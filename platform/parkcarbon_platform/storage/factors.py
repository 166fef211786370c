"""Factor sets and their versions: global, immutable once written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from parkcarbon_platform.storage.database import Connection


class SetRow(NamedTuple):
    """A factor set as stored."""

    code: str
    title: str
    publisher: str
    licence: str
    sha256: bytes
    published: date | None
    optional: bool


@dataclass(frozen=True, slots=True)
class StoredSet:
    """A stored set, with how many versions of how many factors it has."""

    id: int
    code: str
    title: str
    publisher: str
    licence: str
    published: date | None
    optional: bool
    loaded_at: datetime
    factors: int
    versions: int


class VersionRow(NamedTuple):
    """A version to be stored."""

    factor: str
    version: str
    gas: str
    value: Decimal
    unit: str
    region: str
    valid_from: date | None
    valid_to: date | None
    reference_state: str | None
    components: dict[str, Any]
    citation: str
    source_ref: str
    grade: str


class Brief(NamedTuple):
    """A version with only what a search looks at."""

    id: int
    set_code: str
    factor: str
    version: str
    gas: str
    region: str
    valid_from: date | None
    citation: str
    name_zh: str | None
    name_en: str | None


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A stored version with its set."""

    id: int
    set_code: str
    factor: str
    version: str
    gas: str
    value: Decimal
    unit: str
    region: str
    valid_from: date | None
    valid_to: date | None
    reference_state: str | None
    components: dict[str, Any]
    citation: str
    source_ref: str
    grade: str
    park_id: int | None = None
    enterprise_id: int | None = None


def lock(connection: Connection) -> None:
    """Let one process at a time load sets."""
    connection.execute("LOCK TABLE factors.factor_set IN SHARE ROW EXCLUSIVE MODE")


def hashes(connection: Connection) -> dict[str, bytes]:
    """Hash of the file of every stored set, by code."""
    return {
        code: bytes(digest)
        for code, digest in connection.execute("SELECT code, sha256 FROM factors.factor_set")
    }


def save_set(connection: Connection, row: SetRow) -> int:
    """Store a set's description; its id."""
    found = connection.execute(
        """INSERT INTO factors.factor_set (code, title, publisher, licence, sha256, published, optional)
        VALUES (%s, %s, %s, %s, %s, %s, %s)
        ON CONFLICT (code) DO UPDATE SET title = excluded.title, publisher = excluded.publisher,
          licence = excluded.licence, sha256 = excluded.sha256, published = excluded.published,
          optional = excluded.optional, loaded_at = now()
        RETURNING id""",
        row,
    ).fetchone()
    assert found is not None
    return int(found[0])


def _columns(row: VersionRow) -> tuple[object, ...]:
    return tuple(Jsonb(value) if isinstance(value, dict) else value for value in row)


def save_versions(connection: Connection, set_id: int, rows: Sequence[VersionRow]) -> None:
    """Add versions; of known ones only what explains them may change, never the number or its validity."""
    with connection.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO factors.factor_version (set_id, factor, version, gas, value, unit, region,
              valid_from, valid_to, reference_state, components, citation, source_ref, grade)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
            ON CONFLICT (factor, region, version, gas, set_id, park_id, enterprise_id) DO UPDATE
              SET components = excluded.components, citation = excluded.citation,
              source_ref = excluded.source_ref, grade = excluded.grade""",
            [(set_id, *_columns(row)) for row in rows],
        )


_VERSIONS = """SELECT v.id, s.code AS set_code, v.factor, v.version, v.gas, v.value, v.unit, v.region,
    v.valid_from, v.valid_to, v.reference_state, v.components, v.citation, v.source_ref, v.grade,
    v.park_id, v.enterprise_id
  FROM factors.factor_version v JOIN factors.factor_set s ON s.id = v.set_id"""
_IN_FORCE = """(s.code = 'own'
  OR CASE WHEN %(sets)s::text[] IS NULL THEN NOT s.optional ELSE s.code = ANY(%(sets)s) END)"""
_ORDER = "ORDER BY v.factor, v.region, v.gas, v.version, v.id"


def versions(connection: Connection, set_code: str | None = None) -> list[StoredVersion]:
    """Every stored version that the transaction sees, or those of one set."""
    cursor = connection.cursor(row_factory=class_row(StoredVersion))
    query = f"{_VERSIONS} WHERE %(code)s::text IS NULL OR s.code = %(code)s {_ORDER}"
    return cursor.execute(query, {"code": set_code}).fetchall()


def briefs(connection: Connection, set_code: str | None = None) -> list[Brief]:
    """The same with only what a search looks at: thousands of rows, of which a page shows a hundred."""
    rows = connection.cursor(binary=True).execute(
        f"""SELECT v.id, s.code, v.factor, v.version, v.gas, v.region, v.valid_from, v.citation,
              v.components->>'name_zh', v.components->>'name_en'
            FROM factors.factor_version v JOIN factors.factor_set s ON s.id = v.set_id
            WHERE %(code)s::text IS NULL OR s.code = %(code)s {_ORDER}""",  # noqa: S608  # a constant
        {"code": set_code},
    )
    return [Brief(*row) for row in rows]


def newest_id(connection: Connection) -> int | None:
    """The version that was stored last, of those that the transaction sees."""
    row = connection.execute("SELECT max(id) FROM factors.factor_version").fetchone()
    return None if row is None else row[0]


def in_force(
    connection: Connection,
    sets: Sequence[str] | None,
    *,
    of_sources: bool = False,
    like: Sequence[str] = ("%",),
) -> list[StoredVersion]:
    """The versions of these sets (None: of all that are not optional), and the park's own; `of_sources`: of
    the factors that its sources name; `like`: of those whose names are like one of these."""
    cursor = connection.cursor(row_factory=class_row(StoredVersion))
    named = "v.factor = ANY(ARRAY(SELECT factor FROM core.emission_source))" if of_sources else "true"
    query = f"{_VERSIONS} WHERE {named} AND v.factor LIKE ANY(%(like)s) AND {_IN_FORCE} {_ORDER}"
    values = {"sets": None if sets is None else list(sets), "like": list(like)}
    return cursor.execute(query, values).fetchall()


def ids_in_force(connection: Connection, sets: Sequence[str] | None) -> frozenset[int]:
    """The same, their ids alone."""
    rows = connection.execute(
        f"""SELECT v.id FROM factors.factor_version v JOIN factors.factor_set s ON s.id = v.set_id
            WHERE {_IN_FORCE}""",  # noqa: S608  # a constant
        {"sets": None if sets is None else list(sets)},
    )
    return frozenset(version for (version,) in rows)


def of_factor(connection: Connection, factor: str) -> list[StoredVersion]:
    """Every version of a factor that the transaction sees."""
    cursor = connection.cursor(row_factory=class_row(StoredVersion))
    return cursor.execute(f"{_VERSIONS} WHERE v.factor = %s {_ORDER}", (factor,)).fetchall()


def of_ids(connection: Connection, version_ids: Sequence[int]) -> list[StoredVersion]:
    """Versions by id."""
    cursor = connection.cursor(row_factory=class_row(StoredVersion))
    return cursor.execute(f"{_VERSIONS} WHERE v.id = ANY(%s) {_ORDER}", (list(version_ids),)).fetchall()


def sets(connection: Connection) -> list[StoredSet]:
    """Every set that has a value for the transaction's park, with its size; own factors are none."""
    cursor = connection.cursor(row_factory=class_row(StoredSet))
    return cursor.execute(
        """SELECT s.id, s.code, s.title, s.publisher, s.licence, s.published, s.optional, s.loaded_at,
             count(DISTINCT (v.factor, v.gas))::int AS factors, count(v.id)::int AS versions
           FROM factors.factor_set s LEFT JOIN factors.factor_version v ON v.set_id = s.id
           WHERE s.code <> 'own' GROUP BY s.id HAVING count(v.id) > 0 ORDER BY s.optional, s.code"""
    ).fetchall()


def add_own(
    connection: Connection, park_id: int, enterprise_id: int | None, row: VersionRow, set_code: str = "own"
) -> int:
    """Add a version that a park or an enterprise determined, or brought as part of a set; its id, or 0."""
    found = connection.execute(
        """INSERT INTO factors.factor_version (set_id, park_id, enterprise_id, factor, version, gas, value,
             unit, region, valid_from, valid_to, reference_state, components, citation, source_ref, grade)
           SELECT s.id, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s
           FROM factors.factor_set s WHERE s.code = %s
           ON CONFLICT DO NOTHING RETURNING id""",
        (park_id, enterprise_id, *_columns(row), set_code),
    ).fetchone()
    return 0 if found is None else int(found[0])
