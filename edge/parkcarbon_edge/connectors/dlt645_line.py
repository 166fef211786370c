"""Questions to DL/T 645 meters. An answer counts only from the meter, and of the item, that was asked."""

import asyncio

from parkcarbon_edge import dlt645
from parkcarbon_edge.connectors.line import ByteLine
from parkcarbon_edge.dlt645 import Frame, Item
from parkcarbon_edge.fieldbus import Dlt645Settings
from parkcarbon_edge.words import Said


class NoAnswerError(Exception):
    """The meter did not answer in time."""


class RefusedError(Exception):
    """The meter answered that it cannot: `errors` is its error word."""

    def __init__(self, errors: int) -> None:
        super().__init__(f"error word {errors:02X}")
        self.errors = errors


class Questions:
    """One question at a time: who asks holds `turn`."""

    def __init__(self, line: ByteLine, settings: Dlt645Settings) -> None:
        self._line, self._settings = line, settings
        self.turn = asyncio.Lock()

    async def read(self, meter: str, item: Item) -> bytes:
        """The bytes of an item; raises `NoAnswerError`, `RefusedError` or `ConnectionError`."""
        address = meter.upper().rjust(12, "0")
        question = dlt645.read_request(address, item.identifier)
        self._line.drop()
        await self._line.send(dlt645.encode(question, self._settings.wake_bytes))
        try:
            async with asyncio.timeout(self._settings.timeout_s):
                return await self._answer(question)
        except TimeoutError as error:
            raise NoAnswerError(Said("no answer in time", "no_answer")) from error
        finally:
            if self._settings.pause_s:
                await asyncio.sleep(self._settings.pause_s)

    async def _answer(self, question: Frame) -> bytes:
        parser = dlt645.Parser()
        while True:
            for frame in parser.feed(await self._line.receive()):
                found = answer_to(question, frame)
                if found is not None:
                    return found


def answer_to(question: Frame, frame: Frame) -> bytes | None:
    """The item's bytes where this frame answers the question, else None; raises `RefusedError`.

    An echo of the question, other meters and items asked for earlier answer nothing.
    """
    if question.address not in (frame.address, dlt645.WILDCARD):
        return None
    reply = question.control | dlt645.REPLY
    if frame.control == reply | dlt645.FAILED:
        raise RefusedError(frame.data[0] if frame.data else 0)
    if frame.control not in (reply, reply | dlt645.MORE) or frame.data[:4] != question.data[:4]:
        return None
    return frame.data[4:]
