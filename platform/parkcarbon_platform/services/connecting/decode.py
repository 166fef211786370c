"""From the bytes of a message to what can be stored of it; what cannot be goes to quarantine with a reason.

The fast path checks whole columns; only a batch that has something odd in it is looked at reading by reading.
"""

import hashlib
import json
import logging
import math
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

import msgspec
from parkcarbon_edge import fields, wire

from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.storage.catalogue import Edge, FreshCatalogue
from parkcarbon_platform.storage.delivery import Delivery, Envelope, Quarantined, Readings

MAX_BYTES = wire.MAX_BATCH_BYTES
MAX_READINGS = wire.MAX_BATCH_READINGS
KEPT_BYTES = 64 << 10
# A clock that restarts shows 1970 or 2000; no park was metered by this platform before 2015.
PAST_MS = int(datetime(2015, 1, 1, tzinfo=UTC).timestamp() * 1000)
FUTURE_MS = 10 * 60 * 1000
EXACT_INTEGER = 1 << 53
MAX_OFFSET_MS = 10_000_000_000_000  # three centuries: no clock
# A message that the code below does not expect must not end the process: it would come again, for ever.
CONTENT_ERRORS = (ArithmeticError, LookupError, RecursionError, TypeError, ValueError)

log = logging.getLogger(__name__)


class Place(msgspec.Struct, frozen=True):
    """Just enough of a batch to know its place in the spool, when the rest cannot be read."""

    spool: wire.Spool
    seq: wire.Sequence
    prev: wire.Sequence


class LooseBatch(NamedTuple):
    """A batch whose readings are not checked yet."""

    readings: Sequence[object]
    gaps: Sequence[wire.Gap]


_place = msgspec.json.Decoder(Place)


def decode(
    topic: str, payload: bytes, received_at: datetime, catalogue: FreshCatalogue, *, fresh: bool = False
) -> Delivery:
    """The message as it can be stored. Raises only what reading the catalogue raises.

    `fresh`: it was received right after it was sent, so that it tells how the edge's clock goes.
    """
    delivery = Delivery(topic, received_at, hashlib.sha256(payload).digest())
    parsed = wire.parse_topic(topic)
    if parsed is None or parsed[1] not in ("up", "state"):
        return aside(delivery, "malformed", "the topic is not one that an edge sends on", payload)
    address, channel = parsed
    edge = find_edge(address, catalogue)
    if edge is None:
        reason = "unknown_edge" if address.park in catalogue.current.parks else "unknown_park"
        delivery.park_id = catalogue.current.parks.get(address.park)
        name = address.edge if reason == "unknown_edge" else address.park
        return aside(delivery, reason, f"{name} is not known here", payload)
    delivery.park_id, delivery.edge_id = edge.park_id, edge.edge_id
    try:
        if channel == "state":
            return decode_state(delivery, payload, fresh)
        return decode_batch(delivery, payload, edge, lambda: refreshed(address, catalogue))
    except CONTENT_ERRORS as error:
        log.exception("A message on %r broke the decoder; it goes to quarantine", topic)
        if channel == "up":
            delivery.envelope = place(payload)
        return refuse(delivery, payload, f"the decoder failed: {type(error).__name__}")


def find_edge(address: wire.Address, catalogue: FreshCatalogue) -> Edge | None:
    """The edge of an address, after another look at the database where it is not known."""
    edge = catalogue.current.edges.get((address.park, address.edge))
    return edge if edge is not None else refreshed(address, catalogue)


def refreshed(address: wire.Address, catalogue: FreshCatalogue) -> Edge | None:
    """The edge of an address in a catalogue read again (if that was not done just now)."""
    catalogue.missed()
    return catalogue.current.edges.get((address.park, address.edge))


def aside(delivery: Delivery, reason: str, detail: str, payload: bytes) -> Delivery:
    """The delivery with its whole message in quarantine; of an oversized one the beginning is kept."""
    kept = payload if len(payload) <= MAX_BYTES else payload[:KEPT_BYTES]
    if reason == "oversized":
        kept = payload[:KEPT_BYTES]
    delivery.quarantined = [Quarantined(reason, clean(detail), kept, delivery.sha256)]
    return delivery


