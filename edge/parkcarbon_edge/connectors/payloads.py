"""What meters publish over MQTT, as readings. Nothing here raises: what is wrong becomes a bad reading."""

from collections.abc import Mapping, Sequence

from parkcarbon_edge import wire
from parkcarbon_edge.connectors.base import BAD_DECODING, BAD_TIMESTAMP, GOOD
from parkcarbon_edge.fields import LATEST_MS, value_of

Fields = Mapping[str, str]  # field of the payload → point key


def readings_of(message: object, fields: Fields, received_ms: int) -> list[wire.Reading]:
    """Readings of a decoded message {"t": ms, "values": {field: value}}; without "t", of the receive time."""
    if not isinstance(message, dict) or not isinstance(message.get("values"), dict):
        return [(key, received_ms, None, BAD_DECODING) for key in fields.values()]
    values, time_ms = message["values"], message.get("t", received_ms)
    if type(time_ms) is not int or not 0 <= time_ms < LATEST_MS:
        return [(key, received_ms, None, BAD_TIMESTAMP) for field, key in fields.items() if field in values]
    found = [(key, time_ms, value_of(values[field])) for field, key in fields.items() if field in values]
    return [(key, ms, value, BAD_DECODING if value is None else GOOD) for key, ms, value in found]


def profile_of(message: object, fields: Fields) -> tuple[int, int, list[wire.Reading]] | None:
    """(from, to, readings) of a stored profile; None where the message is none."""
    if not isinstance(message, dict) or not isinstance(message.get("readings"), list):
        return None
    start, end = message.get("from"), message.get("to")
    if type(start) is not int or type(end) is not int:
        return None
    entries: Sequence[object] = message["readings"]
    dated = [e for e in entries if isinstance(e, dict) and type(e.get("t")) is int]
    return start, end, [r for entry in dated for r in readings_of(entry, fields, start)]
