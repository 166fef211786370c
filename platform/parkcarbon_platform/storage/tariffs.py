"""Tariffs, their versions and contracts; superseded rows stay."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class TariffRow:
    """A tariff."""

    id: int
    code: str
    name_zh: str
    name_en: str
    currency: str
    is_example: bool


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in force; `body` as the park file says it."""

    id: int
    tariff_id: int
    valid_from: date
    valid_to: date | None
    body: dict[str, Any]
    author: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract in force; agreed demand [kW] and capacity [kVA]."""

    id: int
    tariff_id: int
    enterprise: str | None
    valid_from: date
    valid_to: date | None
    demand_kw: Decimal | None
    capacity_kva: Decimal | None
    author: str
    created_at: datetime


def tariffs(connection: Connection, *, after: str | None = None, limit: int | None = None) -> list[TariffRow]:
    """The tariffs of the park, by code; `after` is the last one seen before."""
    sql = """SELECT id, code, name_zh, name_en, currency, is_example FROM core.tariff
             WHERE %(after)s::text IS NULL OR code > %(after)s ORDER BY code LIMIT %(limit)s"""
    cursor = connection.cursor(row_factory=class_row(TariffRow))
    return cursor.execute(sql, {"after": after, "limit": limit}).fetchall()


def versions(connection: Connection) -> list[VersionRow]:
    """The versions in force, the oldest first."""
    sql = """SELECT id, tariff_id, valid_from, valid_to, body, author, created_at FROM core.tariff_version
             WHERE superseded_at IS NULL ORDER BY tariff_id, valid_from"""
    return connection.cursor(row_factory=class_row(VersionRow)).execute(sql).fetchall()


def contracts(connection: Connection) -> list[ContractRow]:
    """The contracts in force that the caller may see, the park's own first."""
    sql = """SELECT c.id, c.tariff_id, e.code AS enterprise, c.valid_from, c.valid_to, c.demand_kw,
                    c.capacity_kva, c.author, c.created_at
             FROM core.tariff_contract c LEFT JOIN core.enterprise e ON e.id = c.enterprise_id
             WHERE c.superseded_at IS NULL ORDER BY e.code NULLS FIRST, c.valid_from"""
    return connection.cursor(row_factory=class_row(ContractRow)).execute(sql).fetchall()


def supersede(connection: Connection, table: str, ids: Iterable[int]) -> int:
    """Put versions or contracts out of force; how many."""
    statements = {
        "version": "UPDATE core.tariff_version SET superseded_at = now() WHERE id = ANY(%s)",
        "contract": "UPDATE core.tariff_contract SET superseded_at = now() WHERE id = ANY(%s)",
    }
    return connection.execute(statements[table], (list(ids),)).rowcount


def add_version(
    connection: Connection,
    tariff_id: int,
    body: Mapping[str, Any],
    valid: tuple[date, date | None],
    author: str,
) -> None:
    """Put a version in force."""
    connection.execute(
        """INSERT INTO core.tariff_version (park_id, tariff_id, valid_from, valid_to, body, author)
           VALUES (core.current_park(), %s, %s, %s, %s, %s)""",
        (tariff_id, *valid, Jsonb(dict(body)), author),
    )


def add_contract(
    connection: Connection,
    tariff_id: int,
    enterprise_id: int | None,
    valid: tuple[date, date | None],
    agreed: tuple[Decimal | None, Decimal | None],
    *,
    author: str,
) -> None:
    """Put a contract in force; agreed demand [kW] and capacity [kVA]."""
    connection.execute(
        """INSERT INTO core.tariff_contract
             (park_id, tariff_id, enterprise_id, valid_from, valid_to, demand_kw, capacity_kva, author)
           VALUES (core.current_park(), %s, %s, %s, %s, %s, %s, %s)""",
        (tariff_id, enterprise_id, *valid, *agreed, author),
    )
