"""Log lines with the trace they belong to: for people, or as JSON for a store of logs."""

import json
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from parkcarbon_platform.telemetry import tracing

Form = Literal["text", "json"]
TEXT = "%(asctime)s %(levelname)s %(name)s [%(trace_id)s] %(message)s"
NO_TRACE = "-"


def _trace_id() -> str:
    place = tracing.current()
    return NO_TRACE if place is None else place.trace


class TraceFilter(logging.Filter):
    """Adds `trace_id` to log records."""

    def __init__(self, trace_id: Callable[[], str] = _trace_id) -> None:
        super().__init__()
        self._trace_id = trace_id

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass."""
        record.trace_id = self._trace_id()
        return True


class JsonFormatter(logging.Formatter):
    """One object a line; keys as in the text, with the span and the traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if (trace := getattr(record, "trace_id", NO_TRACE)) != NO_TRACE:
            told["trace_id"] = trace
        if (place := tracing.current()) is not None:
            told["span_id"] = place.span
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def handler(form: Form, trace_id: Callable[[], str] = _trace_id) -> logging.Handler:
    """Writes to stderr."""
    made = logging.StreamHandler(sys.stderr)
    made.addFilter(TraceFilter(trace_id))
    made.setFormatter(JsonFormatter() if form == "json" else logging.Formatter(TEXT))
    return made


def configure(level: str, form: Form, trace_id: Callable[[], str] = _trace_id) -> None:
    """Have this process log so."""
    logging.basicConfig(level=level, handlers=[handler(form, trace_id)])
