"""Whether logs are whole, asked by pages: a walk over every event is done seldom, and one at a time."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from parkcarbon_platform.errors import TooManyError
from parkcarbon_platform.services.access import audit
from parkcarbon_platform.services.access.audit import Verified
from parkcarbon_platform.storage.database import Connection

WHOLE_S = 3600.0  # 40,000 events take a second: an hour's reading costs nobody anything


class AuditBusyError(TooManyError):
    """Somebody reads the whole log at this moment."""

    code = "audit_busy"
    remedy = "Wait until that has ended, then try again."


@dataclass(slots=True)
class _Chain:
    """One chain: who reads it, and how far it held."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    known: Verified | None = None
    whole_at_s: float = float("-inf")


class ChainWatch:
    """Of one process. Behind what was computed only new events are; every hour all of them anew."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._chains: dict[int, _Chain] = {}

    @contextmanager
    def turn(self, chain: int) -> Iterator[None]:
        """Read the whole of a chain; nobody else of this process does meanwhile."""
        lock = self._of(chain).turn
        if not lock.acquire(blocking=False):
            raise AuditBusyError("The log is being read as a whole.")
        try:
            yield
        finally:
            lock.release()

    def look(self, connection: Connection, chain: int) -> Verified:
        """How far the chain holds."""
        with self.turn(chain):
            entry, now = self._of(chain), self._clock()
            is_new = entry.known is None or now - entry.whole_at_s >= WHOLE_S
            found = audit.verify(connection, chain, since=None if is_new else entry.known)
            if found.broken_at is not None:
                entry.known = None  # looked at as a whole until it is whole again
            else:
                entry.known = found
                entry.whole_at_s = now if is_new else entry.whole_at_s
            return found

    def _of(self, chain: int) -> _Chain:
        with self._guard:
            return self._chains.setdefault(chain, _Chain())
