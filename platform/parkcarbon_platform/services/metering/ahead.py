"""What is stored is read while what was read before is computed: on connections and threads of its own.

Only whoever holds the park's lock writes quarter hours and hours of the ledger, so that what another
connection sees once the lock is held is what the first one would read, as long as that one has written none
itself.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

from parkcarbon_platform.storage import invalidations
from parkcarbon_platform.storage.database import Connection, Database

READERS = 2
Found = TypeVar("Found")


class Ahead:
    """Reads in the background, what was asked for first first."""

    def __init__(self, database: Database, park_id: int) -> None:
        self._database = database
        self._park_id = park_id
        self._threads = ThreadPoolExecutor(READERS, "read-ahead")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=True)

    def read(self, wanted: Callable[[Connection], Found]) -> Future[Found]:
        """Begin to read."""
        return self._threads.submit(self._read, wanted)

    def now(self, wanted: Callable[[Connection], Found]) -> Found:
        """Read on another connection at once: what others have committed, and nothing of the caller's."""
        return self._read(wanted)

    def _read(self, wanted: Callable[[Connection], Found]) -> Found:
        with self._database.tenant(self._park_id) as connection:
            invalidations.read_largely(connection)
            return wanted(connection)
