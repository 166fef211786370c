"""The gate before the log-in: what one address may try, and how much of the server all of them together.

An account rests after some failures (`services.identity`). That does not stop whoever tries one password on
many names; and since each attempt costs 64 MiB and holds a database connection, a few dozen at once would
keep everybody else from the server. Failures are counted in the cache, for all processes together; each
counts for itself besides, which is what is left while the cache does not answer.
"""

import ipaddress
import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import redis
from parkcarbon_platform.errors import TooManyError

log = logging.getLogger("parkcarbon.gate")

FAILURES = 30
WITHIN_S = 600.0
AT_ONCE = 4
PATIENCE_S = 5.0
REMEMBERED = 10_000
KEY = "pc:gate:"
IPV6_NETWORK = 64  # bits: what one customer has all addresses of


class TooManyAttemptsError(TooManyError):
    """An address failed too often, or too many log in at the same time."""

    code = "too_many_attempts"
    remedy = (
        f"Wait up to {WITHIN_S / 60:.0f} minutes, then try again; an administrator can give a new password."
    )


class Gate:
    """Lets log-in attempts through, a few at a time."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seats = threading.BoundedSemaphore(AT_ONCE)
        self._guard = threading.Lock()
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()
        self._cache: redis.Redis | None = None

    def share(self, cache: redis.Redis) -> None:
        """Count together with the other processes of this cache from now on."""
        self._cache = cache

    @contextmanager
    def attempt(self, address: str | None) -> Iterator[None]:
        """Hold a seat while trying; raises TooManyAttemptsError where there is none for this address."""
        if self.is_shut(address):
            raise TooManyAttemptsError("Too many log-ins from this address have failed.")
        if not self._seats.acquire(timeout=PATIENCE_S):
            raise TooManyAttemptsError("Too many people are logging in at this moment.")
        try:
            yield
        finally:
            self._seats.release()

    def is_shut(self, address: str | None) -> bool:
        """Whether the address has failed too often of late."""
        place = network(address)
        with self._guard:
            times = self._failures.get(place, deque())
            is_shut_here = len(times) >= FAILURES and times[0] > self._clock() - WITHIN_S
        return is_shut_here or self._is_shut_elsewhere(place)

    def failed(self, address: str | None) -> None:
        """An attempt failed; success forgives nothing, since whoever attacks may have an account, too."""
        log.warning("a log-in from %s failed", address)
        place = network(address)
        with self._guard:
            times = self._failures.setdefault(place, deque(maxlen=FAILURES))
            times.append(self._clock())
            self._failures.move_to_end(place)
            while len(self._failures) > REMEMBERED:
                self._failures.popitem(last=False)
        self._tell(place)

    def _is_shut_elsewhere(self, place: str) -> bool:
        if self._cache is None:
            return False
        asked = self._cache.pipeline(transaction=False)
        asked.lindex(KEY + place, FAILURES - 1)
        asked.time()
        try:
            oldest, now = asked.execute()
        except redis.RedisError as error:
            log.warning("failures are those of this process alone: %s", error)
            return False
        return oldest is not None and float(oldest) > _seconds(now) - WITHIN_S

    def _tell(self, place: str) -> None:
        if self._cache is None:
            return
        try:
            now = _seconds(self._cache.time())
            told = self._cache.pipeline(transaction=True)
            told.lpush(KEY + place, now)
            told.ltrim(KEY + place, 0, FAILURES - 1)
            told.expire(KEY + place, int(WITHIN_S))
            told.execute()
        except redis.RedisError as error:
            log.warning("a failure is counted by this process alone: %s", error)


def _seconds(time_of_cache: tuple[int, int]) -> float:
    """By the clock of the cache: processes may be on several machines."""
    seconds, microseconds = time_of_cache
    return seconds + microseconds / 1e6


def network(address: str | None) -> str:
    """What counts as one place: an IPv4 address, or an IPv6 network."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return address or ""
    if found.version == 6 and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((int(found), IPV6_NETWORK), strict=False))
    return str(found)
