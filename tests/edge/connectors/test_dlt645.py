"""DL/T 645 buses that misbehave: nothing is taken for another's answer, nothing bad is stored as Good."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from decimal import Decimal

import dlt645 as peers
import pytest
from parkcarbon_edge.connectors.dlt645 import Dlt645Connector
from parkcarbon_edge.dlt645 import ITEMS, Frame, Parser, bcd, encode
from parkcarbon_edge.fieldbus import Dlt645Point, Dlt645Settings

from tests.support import lines
from tests.support.opcua import running, until
from tests.support.sink import ListSink

IMPORT, WRONG = ITEMS["import"], Decimal("9999.99")
Reply = Callable[[Frame], bytes | None]


def settings(port: int, points: list[Dlt645Point], **given: object) -> Dlt645Settings:
    given = {"name": "bus", "endpoint": f"tcp://127.0.0.1:{port}", "timeout_s": 1, "point": points, **given}
    return Dlt645Settings(**given)


def meter(number: int, item: str = "import", key: str = "") -> Dlt645Point:
    return Dlt645Point(key=key or f"m{number}", meter=f"{number:012d}", item=item, period_s=0.05)


def shows(question: Frame, value: Decimal, **given: object) -> bytes:
    """A right answer; what is given beside it is wrong."""
    right = Frame(question.address, 0x91, question.data[:4] + bcd(value, IMPORT))
    return encode(right._replace(**given), wake=2)


@asynccontextmanager
async def bus(reply: Reply) -> AsyncIterator[int]:
    async def answer(heard: bytes, writer: asyncio.StreamWriter) -> None:
        for question in Parser().feed(heard):
            said = reply(question)
            if said is not None:
                writer.write(said)

    async with lines.server(answer) as port:
        yield port


@asynccontextmanager
async def collecting(to: Dlt645Settings) -> AsyncIterator[tuple[Dlt645Connector, ListSink]]:
    sink = ListSink()
    connector = Dlt645Connector(to, sink)
    async with running(connector.run()):
        yield connector, sink


def good(sink: ListSink, key: str) -> list[object]:
    return [value for _, value, quality in sink.of(key) if not quality]


async def test_a_dead_meter_is_asked_rarely_and_the_others_go_on() -> None:
    seen: Counter[str] = Counter()

    def reply(question: Frame) -> bytes | None:
        seen[question.address] += 1
        dead = question.address == f"{9:012d}"
        return None if dead else shows(question, Decimal(int(question.address)))

    async with bus(reply) as port:
        to = settings(port, [meter(1), meter(2), meter(9)], timeout_s=0.3)
        async with collecting(to) as (connector, sink):
            await until(lambda: len(good(sink, "m1")) >= 60 and len(good(sink, "m2")) >= 60, "60 rounds")
            assert "meter 000000000009" in (connector.health.error or "")
    assert set(good(sink, "m1")) == {1}
    assert set(good(sink, "m2")) == {2}
    assert {(value, quality) for _, value, quality in sink.of("m9")} == {(None, 0x800A0000)}
    assert seen[f"{9:012d}"] * 5 < seen[f"{1:012d}"]


async def test_answers_that_are_not_of_the_question_are_no_answers() -> None:
    """Each meter first answers wrongly in its own way, then rightly; noise is skipped."""
    other_item = (0x00020000).to_bytes(4, "little") + bcd(WRONG, IMPORT)
    twisted: dict[int, Callable[[Frame], bytes]] = {
        1: lambda q: shows(q, WRONG, address=f"{77:012d}"),
        2: lambda q: shows(q, WRONG, data=other_item),
        3: lambda q: shows(q, WRONG, control=0x11),
        4: lambda q: shows(q, WRONG)[:-3],
        5: lambda q: shows(q, WRONG)[:-2] + b"\x00\x16",
        6: lambda q: encode(q) + shows(q, WRONG)[5:],
        7: lambda q: b"\x68\x68\x00\xfe\x16" + encode(q, 3) + b"\x68" + shows(q, Decimal(7)),
    }
    done: set[int] = set()

    def reply(question: Frame) -> bytes | None:
        number = int(question.address)
        if number in done:
            return shows(question, Decimal(number))
        done.add(number)
        return twisted[number](question)

    async with bus(reply) as port:
        to = settings(port, [meter(number) for number in twisted], timeout_s=0.5)
        async with collecting(to) as (connector, sink):
            await until(lambda: all(good(sink, f"m{number}") for number in twisted), "every meter")
            await until(lambda: connector.health.ok, "a line that is well")
    for number in twisted:
        assert set(good(sink, f"m{number}")) == {number}
    assert not [r for r in sink.readings if r[2] in (float(WRONG), str(WRONG))]


async def test_what_a_meter_lacks_or_calls_invalid_is_bad_and_its_other_items_go_on() -> None:
    def reply(question: Frame) -> bytes | None:
        item = int.from_bytes(question.data[:4], "little")
        if item == 0x00020000:
            return encode(Frame(question.address, 0xD1, b"\x02"))
        if item == 0x00010100:
            return shows(question, WRONG, data=question.data[:4] + b"\xff\xff\xff\xff")
        return shows(question, Decimal("123456.78"))

    points = [meter(1), meter(1, "export", "none"), meter(1, "import_t1", "invalid")]
    async with bus(reply) as port, collecting(settings(port, points)) as (connector, sink):
        await until(lambda: len(good(sink, "m1")) > 2 and sink.of("none") and sink.of("invalid"), "all")
        await until(lambda: "none: the meter has no such item" in (connector.health.error or ""), "word")
    assert set(good(sink, "m1")) == {123456.78}
    assert {(value, quality) for _, value, quality in sink.of("none")} == {(None, 0x80340000)}
    assert {(value, quality) for _, value, quality in sink.of("invalid")} == {(None, 0x809E0000)}


@pytest.mark.parametrize("way", ["gateway", "serial"])
async def test_a_meter_that_is_not_ours(way: str) -> None:
    """By its address and by the wildcard, through a gateway and from a serial port."""
    peer = peers.MeterServerService.new_tcp_server("127.0.0.1", 0, timeout=0.3)
    peer.set_address(bytes.fromhex("202611250001")[::-1])
    assert peer.set_00(0x00010000, 50.5)
    assert peer.set_02(0x02010100, 230.6)
    assert peer.set_02(0x02030000, 12.3456)
    assert await asyncio.to_thread(peer.server.start)
    points = [
        Dlt645Point(key=item, meter="AAAAAAAAAAAA" if way == "serial" else "202611250001", item=item)
        for item in ("import", "voltage_a", "power")
    ]
    try:
        if way == "gateway":
            found = await _first(settings(peer.server.port, points, timeout_s=5))
        else:
            async with lines.tty_of(peer.server.port) as tty:
                found = await _first(
                    settings(0, points, endpoint=f"serial:{tty}", timeout_s=5, parity="none")
                )
    finally:
        await asyncio.to_thread(peer.server.stop)
    assert found == {"import": 50.5, "voltage_a": 230.6, "power": 12.3456}


async def _first(to: Dlt645Settings) -> dict[str, object]:
    async with collecting(to) as (connector, sink):
        await until(lambda: connector.health.ok or "meter" in (connector.health.error or ""), "the meter")
        assert connector.health.error is None
    return {point.key: good(sink, point.key)[0] for point in to.point}
