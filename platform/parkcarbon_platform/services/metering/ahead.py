"""What is stored is read while what replaces it is computed: a second connection, and a thread that waits.

Only whoever holds the park's lock writes quarter hours, so that what the second connection sees once the
lock is held is what the first one would read, as long as that one has written none itself.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from parkcarbon_platform.storage import intervals as storage
from parkcarbon_platform.storage import invalidations
from parkcarbon_platform.storage.database import Database
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.quarter_hours import QuarterHours


class Ahead:
    """Reads the stored quarter hours of one slice after the other."""

    def __init__(self, database: Database, park_id: int) -> None:
        self._database = database
        self._park_id = park_id
        self._thread = ThreadPoolExecutor(1, "settle-ahead")
        self._found: Future[QuarterHours] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown()

    def begin(self, windows: Sequence[Range]) -> None:
        """Begin to read these windows."""
        self._found = self._thread.submit(self._read, list(windows))

    def existing(self) -> QuarterHours:
        """What `storage.intervals.existing` gives of the windows that were begun last."""
        assert self._found is not None
        found, self._found = self._found, None
        return found.result()

    def _read(self, windows: list[Range]) -> QuarterHours:
        with self._database.tenant(self._park_id) as connection:
            invalidations.read_largely(connection)
            return storage.existing(connection, windows)
