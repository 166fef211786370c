"""What DL/T 645 meters have stored: the register as it stood at each day's freeze (items 05 06 …).

Meters keep up to 62 days; the newest is number 1. The register at every midnight makes each day's energy
exact, though not its course.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from parkcarbon_edge import wire
from parkcarbon_edge.connectors.base import Health, Sink, backoff_s, now_ms
from parkcarbon_edge.connectors.bus import explain
from parkcarbon_edge.connectors.dlt645 import item, meter_name, value_of
from parkcarbon_edge.connectors.dlt645_line import NoAnswerError, Questions, RefusedError
from parkcarbon_edge.connectors.line import open_line
from parkcarbon_edge.connectors.windows import DAY_MS
from parkcarbon_edge.dlt645 import Item
from parkcarbon_edge.fieldbus import Dlt645Point, Dlt645Settings
from parkcarbon_edge.words import Said, said_by

MOST_FREEZES = 62
ATTEMPTS = 3  # at a meter in a row, before the others have their turn
FREEZE_TIME = 0x05060000  # YYMMDDhhmm; number in the lowest byte
# Energy group of the live item → that of the daily freeze.
FREEZES = {0x01: 0x05060100, 0x02: 0x05060200, 0x03: 0x05060300, 0x04: 0x05060400}


def freeze_of(of: Item, number: int) -> tuple[Item, int] | None:
    """(freeze block, place of the tariff in it) of an energy item; None where none is frozen."""
    group, tariff = of.identifier >> 16, of.identifier >> 8 & 0xFF
    if of.identifier & 0xFF or group not in FREEZES or of.bytes != 4:
        return None
    return of._replace(identifier=FREEZES[group] | number), tariff * of.bytes


class Dlt645History:
    """Reads every meter's daily freezes once, the newest first."""

    def __init__(self, settings: Dlt645Settings, sink: Sink, _password: str | None = None) -> None:
        self.settings, self.sink = settings, sink
        self.health = Health(points=len(settings.point))
        saved = sink.progress()
        # By meter the keys of the points that have their past; once it was a time, for all that there were.
        self.done: dict[str, list[str]] = {
            meter: list(told)
            if isinstance(told, list)
            else [p.key for p in settings.point if p.meter == meter]
            for meter, told in (saved.items() if isinstance(saved, dict) else ())
        }
        if isinstance(saved, dict) and saved != self.done:
            sink.save(self.done)

    def _due(self, meter: str) -> list[Dlt645Point]:
        """The points of a meter whose past was not fetched."""
        return [p for p in self.settings.point if p.meter == meter and p.key not in self.done.get(meter, ())]

    async def run(self) -> None:
        """Until every meter has told what it has."""
        failures = 0
        meters = list(dict.fromkeys(point.meter for point in self.settings.point))
        while waiting := [meter for meter in meters if self._due(meter)]:
            try:
                async with open_line(self.settings) as line:
                    questions = Questions(line, self.settings)
                    answered = [await self._try(questions, meter) for meter in waiting]
                if any(answered):
                    failures = 0
            except Exception as error:
                self.health.fails(explain(error))
            if any(self._due(meter) for meter in meters):
                await asyncio.sleep(backoff_s(failures))
                failures += 1
        self.health.works()

    async def _try(self, questions: Questions, meter: str) -> bool:
        """Fetch a meter's past; a silent one waits until the others have been asked."""
        try:
            await self._fetch(questions, meter)
        except NoAnswerError as error:
            device, why = meter_name(meter), said_by(error)
            self.health.fails(Said(f"{device}: {why}", "device_fails", device=device, why=why))
            return False
        self.health.works()
        return True

    async def _fetch(self, questions: Questions, meter: str) -> None:
        due = self._due(meter)
        points = [p for p in due if freeze_of(item(p), 1)]
        oldest_ms = now_ms() - self.settings.history_days * DAY_MS
        for number in range(1, MOST_FREEZES + 1):
            await self.sink.room()
            time_ms = await self._time(questions, meter, number)
            if time_ms is None or time_ms < oldest_ms:
                break
            readings = [r for p in points if (r := await self._frozen(questions, p, number, time_ms))]
            if await self._time(questions, meter, number) != time_ms:
                continue  # a new freeze came meanwhile, and all moved on by one: this one comes again
            self._take(readings)
        self.done[meter] = [*self.done.get(meter, ()), *(point.key for point in due)]
        self.sink.save(self.done)

    async def _time(self, questions: Questions, meter: str, number: int) -> int | None:
        """When a freeze was; None where the meter has no such one."""
        raw = await self._read(questions, meter, Item(FREEZE_TIME | number, 5, 0))
        if raw is None or len(raw) < 5:
            return None
        text = f"{raw[4::-1].hex()}{self.settings.utc_offset}"
        try:
            return round(datetime.strptime(text, "%y%m%d%H%M%z").timestamp() * 1000)
        except ValueError:
            return None

    async def _frozen(
        self, questions: Questions, point: Dlt645Point, number: int, time_ms: int
    ) -> wire.Reading | None:
        of = item(point)
        frozen = freeze_of(of, number)
        assert frozen is not None
        block, at = frozen
        raw = await self._read(questions, point.meter, block)
        if raw is None or len(raw) < at + of.bytes:
            return None
        value, quality = value_of(raw[at:], of)
        return None if quality else (point.key, time_ms, value, quality)

    async def _read(self, questions: Questions, meter: str, of: Item) -> bytes | None:
        """The item's bytes; None where the meter says that it has none."""
        for attempt in range(ATTEMPTS):
            try:
                return await questions.read(meter, of)
            except RefusedError:
                return None
            except NoAnswerError:
                if attempt == ATTEMPTS - 1:
                    raise
                await asyncio.sleep(2 * self.settings.timeout_s)  # its late answer must meet no question
        return None

    def _take(self, readings: Sequence[wire.Reading]) -> None:
        if readings:
            self.sink.add(readings)
            self.health.saw(max(time_ms for _, time_ms, _, _ in readings))
