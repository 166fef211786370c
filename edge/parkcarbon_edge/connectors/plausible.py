"""What speaks against a value that has just been read, whatever its protocol; registers that are too coarse.

All pure: a value, its times and its type in, reasons out.
"""

import math
import struct
from dataclasses import dataclass

from parkcarbon_edge import fields, wire
from parkcarbon_edge.survey import Reason

AHEAD_MS = 600_000  # the platform quarantines what is further ahead
STALE_MS = 3_600_000
# A float32 register at 16,777,216 or more moves in steps above 1: small consumptions vanish.
COARSE_STEP = 0.1
ENOUGH = 5  # readings before a register's usual increment is believed


def float32_step(value: float) -> float:
    """Distance from a positive float32 to the next one."""
    bits: int = struct.unpack("<I", struct.pack("<f", value))[0]
    above: float = struct.unpack("<f", struct.pack("<I", bits + 1))[0]
    exact: float = struct.unpack("<f", struct.pack("<f", value))[0]
    return above - exact


def coarse_step(kind: str | None, value: wire.Value) -> float | None:
    """The step of a float32 value, where it is too coarse for a register; else None."""
    if kind != "Float" or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    step = float32_step(abs(value))
    return step if step > COARSE_STEP else None


def judge(
    reading: wire.Reading, kind: str | None, now_ms: int, period_s: float, has_time: bool = True
) -> list[Reason]:
    """What is odd about a reading; a weight below 0 says that it is not plausible."""
    _, time_ms, value, quality = reading
    reasons = []
    if quality >> 30 == 1:
        reasons.append(Reason("uncertain", "the source calls it uncertain", -1))
    elif quality:
        reasons.append(Reason("bad", "the source calls it bad", -1))
    if value is None:
        reasons.append(Reason("no_number", "it is no number: choose another node or an index", -1))
    elif isinstance(value, str) and not fields.is_decimal(value):
        reasons.append(Reason("text", "it is a text that is no number", -1))
    if not has_time:
        reasons.append(Reason("no_source_time", 'no source time: time = "server" uses the server\'s'))
    if time_ms - now_ms > AHEAD_MS:
        reasons.append(Reason("ahead", "its time is ahead of this machine's: check both clocks", -1))
    elif now_ms - time_ms > max(STALE_MS, round(10 * period_s * 1000)):
        reasons.append(Reason("stale", "its time is long past: is the meter connected?", -1))
    step = coarse_step(kind, value)
    if step is not None:
        reasons.append(
            Reason("float32", f"float32 moves in steps of {step:g}: prefer a Double or integer variable")
        )
    return reasons


@dataclass
class Resolution:
    """Watches one register: does it move in steps that are larger than what it should move by?"""

    first: float | None = None
    last: float = 0.0
    count: int = 0
    falls: bool = False
    coarse: str | None = None

    def see(self, kind: str | None, value: wire.Value) -> None:
        """Take the next good value, and judge again."""
        if not isinstance(value, int | float) or isinstance(value, bool):
            return
        if self.first is None:
            self.first, self.last = value, value
        self.falls = self.falls or value < self.last  # a gauge: it has no increment
        self.last, self.count = value, self.count + 1
        self.coarse = self._judge(kind)

    def _judge(self, kind: str | None) -> str | None:
        step = coarse_step(kind, self.last)
        if step is None or self.falls or self.count < ENOUGH or self.first is None:
            return None
        rise = (self.last - self.first) / (self.count - 1)
        if rise >= step:
            return None
        return (
            f"its Float moves in steps of {step:g}, but rises by about {rise:.3g} a reading: "
            "take a Double or integer variable of the same meter"
        )
