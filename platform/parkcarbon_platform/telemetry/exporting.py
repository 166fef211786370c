"""The SDK of OpenTelemetry as the platform uses it: ids of one's own, a choice by the trace's id."""

import os
from collections.abc import Mapping, Sequence
from contextvars import ContextVar

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import Decision, TraceIdRatioBased
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    Span,
    SpanContext,
    SpanKind,
    TraceFlags,
    set_span_in_context,
)

from parkcarbon_platform.telemetry.tracing import Fact, Kind, Place

KINDS: dict[Kind, SpanKind] = {
    "internal": SpanKind.INTERNAL, "server": SpanKind.SERVER,
    "producer": SpanKind.PRODUCER, "consumer": SpanKind.CONSUMER,
}  # fmt: skip
FLUSH_MS = 3_000
NOWHERE = Place("")


_given: ContextVar[Place] = ContextVar("given", default=NOWHERE)


class _Ids(RandomIdGenerator):
    """Random ids, but for those that the next span is given."""

    def generate_trace_id(self) -> int:
        trace = _given.get().trace
        return int(trace, 16) if trace else super().generate_trace_id()

    def generate_span_id(self) -> int:
        span = _given.get().span
        return int(span, 16) if span else super().generate_span_id()


def _context(place: Place) -> SpanContext:
    return SpanContext(
        int(place.trace, 16), int(place.span, 16), is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED)
    )


class Exporting:
    """Sends the spans of one process in the background."""

    def __init__(self, service: str, exporter: SpanExporter | None = None) -> None:
        self._sampler = TraceIdRatioBased(float(os.environ.get("OTEL_TRACES_SAMPLER_ARG") or 1))
        resource = Resource.create({"service.name": service, "service.namespace": "parkcarbon"})
        self._provider = TracerProvider(self._sampler, resource, shutdown_on_exit=False, id_generator=_Ids())
        self._provider.add_span_processor(BatchSpanProcessor(exporter or OTLPSpanExporter()))

    def is_sampled(self, trace: str) -> bool:
        """Whether a trace is among those that are chosen."""
        found = self._sampler.should_sample(None, int(trace, 16), "")
        return found.decision is Decision.RECORD_AND_SAMPLE

    def start(
        self,
        name: str,
        parent: Place | None,
        links: Sequence[Place],
        kind: Kind,
        facts: Mapping[str, Fact],
        *,
        began_ns: int | None = None,
        place: Place | None = None,
    ) -> Span:
        """A span that has begun; its trace is the parent's also where the parent is no span."""
        around, given = Context(), place or NOWHERE
        if parent is not None and parent.span:
            around = set_span_in_context(NonRecordingSpan(_context(parent)), around)
        elif parent is not None and place is None:
            given = parent
        token = _given.set(given)
        try:
            return self._provider.get_tracer("parkcarbon").start_span(
                name, around, KINDS[kind], {f"parkcarbon.{key}": fact for key, fact in facts.items()},
                [Link(_context(link)) for link in links], began_ns,
            )  # fmt: skip
        finally:
            _given.reset(token)

    @staticmethod
    def place(span: Span) -> Place:
        """Where a span is."""
        context = span.get_span_context()
        return Place(f"{context.trace_id:032x}", f"{context.span_id:016x}")

    def close(self) -> None:
        """Send what waits, for a moment; a collector that does not answer holds no process."""
        self._provider.force_flush(FLUSH_MS)
