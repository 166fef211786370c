"""The gate before the log-in: what one address may try, and how much of the server all of them together.

An account rests after some failures (`services.identity`). That does not stop whoever tries one password on
many names; and since each attempt costs 64 MiB and holds a database connection, a few dozen at once would
keep everybody else from the server. Counts are those of one process, and bounded.
"""

import ipaddress
import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from parkcarbon_platform.errors import TooManyError

log = logging.getLogger("parkcarbon.gate")

FAILURES = 30
WITHIN_S = 600.0
AT_ONCE = 4
PATIENCE_S = 5.0
REMEMBERED = 10_000
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
        with self._guard:
            times = self._failures.get(network(address), deque())
            return len(times) >= FAILURES and times[0] > self._clock() - WITHIN_S

    def failed(self, address: str | None) -> None:
        """An attempt failed; success forgives nothing, since whoever attacks may have an account, too."""
        log.warning("a log-in from %s failed", address)
        with self._guard:
            times = self._failures.setdefault(network(address), deque(maxlen=FAILURES))
            times.append(self._clock())
            self._failures.move_to_end(network(address))
            while len(self._failures) > REMEMBERED:
                self._failures.popitem(last=False)


def network(address: str | None) -> str:
    """What counts as one place: an IPv4 address, or an IPv6 network."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return address or ""
    if found.version == 6 and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((int(found), IPV6_NETWORK), strict=False))
    return str(found)
