"""Live frames to browsers: one Redis subscription a process, shared bytes, latest wins.

A stream waits on its channel's future; a frame resolves it for all streams at once. A slow client misses
frames and then gets the newest: nothing is queued for anybody. (1,000 clients: see benchmarks/sse.)
Between frames it is told that settled figures of its park have changed; which, it asks for itself.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import redis.asyncio as redis
from parkcarbon_platform.errors import TooManyError
from parkcarbon_platform.services.live import frames
from parkcarbon_platform.telemetry import figures
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

log = logging.getLogger("parkcarbon.sse")

RETRY = b"retry: 2000\n\n"
PING = b": ping\n\n"
SETTLED = "pc:settled:"
PING_S = 15.0
RECHECK_S = 60.0
RECONNECT_S = 0.5


class TooManyStreamsError(TooManyError):
    """One person has as many streams as they may."""

    code = "too_many_streams"
    remedy = "Close pages that show the park live, then load this one again."


Key = tuple[int, str]
StillAllowed = Callable[[], Awaitable[bool]]


def encode(frame: bytes | str) -> bytes:
    """One event; frames are JSON without line breaks."""
    if isinstance(frame, str):
        frame = frame.encode()
    return b"event: frame\ndata: " + frame + b"\n\n"


def settled(times: int) -> bytes:
    """The event that settled figures have changed; EventSource drops events without data."""
    return b"event: settled\ndata: %d\n\n" % times


@dataclass(slots=True)
class Channel:
    """One audience's streams: the newest events, and the future that the next will resolve."""

    latest: bytes | None = None
    told: bytes | None = None
    streams: int = 0
    sent_at: float = 0.0
    next: "asyncio.Future[bytes]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def push(self, chunk: bytes) -> None:
        """Wake every stream with the same bytes."""
        waiting = self.next
        self.next = waiting.get_loop().create_future()
        self.sent_at = time.monotonic()
        waiting.set_result(chunk)


