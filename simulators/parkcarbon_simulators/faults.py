"""What goes wrong with real meters, by name: how a reading is shown while the fault lasts.

A fault changes what is shown, never what is true: it is a pure function of the true reading and of time, so
that a restart or a second read shows the same again, and tests can compare with the truth. What a meter has
stored (HistoryRead, MQTT profiles) stays true as well.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import numpy as np

from parkcarbon_simulators.errors import FaultOptionError, UnknownFaultError
from parkcarbon_simulators.plants.points import Point

# OPC UA part 8; over MQTT a bad value is null.
BAD_SENSOR_FAILURE = 0x808C0000
UNCERTAIN_SENSOR_NOT_ACCURATE = 0x40930000
NEW_MILLENNIUM_S = datetime(2000, 1, 1, tzinfo=UTC).timestamp()
ERROR_TEXT = "Err-07"
HOUR_S = 3600.0
BLOCK = 4  # readings that arrive the wrong way round


@dataclass(frozen=True, slots=True)
class Shown:
    """One reading as served: value [unit as read], or text; time_s: its Unix time; status: OPC UA code."""

    value: float | str
    time_s: float
    status: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a point from start_s until end_s (None: until cleared) [Unix s]."""

    name: str
    point: str
    start_s: float
    end_s: float | None = None
    options: Mapping[str, float] = field(default_factory=dict)

    def lasts(self, now_s: float) -> bool:
        """Whether it shows at this time."""
        return self.start_s <= now_s and (self.end_s is None or now_s < self.end_s)


@dataclass(frozen=True, slots=True)
class Meter:
    """A point and what it would truly show at a Unix time [s]."""

    point: Point
    true: Callable[[float], float]

    def since(self, start_s: float, now_s: float) -> float:
        """What a register has counted between two times [unit as read]."""
        return self.true(now_s) - self.true(start_s)


# What the meter shows at a time instead of its true reading: nothing, or readings in the order of delivery.
Show = Callable[[Meter, Fault, float], list[Shown]]


