"""What a record point needs, wherever its definition comes from."""

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.activity import items
from parkcarbon_platform.calculation.activity.items import PRODUCT, Item
from parkcarbon_platform.calculation.units import ReferenceStateError
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services.parks.park_file import RecordPoint

WEIGHED = "g"


class RecordPointError(InvalidError):
    """A record point cannot be made of what it names; `field` is what is wrong."""

    code = "record_point"
    remedy = "Correct the field that is named; docs/metering.md, Record points, says what each kind takes."


def check(wanted: RecordPoint) -> None:
    """Raises RecordPointError or ReferenceStateError for the first thing that is wrong in itself."""
    if wanted.item.startswith(PRODUCT) != (wanted.records == "output"):
        raise RecordPointError(
            f"{wanted.item} is nothing that {wanted.records} are of.",
            remedy="Output is of product:<name>; bills and stock are of carriers and fuels.",
            field="item",
        )
    if wanted.records != "bills" and (wanted.purpose is not None or wanted.account is not None):
        raise RecordPointError("Only bills have purposes and accounts.", field="account")
    base = units.to_base(wanted.unit, wanted.quantity, wanted.carrier)
    if base.is_rate or wanted.quantity in units.STATE_QUANTITIES:
        raise RecordPointError(f"{wanted.quantity} is no amount.", field="quantity")
    if wanted.records == "stock" and base.name != WEIGHED:
        raise RecordPointError("Stock is weighed: its point is a mass.", field="unit")
    if wanted.reference_state not in (None, *units.REFERENCE_STATES):
        raise ReferenceStateError(
            f"{wanted.reference_state} is none of {', '.join(units.REFERENCE_STATES)}.",
            field="reference_state",
        )


def check_item(wanted: RecordPoint, item: Item) -> None:
    """Refuse a point whose unit no report of the item can be told in."""
    base = units.to_base(wanted.unit, wanted.quantity, wanted.carrier).name
    told = {items.base_of(item, unit)[0] for unit in item.units}
    group = "driver" if wanted.records == "output" else "carrier"
    if item.group != group:
        raise RecordPointError(f"{item.code} is no {group}.", field="item")
    if base not in told:
        raise RecordPointError(
            f"{item.code} is reported in {', '.join(item.units)}; the point is in {wanted.unit}.",
            field="unit",
        )
