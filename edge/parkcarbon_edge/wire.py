"""The messages between edge and platform, and their topics: the only module of the edge that others import.

All times are integer milliseconds since the epoch, UTC. The published JSON Schema is made from these structs.
"""

import hashlib
import json
import math
import sys
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple
from zlib import crc32

import msgspec
from msgspec import Meta, Struct

from parkcarbon_edge.words import Said

VERSION = 1
ROOT = "pc/v1"
CHANNELS = ("up", "ack", "state", "config", "command", "reply")
MAX_BATCH_READINGS = 5_000
MAX_BATCH_BYTES = 1 << 20
MAX_REPLY_BYTES = 256 << 10
MAX_WARNINGS, MAX_WARNING, MAX_FACT = 20, 500, 500
MAX_STATUS_CODE = (1 << 32) - 1
MAX_SEQUENCE = (1 << 63) - 1
UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
UUID_LENGTH = 36  # Python's `$` lets a line break follow

Key = Annotated[str, Meta(min_length=1, max_length=200, description="Point key, unique within the edge")]
Milliseconds = Annotated[int, Meta(description="Milliseconds since the epoch, UTC")]
Value = Annotated[
    int | float | str | None,
    Meta(description="Number; a decimal string where a float64 cannot hold it; null: the source sent none"),
]
Quality = Annotated[int, Meta(ge=0, le=MAX_STATUS_CODE, description="OPC UA StatusCode, 0 = Good")]
Spool = Annotated[str, Meta(pattern=UUID, max_length=UUID_LENGTH, description="Identity of the spool file")]
Sequence = Annotated[int, Meta(ge=0, le=MAX_SEQUENCE)]

AgeDays = Annotated[
    int, Meta(ge=1, le=3650, description="Days that a row may wait in the spool while the edge runs")
]

Reading = tuple[Key, Milliseconds, Value, Quality]
Gap = tuple[
    Milliseconds,
    Milliseconds,
    Annotated[int, Meta(ge=0, le=MAX_SEQUENCE)],
    Annotated[str, Meta(max_length=200)],
]


class Content(Struct, frozen=True):
    """What a spool row holds: the part of a batch that never changes."""

    readings: list[Reading]
    gaps: list[Gap] = []


class Batch(Struct, frozen=True, kw_only=True):
    """Edge to platform: one row of the spool. `prev` is the row before it that the edge still holds, or 0."""

    v: Literal[1] = 1
    spool: Spool
    seq: Annotated[int, Meta(ge=1, le=MAX_SEQUENCE)]
    prev: Sequence
    readings: Annotated[list[Reading], Meta(max_length=MAX_BATCH_READINGS)]
    gaps: list[Gap] = []


class Ack(Struct, frozen=True, kw_only=True):
    """Platform to edge: every row of `spool` up to `committed` is safe in the database."""

    v: Literal[1] = 1
    spool: Spool
    committed: Sequence


