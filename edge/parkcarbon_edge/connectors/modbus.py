"""Modbus TCP, RTU and RTU over TCP: aligned polling, device by device.

Modbus carries no time and devices keep no past: a reading's time is when it was read, and what an outage
swallowed shows in the next register, not in between.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence

from parkcarbon_edge import wire
from parkcarbon_edge.connectors.base import next_tick, now_ms, sleep_until
from parkcarbon_edge.connectors.bus import BAD_TIMEOUT, LineConnector, Taker
from parkcarbon_edge.connectors.modbus_link import Link, NoAnswerError, RefusedError, open_link
from parkcarbon_edge.connectors.modbus_plan import Batch, plan, split
from parkcarbon_edge.fieldbus import ModbusPoint, ModbusSettings
from parkcarbon_edge.words import Said, said_by

ADDRESS, VALUE = 2, 3  # what devices say to a register that they lack, or to too many
# Exception code → OPC UA status, and in words.
REFUSALS = {
    1: (0x803D0000, "the device does not know this function"),
    ADDRESS: (0x80340000, "the device has no such register (exception 2)"),
    VALUE: (0x803C0000, "the device refuses this request (exception 3)"),
    4: (0x808B0000, "the device failed (exception 4)"),
    5: (0x80040000, "the device is still working (exception 5)"),
    6: (0x80040000, "the device is busy (exception 6)"),
    8: (0x808B0000, "the device's memory is faulty (exception 8)"),
    10: (0x80310000, "the gateway has no path to the device (exception 10)"),
    11: (BAD_TIMEOUT, "the gateway got no answer from the device (exception 11)"),
}
UNKNOWN_REFUSAL = (0x808B0000, "the device answers with an unknown exception")
BEHIND_GATEWAY = (10, 11)  # the gateway speaks for a device that is away


def refusal(code: int) -> tuple[int, str]:
    """(OPC UA status, words) of an exception code."""
    status, words = REFUSALS.get(code, UNKNOWN_REFUSAL)
    return status, Said(words, f"modbus_{code}" if code in REFUSALS else "modbus_refuses", exception=code)


def device_name(unit: int) -> str:
    """A device in words."""
    return f"unit {unit}"


class ModbusConnector(LineConnector):
    """Live collection from the devices of one line."""

    def __init__(self, settings: ModbusSettings, sink: Taker, _password: str | None = None) -> None:
        super().__init__(settings.name, sink, len(settings.point), settings.timeout_s)
        self.settings = settings

    async def collect(self) -> None:
        """See `LineConnector`."""
        periods: dict[float, list[ModbusPoint]] = defaultdict(list)
        for point in self.settings.point:
            periods[point.period_s].append(point)
        async with open_link(self.settings) as link, asyncio.TaskGroup() as tasks:
            for period, points in periods.items():
                tasks.create_task(self._poll(link, period, self._plan(points)))

    async def ask_all(self) -> None:
        """See `LineConnector`."""
        async with open_link(self.settings) as link:
            await self._round(link, self._plan(self.settings.point))

    def _plan(self, points: list[ModbusPoint]) -> list[Batch]:
        return plan(points, self.settings.max_registers, self.settings.max_gap)

    async def _poll(self, link: Link, period_s: float, batches: list[Batch]) -> None:
        """A first round at once, so that one knows at once how things are; then on the period."""
        while True:
            batches = await self._round(link, batches)
            self.settle()
            await sleep_until(next_tick(time.time(), period_s))

    async def _round(self, link: Link, batches: Sequence[Batch]) -> list[Batch]:
        """Ask every device whose turn it is; returns the requests as they now are.

        A device that fails to answer is not asked its other requests: they share its bad status.
        """
        asked: list[Batch] = []
        failed: set[int] = set()
        for batch in sorted(batches, key=lambda b: self.devices.failures(device_name(b.unit))):
            if batch.unit in failed:
                self._bad(batch, BAD_TIMEOUT)
            elif self.devices.may_ask(device_name(batch.unit)):
                asked += await self._ask(link, batch, failed)
                continue
            asked.append(batch)
        return asked

    async def _ask(self, link: Link, batch: Batch, failed: set[int]) -> list[Batch]:
        """Read a batch; one that the device refuses is split until only what it lacks is lost."""
        device = device_name(batch.unit)
        try:
            async with link.turn:
                # Another period's request may have found it silent meanwhile: what it still answers to
                # that one must not be taken for the answer to this one.
                if not self.devices.may_ask(device):
                    return [batch]
                began = now_ms()
                try:
                    answer = await link.read(batch)
                except NoAnswerError as error:
                    failed.add(batch.unit)
                    self._bad(batch, BAD_TIMEOUT)
                    self.devices.failed(device, said_by(error))
                    return [batch]
        except RefusedError as error:
            return await self._refused(link, batch, error.code, failed)
        self.devices.answered(device)
        self._take(batch, answer, (began + now_ms()) // 2)
        return [batch]

    async def _refused(self, link: Link, batch: Batch, code: int, failed: set[int]) -> list[Batch]:
        device, (status, words) = device_name(batch.unit), refusal(code)
        if code in BEHIND_GATEWAY:
            failed.add(batch.unit)
            self._bad(batch, status)
            self.devices.failed(device, words)
            return [batch]
        self.devices.answered(device)
        parts = split(batch) if code in (ADDRESS, VALUE) else [batch]
        if len(parts) == 1:
            self._bad(batch, status)
            self.unusable.update({slot.key: words for slot in batch.slots})
            return parts
        return [found for part in parts for found in await self._ask(link, part, failed)]

    def _take(self, batch: Batch, answer: Sequence[int], time_ms: int) -> None:
        readings: list[wire.Reading] = []
        for slot in batch.slots:
            value, quality = slot.form.value(batch.registers(slot, answer))
            readings.append((slot.key, time_ms, value, quality))
            self.unusable.pop(slot.key, None)
        self.took(readings)

    def _bad(self, batch: Batch, status: int) -> None:
        time_ms = now_ms()
        self.took([(slot.key, time_ms, None, status) for slot in batch.slots])
