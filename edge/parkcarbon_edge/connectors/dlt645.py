"""DL/T 645-2007 meters on a serial bus or behind a transparent gateway: aligned polling, meter by meter.

A reading's time is when it was read: meters send none with a value.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence

from parkcarbon_edge import dlt645, wire
from parkcarbon_edge.connectors.base import BAD_DECODING, GOOD, next_tick, now_ms, sleep_until
from parkcarbon_edge.connectors.bus import BAD_DATA_UNAVAILABLE, BAD_TIMEOUT, LineConnector, Taker
from parkcarbon_edge.connectors.dlt645_line import NoAnswerError, Questions, RefusedError
from parkcarbon_edge.connectors.line import open_line
from parkcarbon_edge.dlt645 import Item, item_of
from parkcarbon_edge.fieldbus import Dlt645Point, Dlt645Settings
from parkcarbon_edge.words import Said, said_by

BAD_NODE_UNKNOWN = 0x80340000
BAD_ACCESS_DENIED = 0x801F0000
BAD_DEVICE_FAILURE = 0x808B0000


def item(point: Dlt645Point) -> Item:
    """The item of a point; settings were checked."""
    found = item_of(point.item, point.bytes, point.decimals, point.signed)
    assert found is not None
    return found


def meter_name(meter: str) -> str:
    """A meter in words."""
    return f"meter {meter.upper().rjust(12, '0')}"


def refusal(errors: int) -> tuple[int, str]:
    """(OPC UA status, words) of a meter's error word."""
    if errors & dlt645.NO_DATA:
        return BAD_NODE_UNKNOWN, Said("the meter has no such item", "meter_no_item")
    if errors & dlt645.NOT_ALLOWED:
        return BAD_ACCESS_DENIED, Said("the meter asks for a password", "meter_password")
    words = Said(f"the meter refuses (error word {errors:02X})", "meter_refuses", errors=f"{errors:02X}")
    return BAD_DEVICE_FAILURE, words


def value_of(raw: bytes, of: Item) -> tuple[wire.Value, int]:
    """(value, quality) of an item's bytes: exact decimals; FF is no value."""
    try:
        return wire.wire_value(dlt645.number(raw, of)), GOOD
    except dlt645.Garbled as error:
        return None, BAD_DATA_UNAVAILABLE if error.absent else BAD_DECODING


class Dlt645Connector(LineConnector):
    """Live collection from the meters of one line."""

    def __init__(self, settings: Dlt645Settings, sink: Taker, _password: str | None = None) -> None:
        super().__init__(settings.name, sink, len(settings.point), settings.timeout_s)
        self.settings = settings

    async def collect(self) -> None:
        """See `LineConnector`."""
        periods: dict[float, list[Dlt645Point]] = defaultdict(list)
        for point in self.settings.point:
            periods[point.period_s].append(point)
        async with open_line(self.settings) as line, asyncio.TaskGroup() as tasks:
            questions = Questions(line, self.settings)
            for period, points in periods.items():
                tasks.create_task(self._poll(questions, period, points))

    async def ask_all(self) -> None:
        """See `LineConnector`."""
        async with open_line(self.settings) as line:
            await self._round(Questions(line, self.settings), self.settings.point)

    async def _poll(self, questions: Questions, period_s: float, points: Sequence[Dlt645Point]) -> None:
        while True:
            await self._round(questions, points)
            self.settle()
            await sleep_until(next_tick(time.time(), period_s))

    async def _round(self, questions: Questions, points: Sequence[Dlt645Point]) -> None:
        """Ask every meter whose turn it is, those that answer first."""
        failed: set[str] = set()
        for point in sorted(points, key=lambda p: self.devices.failures(meter_name(p.meter))):
            if point.meter in failed:
                self._add(point, None, BAD_TIMEOUT, now_ms())
            elif self.devices.may_ask(meter_name(point.meter)):
                await self._ask(questions, point, failed)

    async def _ask(self, questions: Questions, point: Dlt645Point, failed: set[str]) -> None:
        meter, wanted = meter_name(point.meter), item(point)
        async with questions.turn:
            if not self.devices.may_ask(meter):
                return
            began = now_ms()
            try:
                raw = await questions.read(point.meter, wanted)
            except NoAnswerError as error:
                failed.add(point.meter)
                self._add(point, None, BAD_TIMEOUT, now_ms())
                self.devices.failed(meter, said_by(error))
                return
            except RefusedError as error:
                self.devices.answered(meter)
                status, words = refusal(error.errors)
                self.unusable[point.key] = words
                self._add(point, None, status, now_ms())
                return
            time_ms = (began + now_ms()) // 2
        self.devices.answered(meter)
        self.unusable.pop(point.key, None)
        self._add(point, *value_of(raw, wanted), time_ms)

    def _add(self, point: Dlt645Point, value: wire.Value, quality: int, time_ms: int) -> None:
        self.took([(point.key, time_ms, value, quality)])
