"""Modbus lines that misbehave: nothing is taken for another's answer, nothing bad is stored as Good."""

import asyncio
import socket
import struct
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from parkcarbon_edge.connectors.modbus import REFUSALS, ModbusConnector
from parkcarbon_edge.connectors.modbus_link import NoAnswerError, open_link
from parkcarbon_edge.connectors.modbus_plan import plan
from parkcarbon_edge.fieldbus import ModbusPoint, ModbusSettings

from tests.support import lines
from tests.support.lines import Asked, asked
from tests.support.modbus_peer import ModbusPeer
from tests.support.opcua import running, until
from tests.support.processes import free_port
from tests.support.sink import ListSink

WRONG = 9999  # shows in no register


def settings(port: int, points: list[ModbusPoint], **given: object) -> ModbusSettings:
    endpoint = f"tcp://127.0.0.1:{port}"
    given = {"name": "bus", "endpoint": endpoint, "timeout_s": 5, "point": points, **given}
    return ModbusSettings(**given)


def register(unit: int, address: int | str = 0, key: str = "", **given: object) -> ModbusPoint:
    given = {"key": key or f"u{unit}", "unit": unit, "address": address, "period_s": 0.05, **given}
    return ModbusPoint(**given)


@asynccontextmanager
async def collecting(to: ModbusSettings) -> AsyncIterator[tuple[ModbusConnector, ListSink]]:
    sink = ListSink()
    connector = ModbusConnector(to, sink)
    async with running(connector.run()):
        yield connector, sink


def good(sink: ListSink, key: str) -> list[object]:
    return [value for _, value, quality in sink.of(key) if not quality]


async def test_a_dead_device_is_asked_rarely_and_the_others_go_on() -> None:
    seen: Counter[int] = Counter()

    async def answer(heard: bytes, writer: asyncio.StreamWriter) -> None:
        request = asked(heard)
        seen[request.unit] += 1
        if request.unit != 9:
            writer.write(request.frame([request.unit * 100]))

    async with lines.server(answer) as port:
        to = settings(port, [register(1), register(2), register(9)], timeout_s=0.3)
        async with collecting(to) as (connector, sink):
            await until(lambda: len(good(sink, "u1")) >= 60 and len(good(sink, "u2")) >= 60, "60 rounds")
            assert not connector.health.ok
            assert "unit 9" in (connector.health.error or "")
    assert set(good(sink, "u1")) == {100}
    assert set(good(sink, "u2")) == {200}
    assert good(sink, "u9") == []
    assert {quality for _, _, quality in sink.of("u9")} == {0x800A0000}
    assert seen[9] * 5 < seen[1]


async def test_answers_that_are_not_of_the_question_are_no_answers() -> None:
    """Each device first answers wrongly in its own way, then rightly."""
    twisted: dict[int, Callable[[Asked], bytes]] = {
        1: lambda q: q.frame([WRONG], unit=77),
        2: lambda q: q.frame([WRONG], function=4),
        3: lambda q: q.frame([WRONG], transaction=q.transaction ^ 0x5555),
        4: lambda q: q.frame([WRONG], transaction=0),
        5: lambda q: q.frame([WRONG, WRONG]),
        6: lambda q: q.frame([]),
        7: lambda q: q.frame([WRONG])[:-1],
        8: lambda q: b"\xff" * 9 + q.frame([WRONG]),
        9: lambda q: struct.pack(">HHHBBB", q.transaction, 0, 5, q.unit, 3, 200) + b"\x27\x0f",
        10: lambda q: q.frame([WRONG], function=99),
        11: lambda q: struct.pack(">HHH", q.transaction, 0, 0),
    }
    done: set[int] = set()

    async def answer(heard: bytes, writer: asyncio.StreamWriter) -> None:
        request = asked(heard)
        if request.unit in done:
            writer.write(request.frame([request.unit]))
        else:
            done.add(request.unit)
            writer.write(twisted[request.unit](request))

    async with lines.server(answer) as port:
        to = settings(port, [register(unit) for unit in twisted], timeout_s=0.5)
        async with collecting(to) as (connector, sink):
            await until(lambda: all(good(sink, f"u{unit}") for unit in twisted), "every device")
            await until(lambda: connector.health.ok, "a line that is well")
    for unit in twisted:
        assert set(good(sink, f"u{unit}")) == {unit}
    assert not [r for r in sink.readings if r[2] == WRONG]


