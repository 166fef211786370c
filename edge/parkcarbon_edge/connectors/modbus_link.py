"""One connection to a Modbus line. An answer counts only if it is of the device, function and size asked for.

The library leaves that to its user: it takes another function's answer, one of another length, and over TCP
one with transaction 0; and without transactions (RTU) an answer that comes too late looks like the next one.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from pymodbus import FramerType, ModbusException
from pymodbus.client import AsyncModbusSerialClient, AsyncModbusTcpClient
from pymodbus.pdu import ModbusPDU

from parkcarbon_edge.connectors.modbus_plan import Batch
from parkcarbon_edge.errors import LineUnreachableError
from parkcarbon_edge.fieldbus import BIT_FUNCTIONS, Line, ModbusSettings, line_of
from parkcarbon_edge.words import Said

CODES = {"coil": 1, "discrete": 2, "holding": 3, "input": 4}
PARITY = {"none": "N", "even": "E", "odd": "O"}
NEVER = 1 << 30
Client = AsyncModbusTcpClient | AsyncModbusSerialClient


class NoAnswerError(Exception):
    """The device did not answer in time, or not what it was asked."""


class RefusedError(Exception):
    """The device answered with an exception code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"exception {code}")
        self.code = code


class Link:
    """Requests on an open connection, one at a time: who asks holds `turn`."""

    def __init__(self, client: Client, settings: ModbusSettings, line: Line) -> None:
        self._client, self._settings = client, settings
        self._has_transactions = line.kind == "tcp"
        self.turn = asyncio.Lock()

    async def read(self, batch: Batch) -> Sequence[int]:
        """Registers (or coils as 0 and 1) of a batch.

        Raises `NoAnswerError`, `RefusedError`, or `ConnectionError` where the connection is gone.
        """
        if not self._client.connected:
            raise ConnectionError(Said("the connection was lost", "connection_lost", said=""))
        try:
            answer = await self._ask(batch)
        except ModbusException as error:
            if not self._client.connected:
                raise ConnectionError(Said("the connection was lost", "connection_lost", said="")) from error
            raise NoAnswerError(Said("no answer in time", "no_answer")) from error
        finally:
            if self._settings.pause_s:
                await asyncio.sleep(self._settings.pause_s)
        return self._checked(batch, answer)

    async def _ask(self, batch: Batch) -> ModbusPDU:
        ask = {
            "holding": self._client.read_holding_registers, "input": self._client.read_input_registers,
            "coil": self._client.read_coils, "discrete": self._client.read_discrete_inputs,
        }[batch.function]  # fmt: skip
        answer: ModbusPDU = await ask(batch.address, count=batch.size, device_id=batch.unit)
        return answer

    def _checked(self, batch: Batch, answer: ModbusPDU) -> Sequence[int]:
        if answer.dev_id != batch.unit or answer.function_code & 0x7F != CODES[batch.function]:
            raise NoAnswerError(Said("the answer is another device's or another function's", "wrong_answer"))
        if self._has_transactions and answer.transaction_id != self._client.ctx.request_transaction_id:
            raise NoAnswerError(Said("the answer is not of this request", "wrong_answer"))
        if answer.isError():
            raise RefusedError(int(answer.exception_code))
        if batch.function in BIT_FUNCTIONS:
            bits = [int(bit) for bit in answer.bits]
            if len(bits) != (batch.size + 7) // 8 * 8:
                raise NoAnswerError(Said(f"{len(bits)} bits came for {batch.size}", "wrong_answer"))
            return bits
        if len(answer.registers) != batch.size:
            raise NoAnswerError(
                Said(f"{len(answer.registers)} registers came for {batch.size}", "wrong_answer")
            )
        return list(answer.registers)


@asynccontextmanager
async def open_link(settings: ModbusSettings) -> AsyncIterator[Link]:
    """Connect, and close whatever happens."""
    line = line_of(settings.endpoint)
    assert line is not None, "the configuration was checked"
    client = _client(settings, line)
    client.set_max_no_responses(NEVER)  # whom to give up is for us to say
    try:
        async with asyncio.timeout(max(settings.timeout_s * 3, 3.0)):
            connected = await client.connect()
        if not connected:
            raise LineUnreachableError(
                settings.endpoint, Said("cannot be reached", "not_reached", said=""),
                "Check address and port (502 for Modbus TCP), or the serial device and who may open it.",
            )  # fmt: skip
        yield Link(client, settings, line)
    finally:
        client.close()


def _client(settings: ModbusSettings, line: Line) -> Client:
    if line.kind == "serial":
        return AsyncModbusSerialClient(
            line.device, framer=FramerType.RTU, baudrate=settings.baudrate, bytesize=8,
            parity=PARITY[settings.parity], stopbits=settings.stop_bits, timeout=settings.timeout_s,
            retries=0, reconnect_delay=0,
        )  # fmt: skip
    return AsyncModbusTcpClient(
        line.host, port=line.port, framer=FramerType.SOCKET if line.kind == "tcp" else FramerType.RTU,
        timeout=settings.timeout_s, retries=0, reconnect_delay=0,
    )  # fmt: skip
