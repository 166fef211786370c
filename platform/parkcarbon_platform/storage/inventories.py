"""Stored inventories: written once, moved along, never edited."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.storage.database import Connection

_COLUMNS = tuple(field.name for field in fields(Item))
_TOGETHER = {
    name: f"sum({name})::bigint AS {name}"
    for name in ("quantity", "estimated", "covered_s", "expected_s", "gas_mg", "co2e_mg")
} | {"month": "min(month) AS month", "scenes": "ARRAY[]::text[] AS scenes"}
_SQL = """SELECT i.id, i.enterprise_id, e.code AS enterprise, i.ruleset, i.gwp, i.approach,
    i.from_day, i.to_day, i.state, i.version, i.replaces_id, r.id AS replaced_by, i.lock_id,
    i.author, i.created_at, i.known_at, i.sha256, i.items, i.totals, i.lacks, i.job_id,
    (SELECT count(*)::int FROM core.inventory_event f WHERE f.inventory_id = i.id AND f.kind = 'finding'
       AND NOT EXISTS (SELECT FROM core.inventory_event a WHERE a.answers_id = f.id AND a.kind = 'resolved'))
      AS open_findings
  FROM core.inventory i LEFT JOIN core.enterprise e ON e.id = i.enterprise_id
  LEFT JOIN LATERAL (SELECT id FROM core.inventory n WHERE n.replaces_id = i.id AND n.state <> 'withdrawn'
    ORDER BY n.id DESC LIMIT 1) r ON true"""


@dataclass(frozen=True, slots=True)
class InventoryRow:
    """A stored inventory; what was computed is None until it is."""

    id: int
    enterprise_id: int | None
    enterprise: str | None
    ruleset: str
    gwp: str
    approach: str | None
    from_day: date
    to_day: date
    state: str
    version: int
    replaces_id: int | None
    replaced_by: int | None
    lock_id: int | None
    author: str
    created_at: datetime
    known_at: datetime | None
    sha256: bytes | None
    items: int | None
    totals: dict[str, Any] | None
    lacks: list[dict[str, Any]] | None
    job_id: int | None
    open_findings: int


@dataclass(frozen=True, slots=True)
class EventRow:
    """A step of an inventory's history."""

    id: int
    kind: str
    from_state: str | None
    to_state: str | None
    answers_id: int | None
    figure: str | None
    note: str
    author: str
    role: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class BaseYearRow:
    """The inventory of the base year, the share of it that is material, and the policy in words."""

    id: int
    inventory_id: int
    threshold: float
    policy: str
    author: str
    created_at: datetime


def add(
    connection: Connection, park_id: int, enterprise_id: int | None, *, ruleset: str, gwp: str,
    approach: str | None, from_day: date, to_day: date, author: str, replaces: InventoryRow | None,
) -> int:  # fmt: skip
    """Begin an inventory; its id."""
    row = connection.execute(
        """INSERT INTO core.inventory (park_id, enterprise_id, ruleset, gwp, approach, from_day, to_day,
             author, version, replaces_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id""",
        (park_id, enterprise_id, ruleset, gwp, approach, from_day, to_day, author,
         1 if replaces is None else replaces.version + 1, None if replaces is None else replaces.id),
    ).fetchone()  # fmt: skip
    assert row is not None
    return int(row[0])


def every(
    connection: Connection, *, after: tuple[int, int] | None = None, limit: int | None = None
) -> list[InventoryRow]:
    """The inventories that the transaction sees, the newest period first: a page of them.

    `after`: behind the ordinal of a first day (as `date.toordinal`) and a number.
    """
    cursor = connection.cursor(row_factory=class_row(InventoryRow))
    return cursor.execute(
        f"""{_SQL} WHERE %(day)s::bigint IS NULL
          OR (i.from_day - date '0001-01-01' + 1, i.id) < (%(day)s::bigint, %(id)s::bigint)
        ORDER BY i.from_day DESC, i.id DESC LIMIT %(limit)s""",  # constant
        {"day": after and after[0], "id": after and after[1], "limit": limit},
    ).fetchall()


def find(connection: Connection, inventory_id: int) -> InventoryRow | None:
    """One of them."""
    cursor = connection.cursor(row_factory=class_row(InventoryRow))
    return cursor.execute(f"{_SQL} WHERE i.id = %s", (inventory_id,)).fetchone()


def lock(connection: Connection, inventory_id: int) -> None:
    """Be the only one to move it until the transaction ends."""
    connection.execute("SELECT FROM core.inventory WHERE id = %s FOR UPDATE", (inventory_id,))


def set_job(connection: Connection, inventory_id: int, job_id: int) -> None:
    """The job that computes it."""
    connection.execute("UPDATE core.inventory SET job_id = %s WHERE id = %s", (job_id, inventory_id))


def set_state(connection: Connection, inventory_id: int, state: str, lock_id: int | None = None) -> None:
    """Move it."""
    connection.execute(
        "UPDATE core.inventory SET state = %s, lock_id = coalesce(%s, lock_id) WHERE id = %s",
        (state, lock_id, inventory_id),
    )


