"""Which readings can be used at all, and which of a register contradict their neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parkcarbon_platform.calculation.exact import Int64
from parkcarbon_platform.calculation.metering.registers import Bools, Float64, Register
from parkcarbon_platform.calculation.metering.rules import HOUR_MS


@dataclass(frozen=True, slots=True)
class Limits:
    """Parameters of registers by row: `rate` [base unit per hour, inf where unknown], `step` [base unit],
    `modulus` and `top` [base unit, 0 where the register does not turn], `gap`, `linear`, `period` [ms]."""

    rate: Float64
    step: Float64
    modulus: Int64
    top: Int64
    gap: Int64
    linear: Int64
    period: Int64

    def of(self, rows: Int64 | Bools | slice) -> "Limits":
        """The parameters of some rows."""
        return Limits(
            self.rate[rows], self.step[rows], self.modulus[rows], self.top[rows], self.gap[rows],
            self.linear[rows], self.period[rows],
        )  # fmt: skip


def limits_of(registers: Sequence[Register], which: Int64) -> Limits:
    """The parameters of each row, whose register is `which`."""
    turns = [r.modulus or 0 for r in registers]
    shares = [r.rules["rollover"]["share"] for r in registers]
    return Limits(
        np.array([np.inf if r.limit is None else float(r.limit) for r in registers], dtype=np.float64),
        np.array([float(r.scale) for r in registers], dtype=np.float64),
        np.array(turns, dtype=np.int64),
        np.array([int(t * s) for t, s in zip(turns, shares, strict=True)], dtype=np.int64),
        np.array([r.gap_ms for r in registers], dtype=np.int64),
        np.array([r.linear_ms for r in registers], dtype=np.int64),
        np.array([r.period_ms for r in registers], dtype=np.int64),
    ).of(which)


def too_fast(amount: Int64, span: Int64, limits: Limits) -> Bools:
    """Whether amounts [base unit] exceed the credible rate over spans [ms].

    One unit of the register is let through: it steps, so a short span may hold a whole step.
    """
    with np.errstate(invalid="ignore"):
        result: Bools = amount > limits.rate * span / HOUR_MS + limits.step
    return result & np.isfinite(limits.rate)


def glitches(group: Int64, time: Int64, value: Int64, limits: Limits) -> Bools:
    """Single readings that contradict two neighbours which agree with each other.

    Below the previous while the next is not, or above the next by more than the largest rate allows.
    Readings of different groups are no neighbours.
    """
    found = np.zeros(time.shape, dtype=np.bool_)
    if time.size < 3:
        return found
    before, here, after = value[:-2], value[1:-1], value[2:]
    own = limits.of(slice(1, -1))
    fast = too_fast(after - before, time[2:] - time[:-2], own)
    agree = (group[:-2] == group[2:]) & (after >= before) & ~fast
    dip = here < before
    jump = (here > after) & too_fast(here - before, time[1:-1] - time[:-2], own)
    found[1:-1] = agree & (dip | jump)
    # Of two suspects in a row each would lean on the other: neither is proven wrong.
    suspect = found.copy()
    suspect[1:] &= ~found[:-1]
    suspect[:-1] &= ~found[1:]
    return suspect
