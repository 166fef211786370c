"""Commands of the platform: looks at sources, each in a thread of its own, away from collection.

A look that hangs costs its thread and nothing else: the agent waits for no more than its time and answers
that it took too long. Commands only look; none changes what is collected.
"""

import asyncio
import concurrent.futures
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping
from importlib import import_module
from typing import Any, NamedTuple

import msgspec

from parkcarbon_edge import wire
from parkcarbon_edge.connectors.base import now_ms
from parkcarbon_edge.desired import Desired
from parkcarbon_edge.errors import EdgeError, code_of

log = logging.getLogger(__name__)

AT_ONCE = 4  # threads, those that hang included
REMEMBERED = 1000  # commands that are not run a second time
END_S = 2.0


class Facts(NamedTuple):
    """What looks may need to know of the edge: its configuration, and its state as JSON."""

    desired: Desired
    state: bytes


class Entry(NamedTuple):
    """A function of `looks` and how long it may take [s]; it is given the facts and its arguments."""

    function: str
    timeout_s: float


Look = Callable[[Facts, dict[str, Any]], Coroutine[Any, Any, object]]

# kind → what answers it.
TABLE: Mapping[str, Entry] = {
    "discover": Entry("discover", 40.0),
    "browse": Entry("browse", 120.0),
    "decode": Entry("decode", 60.0),
    "test": Entry("test", 60.0),
    "read": Entry("read", 30.0),
    "diagnose": Entry("diagnose", 20.0),
    "configuration": Entry("configuration", 10.0),
}


class Work:
    """One look in a thread and event loop of its own."""

    def __init__(self, name: str, look: Callable[[], Coroutine[Any, Any, object]]) -> None:
        self.future: concurrent.futures.Future[object] = concurrent.futures.Future()
        self._look = look
        self._task: asyncio.Task[object] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.thread = threading.Thread(target=self._run, name=name, daemon=True)

    def _run(self) -> None:
        self.future.set_running_or_notify_cancel()
        try:
            self.future.set_result(asyncio.run(self._main()))
        except BaseException as error:  # the thread must not end without an answer
            self.future.set_exception(error)

    async def _main(self) -> object:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.create_task(self._look())
        return await self._task

    def cancel(self) -> None:
        """Ask it to end; one that hangs does not hear it."""
        loop, task = self._loop, self._task
        if loop is not None and task is not None:
            try:
                loop.call_soon_threadsafe(task.cancel)
            except RuntimeError:
                log.debug("%s has ended already", self.thread.name)


class Desk:
    """Takes commands, runs each once, and answers."""

    def __init__(
        self,
        facts: Callable[[], Facts],
        reply: Callable[[wire.Reply], None],
        table: Mapping[str, Entry] = TABLE,
        looks: str = "parkcarbon_edge.looks",
    ) -> None:
        self._facts, self._reply, self._table, self._looks = facts, reply, table, looks
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._works: set[Work] = set()

    def take(self, payload: bytes) -> None:
        """A command came; returns at once."""
        try:
            command = wire.decode_command(payload)
        except msgspec.DecodeError as error:
            log.warning("a command cannot be read: %s", error)
            return
        if command.id in self._seen:
            return
        self._seen[command.id] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        refusal = self._refusal(command)
        if refusal is not None:
            self._reply(wire.Reply(id=command.id, ok=False, error=refusal))
            return
        task = asyncio.create_task(self._answer(command), name=f"command {command.kind}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _refusal(self, command: wire.Command) -> wire.Fault | None:
        late_s = (now_ms() - command.expires_ms) / 1000
        self._works = {work for work in self._works if work.thread.is_alive()}
        if late_s > 0:
            return wire.Fault(
                code="expired", message=f"By this edge's clock the command expired {late_s:.0f} s ago.",
                remedy="Try again; if it happens again, set the clocks of both machines.",
            )  # fmt: skip
        if command.kind not in self._table:
            return wire.Fault(
                code="unknown_kind", message=f"This edge does not know the command '{command.kind}'.",
                remedy="Install a newer version of the edge.",
            )  # fmt: skip
        if max(len(self._works), len(self._tasks)) >= AT_ONCE:  # a task begins its work a little later
            return wire.Fault(
                code="busy", message=f"{AT_ONCE} commands are running.", remedy="Try again in a minute."
            )
        return None

    async def _answer(self, command: wire.Command) -> None:
        entry = self._table[command.kind]
        facts = self._facts()

        async def look() -> object:
            function: Look = getattr(import_module(self._looks), entry.function)
            return await function(facts, command.args)

        work = Work(f"command {command.kind}", look)
        self._works.add(work)
        work.thread.start()
        try:
            async with asyncio.timeout(entry.timeout_s):
                result = await asyncio.shield(asyncio.wrap_future(work.future))
            reply = _answered(command, result)
        except TimeoutError:
            reply = _failed(
                command,
                "timeout",
                f"No answer within {entry.timeout_s:g} s.",
                "See whether the source answers.",
            )
        except EdgeError as error:
            words = wire.words_of(error.said())
            fault = wire.Fault(code=code_of(error), message=error.problem, remedy=error.remedy, words=words)
            reply = wire.Reply(id=command.id, ok=False, error=fault)
        except Exception as error:
            log.warning("command %s: %s: %s", command.kind, type(error).__name__, error)
            reply = _failed(command, "failed", f"{type(error).__name__}: {error}"[:2000], "")
        finally:
            work.cancel()
        self._reply(reply)

    async def close(self) -> None:
        """Answer no more."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for work in self._works:
            await asyncio.to_thread(work.thread.join, END_S)


def _failed(command: wire.Command, code: str, message: str, remedy: str) -> wire.Reply:
    return wire.Reply(id=command.id, ok=False, error=wire.Fault(code=code, message=message, remedy=remedy))


def _answered(command: wire.Command, result: object) -> wire.Reply:
    reply = wire.Reply(id=command.id, ok=True, result=result)
    size = len(wire.encode(reply))
    if size <= wire.MAX_REPLY_BYTES:
        return reply
    return _failed(
        command,
        "too_large",
        f"The answer has {size} bytes, more than {wire.MAX_REPLY_BYTES}.",
        "Ask for less.",
    )
