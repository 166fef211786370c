"""Plain numbers and names as OPC UA says them."""

from datetime import UTC, datetime

from asyncua import ua

from parkcarbon_simulators.plants.points import Point

# UNECE common codes (recommendation 20) of the units served.
UNECE = {
    "MPa": "MPA",
    "degC": "CEL",
    "kWh": "KWH",
    "kW": "KWT",
    "kvarh": "K3",
    "m3": "MTQ",
    "m3/h": "MQH",
    "GJ": "GV",
    "GJ/h": "P16",
    "kg": "KGM",
    "kg/h": "E93",
    "t": "TNE",
    "t/h": "E18",
}
UNECE_URI = "http://www.opcfoundation.org/UA/units/un/cefact"
COUNTS = ("Int64", "UInt64")


def node_id(name: str, namespace: int) -> ua.NodeId:
    """A string node id."""
    return ua.NodeId(ua.String(name), ua.Int16(namespace))


def timestamp(time_s: float) -> ua.DateTime:
    """A Unix time [s] as asyncua's UTC time."""
    return ua.DateTime.fromtimestamp(time_s, UTC)


def unix(time: datetime | None) -> float | None:
    """Unix time [s] of what asyncua decoded; None where the client left it open (1601-01-01)."""
    if time is None or time.year <= 1601:
        return None
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()


def data_value(point: Point, value: float | str, time_s: float, status: int = 0) -> ua.DataValue:
    """A value of the point's data type (text as String), with its time as source and server time."""
    at = timestamp(time_s)
    if isinstance(value, str):
        variant = ua.Variant(ua.String(value), ua.VariantType.String)
    else:
        number = int(value) if point.variant in COUNTS else float(value)
        variant = ua.Variant(number, ua.VariantType[point.variant])
    return ua.DataValue(
        variant, StatusCode=ua.StatusCode(ua.UInt32(status)), SourceTimestamp=at, ServerTimestamp=at
    )


def engineering_units(unit: str) -> ua.EUInformation:
    """The unit as OPC UA Part 8 describes it: the UNECE code packed into an integer."""
    name = ua.LocalizedText(ua.String(unit))
    return ua.EUInformation(
        NamespaceUri=ua.String(UNECE_URI),
        UnitId=ua.Int32(int.from_bytes(UNECE[unit].encode(), "big")),
        DisplayName=name,
        Description=name,
    )
