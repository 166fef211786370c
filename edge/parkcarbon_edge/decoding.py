"""`parkcarbon-edge decode`: what the registers of a Modbus device may mean."""

import asyncio
from typing import Any, cast

from msgspec import to_builtins

from parkcarbon_edge.errors import EdgeError, LineUnreachableError
from parkcarbon_edge.fieldbus import Function, ModbusPoint, ModbusSettings, line_of, located


class NotDecodedError(EdgeError):
    """There is nothing to decode."""


async def decode(connection: dict[str, Any], ask: dict[str, Any]) -> dict[str, Any]:
    """Read registers, twice where `seconds` is given, and rank what they may mean.

    connection: the keys of a Modbus connector (endpoint, timeout_s, baudrate, …). ask: unit, address, count,
    function, seconds, quantity, low, high, most. The result is JSON.
    """
    from parkcarbon_edge.connectors.modbus_decode import Expected, decodings

    settings = ModbusSettings(name="decode", **connection)
    if line_of(settings.endpoint) is None:
        raise NotDecodedError(f"'{settings.endpoint}' is no address.", "Write tcp://host:502.")
    first, later = await _registers(settings, ask)
    expected = Expected(ask.get("quantity") or "", ask.get("low"), ask.get("high"))
    found = decodings(first, later, expected)[: ask.get("most") or None]
    function, address = _place(ask)
    return {
        "unit": ask["unit"], "function": function, "address": address, "registers": first,
        "registers_later": later, "decodings": to_builtins(found),
    }  # fmt: skip


def _place(ask: dict[str, Any]) -> tuple[Function, int]:
    function = cast(Function | None, ask.get("function"))
    try:
        found = located(ModbusPoint(key="x", address=ask["address"], unit=ask["unit"], function=function))
    except ValueError as error:
        raise NotDecodedError(f"{error}.", "See the device's register map.") from error
    if found[0] in ("coil", "discrete"):
        raise NotDecodedError(f"A {found[0]} is 0 or 1.", "Give a holding or an input register.")
    return found


async def _registers(settings: ModbusSettings, ask: dict[str, Any]) -> tuple[list[int], list[int] | None]:
    from parkcarbon_edge.connectors.modbus import refusal
    from parkcarbon_edge.connectors.modbus_link import NoAnswerError, RefusedError, open_link
    from parkcarbon_edge.connectors.modbus_plan import Batch

    function, address = _place(ask)
    batch = Batch(ask["unit"], function, address, ask["count"], ())
    device = f"{settings.endpoint} unit {ask['unit']}"
    try:
        async with open_link(settings) as link:
            first = list(await link.read(batch))
            if not ask.get("seconds"):
                return first, None
            await asyncio.sleep(ask["seconds"])
            return first, list(await link.read(batch))
    except RefusedError as error:
        words = refusal(error.code)[1]
        raise LineUnreachableError(device, words, "Try the other function, or fewer registers.") from error
    except (NoAnswerError, ConnectionError) as error:
        remedy = "Check unit and wiring; rtu+tcp:// for a transparent gateway."
        raise LineUnreachableError(device, str(error), remedy) from error
