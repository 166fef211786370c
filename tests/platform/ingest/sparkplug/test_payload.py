"""The codec against bytes that nobody meant. (Against another program: `test_peer`.)"""

import gzip
import random
import zlib
from collections.abc import Callable

import pytest
from parkcarbon_platform.ingest.sparkplug import payload, protobuf
from parkcarbon_platform.ingest.sparkplug.payload import DataType, Metric
from parkcarbon_platform.ingest.sparkplug.protobuf import PayloadError, write_bytes, write_integer

# The example of the encoding guide of protocol buffers: field 1 is 150, field 2 is "testing".
GUIDE = bytes.fromhex("089601120774657374696e67")


def test_the_published_example_of_the_encoding() -> None:
    number, text = protobuf.fields(GUIDE)
    assert (number.number, number.integer, text.number, text.text) == (1, 150, 2, "testing")
    assert write_integer(1, 150) + write_bytes(2, b"testing") == GUIDE


def test_a_command_for_births_is_what_the_specification_asks_for() -> None:
    found = payload.decode(payload.encode_rebirth(1_700_000_000_000))
    (metric,) = found.metrics
    assert (found.time_ms, found.seq) == (1_700_000_000_000, None)
    assert (metric.name, metric.datatype, metric.value(None)) == (payload.REBIRTH, DataType.BOOLEAN, 1)


@pytest.mark.parametrize(
    ("datatype", "raw", "value"),
    [
        (DataType.INT8, 0xFF, -1),
        (DataType.INT8, 0xFFFFFFFF, -1),
        (DataType.INT16, 0x8000, -32768),
        (DataType.INT32, 0xFFFFFFFE, -2),
        (DataType.INT64, (1 << 64) - 5, -5),
        (DataType.UINT32, 0xFFFFFFFE, 4294967294),
        (DataType.UINT64, (1 << 64) - 5, 18446744073709551611),
        (DataType.BOOLEAN, True, 1),
        (DataType.BOOLEAN, 1, 1),
        (DataType.DOUBLE, 1.5, 1.5),
        (DataType.STRING, "on", "on"),
        (None, 7, 7),
        (99, 7, 7),
    ],
)
def test_a_value_is_read_as_its_type_says(
    datatype: int | None, raw: int | float | bool | str, value: object
) -> None:
    assert Metric(raw=raw).value(datatype) == value
    assert Metric(raw=raw, datatype=datatype).value(DataType.INT8) == value or datatype is None
    assert Metric(raw=raw, null=True).value(datatype) is None


def test_of_several_values_the_last_counts() -> None:
    metric = payload.decode_metric(write_integer(10, 5) + write_bytes(15, b"text"))
    assert metric.raw == "text"
    assert payload.decode_metric(write_integer(10, 5) + write_bytes(17, b"")).other == "data set"


@pytest.mark.parametrize(
    "data",
    [
        b"\x00", b"\x0b", b"\x08", b"\x12\x05ab", b"\x09\x01", b"\xff" * 11, b"\x12\xff\xff\xff\xff\x0f",
        b'{"v":1}', b"\x0a\x01a", b"\x12\x03\x0a\x01\xff", b"\x12\x02\x60\x01", b"\x12\x02\x69\x01",
        write_bytes(2, write_bytes(1, b"x" * 1001)), b"\x10\x05",
    ],
)  # fmt: skip
def test_bytes_that_are_no_payload_are_an_error_with_a_reason(data: bytes) -> None:
    with pytest.raises(PayloadError) as caught:
        payload.decode(data)
    assert caught.value.message


def test_what_is_too_much_is_refused() -> None:
    with pytest.raises(PayloadError):
        payload.decode(b"\x12\x00" * (payload.MAX_METRICS + 1))
    with pytest.raises(PayloadError):
        payload.decode(b"\x00" * (payload.MAX_BYTES + 1))
    assert len(payload.decode(b"\x12\x00" * payload.MAX_METRICS).metrics) == payload.MAX_METRICS


@pytest.mark.parametrize("pack", [zlib.compress, gzip.compress])
def test_a_compressed_payload_is_unpacked_within_the_limits(pack: Callable[[bytes], bytes]) -> None:
    def packed(data: bytes) -> bytes:
        return write_bytes(4, payload.COMPRESSED.encode()) + write_bytes(5, pack(data))

    assert payload.decode(packed(write_integer(3, 9))).seq == 9
    for bad in (
        packed(b"\x00" * (payload.MAX_BYTES + 1)), packed(packed(b"")), packed(b"x")[:-12],
        write_bytes(4, payload.COMPRESSED.encode()) + write_bytes(5, b"no zlib"),
    ):  # fmt: skip
        with pytest.raises(PayloadError):
            payload.decode(bad)


def test_depth_costs_nothing() -> None:
    """A template in a template, a thousand deep: it is named and not looked into."""
    deep = b""
    for _ in range(1000):
        deep = write_bytes(18, write_bytes(2, deep))
    (metric,) = payload.decode(write_bytes(2, write_bytes(1, b"t") + deep)).metrics
    assert (metric.name, metric.other) == ("t", "template")


def test_whatever_comes_is_a_payload_or_an_error() -> None:
    """Damaged payloads and noise: nothing but PayloadError, and no more than a moment for each."""
    chance = random.Random(11)
    good = b"".join(
        write_bytes(2, write_bytes(1, b"a/b") + write_integer(2, i) + write_integer(4, i % 20)
        + write_bytes(9, write_bytes(1, b"Quality") + write_bytes(2, write_integer(3, 192)))
        + write_integer(11, i))
        for i in range(8)
    ) + write_integer(3, 7)  # fmt: skip
    read = refused = 0
    for _ in range(4000):
        data = bytearray(good[: chance.choice((chance.randrange(len(good)), len(good)))])
        for _ in range(chance.randrange(4)):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.2:
            data = bytearray(chance.randbytes(chance.randrange(60)))
        try:
            payload.decode(bytes(data))
            read += 1
        except PayloadError:
            refused += 1
    assert min(read, refused) > 100
