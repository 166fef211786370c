"""Norms that the park's operators maintain: products and areas, their limits, and where these come from."""

from datetime import date
from decimal import Decimal

from parkcarbon_platform.calculation.benchmarks.norms import NUMERATORS
from parkcarbon_platform.errors import InvalidError, NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.budgets.benchmark_models import NormTold, NormWanted
from parkcarbon_platform.storage import norms as storage
from parkcarbon_platform.storage.budgets import Kind
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.norms import NormRow

PRODUCT_UNITS = ["t", "m3", "MWh", "GJ", "m2", "piece"]


class NormError(InvalidError):
    """There is no such norm."""

    code = "intensity_norm"
    remedy = "The advanced value is not above the limit, a norm ends after it begins, and its unit fits."


def save(connection: Connection, park_id: int, actor: Actor, code: str, wanted: NormWanted) -> NormTold:
    """Write a version; raises NormError."""
    try:
        first = date.fromisoformat(wanted.valid_from)
        last = None if wanted.valid_to is None else date.fromisoformat(wanted.valid_to)
    except ValueError as error:
        raise NormError("This is no day.", field="valid_from") from error
    if last is not None and last < first:
        raise NormError("The norm ends before it begins.", field="valid_to")
    if wanted.advanced is not None and wanted.advanced > wanted.limit:
        raise NormError("The advanced value is above the limit.", field="advanced")
    if wanted.unit not in units(wanted.kind, wanted.item):
        raise NormError(f"{wanted.unit} is no unit of this.", field="unit")
    advanced = None if wanted.advanced is None else Decimal(str(wanted.advanced))
    values: dict[str, object] = {
        "code": code, "name_zh": wanted.name_zh, "name_en": wanted.name_en, "kind": wanted.kind,
        "item": wanted.item, "unit": wanted.unit, "limit_value": Decimal(str(wanted.limit)),
        "advanced_value": advanced, "citation": wanted.citation, "valid_from": first, "valid_to": last,
        "ended": False, "note": wanted.note,
    }  # fmt: skip
    storage.add(connection, park_id, values, author=actor.name)
    return told(find(connection, code))


def units(kind: Kind, item: str) -> list[str]:
    """The units that an intensity of a kind by an item can have.

    >>> units("energy", "floor_area")
    ['kgce/m2']
    """
    by = {"floor_area": ["m2"], "land_area": ["ha"]}.get(item, PRODUCT_UNITS)
    return [f"{NUMERATORS[kind][0]}/{unit}" for unit in by]


def end(connection: Connection, park_id: int, actor: Actor, code: str) -> None:
    """Take a norm off the list; raises NotFoundError."""
    row = find(connection, code)
    kept = {name: getattr(row, name) for name in (
        "code", "name_zh", "name_en", "kind", "item", "unit", "limit_value", "advanced_value",
        "citation", "valid_from", "valid_to", "note",
    )}  # fmt: skip
    storage.add(connection, park_id, {**kept, "ended": True}, author=actor.name)


def every(connection: Connection) -> list[NormTold]:
    """The norms in force, by code."""
    return [told(row) for row in storage.current(connection)]


def codes(connection: Connection) -> set[str]:
    """The codes of all norms, also of those that have ended."""
    return storage.codes(connection)


def versions(connection: Connection, code: str) -> list[NormTold]:
    """Every version of a norm, the newest first, also of one that has ended; raises NotFoundError."""
    rows = storage.history(connection, code)
    if not rows:
        raise NotFoundError(f"There is no norm {code}.", norm=code)
    return [told(row) for row in rows]


def find(connection: Connection, code: str) -> NormRow:
    """The norm in force under a code; raises NotFoundError."""
    for row in storage.current(connection):
        if row.code == code:
            return row
    raise NotFoundError(f"There is no norm {code}.", norm=code)


def told(row: NormRow) -> NormTold:
    """As it is told."""
    advanced = None if row.advanced_value is None else float(row.advanced_value)
    return NormTold.model_validate(
        {
            "code": row.code, "name_zh": row.name_zh, "name_en": row.name_en, "kind": row.kind,
            "item": row.item, "unit": row.unit, "limit": float(row.limit_value),
            "advanced": advanced, "citation": row.citation, "valid_from": row.valid_from.isoformat(),
            "valid_to": None if row.valid_to is None else row.valid_to.isoformat(), "note": row.note,
            "author": row.author, "saved_at": localtime.to_ms(row.created_at),
        }
    )  # fmt: skip
