"""What the registers of a Modbus device may mean: `parkcarbon-edge decode`, and the platform's command."""

import asyncio
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, to_builtins

from parkcarbon_edge.errors import EdgeError, LineUnreachableError
from parkcarbon_edge.fieldbus import Function, ModbusPoint, ModbusSettings, located


class NotDecodedError(EdgeError):
    """There is nothing to decode."""


class Ask(Struct, frozen=True, forbid_unknown_fields=True):
    """Which registers, read again after `seconds` where that is not 0, and what is known of the quantity.

    `low`, `high`: what the display may show. `most`: decodings in the answer.
    """

    address: int | str
    unit: Annotated[int, Meta(ge=0, le=255)] = 1
    function: Literal["holding", "input"] | None = None
    count: Annotated[int, Meta(ge=1, le=125)] = 4
    seconds: Annotated[float, Meta(ge=0, le=30)] = 0.0
    quantity: Annotated[str, Meta(max_length=100)] | None = None
    low: float | None = None
    high: float | None = None
    most: Annotated[int, Meta(ge=1, le=500)] = 60


async def decode(settings: ModbusSettings, ask: Ask) -> dict[str, Any]:
    """Read the registers and rank what they may mean, as JSON."""
    from parkcarbon_edge.connectors.modbus_decode import Expected, decodings

    function, address = _place(ask)
    first, later = await _registers(settings, ask)
    found = decodings(first, later, Expected(ask.quantity or "", ask.low, ask.high))
    return {
        "unit": ask.unit, "function": function, "address": address, "registers": first,
        "registers_later": later, "decodings": to_builtins(found[: ask.most], enc_hook=str),
    }  # fmt: skip


def _place(ask: Ask) -> tuple[Function, int]:
    try:
        found = located(ModbusPoint(key="x", address=ask.address, unit=ask.unit, function=ask.function))
    except ValueError as error:
        raise NotDecodedError(str(error), "See the device's register map.") from error
    if found[0] in ("coil", "discrete"):
        raise NotDecodedError(f"A {found[0]} is 0 or 1.", "Give a holding or an input register.")
    return found


async def _registers(settings: ModbusSettings, ask: Ask) -> tuple[list[int], list[int] | None]:
    from parkcarbon_edge.connectors.modbus import refusal
    from parkcarbon_edge.connectors.modbus_link import NoAnswerError, RefusedError, open_link
    from parkcarbon_edge.connectors.modbus_plan import Batch

    function, address = _place(ask)
    batch = Batch(ask.unit, function, address, ask.count, ())
    device = f"{settings.endpoint} unit {ask.unit}"
    try:
        async with open_link(settings) as link:
            first = list(await link.read(batch))
            if not ask.seconds:
                return first, None
            await asyncio.sleep(ask.seconds)
            return first, list(await link.read(batch))
    except RefusedError as error:
        words = refusal(error.code)[1]
        raise LineUnreachableError(device, words, "Try the other function, or fewer registers.") from error
    except (NoAnswerError, ConnectionError) as error:
        remedy = "Check unit and wiring; rtu+tcp:// for a transparent gateway."
        raise LineUnreachableError(device, str(error), remedy) from error