class Words(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sentence of the edge for pages in any language; who does not know the code has the English one."""

    code: str
    facts: dict[str, str] = {}
    why: "Words | None" = None


class ConnectorState(Struct, frozen=True, kw_only=True):
    """How one connector of an edge is."""

    ok: bool
    error: str | None = None
    points: int = 0
    last_reading_ms: int | None = None
    warnings: Annotated[
        list[Annotated[str, Meta(max_length=MAX_WARNING)]],
        Meta(max_length=MAX_WARNINGS, description="What works and should be looked at all the same"),
    ] = []
    words: Annotated[Words | None, Meta(description="What `error` says")] = None
    warning_words: Annotated[list[Words | None], Meta(description="What each of the warnings says")] = []


class DestinationState(Struct, frozen=True, kw_only=True):
    """How the way to one destination of an edge is, and what waits for it."""

    connected: bool
    error: Annotated[str | None, Meta(description="Why it is not connected")] = None
    words: Annotated[Words | None, Meta(description="What `error` says")] = None
    url: str = ""
    spool_depth: Annotated[int, Meta(description="Batches that it has not acknowledged")] = 0
    oldest_unsent_ms: int | None = None
    collected: Annotated[int, Meta(description="Readings since it is a destination")] = 0
    here: Annotated[bool, Meta(description="Whether it is the platform that is told this")] = False


class State(Struct, frozen=True, kw_only=True):
    """Edge to platform, retained, and with `online: false` the last will: how the edge is."""

    v: Literal[1] = 1
    online: bool
    version: str = ""
    config_sha256: str = ""
    spool: str = ""
    spool_depth: Annotated[int, Meta(description="Batches not yet acknowledged")] = 0
    oldest_unsent_ms: int | None = None
    clock_offset_ms: int | None = None
    collected: Annotated[int, Meta(description="Readings since the spool began")] = 0
    connectors: dict[str, ConnectorState] = {}
    time_ms: int = 0
    config_version: Annotated[int, Meta(description="Configuration in force; 0: the edge's own file")] = 0
    config_refused: Annotated[int | None, Meta(description="Version that `config_error` is about")] = None
    config_error: Annotated[str | None, Meta(description="Why that version is not in force")] = None
    config_words: Annotated[Words | None, Meta(description="What `config_error` says")] = None
    max_age_days: Annotated[AgeDays | None, Meta(description="The spool's bound by age; null: none")] = None
    destinations: Annotated[
        dict[str, DestinationState],
        Meta(description="All that the edge forwards to; told to the platform only"),
    ] = {}


class Config(Struct, frozen=True, kw_only=True):
    """Platform to edge, retained: what it shall collect. Sections are as in the edge's file, but name no
    file of their own: `password_secret = "x"` stands for a file with the text `secrets["x"]`.
    """

    v: Literal[1] = 1
    version: Annotated[int, Meta(ge=1, le=MAX_SEQUENCE)]
    connector: list[dict[str, Any]]
    secrets: dict[str, str] = {}
    max_age_days: Annotated[AgeDays | None, Meta(description="null: as the edge's own file says")] = None


class Command(Struct, frozen=True, kw_only=True):
    """Platform to edge, not retained: look at something and say what you see."""

    v: Literal[1] = 1
    id: Annotated[str, Meta(pattern=UUID, max_length=UUID_LENGTH)]
    kind: Annotated[
        str, Meta(max_length=40, description="What to look at; an edge says which it does not know")
    ]
    args: dict[str, Any] = {}
    expires_ms: Milliseconds


class Fault(Struct, frozen=True, kw_only=True):
    """Why a command has no result, and what to do about it."""

    code: str
    message: str
    remedy: str = ""
    words: Annotated[Words | None, Meta(description="What `message` and `remedy` say")] = None


class Reply(Struct, frozen=True, kw_only=True):
    """Edge to platform: what came of a command; `last` is false where more follows."""

    v: Literal[1] = 1
    id: Annotated[str, Meta(pattern=UUID, max_length=UUID_LENGTH)]
    ok: bool
    result: Any = None
    error: Fault | None = None
    last: bool = True


class Address(NamedTuple):
    """Where an edge lives in the topic tree."""

    partition: str
    park: str
    edge: str

    def topic(self, channel: str) -> str:
        """The topic of `channel` (one of `CHANNELS`) of this edge."""
        return f"{ROOT}/{self.partition}/{self.park}/edge/{self.edge}/{channel}"


def parse_topic(topic: str) -> tuple[Address, str] | None:
    """Address and channel of a topic, or None where it is not one of an edge's."""
    parts = topic.split("/")
    if len(parts) != 7 or "/".join(parts[:2]) != ROOT or parts[4] != "edge" or parts[6] not in CHANNELS:
        return None
    return Address(parts[2], parts[3], parts[5]), parts[6]


def partition_of(park: str, partitions: int = 16) -> str:
    """The partition of a park code, two hex digits: crc32 modulo the number of partitions."""
    return f"{crc32(park.encode()) % partitions:02x}"


class Trace(NamedTuple):
    """Where a batch is found in traces (W3C Trace Context, hexadecimal): its trace, the span of its way from
    the edge to the commit, and that of its storing."""

    trace: str
    sent: str
    stored: str


def trace_of(*known_by: object) -> Trace:
    """The ids of what is known by these, for an edge's batch `spool, seq`.

    They follow from it, so that whoever has a batch can name its trace, and a batch sent again has the same.
    """
    digest = hashlib.sha256("/".join(map(str, known_by)).encode("utf-8", "surrogatepass")).hexdigest()
    return Trace(digest[:32], digest[32:48], digest[48:])


def traceparent(spool: str, seq: int) -> str:
    """What travels beside a batch as the MQTT user property `traceparent`."""
    trace = trace_of(spool, seq)
    return f"00-{trace.trace}-{trace.sent}-01"


_encoder = msgspec.json.Encoder(enc_hook=str)  # sentences with a code are texts
_batch = msgspec.json.Decoder(Batch)
_ack = msgspec.json.Decoder(Ack)
_state = msgspec.json.Decoder(State)
_config = msgspec.json.Decoder(Config)
_command = msgspec.json.Decoder(Command)
_reply = msgspec.json.Decoder(Reply)


def encode(message: Batch | Ack | State | Config | Command | Reply) -> bytes:
    """The message as JSON."""
    return _encoder.encode(message)


def words_of(text: str | None) -> Words | None:
    """The code and the facts of a sentence; None where it has none."""
    if not isinstance(text, Said):
        return None
    facts = {name: fact[:MAX_FACT] for name, fact in text.facts.items()}
    return Words(code=text.code, facts=facts, why=words_of(text.why))


def encode_content(readings: list[Reading], gaps: list[Gap] | None = None) -> bytes:
    """The bytes of a spool row: `frame` makes a batch of them without decoding them again."""
    return _encoder.encode(Content(readings, gaps or []))


def frame(spool: str, seq: int, prev: int, content: bytes) -> bytes:
    """The batch of a spool row: `content` (from `encode_content`) with its sequence and the row before it."""
    return b'{"v":%d,"spool":"%s","seq":%d,"prev":%d,' % (VERSION, spool.encode(), seq, prev) + content[1:]


def decode_batch(payload: bytes) -> Batch:
    """Raises `msgspec.DecodeError` or `msgspec.ValidationError` where `payload` is no batch."""
    return _batch.decode(payload)


def decode_ack(payload: bytes) -> Ack:
    """Raises `msgspec.DecodeError` or `msgspec.ValidationError` where `payload` is no acknowledgement."""
    return _ack.decode(payload)


def decode_state(payload: bytes) -> State:
    """Raises `msgspec.DecodeError` or `msgspec.ValidationError` where `payload` is no state."""
    return _state.decode(payload)


def decode_config(payload: bytes) -> Config:
    """Raises `msgspec.DecodeError` or `msgspec.ValidationError` where `payload` is no configuration."""
    return _config.decode(payload)


def decode_command(payload: bytes) -> Command:
    """Raises `msgspec.DecodeError` or `msgspec.ValidationError` where `payload` is no command."""
    return _command.decode(payload)


def decode_reply(payload: bytes) -> Reply:
    """Raises `msgspec.DecodeError` or `msgspec.ValidationError` where `payload` is no reply."""
    return _reply.decode(payload)


def wire_value(value: int | float | Decimal | None) -> int | float | str | None:
    """The value as it travels: a decimal string where a float64 would change it; None for no number."""
    if value is None or isinstance(value, bool):
        return None if value is None else int(value)
    if isinstance(value, int):
        return value if _float_holds(value) else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if not value.is_finite():
        return None
    short = float(value)
    return short if Decimal(repr(short)) == value else format(value, "f")


def _float_holds(value: int) -> bool:
    try:
        return int(float(value)) == value
    except OverflowError:
        return False


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each message by name, as published in `docs/schema`."""
    return {
        name.__name__.lower(): {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": name.__name__,
            **msgspec.json.schema(name),
        }
        for name in (Batch, Ack, State, Config, Command, Reply)
    }


def write_schemas(folder: Path) -> None:
    """Write the JSON Schema of each message into `folder`."""
    for name, schema in schemas().items():
        text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