def write(
    connection: Connection, park_id: int, row: InventoryRow, items: Sequence[Item], *, sha256: bytes,
    totals: Mapping[str, object], lacks: Sequence[Mapping[str, object]],
) -> None:  # fmt: skip
    """Write what was computed, once."""
    names = ", ".join(_COLUMNS)
    places = ", ".join(["%s"] * (len(_COLUMNS) + 4))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"""INSERT INTO core.inventory_item (inventory_id, number, park_id, enterprise_id, {names})
            VALUES ({places})""",  # noqa: S608  # names of fields
            [
                (row.id, number, park_id, row.enterprise_id, *astuple(item)[:-1], Jsonb(item.scenes))
                for number, item in enumerate(items)
            ],
        )
    connection.execute(
        """UPDATE core.inventory SET known_at = now(), sha256 = %s, items = %s, totals = %s, lacks = %s
        WHERE id = %s AND sha256 IS NULL""",
        (sha256, len(items), Jsonb(dict(totals)), Jsonb(list(lacks)), row.id),
    )


def items(connection: Connection, inventory_id: int, source: str | None = None) -> list[Item]:
    """Its rows, or those of one source, in order."""
    names = ", ".join(_COLUMNS)
    cursor = connection.cursor(row_factory=class_row(Item))
    rows = cursor.execute(
        f"""SELECT {names} FROM core.inventory_item
        WHERE inventory_id = %(id)s AND (%(source)s::text IS NULL OR source = %(source)s)
        ORDER BY number""",  # noqa: S608  # names
        {"id": inventory_id, "source": source},
    )
    return [replace(row, scenes=tuple((scene, mg) for scene, mg in row.scenes)) for row in rows]


def items_together(connection: Connection, inventory_id: int) -> list[Item]:
    """Its rows with their months added up, by source and without scenes; each has its first month's name."""
    names = ", ".join(_TOGETHER.get(name, name) for name in _COLUMNS)
    same = ", ".join(name for name in _COLUMNS if name not in _TOGETHER)
    cursor = connection.cursor(row_factory=class_row(Item))
    rows = cursor.execute(
        f"""SELECT {names} FROM core.inventory_item WHERE inventory_id = %s
        GROUP BY {same} ORDER BY source, basis, gas, factor_version, fallback""",  # noqa: S608  # names
        (inventory_id,),
    )
    return [replace(row, scenes=()) for row in rows]


def add_event(
    connection: Connection, park_id: int, row: InventoryRow, kind: str, note: str, *, author: str, role: str,
    to_state: str | None = None, answers: int | None = None, figure: str | None = None,
) -> int:  # fmt: skip
    """Write down a step; its id."""
    found = connection.execute(
        """INSERT INTO core.inventory_event (park_id, enterprise_id, inventory_id, kind, from_state, to_state,
             answers_id, figure, note, author, role)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id""",
        (park_id, row.enterprise_id, row.id, kind, None if to_state is None else row.state, to_state, answers,
         figure, note, author, role),
    ).fetchone()  # fmt: skip
    assert found is not None
    return int(found[0])


def events(connection: Connection, inventory_id: int) -> list[EventRow]:
    """Its history, the oldest first."""
    cursor = connection.cursor(row_factory=class_row(EventRow))
    return cursor.execute(
        """SELECT id, kind, from_state, to_state, answers_id, figure, note, author, role, created_at
        FROM core.inventory_event WHERE inventory_id = %s ORDER BY id""",
        (inventory_id,),
    ).fetchall()


def add_base_year(
    connection: Connection, park_id: int, row: InventoryRow, *, threshold: float, policy: str, author: str
) -> None:
    """Choose the base year of the inventory's boundary."""
    connection.execute(
        """INSERT INTO core.base_year (park_id, enterprise_id, inventory_id, threshold, policy, author)
        VALUES (%s, %s, %s, %s, %s, %s)""",
        (park_id, row.enterprise_id, row.id, threshold, policy, author),
    )


def base_year(connection: Connection, enterprise: str | None) -> BaseYearRow | None:
    """What is in force for the park (None), or for an enterprise of it."""
    cursor = connection.cursor(row_factory=class_row(BaseYearRow))
    return cursor.execute(
        """SELECT b.id, b.inventory_id, b.threshold::float8 AS threshold, b.policy, b.author, b.created_at
        FROM core.base_year b LEFT JOIN core.enterprise e ON e.id = b.enterprise_id
        WHERE e.code IS NOT DISTINCT FROM %s ORDER BY b.id DESC LIMIT 1""",
        (enterprise,),
    ).fetchone()


def add_figures(
    connection: Connection, park_id: int, row: InventoryRow, content: Mapping[str, object]
) -> None:
    """Keep what stands beside its tonnes, once."""
    connection.execute(
        """INSERT INTO core.inventory_figures (inventory_id, park_id, enterprise_id, content)
           VALUES (%s, %s, %s, %s)""",
        (row.id, park_id, row.enterprise_id, Jsonb(dict(content))),
    )


def figures(connection: Connection, inventory_id: int) -> dict[str, Any] | None:
    """What was kept beside its tonnes; None of an inventory from before there was anything."""
    found = connection.execute(
        "SELECT content FROM core.inventory_figures WHERE inventory_id = %s", (inventory_id,)
    ).fetchone()
    return None if found is None else dict(found[0])