def decode_state(delivery: Delivery, payload: bytes, fresh: bool) -> Delivery:
    """A message of the `state` channel."""
    if len(payload) > KEPT_BYTES:
        return aside(delivery, "oversized", f"{len(payload)} bytes of state", payload)
    try:
        state = wire.decode_state(payload)
        payload.decode()  # what the struct leaves out was not looked at, and the database would refuse it
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return aside(delivery, "malformed", str(error), payload)
    delivery.state = payload
    if fresh and state.online:  # a last will has the time at which it was written
        offset_ms = state.time_ms - to_ms(delivery.received_at)
        delivery.clock_offset_ms = offset_ms if abs(offset_ms) < MAX_OFFSET_MS else None
    return delivery


def decode_batch(
    delivery: Delivery, payload: bytes, edge: Edge, refresh: Callable[[], Edge | None]
) -> Delivery:
    """A message of the `up` channel."""
    if len(payload) > MAX_BYTES:
        delivery.envelope = place(payload)
        return aside(delivery, "oversized", f"{len(payload)} bytes, {MAX_BYTES} are allowed", payload)
    try:
        batch = wire.decode_batch(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return decode_loosely(delivery, payload, edge, refresh, str(error))
    delivery.envelope = Envelope(batch.spool, batch.seq, batch.prev)
    delivery.gaps = believable(batch.gaps, delivery.received_at)
    delivery.sent = len(batch.readings)
    columns = fast_columns(batch.readings, edge, delivery.received_at)
    if columns is not None:
        delivery.readings = columns
    else:
        one_by_one(delivery, batch.readings, edge, refresh)
    return delivery


def place(payload: bytes) -> Envelope | None:
    """Spool and sequences of a batch that cannot be read whole; with them even poison moves the cursor on."""
    try:
        found = _place.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return Envelope(found.spool, found.seq, found.prev) if found.seq >= 1 else None


def decode_loosely(
    delivery: Delivery, payload: bytes, edge: Edge, refresh: Callable[[], Edge | None], problem: str
) -> Delivery:
    """A batch that is not one to the letter: keep the readings that are good, if its frame is."""
    try:
        raw = json.loads(payload)
    except (ValueError, RecursionError):
        delivery.envelope = place(payload)
        return aside(delivery, "malformed", problem, payload)
    envelope, batch = loose(raw)
    delivery.envelope = envelope
    if batch is None or envelope is None:
        return aside(delivery, "malformed", problem, payload)
    delivery.sent = len(batch.readings)
    if len(batch.readings) > MAX_READINGS:
        detail = f"{len(batch.readings)} readings, {MAX_READINGS} are allowed"
        return aside(delivery, "oversized", detail, payload)
    delivery.gaps = believable(batch.gaps, delivery.received_at)
    one_by_one(delivery, batch.readings, edge, refresh)
    return delivery


def loose(raw: object) -> tuple[Envelope | None, LooseBatch | None]:
    """The place of a batch and its unchecked readings, as far as they can be made out."""
    try:
        found = msgspec.convert(raw, Place)
        envelope = Envelope(found.spool, found.seq, found.prev) if found.seq >= 1 else None
    except msgspec.ValidationError:
        return None, None
    if not isinstance(raw, dict) or raw.get("v") != wire.VERSION:
        return envelope, None
    readings = raw.get("readings")
    if not isinstance(readings, list):
        return envelope, None
    try:
        gaps = msgspec.convert(raw.get("gaps", []), list[wire.Gap])
    except msgspec.ValidationError:
        return envelope, None
    return envelope, LooseBatch(readings, gaps)


def fast_columns(readings: Sequence[wire.Reading], edge: Edge, received_at: datetime) -> Readings | None:
    """All readings in columns, or None where at least one of them needs a closer look."""
    if not readings:
        return Readings()
    keys, times, values, qualities = zip(*readings, strict=True)
    try:
        points = [edge.points[key] for key in keys]
    except KeyError:
        return None
    if min(times) < PAST_MS or max(times) > latest_ms(received_at):
        return None
    kinds = set(map(type, values))
    if not kinds <= {float, int, type(None)}:
        return None
    if int in kinds:
        if any(type(v) is int and not -EXACT_INTEGER <= v <= EXACT_INTEGER for v in values):
            return None
        values = tuple([None if v is None else float(v) for v in values])
    return Readings(points, times, values, qualities)


def believable(gaps: Sequence[wire.Gap], received_at: datetime) -> list[wire.Gap]:
    """Gap markers with their times cut to the span in which readings are accepted."""
    latest = latest_ms(received_at)
    return [
        (min(max(start, PAST_MS), latest), min(max(end, PAST_MS), latest), readings, clean(reason))
        for start, end, readings, reason in gaps
    ]


def refuse(delivery: Delivery, payload: bytes, problem: str) -> Delivery:
    """The delivery without anything in it but its place, where its content can be used by nobody."""
    bare = Delivery(
        delivery.topic, delivery.received_at, delivery.sha256, delivery.park_id, delivery.edge_id,
        delivery.envelope, delivery.sent, device_id=delivery.device_id,
    )  # fmt: skip
    return aside(bare, "malformed", problem, payload)


def latest_ms(received_at: datetime) -> int:
    """The latest source time [ms] that is believed of a message received then."""
    return int(received_at.timestamp() * 1000) + FUTURE_MS


def one_by_one(
    delivery: Delivery, readings: Iterable[object], edge: Edge, refresh: Callable[[], Edge | None]
) -> None:
    """Check each reading; keep the good ones and quarantine the others, each with its own reason."""
    known = edge
    asked = False
    points: list[int] = []
    times: list[int] = []
    values: list[float | None] = []
    qualities: list[int] = []
    exact: dict[int, Decimal] = {}
    bad: list[Quarantined] = []
    latest = latest_ms(delivery.received_at)
    for index, item in enumerate(readings):
        try:
            key, ms, value, quality = msgspec.convert(item, wire.Reading)
            number, precise = read_value(value)
        except (msgspec.ValidationError, ValueError) as error:
            bad.append(quarantine_reading("wrong_type", str(error), item, index))
            continue
        if key not in known.points and not asked:
            asked, known = True, refresh() or known
        reason, detail = judge(key, ms, known, latest)
        if reason:
            bad.append(quarantine_reading(reason, detail, item, index))
            continue
        if precise is not None:
            exact[len(points)] = precise
        points.append(known.points[key])
        times.append(ms)
        values.append(number)
        qualities.append(quality)
    delivery.readings = Readings(points, times, values, qualities, exact)
    delivery.quarantined = bad


def judge(key: str, ms: int, edge: Edge, latest: int) -> tuple[str, str]:
    """Why a well-formed reading cannot be stored: (reason, detail), both empty where it can."""
    if key not in edge.points:
        return "unknown_point", f"no binding of the key {key!r} for this edge"
    return judge_time(ms, latest)


def judge_time(ms: int, latest: int) -> tuple[str, str]:
    """Why a time cannot be believed: (reason, detail), both empty where it can."""
    if ms > latest:
        return "future", f"{(ms - latest + FUTURE_MS) // 1000} s ahead of receipt"
    if ms < PAST_MS:
        return "past", "source time before 2015-01-01"
    return "", ""


def read_value(value: int | float | str | None) -> tuple[float | None, Decimal | None]:
    """The value as a float64 and, where that differs, exactly. Raises ValueError where it is no number."""
    if value is None:
        return None, None
    if isinstance(value, str):
        if not fields.is_decimal(value):
            raise ValueError(f"{value[:60]!r} is no decimal number")
        exact = Decimal(value)
    elif isinstance(value, int):
        if abs(value) >= 10**40:
            raise ValueError("the number has more than 40 digits")
        exact = Decimal(value)
    else:
        if not math.isfinite(value):
            raise ValueError(f"{value} is no number")
        return value, None
    number = float(exact)
    return number, None if Decimal(repr(number)) == exact else exact


def quarantine_reading(reason: str, detail: str, item: object, index: int) -> Quarantined:
    """One reading on its own, as JSON, for quarantine."""
    payload = json.dumps(item).encode()
    return Quarantined(reason, clean(detail), payload[:KEPT_BYTES], hashlib.sha256(payload).digest(), index)


def clean(text: str) -> str:
    """Text that the database can hold: no NUL, no lone surrogates, not endless."""
    return text.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode()[:1000]
