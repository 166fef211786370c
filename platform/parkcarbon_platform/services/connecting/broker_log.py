"""What the broker says of itself: its log, line by line, as events of clients, kept for an hour.

mosquitto names a client only once it has sent its client id. Who a failed handshake was is told by the
address of the connection that was opened before, where only one was open; with several it stays unknown.
"""

import logging
import re
from collections import deque
from collections.abc import Sequence
from typing import Literal

import msgspec
import redis

log = logging.getLogger(__name__)

KEPT_S = 3600
KEPT_OF_CLIENT, KEPT_OF_UNKNOWN = 20, 100
LISTENING, LISTENING_S = "pc:broker:listening", 15
UNKNOWN = "pc:broker:unknown"
# How long a connection may be open before it says who it is, and a cause stands before its consequence [ms].
OPEN_MS, CAUSE_MS = 20_000, 2_000
LONGEST = 200
# What mosquitto calls a client that gives no id: another name each time, by which nobody asks.
INVENTED = "auto-"

Kind = Literal["connected", "refused", "tls", "plain", "unreadable", "ended", "replaced"]

STAMP = re.compile(r"^(?:\d{4}-\d\d-\d\dT[\d:]+Z?|\d{9,12}): ")
OPENED = re.compile(r"New connection from (\S+) on port \d+")
CONNECTED = re.compile(r"New client connected from (\S+) as (.*) \(p(\d)(.*)\)\.?$")
LOGIN = re.compile(r"u'(.*)'$")
REFUSED = re.compile(r"Client (.*) disconnected, not authorised\.?$")
FAILED = re.compile(r"Client connection from (\S+) failed: (.*?)\.?$")
TLS_ERROR = re.compile(r"OpenSSL Error\[\d+\]: (.*)$")
STRANGER = re.compile(r"(?:Client|Socket error on client) <unknown>,? (.*?)\.?$")
REPLACED = re.compile(r"Client (.*) already connected, closing old connection")
ENDED = re.compile(
    r"Client (.*?) ((?:disconnected|closed its connection|has exceeded timeout|been disconnected).*?)\.?$"
)
PLAIN = ("wrong version number", "http request", "unknown protocol")


class BrokerEvent(msgspec.Struct, frozen=True):
    """Something that happened to a client; `client_id` None: it had not said who it is."""

    time_ms: int
    kind: Kind
    client_id: str | None = None
    address: str | None = None
    login: str | None = None
    detail: str = ""

    @property
    def host(self) -> str | None:
        """The address without its port."""
        return None if self.address is None else self.address.rpartition(":")[0] or self.address


class LogReader:
    """Makes events of lines, in the order in which the broker wrote them."""

    def __init__(self) -> None:
        self._open: deque[tuple[int, str]] = deque(maxlen=1000)
        self._cause: tuple[int, str] | None = None

    def read(self, line: str, now_ms: int) -> BrokerEvent | None:
        """The event of a line; None where it says of nobody what matters here."""
        said = STAMP.sub("", line.strip())[: 5 * LONGEST]
        if found := OPENED.match(said):
            self._open.append((now_ms, found[1]))
            return None
        if found := TLS_ERROR.match(said):
            self._cause = (now_ms, found[1][:LONGEST])
            return None
        if found := CONNECTED.match(said):
            self._close(found[1])
            login = LOGIN.search(found[4])
            version = {"5": "5", "2": "3.1.1", "1": "3.1"}.get(found[3], found[3])
            return BrokerEvent(
                now_ms, "connected", found[2][:LONGEST], found[1], login[1][:LONGEST] if login else None,
                f"MQTT {version}",
            )  # fmt: skip
        return self._ended(said, now_ms)

    def _ended(self, said: str, now_ms: int) -> BrokerEvent | None:
        if found := REFUSED.match(said):
            return BrokerEvent(now_ms, "refused", found[1][:LONGEST], self._only(now_ms))
        if found := FAILED.match(said):
            self._close(found[1])
            kind: Kind = "plain" if any(words in found[2] for words in PLAIN) else "tls"
            return BrokerEvent(now_ms, kind, None, found[1], None, found[2][:LONGEST])
        if found := STRANGER.match(said):
            return self._stranger(found[1], now_ms)
        if found := REPLACED.match(said):
            return BrokerEvent(now_ms, "replaced", found[1][:LONGEST])
        if found := ENDED.match(said):
            return BrokerEvent(now_ms, "ended", found[1][:LONGEST], None, None, found[2][:LONGEST])
        return None

    def _stranger(self, words: str, now_ms: int) -> BrokerEvent | None:
        address, cause = self._only(now_ms), self._cause
        self._cause = None
        if cause is not None and now_ms - cause[0] <= CAUSE_MS:
            kind: Kind = "plain" if any(w in cause[1] for w in PLAIN) else "tls"
            return BrokerEvent(now_ms, kind, None, address, None, cause[1])
        if "rotocol error" in words:
            return BrokerEvent(now_ms, "unreadable", None, address, None, words[:LONGEST])
        return None

    def _close(self, address: str) -> None:
        self._open = deque((o for o in self._open if o[1] != address), maxlen=1000)

    def _only(self, now_ms: int) -> str | None:
        """The address of the connection that is meant, if it is the only one that is open and unnamed."""
        while self._open and now_ms - self._open[0][0] > OPEN_MS:
            self._open.popleft()
        if len(self._open) != 1:
            self._open.clear()
            return None
        return self._open.pop()[1]


# ------------------------------------------------------------------ kept in the cache

_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(BrokerEvent)


def _key(client_id: str) -> str:
    return f"pc:broker:client:{client_id}"


def keep(cache: redis.Redis, events: Sequence[BrokerEvent]) -> None:
    """Keep events by client id, and those of nobody known by themselves."""
    pipeline = cache.pipeline(transaction=False)
    for event in events:
        is_named = event.client_id is not None and not event.client_id.startswith(INVENTED)
        places = [(_key(event.client_id or ""), KEPT_OF_CLIENT)] if is_named else []
        if event.client_id is None or event.kind == "refused":
            places.append((UNKNOWN, KEPT_OF_UNKNOWN))
        for place, count in places:
            pipeline.lpush(place, _encode(event))
            pipeline.ltrim(place, 0, count - 1)
            pipeline.expire(place, KEPT_S)
    pipeline.execute()


def note_listening(cache: redis.Redis) -> None:
    """Say that the broker answers; it holds for `LISTENING_S`."""
    cache.set(LISTENING, 1, ex=LISTENING_S)


def is_listening(cache: redis.Redis) -> bool:
    """Whether the broker answered `control` just now."""
    return bool(cache.exists(LISTENING))


def of_client(cache: redis.Redis, client_id: str) -> list[BrokerEvent]:
    """What happened to a client, the newest first."""
    return _read(cache, _key(client_id))


def of_unknown(cache: redis.Redis) -> list[BrokerEvent]:
    """Who could not log in, the newest first; client ids of which one has logged in are somebody's."""
    found = _read(cache, UNKNOWN)
    names = {event.client_id for event in found if event.client_id is not None}
    known = {name for name in names if any(e.kind == "connected" for e in of_client(cache, name))}
    return [event for event in found if event.client_id not in known]


def _read(cache: redis.Redis, key: str) -> list[BrokerEvent]:
    return [_decoder.decode(found) for found in cache.lrange(key, 0, -1) if isinstance(found, bytes)]