class Hub:
    """The process's subscription and its channels."""

    def __init__(self, redis_url: str, *, streams_per_person: int) -> None:
        self.redis_url = redis_url
        self.streams_per_person = streams_per_person
        self.channels: dict[Key, Channel] = {}
        self.by_person: Counter[int] = Counter()
        self._told = 0
        self._changed = asyncio.Event()
        self._closing = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._client: redis.Redis | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def start(self) -> None:
        """Begin to listen."""
        self._loop = asyncio.get_running_loop()
        self._client = redis.Redis.from_url(self.redis_url, socket_connect_timeout=2)
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._keep_alive())]

    def close(self) -> None:
        """End every stream, from any thread: the clients connect again, perhaps to another process."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._close)

    def _close(self) -> None:
        self._closing.set()
        for channel in self.channels.values():
            channel.push(b"")

    async def stop(self) -> None:
        """Stop listening."""
        self._close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()

    def stream(
        self, park_id: int, audience: str, person: int, still_allowed: StillAllowed
    ) -> AsyncGenerator[bytes, None]:
        """The events of one client, until it is no longer allowed or the server stops."""
        self.check(person)
        return self._stream((park_id, audience), person, still_allowed)

    def check(self, person: int) -> None:
        """Raises TooManyStreamsError where a person has as many streams as they may."""
        if self.by_person[person] >= self.streams_per_person:
            raise TooManyStreamsError(f"You have {self.streams_per_person} streams already.")

    @contextmanager
    def counted(self, person: int) -> Iterator[None]:
        """A stream of a person that is not of frames, while it lasts."""
        self.by_person[person] += 1
        figures.STREAMS.inc()
        try:
            yield
        finally:
            self._gone(person)

    async def closes_within(self, seconds: float) -> bool:
        """Whether the server stops meanwhile [s]."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        return self._closing.is_set()

    async def _stream(
        self, key: Key, person: int, still_allowed: StillAllowed
    ) -> AsyncGenerator[bytes, None]:
        channel = self._join(key, person)
        recheck_at = time.monotonic() + RECHECK_S
        try:
            yield RETRY
            if channel.latest is None:
                channel.latest = await self._stored(key)
            seen, heard = None, channel.told
            while not self._closing.is_set():
                if channel.told is not heard:
                    chunk = heard = channel.told
                elif channel.latest is not seen:
                    chunk = seen = channel.latest
                else:
                    chunk = await channel.next
                    seen = chunk if chunk is channel.latest else seen
                    heard = chunk if chunk is channel.told else heard
                if chunk:
                    yield chunk
                if time.monotonic() >= recheck_at:
                    if not await still_allowed():
                        return
                    recheck_at = time.monotonic() + RECHECK_S
        finally:
            self._leave(key, person)

    def _join(self, key: Key, person: int) -> Channel:
        self.by_person[person] += 1
        figures.STREAMS.inc()
        channel = self.channels.get(key)
        if channel is None:
            channel = self.channels[key] = Channel(sent_at=time.monotonic())
            self._changed.set()
        channel.streams += 1
        return channel

    def _gone(self, person: int) -> None:
        self.by_person[person] -= 1
        figures.STREAMS.dec()
        if not self.by_person[person]:
            del self.by_person[person]

    def _leave(self, key: Key, person: int) -> None:
        self._gone(person)
        channel = self.channels[key]
        channel.streams -= 1
        if not channel.streams:
            del self.channels[key]
            self._changed.set()

    async def _stored(self, key: Key) -> bytes | None:
        assert self._client is not None
        try:
            frame = await self._client.get(frames.frame_key(*key))
        except (RedisError, OSError):
            return None
        return None if frame is None else encode(frame)

    async def _listen(self) -> None:
        while True:
            assert self._client is not None
            try:
                async with self._client.pubsub(ignore_subscribe_messages=True) as pubsub:
                    await self._receive(pubsub)
            except (RedisError, OSError) as error:
                log.warning("cache: %s; trying again", error)
            await asyncio.sleep(RECONNECT_S)

    async def _receive(self, pubsub: PubSub) -> None:
        known: set[bytes] = set()
        while True:
            self._changed.clear()
            frame_of = {frames.frame_key(*key).encode(): key for key in self.channels}
            settled_of = {f"{SETTLED}{park}".encode(): park for park, _ in self.channels}
            wanted = frame_of.keys() | settled_of.keys()
            if gone := known - wanted:
                await pubsub.unsubscribe(*gone)
            if new := wanted - known:
                await pubsub.subscribe(*new)
            known = wanted
            if not known:
                await self._changed.wait()
                continue
            while not self._changed.is_set():
                message = await pubsub.get_message(timeout=0.2)
                if message is None:
                    continue
                if (park := settled_of.get(message["channel"])) is not None:
                    self._tell(park)
                elif (key := frame_of.get(message["channel"])) in self.channels:
                    self._push(key, message["data"])

    def _tell(self, park_id: int) -> None:
        self._told += 1
        chunk = settled(self._told)
        for (park, _), channel in self.channels.items():
            if park == park_id:
                channel.told = chunk
                channel.push(chunk)

    def _push(self, key: Key, frame: bytes) -> None:
        channel = self.channels[key]
        channel.latest = encode(frame)
        channel.push(channel.latest)

    async def _keep_alive(self) -> None:
        while True:
            try:
                await self._say_watched()
            except (RedisError, OSError) as error:
                log.debug("cache: %s", error)
            for channel in self.channels.values():
                if time.monotonic() - channel.sent_at >= PING_S:
                    channel.push(PING)
            await asyncio.sleep(1.0)

    async def _say_watched(self) -> None:
        assert self._client is not None
        if not self.channels:
            return
        pipeline = self._client.pipeline(transaction=False)
        for key in self.channels:
            pipeline.set(frames.watch_key(*key), 1, ex=frames.WATCH_SECONDS)
        await pipeline.execute()


class EventStream(StreamingResponse):
    """A stream of events; a client that goes away is nothing to report."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncGenerator[bytes, None]) -> None:
        self.events = events
        super().__init__(events, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send events until the client goes away or the stream ends."""
        try:
            await super().__call__(scope, receive, send)
        except ClientDisconnect:
            log.debug("client went away")
        finally:
            await self.events.aclose()
