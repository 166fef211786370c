"""The items of a park's reports: ours and every fuel of the factor sets, with amounts in base units."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from parkcarbon_platform.calculation.activity import items
from parkcarbon_platform.calculation.activity.items import Item
from parkcarbon_platform.calculation.units import to_base as point_base
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.storage import activity as storage
from parkcarbon_platform.storage import activity_meters
from parkcarbon_platform.storage.activity_meters import MeterRow, MetersAsked
from parkcarbon_platform.storage.database import Connection

__all__ = [
    "Item",
    "MeterRow",
    "MetersAsked",
    "NegativeQuantityError",
    "QuantityError",
    "UnknownItemError",
    "catalogue",
    "enterprises",
    "find",
    "in_unit",
    "meters",
    "to_base",
]

LARGEST_BASE = 1 << 62
_PRODUCT = re.compile(r"product:[a-z0-9][a-z0-9-]{0,39}")


class UnknownItemError(InvalidError):
    """Nothing of this name can be reported."""

    code = "unknown_item"
    remedy = "Choose one of GET activity/items, or product:<name> for a product."


class NegativeQuantityError(InvalidError):
    """A quantity is less than nothing."""

    code = "negative_quantity"
    remedy = "A credit note lowers the bill that it corrects: change that bill; its former version is kept."


class QuantityError(InvalidError):
    """A quantity is too large."""

    code = "quantity"
    remedy = "Give the quantity with fewer digits, or check its unit."


def catalogue(connection: Connection) -> dict[str, Item]:
    """Everything that can be reported, but products, by code."""
    return items.catalogue(items.fuel(*row) for row in storage.fuels(connection))


def enterprises(connection: Connection) -> list[tuple[str, str, str]]:
    """Whose reports the transaction may see: code, names in Chinese and English."""
    return storage.enterprises(connection)


def meters(connection: Connection, asked: MetersAsked) -> list[MeterRow]:
    """The meters that a bill can be checked with, main meters of what comes in first.

    They measure what the bill says: no reactive energy, no volume of what is billed by mass.
    """
    item = find(catalogue(connection), asked.carrier)
    if item.group != "carrier":
        return []
    bases = {items.base_of(item, unit)[0] for unit in item.units}
    measures = activity_meters.measures(connection, item.code)
    fitting = [pair for pair in measures if point_base(*pair, item.code).name in bases]
    return activity_meters.meters(connection, replace(asked, measures=fitting))


def find(known: dict[str, Item], code: str) -> Item:
    """An item by its code; products have the names that people give them."""
    if code in known:
        return known[code]
    if _PRODUCT.fullmatch(code):
        return items.product(code)
    raise UnknownItemError(f"There is no item {code}.", item=code)


def to_base(item: Item, quantity: Decimal, unit: str) -> int:
    """The quantity in the item's base unit, rounded half to even once. Raises ItemUnitError."""
    _, scale = items.base_of(item, unit)
    base = round(Fraction(quantity) * scale)
    if quantity < 0:
        raise NegativeQuantityError(f"{quantity} {unit} is less than nothing.", quantity=str(quantity))
    if not base < LARGEST_BASE:
        raise QuantityError(f"{quantity} {unit} is too large.", quantity=str(quantity))
    return base


def in_unit(item: Item, base: int, unit: str) -> Decimal:
    """An amount in base units as a decimal of `unit`; exact to 12 digits after the point."""
    _, scale = items.base_of(item, unit)
    value = Fraction(base) / scale
    told = Decimal(round(value * 10**12)).scaleb(-12).normalize()
    return told if told.as_tuple().exponent != 0 and told % 1 else told.quantize(Decimal(1))
