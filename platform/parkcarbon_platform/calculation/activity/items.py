"""What can be reported: carriers and fuels, and the drivers of emissions, each with its units.

A fuel of the factor sets needs no line here: its factor's unit says whether it is weighed or measured by
volume.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.calculation.units import to_base
from parkcarbon_platform.errors import InvalidError

Group = Literal["carrier", "driver"]
ENERGY_UNITS = ("kWh", "MWh", "MJ", "GJ", "kJ")
MASS_UNITS = ("t", "kg", "g")
VOLUME_UNITS = ("m3", "L", "mL")
PRODUCT = "product:"


class ItemUnitError(InvalidError):
    """The unit does not measure the item."""

    code = "unit"
    remedy = "Choose one of the units of the item."


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is reported; the first unit is the usual one."""

    code: str
    group: Group
    name_zh: str
    name_en: str
    units: tuple[str, ...]


CARRIERS = (
    Item("electricity", "carrier", "电力", "Electricity", ("kWh", "MWh")),
    Item("natural_gas", "carrier", "天然气", "Natural gas", ("m3",)),
    Item("steam", "carrier", "蒸汽", "Steam", ("GJ", "MJ")),
    Item("heat", "carrier", "热力", "Heat", ("GJ", "MJ", "kWh")),
    Item("diesel", "carrier", "柴油", "Diesel", ("t", "kg")),
    Item("coal", "carrier", "原煤", "Raw coal", ("t", "kg")),
    Item("water", "carrier", "水", "Water", ("m3",)),
    Item("solid_waste", "carrier", "固体废物", "Solid waste", ("t", "kg")),
    Item("waste_heat", "carrier", "余热", "Waste heat", ("GJ", "MJ")),
)
# Base unit of money: a hundredth of the currency, so that it stays an integer.
DRIVERS = (
    Item("output_current", "driver", "总产值（现价）", "Output value, current prices", ("10k CNY", "CNY")),
    Item(
        "output_constant", "driver", "总产值（不变价）", "Output value, constant prices", ("10k CNY", "CNY")
    ),
    Item("value_added", "driver", "增加值", "Value added", ("10k CNY", "CNY")),
    Item("price_index", "driver", "出厂价格指数（基期=100）", "Output price index (base year 100)", ("1",)),
    Item("floor_area", "driver", "建筑面积", "Floor area", ("m2",)),
    Item("land_area", "driver", "占地面积", "Land area", ("ha", "m2")),
    Item("headcount", "driver", "从业人员", "Headcount", ("1",)),
)
_DRIVER_UNITS = {
    "CNY": ("0.01 CNY", Fraction(100)),
    "10k CNY": ("0.01 CNY", Fraction(1_000_000)),
    "m2": ("dm2", Fraction(100)),
    "ha": ("dm2", Fraction(1_000_000)),
    "1": ("0.001", Fraction(1000)),  # half a post, part of a piece
}
PRODUCT_UNITS = (*MASS_UNITS[:2], *VOLUME_UNITS[:2], "MWh", "GJ", "m2", "1")


def fuel(factor: str, factor_unit: str, name_zh: str, name_en: str) -> Item:
    """The item of a fuel of the factor sets: `fuel.coke` in kg/t is `coke`, weighed."""
    per = factor_unit.partition("/")[2]
    units = ("t", "kg") if per in MASS_UNITS else ("m3",)
    return Item(factor.removeprefix("fuel."), "carrier", name_zh, name_en, units)


def catalogue(fuels: Iterable[Item]) -> dict[str, Item]:
    """Everything that can be reported, by code; our own description goes before that of a factor set."""
    own = {item.code: item for item in CARRIERS}
    others = {item.code: item for item in fuels if item.code not in own}
    return own | others | {item.code: item for item in DRIVERS}


def product(code: str) -> Item:
    """The item of a product's quantity, `product:<name>`."""
    name = code.removeprefix(PRODUCT)
    return Item(code, "driver", name, name, PRODUCT_UNITS)


def base_of(item: Item, unit: str) -> tuple[str, Fraction]:
    """Name of the item's base unit, and how many of it are in one `unit`. Raises ItemUnitError."""
    if unit not in item.units:
        raise ItemUnitError(
            f"{unit} is no unit of {item.code}.",
            remedy=f"Use {', '.join(item.units)}.",
            unit=unit,
            item=item.code,
        )
    if unit in _DRIVER_UNITS:
        return _DRIVER_UNITS[unit]
    quantity = "energy" if unit in ENERGY_UNITS else "mass" if unit in MASS_UNITS else "volume"
    base = to_base(unit, quantity, item.code if item.group == "carrier" else "electricity")
    return base.name, base.scale