async def test_an_answer_that_comes_too_late_is_not_the_next_ones() -> None:
    """RTU has no transactions: the answer to a question that was given up is thrown away."""
    frames: list[bytes] = []
    writers: list[asyncio.StreamWriter] = []

    async def answer(heard: bytes, writer: asyncio.StreamWriter) -> None:
        frames.append(heard)
        writers.append(writer)
        if len(frames) > 1:
            writer.write(rtu(1, [222]))

    async with lines.server(answer) as port:
        to = settings(port, [register(1)], endpoint=f"rtu+tcp://127.0.0.1:{port}", timeout_s=2)
        (batch,) = plan(to.point, 125, 8)
        async with open_link(to) as link:
            with pytest.raises(NoAnswerError):
                await link.read(batch)
            assert len(frames) == 1
            writers[0].write(rtu(1, [111]))
            await writers[0].drain()
            await asyncio.sleep(0.1)  # by now the loop has read it: both ends are in this loop
            assert list(await link.read(batch)) == [222]


def rtu(unit: int, registers: list[int]) -> bytes:
    """An answer with its CRC, computed bit by bit as the specification says."""
    frame = struct.pack(f">BBB{len(registers)}H", unit, 3, 2 * len(registers), *registers)
    crc = 0xFFFF
    for byte in frame:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return frame + struct.pack("<H", crc)


async def test_one_address_that_the_device_lacks_does_not_lose_its_neighbours() -> None:
    sizes: list[int] = []

    async def answer(heard: bytes, writer: asyncio.StreamWriter) -> None:
        request = asked(heard)
        sizes.append(request.count)
        places = range(request.address, request.address + request.count)
        writer.write(request.refused(2) if 13 in places else request.frame([p * 10 for p in places]))

    points = [register(1, address, f"r{address}") for address in range(20)]
    async with lines.server(answer) as port, collecting(settings(port, points)) as (connector, sink):
        await until(lambda: all(len(good(sink, p.key)) > 5 for p in points if p.address != 13), "neighbours")
        assert "r13" in (connector.health.error or "")
    for point in points:
        expected = set() if point.address == 13 else {int(point.address) * 10}
        assert set(good(sink, point.key)) == expected
    assert {quality for _, _, quality in sink.of("r13")} == {0x80340000}
    # It is found once, by halves; from then on three requests a round do.
    assert sizes[0] == 20
    assert sorted(sizes[-3:]) != sorted(sizes[:3])


@pytest.mark.parametrize("code", sorted(REFUSALS))
async def test_an_exception_is_a_bad_reading_with_its_status(code: int) -> None:
    mended = asyncio.Event()

    async def answer(heard: bytes, writer: asyncio.StreamWriter) -> None:
        request = asked(heard)
        well = request.unit == 1 or mended.is_set()
        writer.write(request.frame([7]) if well else request.refused(code))

    points = [register(1), register(2)]
    async with (
        lines.server(answer) as port,
        collecting(settings(port, points, timeout_s=1)) as (connector, sink),
    ):
        await until(lambda: sink.of("u2") and good(sink, "u1"), "a first answer of both")
        await until(lambda: connector.health.error != "starting", "the report")
        assert f"exception {code}" in (connector.health.error or "") or code == 1
        mended.set()
        await until(lambda: good(sink, "u2"), "the device to be well again")
    assert {quality for _, _, quality in sink.of("u2") if quality} == {REFUSALS[code][0]}
    assert all(value is None for _, value, quality in sink.of("u2") if quality)


