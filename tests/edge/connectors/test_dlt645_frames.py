"""DL/T 645-2007 frames: laws of the format, and examples as its users print them."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from parkcarbon_edge.dlt645 import (
    ITEMS,
    Frame,
    Garbled,
    Item,
    Parser,
    bcd,
    decode,
    encode,
    item_of,
    number,
    read_request,
)

frames = st.builds(
    Frame,
    st.from_regex(r"[0-9]{12}", fullmatch=True),
    st.sampled_from([0x11, 0x91, 0xB1, 0xD1]),
    st.binary(max_size=60),
)


def test_the_request_that_every_manual_prints() -> None:
    """Reading the import total of meter 000000000001."""
    sent = encode(read_request("000000000001", 0x00010000), wake=4)
    assert sent.hex(" ").upper() == "FE FE FE FE 68 01 00 00 00 00 00 68 11 04 33 33 34 33 B3 16"


def test_another_library_reads_our_frames_and_we_read_its() -> None:
    from dlt645.protocol.protocol import DLT645Protocol

    ours = encode(read_request("123456789012", 0x02010100))
    _, theirs = DLT645Protocol.deserialize_with_remaining(ours)
    assert theirs is not None
    assert bytes(theirs.addr)[::-1].hex() == "123456789012"
    assert bytes(theirs.data) == bytes([0x00, 0x01, 0x01, 0x02])
    address, content = bytes.fromhex("123456789012")[::-1], bytes([0, 1, 1, 2, 0x06, 0x23])
    built = bytes(DLT645Protocol.build_frame(address, 0x91, content))
    (found,) = Parser().feed(built)
    assert found == Frame("123456789012", 0x91, content)
    assert number(found.data[4:], ITEMS["voltage_a"]) == Decimal("230.6")


@given(frames, st.integers(0, 8))
def test_a_frame_reads_back(frame: Frame, wake: int) -> None:
    assert Parser().feed(encode(frame, wake)) == [frame]


@given(frames, st.data())
def test_a_flipped_bit_is_never_a_frame_of_other_content(frame: Frame, data: st.DataObject) -> None:
    """The checksum finds every single changed bit; a changed start, end or length finds no frame."""
    raw = bytearray(encode(frame))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= 1 << data.draw(st.integers(0, 7))
    assert decode(bytes(raw)) is None


@given(st.lists(frames, min_size=1, max_size=4), st.lists(st.binary(max_size=12), max_size=5), st.data())
@example([Frame("0" * 12, 0x91, b"abc")], [b"\x68\x01\x02", b"\x68" * 9], None)
def test_frames_are_found_in_noise_however_the_bytes_come(
    sent: list[Frame], noise: list[bytes], data: st.DataObject | None
) -> None:
    stream = b""
    for i, frame in enumerate(sent):
        stream += (noise[i] if i < len(noise) else b"") + encode(frame)
    parser, found = Parser(), list[Frame]()
    while stream:
        size = data.draw(st.integers(1, len(stream))) if data else 1
        found += parser.feed(stream[:size])
        stream = stream[size:]
    assert [frame for frame in found if frame in sent] == found, "nothing is found that was not sent"
    assert found[-1:] == sent[-1:]


@given(frames, st.integers(1, 11))
def test_a_frame_cut_off_does_not_hide_the_next(frame: Frame, left: int) -> None:
    whole = encode(frame)
    assert Parser().feed(whole[: min(left, len(whole) - 1)] + whole)[-1:] == [frame]


@given(st.integers(1, 5), st.integers(0, 4), st.booleans(), st.data())
def test_decimals_are_exact(length: int, decimals: int, signed: bool, data: st.DataObject) -> None:
    most = 10 ** (2 * length) - 1 if not signed else 8 * 10 ** (2 * length - 1) - 1
    raw = data.draw(st.integers(-most if signed else 0, most))
    item, value = Item(0, length, decimals, signed), Decimal(raw).scaleb(-decimals)
    assert number(bcd(value, item), item) == value


@pytest.mark.parametrize(
    ("raw", "absent"), [(b"\xff\xff\xff\xff", True), (b"\x1a\x00\x00\x00", False), (b"\x00", False)]
)
def test_what_is_no_number_is_none(raw: bytes, absent: bool) -> None:
    with pytest.raises(Garbled) as caught:
        number(raw, ITEMS["import"])
    assert caught.value.absent is absent


@pytest.mark.parametrize(
    ("name", "identifier", "length", "decimals"),
    [
        ("import", 0x00010000, 4, 2), ("export", 0x00020000, 4, 2), ("import_t1", 0x00010100, 4, 2),
        ("voltage_a", 0x02010100, 2, 1), ("current_c", 0x02020300, 3, 3), ("power", 0x02030000, 3, 4),
        ("power_factor", 0x02060000, 2, 3), ("frequency", 0x02800002, 2, 2), ("00010000", 0x00010000, 4, 2),
    ],
)  # fmt: skip
def test_items_as_the_standards_table_has_them(
    name: str, identifier: int, length: int, decimals: int
) -> None:
    item = item_of(name)
    assert item is not None
    assert item[:3] == (identifier, length, decimals)


def test_an_item_outside_the_table_needs_its_form() -> None:
    assert item_of("04001401") is None
    assert item_of("nonsense") is None
    assert item_of("04001401", 3, 1) == Item(0x04001401, 3, 1)
