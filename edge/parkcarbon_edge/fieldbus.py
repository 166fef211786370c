"""Sections of the configuration for meters on a bus: Modbus and DL/T 645."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal, NamedTuple
from urllib.parse import urlsplit

from msgspec import Meta, Struct, field

from parkcarbon_edge.dlt645 import item_of
from parkcarbon_edge.sections import ConnectorCommon, Contradiction, Key, Positive
from parkcarbon_edge.words import Said, said_by

Function = Literal["holding", "input", "coil", "discrete"]
ModbusType = Literal[
    "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64",
    "bcd16", "bcd32", "bcd64", "bit", "digits",
]  # fmt: skip
Order = Literal["ABCD", "CDAB", "BADC", "DCBA"]
REGISTERS: dict[str, int] = {
    "int16": 1, "uint16": 1, "bcd16": 1, "bit": 1, "int32": 2, "uint32": 2, "float32": 2, "bcd32": 2,
    "int64": 4, "uint64": 4, "float64": 4, "bcd64": 4,
}  # fmt: skip
# The leading digit of the notation of manuals: 40001 is the first holding register, 0 on the wire.
NOTATION: dict[str, Function] = {"0": "coil", "1": "discrete", "3": "input", "4": "holding"}
BIT_FUNCTIONS = ("coil", "discrete")
MAX_ADDRESS = 65_535
# Nothing else: serial libraries take addresses like socket://, which would go past `reach`.
DEVICE = re.compile(r"/dev/[A-Za-z0-9._/-]+")


class Line(NamedTuple):
    """Where an endpoint leads: a TCP address, or a serial device."""

    kind: Literal["tcp", "rtu+tcp", "serial"]
    host: str = ""
    port: int = 0
    device: str = ""


class SerialCommon(ConnectorCommon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is said of a bus: its endpoint, the serial line, and how long a device may take to answer [s]."""

    endpoint: str
    baudrate: Annotated[int, Meta(ge=300, le=921_600)] = 9600
    parity: Literal["none", "even", "odd"] = "none"
    stop_bits: Literal[1, 2] = 1
    timeout_s: Annotated[float, Meta(gt=0, le=60)] = 1.0
    pause_s: Annotated[float, Meta(ge=0, le=5)] = 0.0