async def test_a_connection_that_is_reset_in_the_middle_is_made_again() -> None:
    questions = 0

    async def answer(heard: bytes, writer: asyncio.StreamWriter) -> None:
        nonlocal questions
        questions += 1
        if questions % 4:
            writer.write(asked(heard).frame([5]))
            return
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        writer.write(asked(heard).frame([WRONG])[:5])
        writer.transport.abort()

    async with (
        lines.server(answer) as port,
        collecting(settings(port, [register(1)], timeout_s=1)) as (_, sink),
    ):
        await until(lambda: len(good(sink, "u1")) >= 8, "readings over three connections")
    assert set(good(sink, "u1")) == {5}
    assert questions >= 10


async def test_every_kind_of_point_as_another_server_has_it() -> None:
    """Coils and registers of two devices of one server that is not ours."""
    peer = ModbusPeer()
    peer.show(1, "holding", 0, [0x4366, 0x8000, 0x86A0, 0x0001])
    peer.show(1, "input", 5, [0xFFFF])
    peer.show(2, "coil", 0, [0, 1, 0, 0, 0, 0, 0, 0, 0, 1])
    peer.show(2, "discrete", 3, [1])
    points = [
        register(1, 0, "volt", type="float32"),
        register(1, 2, "kwh", type="uint32", order="CDAB", scale="0.01"),
        register(1, 5, "minus", function="input", type="int16"),
        register(2, 1, "on", function="coil"),
        register(2, 9, "last", function="coil"),
        register(2, 2, "off", function="coil"),
        register(2, "10004", "discrete"),
    ]
    await asyncio.to_thread(peer.start)
    try:
        async with collecting(settings(peer.port, points)) as (connector, sink):
            await until(lambda: connector.health.ok, "the device")
    finally:
        await asyncio.to_thread(peer.stop)
    assert {key: good(sink, key)[0] for key in ("volt", "kwh", "minus", "on", "last", "off", "discrete")} == {
        "volt": 230.5, "kwh": 1000, "minus": -1, "on": 1, "last": 1, "off": 0, "discrete": 1,
    }  # fmt: skip


@pytest.mark.parametrize("way", ["serial", "gateway"])
async def test_rtu_over_a_serial_port_and_over_a_gateway(way: str) -> None:
    """The server on the other end of the wire is not ours; its second device is silent."""
    async with lines.serial_wire() as wire:
        peer = ModbusPeer(wire.ports[1])
        peer.show(17, "holding", 100, [0, 1234])
        await asyncio.to_thread(peer.start)
        points = [register(17, 101, "seen"), register(18, 0, "unseen")]
        try:
            if way == "serial":
                to = settings(0, points, endpoint=f"serial:{wire.ports[0]}", timeout_s=2)
                await _seen(to)
            else:
                async with lines.gateway(wire.ports[0]) as port:
                    await _seen(settings(0, points, endpoint=f"rtu+tcp://127.0.0.1:{port}", timeout_s=2))
        finally:
            await asyncio.to_thread(peer.stop)


async def _seen(to: ModbusSettings) -> None:
    async with collecting(to) as (connector, sink):
        await until(lambda: len(good(sink, "seen")) >= 3 and sink.of("unseen"), "both devices")
        await until(lambda: "unit 18" in (connector.health.error or ""), "the silent one to be named")
    assert set(good(sink, "seen")) == {1234}
    assert good(sink, "unseen") == []


async def test_a_port_that_is_not_there_is_named() -> None:
    to = settings(0, [register(1)], endpoint="serial:/dev/ttyNOTHING")
    async with collecting(to) as (connector, _):
        await until(lambda: connector.health.error != "starting", "the report")
        assert "/dev/ttyNOTHING" in (connector.health.error or "")
    async with collecting(settings(free_port(), [register(1)])) as (connector, _):
        await until(lambda: connector.health.error != "starting", "the report")
        assert "cannot be reached" in (connector.health.error or "")
