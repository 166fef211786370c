"""Where values stand in JSON messages of foreign meters, and what they are. Pure; nothing here raises.

Beside `wire` the only module of the edge that the platform uses: what a path means must not depend on who
reads the message, a connector of an edge or the platform itself.
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import msgspec

from parkcarbon_edge import wire

MAX_PAYLOAD = 1 << 20
BOM = b"\xef\xbb\xbf"  # what some PLCs put before it
MAX_TEXT = 200
EXACT_DIGITS = 15  # a decimal of so many digits always survives a float64
LATEST_MS = 1 << 53
SECONDS_UNTIL = 100_000_000_000  # read as seconds the year 5138, as milliseconds 1973
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PATH_STEP = re.compile(r"\.([^.\[\]'\"$]+)|\[(-?\d{1,9})\]|\['([^']+)'\]|\[\"([^\"]+)\"\]")

# Plain decimals only: an exponent would let a short text stand for a number of any length.
DECIMAL = re.compile(r"[+-]?\d{1,40}(?:\.\d{1,24})?", re.ASCII)

Steps = tuple[str | int, ...]


@lru_cache(maxsize=4096)
def path_steps(path: str) -> Steps:
    """The steps of a path into JSON, `$.a[0]['b c']`; none for what is no path."""
    steps: list[str | int] = []
    at = 1 if path.startswith("$") else len(path) + 1
    while at < len(path):
        found = PATH_STEP.match(path, at)
        if found is None:
            return ()
        steps.append(int(found[2]) if found[2] else found[1] or found[3] or found[4])
        at = found.end()
    return tuple(steps)


def at(message: object, path: Sequence[str | int]) -> object:
    """What is at the end of a path into a JSON value; None where there is nothing."""
    for step in path:
        if isinstance(step, str) and isinstance(message, dict):
            message = message.get(step)
        elif isinstance(step, int) and isinstance(message, list) and -len(message) <= step < len(message):
            message = message[step]
        else:
            return None
    return message


def time_of(raw: object) -> int | None:
    """Milliseconds since the epoch of seconds, milliseconds or ISO 8601 with its offset; None for others."""
    if isinstance(raw, str):
        try:
            raw = float(raw) if re.fullmatch(r"\d+(\.\d+)?", raw) else datetime.fromisoformat(raw)
        except ValueError:
            return None
    if isinstance(raw, datetime):
        return None if raw.tzinfo is None else round((raw - EPOCH) / timedelta(milliseconds=1))
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    time_ms = raw * 1000 if raw < SECONDS_UNTIL else raw
    return round(time_ms) if 0 <= time_ms < LATEST_MS else None


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
_encoder = json.JSONEncoder(ensure_ascii=False)


def decode(payload: bytes) -> object:
    """The JSON value, decimals kept exact; None where it is none. A mark of byte order is no part of it."""
    if len(payload) > MAX_PAYLOAD:
        return None
    try:
        message: object = _decoder.decode(payload.removeprefix(BOM))
        return message
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def is_decimal(text: str) -> bool:
    """Whether a text is a number as the platform takes it: "1e3" and "1_000" are none."""
    return DECIMAL.fullmatch(text) is not None


def value_of(raw: object) -> wire.Value:
    """A JSON value as it travels; what is no number goes on as text, for the platform to quarantine."""
    if raw is None or isinstance(raw, str):
        return raw if raw is None else raw[:MAX_TEXT]
    if isinstance(raw, int | float):
        return wire.wire_value(raw)
    text = ""
    try:
        for part in _encoder.iterencode(raw):  # no further than is shown: many points may name a long list
            text += part
            if len(text) >= MAX_TEXT:
                break
        return text[:MAX_TEXT]
    except RecursionError:  # a little of what can be read is too deep to be written
        return f"{type(raw).__name__} nested too deeply"
