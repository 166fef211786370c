"""What one message brings into the database, and the rules by which it may enter.

The rules are pure: the PostgreSQL store and the in-memory one of the protocol simulation share them.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Literal, NamedTuple, Protocol


class Stream(NamedTuple):
    """One spool of one edge: what sequences count within."""

    edge_id: int
    spool: str


class Envelope(NamedTuple):
    """Place of a batch in its spool; `prev` is the row before it that the edge still holds."""

    spool: str
    seq: int
    prev: int


class MessageKey(NamedTuple):
    """What makes a message of a bare device the same one: its content on its topic, understood one way."""

    device_id: int
    mapping_version: int
    topic: str
    sha256: bytes


class Session(NamedTuple):
    """The ingest's session with the broker, by its client id; `new`: the broker knew of none.

    Within it a message keeps its number (MQTT 4.4) until the broker has its acknowledgement.
    """

    client: str
    new: bool = False


class Quarantined(NamedTuple):
    """Something that cannot be stored: the whole message (`reading_index` None) or one reading of it."""

    reason: str
    detail: str
    payload: bytes
    sha256: bytes
    reading_index: int | None = None


@dataclass(slots=True)
class Readings:
    """Accepted readings in columns of equal length: point id, source time [ms], value, OPC UA status code.

    `exact` holds, by row, the values that a float64 cannot.
    """

    points: Sequence[int] = ()
    times: Sequence[int] = ()
    values: Sequence[float | None] = ()
    qualities: Sequence[int] = ()
    exact: dict[int, Decimal] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.points)


@dataclass(slots=True)
class Delivery:
    """One decoded message of an edge or of a bare device; without either it is nobody's.

    An edge's has a place by its `envelope`, a device's by the `mapping_version` that understood it; without
    one nothing of it is stored. `once`: the same content is the same message. `left` says of a device's
    why nothing is to become of it: it has no mapping, or its topic is not meant. `packet` is the broker's
    number of the message in the session that there is (0: none), `repeated` that it handed it over before.
    """

    topic: str
    received_at: datetime
    sha256: bytes
    park_id: int | None = None
    edge_id: int | None = None
    envelope: Envelope | None = None
    sent: int = 0
    readings: Readings = field(default_factory=Readings)
    gaps: Sequence[tuple[int, int, int, str]] = ()
    quarantined: Sequence[Quarantined] = ()
    state: bytes | None = None
    clock_offset_ms: int | None = None  # by how much the sender's clock is ahead of ours
    device_id: int | None = None
    mapping_version: int | None = None
    once: bool = False
    left: Literal["waiting", "ignored"] | None = None
    packet: int = 0
    repeated: bool = False

    @property
    def message_key(self) -> MessageKey | None:
        """What the message is known by, if it is a device's and can be stored."""
        if self.device_id is None or self.mapping_version is None:
            return None
        return MessageKey(self.device_id, self.mapping_version, self.topic, self.sha256)

    @property
    def message_sha256(self) -> bytes:
        """The hash of topic and payload."""
        return hashlib.sha256(self.topic.encode("utf-8", "surrogatepass") + b"\0" + self.sha256).digest()

    @property
    def stream(self) -> Stream | None:
        """The stream that the message belongs to, where it is known."""
        if self.edge_id is None or self.envelope is None:
            return None
        return Stream(self.edge_id, self.envelope.spool)


class Outcome(Enum):
    """What became of a message."""

    STORED = "stored"
    STRAGGLER = "straggler"  # stored, although the edge had given it up
    DUPLICATE = "duplicate"
    HOLE = "hole"  # dropped: something before it is still at the edge
    ASIDE = "aside"  # not a batch with a place: state, or quarantined whole

    @property
    def stored(self) -> bool:
        """Whether the message's readings are in the database because of it."""
        return self in (Outcome.STORED, Outcome.STRAGGLER)


class Cursor(NamedTuple):
    """Everything of a stream up to `committed` is safe; `missing` sequences the edge no longer had.

    `repeated` counts batches that came again and were ignored.
    """

    committed: int = 0
    missing: int = 0
    repeated: int = 0


class Result(NamedTuple):
    """Outcome of each message of a commit, in order, and where the streams they touched stand now."""

    outcomes: list[Outcome]
    cursors: dict[Stream, Cursor]


class Store(Protocol):
    """Stores messages, all or none."""

    def commit(self, deliveries: Sequence[Delivery], session: Session | None = None) -> Result:
        """Store what the rules let in, in one transaction."""
        ...


def decide(cursor: Cursor, known: bool, envelope: Envelope) -> tuple[Outcome, Cursor]:
    """The ingest rule: what becomes of a batch, and the cursor after it.

    `known` says whether this sequence of the stream is already stored.
    """
    if known:
        return Outcome.DUPLICATE, cursor._replace(repeated=cursor.repeated + 1)
    if envelope.seq <= cursor.committed:
        return Outcome.STRAGGLER, cursor
    if envelope.prev > cursor.committed:
        return Outcome.HOLE, cursor
    skipped = envelope.seq - cursor.committed - 1
    return Outcome.STORED, cursor._replace(committed=envelope.seq, missing=cursor.missing + skipped)


def decide_all(
    deliveries: Sequence[Delivery],
    cursors: dict[Stream, Cursor],
    known: set[tuple[Stream, int]],
    messages: Collection[MessageKey] = (),
    handed_over: Mapping[int, bytes] | None = None,
) -> Result:
    """Apply the rule to each message in turn; `cursors` and `known` are what the store has of the streams,
    `messages` what it has of those messages of devices that are stored once, `handed_over` which message was
    taken last under a number of the session.
    """
    outcomes = []
    touched = dict(cursors)
    seen = set(known)
    heard = set(messages)
    taken = handed_over or {}
    for delivery in deliveries:
        if delivery.repeated and taken.get(delivery.packet) == delivery.message_sha256:
            outcomes.append(Outcome.DUPLICATE)
            continue
        message = delivery.message_key
        if message is not None:
            again = delivery.once and message in heard
            outcomes.append(Outcome.DUPLICATE if again else Outcome.STORED)
            heard.add(message)
            continue
        stream, envelope = delivery.stream, delivery.envelope
        if stream is None or envelope is None:
            outcomes.append(Outcome.ASIDE)
            continue
        key = (stream, envelope.seq)
        outcome, touched[stream] = decide(touched.get(stream, Cursor()), key in seen, envelope)
        if outcome.stored:
            seen.add(key)
        outcomes.append(outcome)
    return Result(outcomes, touched)


def numbers_taken(deliveries: Sequence[Delivery]) -> dict[int, Delivery | None]:
    """What the numbers stand for once these are committed; None: nothing that has to be known again by it.

    What was left alone (no mapping yet) is not taken, and may come again. An edge's batches and states know
    themselves when they come again, but a number that they have is no longer that of what had it before.
    """
    return {
        d.packet: d if d.device_id is not None and d.left is None else None for d in deliveries if d.packet
    }
