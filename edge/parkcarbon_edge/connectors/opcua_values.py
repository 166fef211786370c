"""OPC UA data values as readings. A Bad value is never passed on as Good."""

import math
from datetime import UTC, datetime, timedelta

from asyncua import ua

from parkcarbon_edge import wire
from parkcarbon_edge.connectors.base import BAD_OUT_OF_RANGE

BAD_NO_DATA = 0x809B0000
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
    """(value, quality) as they travel; what is no number goes on as text, for the platform to quarantine."""
    if type(raw) is float:
        if math.isfinite(raw):
            return raw, code
        return None, code or BAD_OUT_OF_RANGE
    if raw is None:
        return None, code or BAD_NO_DATA
    if isinstance(raw, int):
        value = int(raw)
        return (value if -EXACT <= value <= EXACT else wire.wire_value(value)), code
    return str(raw)[:MAX_TEXT], code


def reading(key: str, value: ua.DataValue, received_ms: int, server_time: bool = False) -> wire.Reading:
    """The reading of a data value: its source time, else the server's, else when it was received."""
    stamp = value.ServerTimestamp if server_time else value.SourceTimestamp
    if stamp is None:
        stamp = value.ServerTimestamp
    time_ms = received_ms if stamp is None else milliseconds(stamp)
    raw = value.Value.Value if value.Value is not None else None
    number, quality = content(raw, code_of(value))
    return (key, time_ms, number, quality)
