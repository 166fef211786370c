"""What meters publish over MQTT, as readings. Nothing here raises: what is wrong becomes a bad reading."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

import msgspec

from parkcarbon_edge import wire
from parkcarbon_edge.connectors.base import BAD_DECODING, BAD_TIMESTAMP, GOOD

MAX_PAYLOAD = 1 << 20
MAX_TEXT = 200
EXACT_DIGITS = 15  # a decimal of so many digits always survives a float64
LATEST_MS = 1 << 53

Fields = Mapping[str, str]  # field of the payload → point key


def _number(text: str) -> float | str:
    number = float(text)
    if len(text) <= EXACT_DIGITS:
        return number
    try:
        same = Decimal(text) == Decimal(repr(number))
    except InvalidOperation:
        return text[:MAX_TEXT]
    return number if same else text[:MAX_TEXT]


_decoder = msgspec.json.Decoder(float_hook=_number)


def decode(payload: bytes) -> object:
    """The JSON value, decimals kept exact; None where it is none."""
    if len(payload) > MAX_PAYLOAD:
        return None
    try:
        message: object = _decoder.decode(payload)
        return message
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def value_of(raw: object) -> wire.Value:
    """A JSON value as it travels; what is no number goes on as text, for the platform to quarantine."""
    if raw is None or isinstance(raw, str):
        return raw if raw is None else raw[:MAX_TEXT]
    if isinstance(raw, int | float):
        return wire.wire_value(raw)
    try:
        return json.dumps(raw, ensure_ascii=False)[:MAX_TEXT]
    except RecursionError:  # a little of what can be read is too deep to be written
        return f"{type(raw).__name__} nested too deeply"


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