class ModbusPoint(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """[[connector.point]] of a Modbus connector.

    `address`: a number counts from 0, as on the wire; text is the notation of manuals, where "40001" is the
    first holding register, "30001" the first input register (also with six digits: "400001").
    `order`: of the bytes of a 32-bit value as they arrive; ABCD is the standard's, CDAB has its words
    exchanged, BADC the bytes of each word, DCBA both; 64-bit values likewise.
    `scale`, `offset`: value = raw × scale + offset, computed with decimals.
    `invalid`: raw values, or register contents like "0x8000", with which the device says that it has none.
    `length`: registers of `digits` (a number written as ASCII digits). `bit`: 0 is the lowest.
    """

    key: Key
    address: int | str
    unit: Annotated[int, Meta(ge=0, le=255)] = 1
    function: Function | None = None
    type: ModbusType = "uint16"
    order: Order = "ABCD"
    bit: Annotated[int, Meta(ge=0, le=15)] | None = None
    length: Annotated[int, Meta(ge=1, le=16)] | None = None
    scale: int | float | str = 1
    offset: int | float | str = 0
    invalid: list[int | str] = []
    period_s: Positive = 60.0


class ModbusSettings(SerialCommon, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="modbus"):
    """[[connector]] with type = "modbus".

    `endpoint`: tcp://host:502 (Modbus TCP), rtu+tcp://host:port (RTU frames through a transparent gateway),
    serial:/dev/ttyUSB0 (RTU). `max_registers`: most that a device gives in one answer; `max_gap`: unused
    registers that are read along rather than asked for apart.
    """

    max_registers: Annotated[int, Meta(ge=1, le=125)] = 125
    max_gap: Annotated[int, Meta(ge=0, le=100)] = 8
    point: list[ModbusPoint] = field(default_factory=list)


class Dlt645Point(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """[[connector.point]] of a DL/T 645-2007 connector.

    `meter`: the 12 digits on its plate; "AAAAAAAAAAAA" asks whichever single meter is on the line.
    `item`: a name (`import`, `export`, `import_t1`, `power`, `voltage_a` …) or the eight hexadecimal digits
    DI3 DI2 DI1 DI0 as the standard prints them. Items that the standard's table does not know need `bytes`
    and `decimals`, and `signed` where the highest bit is a sign.
    """

    key: Key
    meter: Annotated[str, Meta(pattern="^([0-9]{1,12}|[Aa]{12})$")]
    item: str
    bytes: Annotated[int, Meta(ge=1, le=8)] | None = None
    decimals: Annotated[int, Meta(ge=0, le=8)] | None = None
    signed: bool | None = None
    period_s: Positive = 60.0


class Dlt645Settings(SerialCommon, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="dlt645"):
    """[[connector]] with type = "dlt645".

    `endpoint`: tcp://host:port (a transparent gateway) or serial:/dev/ttyUSB0. The standard's line is
    2400 baud, even parity. `utc_offset`: of the meters' clocks, for the times of their stored freezes.
    """

    baudrate: Annotated[int, Meta(ge=300, le=115_200)] = 2400
    parity: Literal["none", "even", "odd"] = "even"
    wake_bytes: Annotated[int, Meta(ge=0, le=16)] = 4
    utc_offset: Annotated[str, Meta(pattern="^[+-][01][0-9]:[0-5][0-9]$")] = "+08:00"
    point: list[Dlt645Point] = field(default_factory=list)


def line_of(endpoint: str) -> Line | None:
    """What an endpoint means, or None where it means nothing."""
    if endpoint.startswith("serial:"):
        device = endpoint.removeprefix("serial:").removeprefix("//")
        return Line("serial", device=device) if DEVICE.fullmatch(device) and ".." not in device else None
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or not port or parts.username or parts.path not in ("", "/"):
        return None
    if parts.scheme == "tcp":
        return Line("tcp", host, port)
    return Line("rtu+tcp", host, port) if parts.scheme == "rtu+tcp" else None


def located(point: ModbusPoint) -> tuple[Function, int]:
    """(function, address from 0) of a point; raises `ValueError` saying what does not fit."""
    if isinstance(point.address, int):
        function, address = point.function or "holding", point.address
    else:
        function, address = _notation(point.address)
        if point.function is not None and point.function != function:
            raise ValueError(
                Said(
                    f"'{point.address}' means {function}, not {point.function}.", "register_function",
                    register=point.address, function=function, other=point.function,
                )
            )  # fmt: skip
    if not 0 <= address <= MAX_ADDRESS + 1 - width(point, function):
        text = f"{point.address} is beyond the last register."
        raise ValueError(Said(text, "register_beyond", register=point.address))
    return function, address


def _notation(text: str) -> tuple[Function, int]:
    found = re.fullmatch(r"([0134])(\d{4,5})", text.strip())
    if found is None or not int(found[2]):
        words = f"'{text}' is no register: write \"40001\" as manuals do, or a number from 0."
        raise ValueError(Said(words, "no_register", register=text))
    return NOTATION[found[1]], int(found[2]) - 1


def width(point: ModbusPoint, function: Function) -> int:
    """Registers (or coils) that a point takes."""
    if function in BIT_FUNCTIONS:
        return 1
    return (point.length or 1) if point.type == "digits" else REGISTERS[point.type]


def decimal(number: float | str) -> Decimal:
    """The number as written: 0.1 is a tenth."""
    return Decimal(str(number))


def bus_contradictions(settings: ModbusSettings | Dlt645Settings) -> Iterator[Contradiction]:
    """What is wrong with a connector of a bus."""
    if isinstance(settings, ModbusSettings):
        yield from _modbus_contradictions(settings)
    else:
        yield from _dlt645_contradictions(settings)


def _modbus_contradictions(settings: ModbusSettings) -> Iterator[Contradiction]:
    """What is wrong with a Modbus connector."""
    yield from _line_contradictions(settings, ("tcp", "rtu+tcp", "serial"))
    if settings.mode == "history":
        yield ["mode"], Said("Modbus devices keep no past.", "modbus_past"), 'Use mode = "live".'
    for j, point in enumerate(settings.point):
        at: list[str | int] = ["point", j]
        try:
            function, _ = located(point)
        except ValueError as error:
            yield [*at, "address"], said_by(error), "See the device's register map."
            continue
        for name, problem, remedy in _form_contradictions(point, function):
            yield [*at, name], problem, remedy


def _form_contradictions(point: ModbusPoint, function: Function) -> Iterator[tuple[str, str, str]]:
    if function in BIT_FUNCTIONS and point.type not in ("uint16", "bit"):
        said = Said(f"a {function} has no {point.type}.", "bit_type", type=point.type)
        yield "type", said, "Leave type out: it is 0 or 1."
    if function not in BIT_FUNCTIONS and (point.type == "bit") != (point.bit is not None):
        said = Said("type and bit do not fit.", "type_and_bit")
        yield "bit", said, 'Write both: type = "bit", bit = 0 to 15.'
    if (point.type == "digits") != (point.length is not None):
        said = Said("type and length do not fit.", "type_and_length")
        yield "length", said, 'Write both: type = "digits", length = registers.'
    yield from number_contradictions(point, ("scale", "offset"))
    for item in point.invalid:
        if isinstance(item, str) and not re.fullmatch(r"0[xX][0-9A-Fa-f]{1,16}", item):
            said = Said(f"'{item}' is no register content.", "no_content", content=item)
            yield "invalid", said, 'Write "0x8000", or a raw number.'


def number_contradictions(point: Struct, names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Fields that are no decimal number."""
    for name in names:
        try:
            usable = decimal(getattr(point, name)).is_finite()
        except InvalidOperation:
            usable = False
        if not usable:
            said = Said("is no number.", "no_number")
            yield name, said, 'Write a number, or a decimal as text: "0.001".'


def _dlt645_contradictions(settings: Dlt645Settings) -> Iterator[Contradiction]:
    """What is wrong with a DL/T 645 connector."""
    yield from _line_contradictions(settings, ("tcp", "serial"))
    for j, point in enumerate(settings.point):
        if item_of(point.item, point.bytes, point.decimals, point.signed) is None:
            yield (
                ["point", j, "item"], Said(f"'{point.item}' is no known item.", "no_item", item=point.item),
                "Write a name or eight hexadecimal digits; unknown ones need bytes and decimals.",
            )  # fmt: skip
    wild = any(point.meter.upper().startswith("A") for point in settings.point)
    if wild and len({point.meter.upper() for point in settings.point}) > 1:
        said = Said("the wildcard address stands beside another.", "wildcard_meter")
        yield ["point"], said, "Name each meter by its digits."


def _line_contradictions(settings: SerialCommon, kinds: tuple[str, ...]) -> Iterator[Contradiction]:
    line = line_of(settings.endpoint)
    if line is None or line.kind not in kinds:
        shapes = {"tcp": "tcp://host:port", "rtu+tcp": "rtu+tcp://host:port", "serial": "serial:/dev/ttyUSB0"}
        usual = " or ".join(shapes[kind] for kind in kinds)
        yield ["endpoint"], no_address(settings.endpoint, usual), f"Write {usual}."


def no_address(url: str, usual: str) -> Said:
    """What was written is no address; `usual` ones look like that."""
    return Said(f"'{url}' is no address.", "no_address", url=url, usual=usual)
