"""Checks of what was read as a physical quantity: errors of integration, gases without a reference state."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.metering.rules import Flag, Values
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.metering import integration
from parkcarbon_platform.storage import derived, intervals
from parkcarbon_platform.storage import health_checks as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.health_checks import CheckedPoint
from parkcarbon_platform.storage.intervals import Range

Found = tuple[int, Flag]


def integration_errors(
    connection: Connection, rules: Mapping[int, Values], gauges: Sequence[int], start: datetime, end: datetime
) -> Iterator[Found]:
    """Integrated gauges whose day [start, end) may be off by more than they are allowed."""
    span = [Range(i, localtime.to_ms(start), localtime.to_ms(end)) for i in gauges]
    amounts = dict.fromkeys(gauges, 0)
    for row in intervals.existing(connection, span).rows():
        amounts[row.point_id] += row.quantity
    for gauge in intervals.meters(connection, list(gauges)):
        found = integration.bounds(connection, gauge, [start, end])
        amount = abs(amounts[gauge.id])
        if not found or not amount:
            continue
        percent = 100 * found[0] / amount
        if percent > rules[gauge.id]["integration_error"]["percent"]:
            yield gauge.id, Flag(localtime.to_ms(start), "integration_error", f"{percent:.3g} %")


def unknown_states(
    connection: Connection, points: Mapping[int, CheckedPoint], now: datetime
) -> Iterator[Found]:
    """Meters of gas of which nobody knows at what pressure and temperature they tell their volume."""
    converted = {row.inputs["amount"] for row in derived.conversions(connection)}
    known = {point: time for point, rule, time in storage.existing(connection, ["reference_state"])}
    for point in points.values():
        gas = point.carrier in units.GASES and point.quantity == "volume"
        if gas and point.reference_state is None and point.id not in converted:
            time = known.get(point.id, now)
            yield point.id, Flag(localtime.to_ms(time), "reference_state", f"{point.carrier} [{point.unit}]")
