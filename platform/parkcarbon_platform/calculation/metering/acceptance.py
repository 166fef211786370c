"""Which readings can be used at all, and which of a register contradict their neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parkcarbon_platform.calculation.exact import Int64
from parkcarbon_platform.calculation.metering.registers import Bools, Float64, Register
from parkcarbon_platform.calculation.metering.rules import HOUR_MS


@dataclass(frozen=True, slots=True)
class Table:
    """Parameters by register: `rate` [base unit per hour, inf where unknown], `step` [base unit], `modulus`
    and `top` [base unit, 0 where the register does not turn], `gap`, `linear`, `period` [ms]."""

    rate: Float64
    step: Float64
    modulus: Int64
    top: Int64
    gap: Int64
    linear: Int64
    period: Int64


@dataclass(frozen=True, slots=True)
class Limits:
    """Parameters by row, looked up where they are asked for: `which` register each row belongs to."""

    table: Table
    which: Int64

    def of(self, rows: Int64 | Bools | slice) -> "Limits":
        """Those of some rows."""
        return Limits(self.table, self.which[rows])

    @property
    def rate(self) -> Float64:
        """The largest credible rate [base unit per hour]."""
        return self.table.rate[self.which]

    @property
    def step(self) -> Float64:
        """One unit of the register [base unit]."""
        return self.table.step[self.which]

    @property
    def modulus(self) -> Int64:
        """What a full turn is worth [base unit]."""
        return self.table.modulus[self.which]

    @property
    def top(self) -> Int64:
        """How near to a turn a rollover begins and ends, where no rate is known [base unit]."""
        return self.table.top[self.which]

    @property
    def gap(self) -> Int64:
        """Longest distance of two readings that counts as measured [ms]."""
        return self.table.gap[self.which]

    @property
    def linear(self) -> Int64:
        """Longest gap that needs no shape [ms]."""
        return self.table.linear[self.which]

    @property
    def period(self) -> Int64:
        """Expected period [ms]."""
        return self.table.period[self.which]


def limits_of(registers: Sequence[Register], which: Int64) -> Limits:
    """The parameters of each row, whose register is `which`."""
    # Most meters of a park are alike, and then one and the same object: fractions cost 20 µs a register.
    places: dict[int, int] = {}
    alike = np.array([places.setdefault(id(r), len(places)) for r in registers], dtype=np.int64)
    table = _table(list({id(r): r for r in registers}.values()))
    return Limits(table, which if alike.size == len(places) else alike[which])


def _table(registers: Sequence[Register]) -> Table:
    turns = [r.modulus or 0 for r in registers]
    shares = [r.rules["rollover"]["share"] for r in registers]
    return Table(
        np.array([np.inf if r.limit is None else float(r.limit) for r in registers], dtype=np.float64),
        np.array([float(r.scale) for r in registers], dtype=np.float64),
        np.array(turns, dtype=np.int64),
        np.array([int(t * s) for t, s in zip(turns, shares, strict=True)], dtype=np.int64),
        np.array([r.gap_ms for r in registers], dtype=np.int64),
        np.array([r.linear_ms for r in registers], dtype=np.int64),
        np.array([r.period_ms for r in registers], dtype=np.int64),
    )


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
    # Few readings are out of order: only those are looked at closely.
    odd = np.nonzero((value[1:-1] < value[:-2]) | (value[1:-1] > value[2:]))[0] + 1
    before, here, after = value[odd - 1], value[odd], value[odd + 1]
    own = limits.of(odd)
    fast = too_fast(after - before, time[odd + 1] - time[odd - 1], own)
    agree = (group[odd - 1] == group[odd + 1]) & (after >= before) & ~fast
    dip = here < before
    jump = (here > after) & too_fast(here - before, time[odd] - time[odd - 1], own)
    found[odd] = agree & (dip | jump)
    # Of two suspects in a row each would lean on the other: neither is proven wrong.
    suspect = found.copy()
    suspect[1:] &= ~found[:-1]
    suspect[:-1] &= ~found[1:]
    return suspect
