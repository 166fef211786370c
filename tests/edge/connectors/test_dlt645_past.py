"""Daily freezes: what a meter has stored becomes readings of its own midnights."""

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from msgspec import structs
from parkcarbon_edge.connectors.base import now_ms
from parkcarbon_edge.connectors.dlt645_past import Dlt645History
from parkcarbon_edge.dlt645 import ITEMS, Frame, Parser, bcd, encode
from parkcarbon_edge.fieldbus import Dlt645Point, Dlt645Settings

from tests.support import lines
from tests.support.sink import ListSink

SHANGHAI = timedelta(hours=8)


class Memory:
    """A meter with so many daily freezes, of which block and time are asked for one by one.

    Items as DL/T 645-2007 table A.6 has them: 05 06 00 nn the time, 05 06 01 nn the import block.
    """

    def __init__(self, days: int) -> None:
        midnight = (datetime.now(UTC) + SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
        self.times = [midnight - timedelta(days=day) for day in range(days)]
        self.silent_for = 1
        self.questions, self.midnight_at = 0, 0  # the question before which the next freeze comes

    def time(self, number: int) -> datetime:
        return self.times[0] + timedelta(days=1 - number)

    def total(self, number: int) -> Decimal:
        return Decimal("5000.50") - 10 * number

    def tariff(self, number: int) -> Decimal:
        return self.total(number) / 2

    def reply(self, question: Frame) -> bytes | None:
        if self.silent_for:
            self.silent_for -= 1
            return None
        self.questions += 1
        item = int.from_bytes(question.data, "little")
        number = (item & 0xFF) - (0 < self.midnight_at <= self.questions)
        if number > len(self.times) or item >> 8 not in (0x050600, 0x050601):
            return encode(Frame(question.address, 0xD1, b"\x02"))
        if item >> 8 == 0x050600:
            content = bytes.fromhex(self.time(number).strftime("%y%m%d%H%M"))[::-1]
        else:
            content = bcd(self.total(number), ITEMS["import"]) + bcd(self.tariff(number), ITEMS["import"])
        return encode(Frame(question.address, 0x91, question.data + content))

    async def answer(self, heard: bytes, writer: asyncio.StreamWriter) -> None:
        for question in Parser().feed(heard):
            said = self.reply(question)
            if said is not None:
                writer.write(said)


def settings(port: int, days: int) -> Dlt645Settings:
    points = [
        Dlt645Point(key="total", meter="1", item="import"),
        Dlt645Point(key="tariff", meter="1", item="import_t1"),
        Dlt645Point(key="second", meter="1", item="import_t2"),
        Dlt645Point(key="power", meter="1", item="power"),
    ]
    return Dlt645Settings(
        name="past", endpoint=f"tcp://127.0.0.1:{port}", mode="history", history_days=days, timeout_s=0.5,
        point=points,
    )  # fmt: skip


async def test_each_midnights_register_is_read_once() -> None:
    meter, sink = Memory(days=6), ListSink()
    async with lines.server(meter.answer) as port:
        await asyncio.wait_for(Dlt645History(settings(port, 30), sink).run(), 120)
        before = list(sink.readings)
        await asyncio.wait_for(Dlt645History(settings(port, 30), sink).run(), 120)
    assert sink.readings == before, "a second run has nothing to do"
    expected = []
    for number, time in enumerate(meter.times, 1):
        time_ms = round((time - SHANGHAI).timestamp() * 1000)
        expected.append(("total", time_ms, float(meter.total(number)), 0))
        expected.append(("tariff", time_ms, float(meter.tariff(number)), 0))
    assert sink.readings == expected


async def test_points_that_are_added_when_it_was_done_get_their_past() -> None:
    meter, sink = Memory(days=3), ListSink(progress={"1": 1_790_000_000_000})
    async with lines.server(meter.answer) as port:
        wanted = settings(port, 30)
        first = structs.replace(wanted, point=wanted.point[:1])
        await asyncio.wait_for(Dlt645History(first, sink).run(), 120)
        assert sink.readings == []
        await asyncio.wait_for(Dlt645History(wanted, sink).run(), 120)
        assert [key for key, *_ in sink.readings] == ["tariff"] * 3
        await asyncio.wait_for(Dlt645History(wanted, sink).run(), 120)
    assert len(sink.readings) == 3


async def test_no_more_days_are_read_than_were_asked_for() -> None:
    meter, sink = Memory(days=62), ListSink()
    async with lines.server(meter.answer) as port:
        await asyncio.wait_for(Dlt645History(settings(port, 3), sink).run(), 120)
    times = {time_ms for _, time_ms, _, _ in sink.readings}
    assert len(times) == 3
    assert min(times) > now_ms() - 4 * 86_400_000


async def test_a_freeze_that_comes_meanwhile_gives_no_midnight_the_register_of_another() -> None:
    for midnight_at in range(2, 14):
        meter, sink = Memory(days=3), ListSink()
        meter.silent_for, meter.midnight_at = 0, midnight_at
        async with lines.server(meter.answer) as port:
            await asyncio.wait_for(Dlt645History(settings(port, 30), sink).run(), 120)
        expected = {
            (key, round((meter.time(number) - SHANGHAI).timestamp() * 1000), float(value(number)), 0)
            for number in (1, 2, 3)
            for key, value in (("total", meter.total), ("tariff", meter.tariff))
        }
        assert set(sink.readings) == expected