@dataclass(frozen=True, slots=True)
class Option:
    """A number that may be given with a fault; without default the point's own is used."""

    help: str
    default: float | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A fault by name."""

    show: Show
    summary: str
    options: Mapping[str, Option] = field(default_factory=dict)
    registers_only: bool = False
    opcua_only: bool = False
    is_text: bool = False
    of_clocks: bool = False  # of the times that a meter sends: those on a bus send none


def _gap(_meter: Meter, _fault: Fault, _now_s: float) -> list[Shown]:
    return []


def _counts_from(index: float, meter: Meter, fault: Fault, now_s: float) -> list[Shown]:
    return [Shown(_rounded(meter, index + meter.since(fault.start_s, now_s)), now_s)]


def _replacement(meter: Meter, fault: Fault, now_s: float) -> list[Shown]:
    return _counts_from(fault.options["index"], meter, fault, now_s)


def _reset(meter: Meter, fault: Fault, now_s: float) -> list[Shown]:
    return _counts_from(0.0, meter, fault, now_s)


def _rollover(meter: Meter, fault: Fault, now_s: float) -> list[Shown]:
    capacity = 10.0 ** fault.options.get("digits", meter.point.digits or 6)
    left = meter.since(fault.start_s, fault.start_s + fault.options["after"])
    index = capacity - left + meter.since(fault.start_s, now_s)
    return [Shown(_rounded(meter, math.fmod(index, capacity)), now_s)]


def _duplicate(meter: Meter, fault: Fault, now_s: float) -> list[Shown]:
    step = 2 * meter.point.period_s
    time_s = math.floor(now_s / step) * step
    is_second = now_s - time_s >= meter.point.period_s
    difference = fault.options["difference"] if is_second else 0.0
    return [Shown(_rounded(meter, meter.true(now_s if is_second else time_s) + difference), time_s)]


def _late(meter: Meter, fault: Fault, now_s: float) -> list[Shown]:
    period = meter.point.period_s
    number = math.floor(now_s / period)
    mirrored = number - number % BLOCK + BLOCK - 1 - number % BLOCK
    time_s = (mirrored - BLOCK - math.floor(fault.options["delay"] / period)) * period
    return [Shown(meter.true(time_s), time_s)]


def _clock_drift(meter: Meter, fault: Fault, now_s: float) -> list[Shown]:
    return [Shown(meter.true(now_s), now_s + fault.options["seconds"])]


def _clock_jump(meter: Meter, fault: Fault, now_s: float) -> list[Shown]:
    return [Shown(meter.true(now_s), NEW_MILLENNIUM_S + math.floor(now_s - fault.start_s))]


def _stuck(meter: Meter, fault: Fault, now_s: float) -> list[Shown]:
    return [Shown(meter.true(fault.start_s), now_s)]


def _zero(meter: Meter, fault: Fault, now_s: float) -> list[Shown]:
    return [Shown(meter.true(fault.start_s) if meter.point.register else 0.0, now_s)]


def _spike(meter: Meter, fault: Fault, now_s: float) -> list[Shown]:
    if not meter.point.register:
        return [Shown(_rounded(meter, meter.true(now_s) * fault.options["factor"]), now_s)]
    hour = max(meter.since(fault.start_s - HOUR_S, fault.start_s), 1.0)
    return [Shown(_rounded(meter, meter.true(now_s) + fault.options["factor"] * hour), now_s)]


def _glitch(meter: Meter, fault: Fault, now_s: float) -> list[Shown]:
    is_first = (
        math.floor(now_s / meter.point.period_s) == math.floor(fault.start_s / meter.point.period_s) + 1
    )
    factor = fault.options["factor"] if is_first else 1.0
    return [Shown(_rounded(meter, meter.true(now_s) * factor), now_s)]


def _bad_quality(meter: Meter, _fault: Fault, now_s: float) -> list[Shown]:
    return [Shown(meter.true(now_s), now_s, BAD_SENSOR_FAILURE)]


def _uncertain_quality(meter: Meter, _fault: Fault, now_s: float) -> list[Shown]:
    return [Shown(meter.true(now_s), now_s, UNCERTAIN_SENSOR_NOT_ACCURATE)]


def _float32(meter: Meter, fault: Fault, now_s: float) -> list[Shown]:
    index = fault.options["index"] + meter.since(fault.start_s, now_s)
    return [Shown(float(np.float32(index)), now_s)]


def _wrong_type(_meter: Meter, _fault: Fault, now_s: float) -> list[Shown]:
    return [Shown(ERROR_TEXT, now_s)]


def _as_it_is(meter: Meter, _fault: Fault, now_s: float) -> list[Shown]:
    return [Shown(meter.true(now_s), now_s)]


def _rounded(meter: Meter, value: float) -> float:
    return round(value, meter.point.decimals)


UNKNOWN_POINT = "unknown-point"
INDEX = Option("what the new meter shows at first [unit as read]", 250_000.0)
KINDS: Mapping[str, Kind] = {
    "gap": Kind(_gap, "the meter is silent"),
    "replacement": Kind(
        _replacement, "another meter with another index", {"index": INDEX}, registers_only=True
    ),
    "reset": Kind(_reset, "the register counts from 0 again", registers_only=True),
    "rollover": Kind(
        _rollover,
        "an almost full register, which passes 10^digits",
        {
            "digits": Option("places before the decimal point; else the point's own"),
            "after": Option("when it passes, after the start [s]", 150.0),
        },
        registers_only=True,
    ),
    "duplicate": Kind(
        _duplicate,
        "every time is told twice, with different values",
        {"difference": Option("added to the second value [unit as read]", 1.0)},
        of_clocks=True,
    ),
    "late": Kind(
        _late,
        "readings come late, and four at a time the wrong way round",
        {"delay": Option("how late [s]", 600.0)},
        of_clocks=True,
    ),
    "clock-drift": Kind(
        _clock_drift,
        "the meter's clock is off",
        {"seconds": Option("ahead; below 0: behind", 240.0)},
        of_clocks=True,
    ),
    "clock-jump": Kind(_clock_jump, "the meter's clock restarts at 2000-01-01", of_clocks=True),
    "stuck": Kind(_stuck, "the same value again and again"),
    "zero": Kind(_zero, "an active meter counts nothing: a gauge shows 0, a register stands still"),
    "spike": Kind(
        _spike,
        "an incredible rise: a gauge times the factor; a register jumps by so many hours' amount",
        {"factor": Option("times, or hours", 500.0)},
    ),
    "glitch": Kind(
        _glitch, "one wrong reading", {"factor": Option("the true value is multiplied with it", 0.5)}
    ),
    "bad-quality": Kind(_bad_quality, "quality Bad (OPC UA: BadSensorFailure; MQTT: null)"),
    "uncertain-quality": Kind(
        _uncertain_quality, "quality Uncertain (UncertainSensorNotAccurate)", opcua_only=True
    ),
    "float32": Kind(
        _float32,
        "a register kept in 32 bits, too coarse for its size",
        {"index": Option("what it shows at first [unit as read]", 100_000_000.0)},
        registers_only=True,
    ),
    "wrong-type": Kind(_wrong_type, f"text instead of a number: {ERROR_TEXT!r}", is_text=True),
    UNKNOWN_POINT: Kind(_as_it_is, "the gateway sends one reading under a key that nobody knows"),
}


def make(fault: Fault, point: Point, *, is_mqtt: bool) -> Fault:
    """A fault with its defaults filled in; refuses what the point cannot have."""
    if fault.name not in KINDS:
        raise UnknownFaultError(fault.name, list(KINDS))
    kind = KINDS[fault.name]
    if kind.registers_only and not point.register:
        raise FaultOptionError(fault.name, point.code, "only a register can have it")
    if kind.is_text and not is_mqtt and not point.register:
        raise FaultOptionError(
            fault.name, point.code, "its server pushes numbers only; take a register or MQTT"
        )
    if kind.opcua_only and is_mqtt:
        raise FaultOptionError(fault.name, point.code, "an MQTT payload has no place for a quality")
    if point.bus and (kind.of_clocks or kind.is_text or kind.opcua_only):
        raise FaultOptionError(fault.name, point.code, "a meter on a bus sends no times, texts and qualities")
    unknown = fault.options.keys() - kind.options.keys()
    if unknown:
        raise FaultOptionError(fault.name, point.code, f"it has no option {', '.join(sorted(unknown))}")
    defaults = {k: o.default for k, o in kind.options.items() if o.default is not None}
    return replace(fault, options={**defaults, **fault.options})
