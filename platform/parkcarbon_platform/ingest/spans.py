"""Spans of what a commit has stored: for each batch decoding and storing, in the batch's own trace."""

from collections.abc import Sequence

from parkcarbon_edge import wire

from parkcarbon_platform.ingest.core import Message
from parkcarbon_platform.storage.batches import trace_of_delivery
from parkcarbon_platform.storage.delivery import Delivery, Result
from parkcarbon_platform.telemetry import tracing
from parkcarbon_platform.telemetry.tracing import Place


def tell(
    messages: Sequence[Message], deliveries: Sequence[Delivery], result: Result, decoded_ns: Sequence[int],
    stored_ns: int,
) -> None:  # fmt: skip
    """Tell of each batch of a commit.

    `decoded_ns` is when the first was begun and when each was decoded [ns since the epoch]; then all were
    stored together, until `stored_ns`.
    """
    for number, (message, delivery) in enumerate(zip(messages, deliveries, strict=True)):
        trace = trace_of_delivery(delivery)
        if trace is None or not tracing.is_sampled(trace.trace):
            continue
        parent, links = _around(tracing.place_of(message.traceparent), trace)
        place = Place(trace.trace, trace.stored)
        tracing.record(
            "ingest", round(message.received_at.timestamp() * 1e9), stored_ns,
            place=place, parent=parent, links=links, kind="consumer",
            topic=message.topic, outcome=result.outcomes[number].value, readings=len(delivery.readings),
            quarantined=len(delivery.quarantined), bytes=len(message.payload),
        )  # fmt: skip
        tracing.record("decode and resolve", decoded_ns[number], decoded_ns[number + 1], parent=place)
        tracing.record("commit", decoded_ns[-1], stored_ns, parent=place, messages=len(messages))


def _around(told: Place | None, trace: wire.Trace) -> tuple[Place | None, list[Place]]:
    """Parent and links: what was told is the parent where it is of the batch's own trace."""
    if told is None:
        return None, []
    return (told, []) if told.trace == trace.trace else (None, [told])
