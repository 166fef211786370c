"""Which readings of a register are accepted, and what each pair of adjacent ones delivers."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.exact import Int64
from parkcarbon_platform.calculation.metering.registers import Register
from parkcarbon_platform.calculation.metering.rules import HOUR_MS

Bools = npt.NDArray[np.bool_]

# How far a reading reaches: acceptance looks one reading to each side, a pair joins two accepted ones, and
# those two depend on their own neighbours: 4. Two more allow for readings that cannot be used.
NEIGHBOURS = 6
# Reasons of an estimate, the strongest last; index into METHODS.
NONE, UNCERTAIN, SPIKE, LINEAR, LINEAR_LONG = range(5)
METHODS = (None, "uncertain", "spike", "linear", "linear_long")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Adjacent accepted readings: times [ms], amount delivered between them [base unit], why estimated."""

    start: Int64
    end: Int64
    amount: Int64
    method: npt.NDArray[np.int8]
    is_reset: Bools
    is_rollover: Bools
    is_spike: Bools


def glitches(time: Int64, value: Int64, register: Register) -> Bools:
    """Single readings that contradict two neighbours which agree with each other.

    Below the previous while the next is not, or above the next by more than max_rate allows.
    """
    found = np.zeros(time.shape, dtype=np.bool_)
    if time.size < 3:
        return found
    before, here, after = value[:-2], value[1:-1], value[2:]
    agree = (after >= before) & ~_too_fast(after - before, time[2:] - time[:-2], register)
    dip = here < before
    jump = (here > after) & _too_fast(here - before, time[1:-1] - time[:-2], register)
    found[1:-1] = agree & (dip | jump)
    # Of two suspects in a row each would lean on the other: neither is proven wrong.
    return found & ~np.roll(found, 1) & ~np.roll(found, -1)


def pair_up(time: Int64, value: Int64, uncertain: Bools, register: Register) -> Pairs:
    """Pairs of adjacent accepted readings; `time` [ms] increases strictly."""
    start, end = time[:-1], time[1:]
    delta = np.diff(value)
    span = end - start
    rollover = _rollovers(value, delta, span, register)
    amount = np.where(rollover, delta + (register.modulus or 0), delta)
    reset = (amount < 0) & ~rollover
    amount = np.where(reset, 0, amount)
    spike = _too_fast(amount, span, register) & ~reset
    method = np.zeros(span.shape, dtype=np.int8)
    method[uncertain[:-1] | uncertain[1:]] = UNCERTAIN
    method[spike] = SPIKE
    method[span > register.gap_ms] = LINEAR
    method[span > register.linear_ms] = LINEAR_LONG
    return Pairs(start, end, amount, method, reset, rollover, spike)


def _too_fast(amount: Int64, span: Int64, register: Register) -> Bools:
    if register.limit is None:
        return np.zeros(amount.shape, dtype=np.bool_)
    # One unit of the register is let through: it steps, so a short span may hold a whole step.
    limit = float(register.limit) * span / HOUR_MS + float(register.scale)
    result: Bools = amount > limit
    return result


def _rollovers(value: Int64, delta: Int64, span: Int64, register: Register) -> Bools:
    modulus = register.modulus
    if modulus is None:
        return np.zeros(delta.shape, dtype=np.bool_)
    dropped = (delta < 0) & (value[:-1] < modulus)
    if register.max_rate is not None:
        return dropped & ~_too_fast(delta + modulus, span, register)
    return dropped & (value[:-1] >= modulus - modulus // 10) & (value[1:] <= modulus // 10)
