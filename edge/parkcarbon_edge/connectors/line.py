"""A line of bytes to meters: through a transparent TCP gateway, or a serial port of this machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

import serial

from parkcarbon_edge.errors import LineUnreachableError
from parkcarbon_edge.fieldbus import Dlt645Settings, Line, line_of
from parkcarbon_edge.words import Said

PARITY = {"none": serial.PARITY_NONE, "even": serial.PARITY_EVEN, "odd": serial.PARITY_ODD}
CHUNK = 1024


class ByteLine(Protocol):
    """What is sent and what comes; either raises `ConnectionError` once the line is gone."""

    async def send(self, data: bytes) -> None:
        """Send these bytes."""
        ...

    async def receive(self) -> bytes:
        """The next bytes that come, at least one."""
        ...

    def drop(self) -> None:
        """Throw away what has come so far."""
        ...


class Inbox:
    """What has come and was not yet taken."""

    def __init__(self, ended: str) -> None:
        self._came: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._ended = ended

    def put(self, data: bytes | None) -> None:
        """Bytes, or None where no more will come."""
        self._came.put_nowait(data)

    async def receive(self) -> bytes:
        """See `ByteLine`."""
        data = await self._came.get()
        if data is None:
            self._came.put_nowait(None)
            raise ConnectionError(self._ended)
        return data

    def drop(self) -> None:
        """See `ByteLine`."""
        while not self._came.empty():
            if self._came.get_nowait() is None:
                self._came.put_nowait(None)
                return


class TcpLine(Inbox, asyncio.Protocol):
    """Through a gateway."""

    def __init__(self) -> None:
        super().__init__("the gateway closed the connection")
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See `asyncio.Protocol`."""
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        self.put(data)

    def connection_lost(self, _exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        self.put(None)

    async def send(self, data: bytes) -> None:
        """See `ByteLine`."""
        if self._transport is None or self._transport.is_closing():
            raise ConnectionError(Said("the gateway closed the connection", "connection_lost", said=""))
        self._transport.write(data)

    def close(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()


class SerialLine(Inbox):
    """A serial port, read by the event loop."""

    def __init__(self, port: serial.Serial) -> None:
        super().__init__("the serial port is gone")
        self._port = port
        asyncio.get_running_loop().add_reader(port.fileno(), self._ready)

    def _ready(self) -> None:
        try:
            data = self._port.read(CHUNK)
        except (serial.SerialException, OSError):
            self.close()
            return
        if data:
            self.put(data)

    async def send(self, data: bytes) -> None:
        """See `ByteLine`: at 2400 baud this takes longer than a loop should wait."""
        try:
            await asyncio.to_thread(self._port.write, data)
        except (serial.SerialException, OSError) as error:
            raise ConnectionError(
                Said(f"the serial port failed: {error}", "serial_failed", said=error)
            ) from error

    def close(self) -> None:
        """Stop reading, and close the port."""
        if self._port.is_open:
            asyncio.get_running_loop().remove_reader(self._port.fileno())
            self._port.close()
            self.put(None)


@asynccontextmanager
async def open_line(settings: Dlt645Settings) -> AsyncIterator[ByteLine]:
    """Connect, and close whatever happens."""
    line = line_of(settings.endpoint)
    assert line is not None, "the configuration was checked"
    opened = _open_serial(line, settings) if line.kind == "serial" else await _open_tcp(line, settings)
    try:
        yield opened
    finally:
        opened.close()


async def _open_tcp(line: Line, settings: Dlt645Settings) -> TcpLine:
    try:
        async with asyncio.timeout(max(settings.timeout_s * 3, 3.0)):
            _, opened = await asyncio.get_running_loop().create_connection(TcpLine, line.host, line.port)
    except OSError as error:
        why = error.strerror or error
        raise LineUnreachableError(
            settings.endpoint, Said(f"cannot be reached ({why})", "not_reached", said=why),
            "Check the gateway's address and port, and that it is in transparent (TCP server) mode.",
        ) from error  # fmt: skip
    return opened


def _open_serial(line: Line, settings: Dlt645Settings) -> SerialLine:
    try:
        port = serial.Serial(
            line.device, settings.baudrate, parity=PARITY[settings.parity], stopbits=settings.stop_bits,
            timeout=0, exclusive=True,
        )  # fmt: skip
    except (serial.SerialException, OSError, ValueError) as error:
        raise LineUnreachableError(
            settings.endpoint, Said(f"cannot be opened ({error})", "not_opened", said=error),
            "Check the device's name, and that the agent's user may open it (group dialout).",
        ) from error  # fmt: skip
    return SerialLine(port)
