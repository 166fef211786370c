"""The last lines of the log, for a look from far away."""

import logging
from collections import deque

KEPT = 400
LONGEST = 400
_lines: deque[str] = deque(maxlen=KEPT)


class Logbook(logging.Handler):
    """Keeps the last lines in memory."""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it, without a traceback."""
        _lines.append(f"{record.levelname} {record.name} {record.getMessage()}"[:LONGEST])


def lines() -> list[str]:
    """The last lines, the oldest first."""
    return list(_lines)
