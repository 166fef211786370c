"""Readings of a batch that can be used, as integers."""

from dataclasses import dataclass

import numpy as np

from parkcarbon_platform.calculation.exact import Int64
from parkcarbon_platform.calculation.metering.acceptance import Limits, limits_of
from parkcarbon_platform.calculation.metering.batch import Batch
from parkcarbon_platform.calculation.metering.registers import Bools, to_integers
from parkcarbon_platform.calculation.metering.rules import BAD_FROM, Flag

UNCERTAIN_FROM = 1 << 30
# By number of the series.
Flags = list[tuple[int, Flag]]


@dataclass(frozen=True, slots=True)
class Usable:
    """Readings that are used, as integers [base unit, or per hour]."""

    series: Int64
    group: Int64
    time: Int64
    value: Int64
    uncertain: Bools
    limits: Limits


def usable_readings(batch: Batch) -> tuple[Usable, Flags]:
    """Readings that are numbers of a size that can be, not Bad, and later than the one before."""
    scales = [r.scale for r in batch.registers]
    integers, usable = to_integers(batch.value, scales, batch.epoch, batch.exact)
    present = ~np.isnan(batch.value)
    present[list(batch.exact)] = True
    fine = batch.quality < BAD_FROM
    odd = np.nonzero(present & ~usable & fine)[0]
    flags = [
        (int(batch.series[i]), Flag(int(batch.time[i]), "out_of_range", f"reading {batch.value[i]}"))
        for i in odd
    ]
    rows = np.nonzero(usable & fine)[0]
    epoch = batch.epoch[rows]
    return Usable(
        batch.series[rows], epoch, batch.time[rows], integers[rows], batch.quality[rows] >= UNCERTAIN_FROM,
        limits_of(batch.registers, epoch),
    ), flags  # fmt: skip


def only(r: Usable, keep: Bools) -> Usable:
    """Some of the readings."""
    if keep.all():
        return r
    rows = np.nonzero(keep)[0]
    return Usable(
        r.series[rows], r.group[rows], r.time[rows], r.value[rows], r.uncertain[rows], r.limits.of(rows)
    )


def accepted(batch: Batch, series: Int64, time: Int64, rule: str) -> Bools:
    """Where people have said that a finding of the rule is right as it is."""
    found = np.zeros(time.shape, dtype=np.bool_)
    for owner, start, end, name in batch.accepted:
        if name == rule:
            found |= (series == owner) & (time >= start) & (time <= end)
    return found


def reading_flags(r: Usable, mask: Bools, rule: str) -> Flags:
    """Flags at readings."""
    return [
        (int(r.series[i]), Flag(int(r.time[i]), rule, f"reading {r.value[i]}")) for i in np.nonzero(mask)[0]
    ]
