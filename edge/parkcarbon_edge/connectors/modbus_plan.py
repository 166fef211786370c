"""Which registers are asked for together. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from parkcarbon_edge.connectors.modbus_values import Form
from parkcarbon_edge.fieldbus import BIT_FUNCTIONS, Function, ModbusPoint, located, width


class Slot(NamedTuple):
    """A point as it lies in its device: `address` from 0, `size` registers (or coils)."""

    key: str
    unit: int
    function: Function
    address: int
    size: int
    form: Form

    @property
    def end(self) -> int:
        """The first address after it."""
        return self.address + self.size


class Batch(NamedTuple):
    """One request, and the points in its answer."""

    unit: int
    function: Function
    address: int
    size: int
    slots: tuple[Slot, ...]

    def registers(self, slot: Slot, answer: Sequence[int]) -> Sequence[int]:
        """The slot's part of the answer."""
        start = slot.address - self.address
        return answer[start : start + slot.size]


def slot_of(point: ModbusPoint) -> Slot:
    """Where a point lies."""
    function, address = located(point)
    form = Form.of(point)
    if function in BIT_FUNCTIONS:
        form = form._replace(kind="uint16", order="ABCD")  # a coil has no bytes to exchange
    return Slot(point.key, point.unit, function, address, width(point, function), form)


def plan(points: Iterable[ModbusPoint], max_registers: int, max_gap: int) -> list[Batch]:
    """The fewest requests: neighbours together, never across devices or functions."""
    slots = sorted(map(slot_of, points), key=lambda s: (s.unit, s.function, s.address, s.size))
    batches: list[Batch] = []
    for _, group in groupby(slots, key=lambda s: (s.unit, s.function)):
        batches += map(batch_of, _together(list(group), max_registers, max_gap))
    return batches


def _together(slots: Sequence[Slot], max_registers: int, max_gap: int) -> Iterator[list[Slot]]:
    current = [slots[0]]
    end = slots[0].end
    for slot in slots[1:]:
        reach = max(end, slot.end)
        if slot.address - end <= max_gap and reach - current[0].address <= max_registers:
            current.append(slot)
            end = reach
        else:
            yield current
            current, end = [slot], slot.end
    yield current


def batch_of(slots: Sequence[Slot]) -> Batch:
    """The request for these slots, which are of one device and function."""
    first = slots[0]
    address = min(slot.address for slot in slots)
    size = max(slot.end for slot in slots) - address
    return Batch(first.unit, first.function, address, size, tuple(slots))


def split(batch: Batch) -> list[Batch]:
    """Two requests instead of one that the device refuses; one of a single place cannot be split.

    Where registers are skipped, that is likely what it refused; else in the middle.
    """
    slots = batch.slots
    gaps = [(slots[i].address - max(s.end for s in slots[:i]), i) for i in range(1, len(slots))]
    apart = [(gap, -abs(2 * i - len(slots)), i) for gap, i in gaps if gap >= 0]
    if not apart:
        return [batch_of([slot]) for slot in slots] if len({s[3:5] for s in slots}) > 1 else [batch]
    at = max(apart)[2]
    return [batch_of(slots[:at]), batch_of(slots[at:])]
