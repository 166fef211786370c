"""OPC UA data values as readings. A Bad value is never passed on as Good."""

import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation

from asyncua import ua

from parkcarbon_edge import wire
from parkcarbon_edge.connectors.base import BAD_OUT_OF_RANGE
from parkcarbon_edge.settings import OpcuaPoint

BAD_NO_DATA = 0x809B0000
BAD_TYPE_MISMATCH = 0x80740000
BAD_INDEX_NO_DATA = 0x80370000
DECIMAL = ua.NodeId(ua.Int32(ua.ObjectIds.Decimal))
MAX_SCALE = 400  # beyond what a float64 spans, a decimal is no measurement
SEVERITY = 0xC0000000
OVERFLOW = 0x480  # information bits: data value, queue overflow
EXACT = 1 << 53
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
MAX_TEXT = 200

# The point is configured wrongly, or is gone: a matter of the connector's health, not a reading.
UNUSABLE = frozenset(
    int(getattr(ua.StatusCodes, name))
    for name in (
        "BadNodeIdUnknown", "BadNodeIdInvalid", "BadAttributeIdInvalid", "BadNotReadable",
        "BadUserAccessDenied", "BadIndexRangeInvalid",
    )
)  # fmt: skip


def milliseconds(moment: datetime) -> int:
    """Milliseconds since the epoch, rounded; the same for live values and for history."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return round((moment - EPOCH) / MILLISECOND)


def moment(time_ms: int) -> datetime:
    """The time as OPC UA requests want it."""
    return EPOCH + timedelta(milliseconds=time_ms)


def code_of(value: ua.DataValue) -> int:
    """The status code, without the information bits of a Good value (they say nothing against it)."""
    code = int(value.StatusCode.value) if value.StatusCode is not None else 0
    return code if code & SEVERITY else code & 0xFFFF0000


def status_name(code: int) -> str:
    """The name of a status code, as the OPC UA specification writes it."""
    return str(ua.StatusCode(ua.UInt32(code)).name)


def overflowed(value: ua.DataValue) -> bool:
    """Whether the server says that it threw values of this item away."""
    code = int(value.StatusCode.value) if value.StatusCode is not None else 0
    return code & OVERFLOW == OVERFLOW


def content(raw: object, code: int) -> tuple[wire.Value, int]:
    """(value, quality) as they travel.

    Text goes on as text, for the platform to read or to quarantine; what can be no number is bad.
    """
    if type(raw) is float:
        return (raw, code) if math.isfinite(raw) else (None, code or BAD_OUT_OF_RANGE)
    if isinstance(raw, int):
        value = int(raw)
        return (value if -EXACT <= value <= EXACT else wire.wire_value(value)), code
    if isinstance(raw, str):
        return raw[:MAX_TEXT], code
    exact = decimal_of(raw)
    if exact is not None:
        return wire.wire_value(exact), code
    return None, code or (BAD_NO_DATA if raw is None else BAD_TYPE_MISMATCH)


def decimal_of(raw: object) -> Decimal | None:
    """The number of a Decimal (Part 6, 5.1.10: scale, then the unscaled integer); None for anything else."""
    if isinstance(raw, Decimal):
        return raw
    if not isinstance(raw, ua.ExtensionObject) or raw.TypeId != DECIMAL or not raw.Body or len(raw.Body) < 3:
        return None
    scale = int.from_bytes(raw.Body[:2], "little", signed=True)
    unscaled = int.from_bytes(raw.Body[2:], "little", signed=True)
    return Decimal(unscaled).scaleb(-scale) if abs(scale) <= MAX_SCALE else None


def element(raw: object, index: int | None, code: int) -> tuple[object, int]:
    """(element of an array, quality); the value itself where the point names none."""
    if index is None:
        return raw, code
    if not isinstance(raw, list):
        return raw, code or (BAD_TYPE_MISMATCH if raw is not None else BAD_NO_DATA)
    if index >= len(raw):
        return None, code or BAD_INDEX_NO_DATA
    return raw[index], code


def scaled(value: wire.Value, scale: float | str) -> wire.Value:
    """The value × scale, exact; what is no number stays as it is."""
    if scale == 1 or value is None:
        return value
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > MAX_SCALE:
        return value
    return wire.wire_value(number * Decimal(str(scale)))


def reading(
    point: OpcuaPoint, value: ua.DataValue, received_ms: int, *, server_time: bool = False
) -> wire.Reading:
    """The reading of a data value: its source time, else the server's, else when it was received."""
    stamp = value.ServerTimestamp if server_time else value.SourceTimestamp
    if stamp is None:
        stamp = value.ServerTimestamp
    time_ms = received_ms if stamp is None else milliseconds(stamp)
    raw = value.Value.Value if value.Value is not None else None
    number, quality = content(*element(raw, point.index, code_of(value)))
    return (point.key, time_ms, scaled(number, point.scale), quality)
