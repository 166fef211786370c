"""Spans of an edge's batches for a collector of OpenTelemetry.

Off unless `OTEL_EXPORTER_OTLP_ENDPOINT` is set and the extra `otel` is installed. The `traceparent` of a
batch needs neither: it is the batch's own (`wire.traceparent`).
"""

import logging
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from parkcarbon_edge import wire

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

log = logging.getLogger(__name__)

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
# Not more than what is in flight, and what a lost connection left behind.
KEPT = 1_000
FLUSH_MS = 2_000


class Ended(Protocol):
    """Takes a span that has ended: its ids, its begin [ns since the epoch], and what is known of it."""

    def __call__(self, trace: wire.Trace, began_ns: int, spool: str, seq: int) -> None:
        """Hand it on."""


class Batches:
    """Remembers when each batch was sent first; its span ends once the platform has committed it."""

    def __init__(self, ended: Ended, flush: Callable[[], object]) -> None:
        self._ended, self._flush = ended, flush
        self._sent: dict[tuple[str, int], int] = {}

    def sent(self, spool: str, seq: int) -> None:
        """A batch left; again, perhaps."""
        self._sent.setdefault((spool, seq), time.time_ns())
        if len(self._sent) > KEPT:
            del self._sent[next(iter(self._sent))]

    def committed(self, spool: str, upto: int) -> None:
        """The platform has committed all of this spool up to here."""
        for key in [key for key in self._sent if key[0] == spool and key[1] <= upto]:
            self._ended(wire.trace_of(*key), self._sent.pop(key), *key)

    def close(self) -> None:
        """Send what waits; a collector that does not answer holds nobody for long."""
        self._flush()


def recorder(address: wire.Address) -> Batches | None:
    """Where spans go by this process's variables; None: nowhere."""
    if not os.environ.get(ENDPOINT):
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError:
        log.warning("%s is set, but the extra is missing: pip install 'parkcarbon-edge[otel]'", ENDPOINT)
        return None
    try:
        return exporting(address, OTLPSpanExporter())
    except ValueError as error:
        log.warning("no spans are exported; look at the variables OTEL_…: %s", error)
        return None


def exporting(address: wire.Address, exporter: "SpanExporter") -> Batches:
    """Spans with the ids that their batches have, sent in the background."""
    from opentelemetry.context import Context
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.id_generator import IdGenerator
    from opentelemetry.sdk.trace.sampling import TraceIdRatioBased
    from opentelemetry.trace import SpanKind

    class Given(IdGenerator):
        """The ids of the batch."""

        trace = wire.trace_of()

        def generate_span_id(self) -> int:
            return int(self.trace.sent, 16)

        def generate_trace_id(self) -> int:
            return int(self.trace.trace, 16)

    ids = Given()
    resource = Resource.create(
        {"service.name": "parkcarbon-edge", "parkcarbon.park": address.park, "parkcarbon.edge": address.edge}
    )
    # By the trace's id alone, so that edge and platform choose the same ones.
    sampler = TraceIdRatioBased(float(os.environ.get("OTEL_TRACES_SAMPLER_ARG") or 1))
    provider = TracerProvider(sampler, resource, id_generator=ids, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    tracer = provider.get_tracer("parkcarbon_edge")

    def ended(trace: wire.Trace, began_ns: int, spool: str, seq: int) -> None:
        ids.trace = trace
        known: dict[str, str | int] = {"parkcarbon.spool": spool, "parkcarbon.seq": seq}
        tracer.start_span("batch", Context(), SpanKind.PRODUCER, known, start_time=began_ns).end()

    return Batches(ended, lambda: provider.force_flush(FLUSH_MS))
