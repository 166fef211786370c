"""Lines for tests: TCP servers that answer as a test says, and serial ports that lead to a TCP server."""

import asyncio
import os
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import NamedTuple

Answer = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


class Asked(NamedTuple):
    """A Modbus TCP request as its server sees it."""

    transaction: int
    unit: int
    function: int
    address: int
    count: int

    def frame(
        self, registers: Sequence[int], *, unit: int | None = None, function: int | None = None,
        transaction: int | None = None,
    ) -> bytes:  # fmt: skip
        """An answer with these registers; what is given beside them is wrong."""
        content = struct.pack(f">B{len(registers)}H", 2 * len(registers), *registers)
        return self._framed(bytes([self.function if function is None else function]) + content,
                            unit, transaction)  # fmt: skip

    def refused(self, code: int) -> bytes:
        """An answer with an exception code."""
        return self._framed(bytes([self.function | 0x80, code]), None, None)

    def _framed(self, pdu: bytes, unit: int | None, transaction: int | None) -> bytes:
        head = struct.pack(
            ">HHHB", self.transaction if transaction is None else transaction, 0, len(pdu) + 1,
            self.unit if unit is None else unit,
        )  # fmt: skip
        return head + pdu


def asked(request: bytes) -> Asked:
    """What a Modbus TCP request asks for."""
    transaction, _, _, unit, function, address, count = struct.unpack(">HHHBBHH", request[:12])
    return Asked(transaction, unit, function, address, count)


@asynccontextmanager
async def server(answer: Answer) -> AsyncIterator[int]:
    """A TCP server that gives what it hears to `answer`; yields its port."""
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        try:
            while heard := await reader.read(1024):
                await answer(heard, writer)
        except ConnectionError:
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield int(listening.sockets[0].getsockname()[1])
    finally:
        listening.close()
        for writer in writers:
            writer.close()
        await listening.wait_closed()


class Wire:
    """Two serial ports joined by a wire; what goes over it can be seen by a TCP client too."""

    def __init__(self) -> None:
        self.masters: list[int] = []
        self.ports: list[str] = []
        self.slaves: list[int] = []
        for _ in range(2):
            master, slave = os.openpty()
            os.set_blocking(master, False)
            self.masters.append(master)
            self.slaves.append(slave)  # held open, so that a port that is closed again does not hang up
            self.ports.append(os.ttyname(slave))

    def join(self) -> None:
        """Carry bytes both ways."""
        for here, there in (self.masters, self.masters[::-1]):
            asyncio.get_running_loop().add_reader(here, self._carry, here, there)

    @staticmethod
    def _carry(here: int, there: int) -> None:
        try:
            os.write(there, os.read(here, 1024))
        except OSError:
            asyncio.get_running_loop().remove_reader(here)

    def close(self) -> None:
        for master in self.masters:
            asyncio.get_running_loop().remove_reader(master)
        for end in [*self.masters, *self.slaves]:
            os.close(end)


@asynccontextmanager
async def serial_wire() -> AsyncIterator[Wire]:
    """Two joined serial ports."""
    wire = Wire()
    wire.join()
    try:
        yield wire
    finally:
        wire.close()


@asynccontextmanager
async def gateway(port: str) -> AsyncIterator[int]:
    """A transparent TCP gateway to a serial port; yields its TCP port."""
    import serial

    line = serial.Serial(port, 9600, timeout=0)
    writers: list[asyncio.StreamWriter] = []

    async def answer(heard: bytes, writer: asyncio.StreamWriter) -> None:
        if writer not in writers:
            writers.append(writer)
        line.write(heard)

    def came() -> None:
        data = line.read(1024)
        for writer in writers:
            writer.write(data)

    loop = asyncio.get_running_loop()
    loop.add_reader(line.fileno(), came)
    try:
        async with server(answer) as tcp:
            yield tcp
    finally:
        loop.remove_reader(line.fileno())
        line.close()


@asynccontextmanager
async def tty_of(tcp_port: int) -> AsyncIterator[str]:
    """A serial port behind which a TCP server answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", tcp_port)
    master, slave = os.openpty()
    loop = asyncio.get_running_loop()
    loop.add_reader(master, lambda: writer.write(os.read(master, 1024)))

    async def back() -> None:
        while data := await reader.read(1024):
            os.write(master, data)

    carrying = asyncio.create_task(back())
    try:
        yield os.ttyname(slave)
    finally:
        loop.remove_reader(master)
        carrying.cancel()
        await asyncio.gather(carrying, return_exceptions=True)
        writer.close()
        os.close(master)
        os.close(slave)
