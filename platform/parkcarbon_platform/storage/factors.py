"""Factor sets and their versions: global, immutable once written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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
        """INSERT INTO factors.factor_set (code, title, publisher, licence, sha256)
        VALUES (%s, %s, %s, %s, %s)
        ON CONFLICT (code) DO UPDATE SET title = excluded.title, publisher = excluded.publisher,
          licence = excluded.licence, sha256 = excluded.sha256, loaded_at = now()
        RETURNING id""",
        row,
    ).fetchone()
    assert found is not None
    return int(found[0])


def save_versions(connection: Connection, set_id: int, rows: Sequence[VersionRow]) -> None:
    """Add versions; of known ones only what explains them may change, never the number or its validity."""
    with connection.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO factors.factor_version (set_id, factor, version, gas, value, unit, region,
              valid_from, valid_to, reference_state, components, citation, source_ref, grade)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
            ON CONFLICT (factor, region, version, gas, set_id) DO UPDATE SET components = excluded.components,
              citation = excluded.citation, source_ref = excluded.source_ref, grade = excluded.grade""",
            [(set_id, *row._replace(components=Jsonb(row.components))) for row in rows],  # type: ignore[arg-type]
        )


def versions(connection: Connection, set_code: str | None = None) -> list[StoredVersion]:
    """Every stored version, or those of one set."""
    cursor = connection.cursor(row_factory=class_row(StoredVersion))
    return cursor.execute(
        """SELECT v.id, s.code AS set_code, v.factor, v.version, v.gas, v.value, v.unit, v.region,
                  v.valid_from, v.valid_to, v.reference_state, v.components, v.citation, v.source_ref, v.grade
           FROM factors.factor_version v JOIN factors.factor_set s ON s.id = v.set_id
           WHERE %(code)s::text IS NULL OR s.code = %(code)s
           ORDER BY v.factor, v.region, v.gas, v.version, v.id""",
        {"code": set_code},
    ).fetchall()
