"""Spans for a collector of OpenTelemetry; nothing at all unless `OTEL_EXPORTER_OTLP_ENDPOINT` is set.

The collector's address, its headers and certificate are the SDK's own variables (`OTEL_EXPORTER_OTLP_…`). Of
`OTEL_TRACES_SAMPLER_ARG` as a share of all traces each process chooses by the trace's id alone, so that a
trace is there whole or not at all. Ids are hexadecimal, as W3C Trace Context has them.
"""

import logging
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span

    from parkcarbon_platform.telemetry.exporting import Exporting

log = logging.getLogger(__name__)

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")
Kind = Literal["internal", "server", "producer", "consumer"]
Fact = str | int | float | bool


class Place(NamedTuple):
    """A span in its trace; of a trace that is only begun the span is empty."""

    trace: str
    span: str = ""

    @property
    def traceparent(self) -> str:
        """As it is handed on."""
        return f"00-{self.trace}-{self.span}-01"


class Opened:
    """A span that is under way; without a collector it takes everything and tells nobody."""

    def __init__(self, span: "Span | None" = None) -> None:
        self._span = span

    def know(self, **facts: Fact) -> None:
        """Add what has become known (`parkcarbon.NAME`)."""
        if self._span is not None:
            self._span.set_attributes({f"parkcarbon.{name}": fact for name, fact in facts.items()})

    def call(self, name: str) -> None:
        """Name it, where its name is known at its end only."""
        if self._span is not None:
            self._span.update_name(name)

    def fail(self, why: str) -> None:
        """It did not end well."""
        if self._span is not None:
            from opentelemetry.trace import StatusCode

            self._span.set_status(StatusCode.ERROR, why)


NOTHING = Opened()
_current: ContextVar[Place | None] = ContextVar("place", default=None)


class _Process:
    """What this process exports by."""

    exporting: "Exporting | None" = None


_process = _Process()


def place_of(traceparent: str | None) -> Place | None:
    """What a `traceparent` names; None where it names nothing."""
    found = _TRACEPARENT.fullmatch(traceparent or "")
    return Place(found[1], found[2]) if found else None


def begin(service: str, exporter: "SpanExporter | None" = None) -> bool:
    """Export spans of this process from now on, if its variables say where to; whether they do."""
    if exporter is None and not os.environ.get(ENDPOINT):
        return False
    try:
        from parkcarbon_platform.telemetry.exporting import Exporting
    except ImportError:
        log.warning("%s is set, but the extra is missing: pip install 'parkcarbon-platform[otel]'", ENDPOINT)
        return False
    try:
        _process.exporting = Exporting(service, exporter)
    except ValueError as error:
        log.warning("no spans are exported; look at the variables OTEL_…: %s", error)
        return False
    return True


def end() -> None:
    """Send what waits, and export no more."""
    if _process.exporting is not None:
        _process.exporting.close()
        _process.exporting = None


@contextmanager
def exported(service: str) -> Iterator[None]:
    """Export while the block runs, if this process's variables say where to."""
    begin(service)
    try:
        yield
    finally:
        end()


def is_on() -> bool:
    """Whether anybody is told."""
    return _process.exporting is not None


def current() -> Place | None:
    """The span that is under way here."""
    return _current.get()


def is_sampled(trace: str) -> bool:
    """Whether a trace is among those that are exported."""
    return _process.exporting is not None and _process.exporting.is_sampled(trace)


@contextmanager
def span(
    name: str,
    *,
    parent: Place | None = None,
    links: Sequence[Place] = (),
    kind: Kind = "internal",
    **facts: Fact,
) -> Iterator[Opened]:
    """A span around the block, within `parent` or what is under way; an error is noted, and goes on."""
    exporting = _process.exporting
    if exporting is None:
        yield NOTHING
        return
    made = exporting.start(name, parent or _current.get(), links, kind, facts)
    token = _current.set(exporting.place(made))
    try:
        yield Opened(made)
    except BaseException as error:
        made.record_exception(error)
        Opened(made).fail(f"{type(error).__name__}: {error}"[:200])
        raise
    finally:
        _current.reset(token)
        made.end()


def record(
    name: str,
    began_ns: int,
    ended_ns: int,
    *,
    place: Place | None = None,
    parent: Place | None = None,
    links: Sequence[Place] = (),
    kind: Kind = "internal",
    **facts: Fact,
) -> None:
    """A span that is over, between two times [ns since the epoch]; at a `place` where one is given."""
    if (exporting := _process.exporting) is not None:
        made = exporting.start(name, parent, links, kind, facts, began_ns=began_ns, place=place)
        made.end(ended_ns)
