"""Batches by what they are known by in traces."""

from collections.abc import Sequence
from datetime import datetime

from parkcarbon_edge import wire

from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.delivery import Delivery


def trace_of_delivery(delivery: Delivery) -> wire.Trace | None:
    """The trace of a batch, or of a bare device's message; None where it is neither."""
    if delivery.envelope is not None:
        return wire.trace_of(delivery.envelope.spool, delivery.envelope.seq)
    if delivery.device_id is not None and delivery.mapping_version is not None:
        return _of_device(delivery.device_id, delivery.topic, delivery.sha256)
    return None


def _of_device(device_id: int, topic: str, sha256: bytes) -> wire.Trace:
    return wire.trace_of("device", device_id, topic, sha256.hex())


def traces_of(
    connection: Connection, readings: Sequence[tuple[int, datetime]], limit: int
) -> list[wire.Trace]:
    """The traces of the batches that brought these readings (point, time), the newest first."""
    points, times = [point for point, _ in readings], [time for _, time in readings]
    rows = connection.execute(
        """SELECT spool::text, seq, device_id, topic, payload_sha256 FROM core.batch WHERE id IN (
          SELECT r.batch_id FROM unnest(%s::int[], %s::timestamptz[]) AS w(point_id, time)
          JOIN core.reading r USING (point_id, time))
        ORDER BY id DESC LIMIT %s""",
        (points, times, limit),
    )
    return [
        wire.trace_of(spool, seq) if device is None else _of_device(device, topic, bytes(sha256))
        for spool, seq, device, topic, sha256 in rows
    ]
