"""Sparkplug B payloads, read by the numbers of the specification's table of fields (3.0, chapter 6).

Of a metric everything is read that a reading can be made of; data sets, templates and files are named and
passed over.
"""

import zlib
from dataclasses import dataclass
from enum import IntEnum

from parkcarbon_platform.ingest.sparkplug import protobuf
from parkcarbon_platform.ingest.sparkplug.protobuf import Field, PayloadError

MAX_BYTES = 1 << 20
MAX_METRICS = 20_000
MAX_NAME = 1_000
# A payload whose body is another one, deflated: not in the specification, but in its authors' clients.
COMPRESSED = "SPBV1.0_COMPRESSED"
ZLIB_OR_GZIP = zlib.MAX_WBITS | 32
REBIRTH = "Node Control/Rebirth"
BD_SEQ = "bdSeq"


class DataType(IntEnum):
    """What a metric's value is; arrays and what comes after them have no use here."""

    UNKNOWN = 0
    INT8 = 1
    INT16 = 2
    INT32 = 3
    INT64 = 4
    UINT8 = 5
    UINT16 = 6
    UINT32 = 7
    UINT64 = 8
    FLOAT = 9
    DOUBLE = 10
    BOOLEAN = 11
    STRING = 12
    DATETIME = 13
    TEXT = 14


SIGNED_BITS: dict[int, int] = {DataType.INT8: 8, DataType.INT16: 16, DataType.INT32: 32, DataType.INT64: 64}
# Fields of a metric's value that no reading can be made of.
OTHERS = {16: "bytes", 17: "data set", 18: "template", 19: "extension"}


@dataclass(slots=True)
class Metric:
    """A metric as it was sent: a name or an alias, and the value not yet read as its type says."""

    name: str | None = None
    alias: int | None = None
    time_ms: int | None = None
    datatype: int | None = None
    historical: bool = False
    transient: bool = False
    null: bool = False
    quality: int | None = None
    raw: int | float | bool | str | None = None
    other: str = ""

    def value(self, datatype: int | None) -> int | float | str | None:
        """The value as its type says (that of the message, else this one); a bool is 0 or 1."""
        if self.null:
            return None
        if isinstance(self.raw, bool):
            return int(self.raw)
        kind = self.datatype if self.datatype is not None else datatype
        bits = SIGNED_BITS.get(kind or 0)
        if bits is not None and isinstance(self.raw, int):
            # Negative numbers are sent as two's complement, by some cut to their width, by some not.
            low = int(self.raw) & (1 << bits) - 1
            return low - (1 << bits) if low >> bits - 1 else low
        if kind == DataType.BOOLEAN and isinstance(self.raw, int):
            return int(self.raw != 0)
        return self.raw


@dataclass(slots=True)
class Payload:
    """A message of a node or device."""

    time_ms: int | None
    seq: int | None
    metrics: list[Metric]

    def metric(self, name: str) -> Metric | None:
        """The first metric of this name."""
        return next((metric for metric in self.metrics if metric.name == name), None)


def decode(data: bytes) -> Payload:
    """The payload; raises PayloadError for bytes that are none, and for what exceeds the limits."""
    if len(data) > MAX_BYTES:
        raise PayloadError(f"{len(data)} bytes; {MAX_BYTES} are allowed.")
    found, uuid, body = Payload(None, None, []), "", b""
    for field in protobuf.fields(data):
        match field.number:
            case 1:
                found.time_ms = field.integer
            case 2:
                if len(found.metrics) == MAX_METRICS:
                    raise PayloadError(f"More than {MAX_METRICS} metrics.")
                found.metrics.append(decode_metric(field.data))
            case 3:
                found.seq = field.integer
            case 4:
                uuid = field.text
            case 5:
                body = field.data
    return decode(inflated(body)) if uuid == COMPRESSED else found


def inflated(body: bytes) -> bytes:
    """The payload within a payload, no longer than one may be, and not again compressed."""
    inflate = zlib.decompressobj(ZLIB_OR_GZIP)
    try:
        data = inflate.decompress(body, MAX_BYTES + 1)
    except zlib.error as error:
        raise PayloadError(f"The compressed payload cannot be read: {error}.") from error
    if len(data) > MAX_BYTES:
        raise PayloadError(f"Expanded it has more than {MAX_BYTES} bytes.")
    if any(field.number == 4 and field.value == COMPRESSED.encode() for field in protobuf.fields(data)):
        raise PayloadError("A compressed payload is within another.")
    return data


def decode_metric(data: bytes) -> Metric:
    """One metric."""
    metric = Metric()
    for field in protobuf.fields(data):
        if field.number >= 10:
            read_value(metric, field)
        else:
            read_attribute(metric, field)
    return metric


def read_attribute(metric: Metric, field: Field) -> None:
    """What a metric says beside its value."""
    match field.number:
        case 1:
            metric.name = field.text
            if len(metric.name) > MAX_NAME:
                raise PayloadError(f"A name is longer than {MAX_NAME} characters.")
        case 2:
            metric.alias = field.integer
        case 3:
            metric.time_ms = field.integer
        case 4:
            metric.datatype = field.integer
        case 5:
            metric.historical = field.integer != 0
        case 6:
            metric.transient = field.integer != 0
        case 7:
            metric.null = field.integer != 0
        case 9:
            metric.quality = quality(field.data)


def read_value(metric: Metric, field: Field) -> None:
    """The value; of several the last one counts, as everywhere in protocol buffers."""
    raw: int | float | bool | str | None = None
    match field.number:
        case 10:
            raw = field.integer & 0xFFFFFFFF
        case 11:
            raw = field.integer
        case 12:
            raw = field.float32
        case 13:
            raw = field.float64
        case 14:
            raw = field.integer != 0
        case 15:
            raw = field.text
        case number if number not in OTHERS:
            return
    metric.raw, metric.other = raw, OTHERS.get(field.number, "")


def quality(data: bytes) -> int | None:
    """The property Quality of a set of properties (keys and values in the same order)."""
    keys: list[str] = []
    values: list[bytes] = []
    for field in protobuf.fields(data):
        if field.number == 1:
            keys.append(field.text)
        elif field.number == 2:
            values.append(field.data)
    # The specification writes it with a capital; programs in use do not all.
    for key, value in zip(keys, values, strict=False):
        if key.lower() == "quality":
            return next((f.integer for f in protobuf.fields(value) if f.number in (3, 4)), None)
    return None


def encode_rebirth(time_ms: int) -> bytes:
    """The command that asks a node for its births."""
    metric = (
        protobuf.write_bytes(1, REBIRTH.encode())
        + protobuf.write_integer(3, time_ms)
        + protobuf.write_integer(4, DataType.BOOLEAN)
        + protobuf.write_integer(14, 1)
    )
    return protobuf.write_integer(1, time_ms) + protobuf.write_bytes(2, metric)
