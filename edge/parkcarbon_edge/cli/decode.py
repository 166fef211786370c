"""`parkcarbon-edge decode`: what the registers of a Modbus device may mean."""

import argparse
import asyncio
import json

import msgspec

from parkcarbon_edge.cli.output import print_table
from parkcarbon_edge.errors import MissingExtraError
from parkcarbon_edge.fieldbus import ModbusSettings, line_of


def add_decode(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The parser of `decode`; it sets `explore`."""
    command = commands.add_parser("decode", help="what the registers of a Modbus device may mean")
    command.add_argument("endpoint", help="tcp://host:502, rtu+tcp://host:port or serial:/dev/ttyUSB0")
    command.add_argument("--unit", type=int, default=1, help="address of the device")
    command.add_argument(
        "--address", type=_address, required=True, help="40001 as in manuals, or from 0: 70 or 0x46"
    )
    command.add_argument(
        "--function", choices=("holding", "input"), help="with an address that counts from 0"
    )
    command.add_argument("--count", type=int, default=4, help="registers to read")
    command.add_argument("--seconds", type=float, default=0.0, help="read again after so long, and compare")
    command.add_argument("--quantity", help="energy, power, voltage, current, frequency …")
    command.add_argument("--low", type=float, help="least value that the display may show")
    command.add_argument("--high", type=float, help="largest value that the display may show")
    command.add_argument("--baudrate", type=int, default=9600)
    command.add_argument("--parity", choices=("none", "even", "odd"), default="none")
    command.add_argument("--most", type=int, default=10, help="lines to show")
    command.add_argument("--verbose", action="store_true", help="log everything")
    command.add_argument("--json", action="store_true", help="machine-readable output")
    command.set_defaults(explore=_decode)


def _address(text: str) -> int | str:
    """Five or six digits are the notation of manuals; fewer, or 0x…, count from 0."""
    if text.isdigit() and len(text) in (5, 6):
        return text
    try:
        return int(text, 0)
    except ValueError as error:
        raise argparse.ArgumentTypeError("write 40001 as manuals do, or a number from 0") from error


def _decode(options: argparse.Namespace) -> int:
    try:
        import pymodbus  # noqa: F401
    except ModuleNotFoundError as error:
        raise MissingExtraError("modbus") from error
    from parkcarbon_edge.decoding import Ask, NotDecodedError, decode

    names = Ask.__struct_fields__
    try:
        ask = msgspec.convert({name: getattr(options, name) for name in names}, Ask)
    except msgspec.ValidationError as error:
        raise NotDecodedError(f"{error}.", "Correct this option.") from error
    if line_of(options.endpoint) is None:
        raise NotDecodedError(f"'{options.endpoint}' is no address.", "Write tcp://host:502.")
    settings = ModbusSettings(
        name="decode", endpoint=options.endpoint, baudrate=options.baudrate, parity=options.parity
    )
    found = asyncio.run(decode(settings, ask))
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    words = " ".join(f"{word:04X}" for word in found["registers"])
    print(f"unit {found['unit']} {found['function']} {found['address']}: {words}")
    rows = [
        (f"{d['score']:.2f}", d["type"], d["order"], str(found["address"] + d["offset"]), str(d["value"]),
         "" if d["value_later"] is None else str(d["value_later"]),
         ", ".join(reason["text"] for reason in d["reasons"]))
        for d in found["decodings"]
    ]  # fmt: skip
    print_table(("SCORE", "TYPE", "ORDER", "ADDRESS", "VALUE", "LATER", "WHY"), rows)
    return 0
