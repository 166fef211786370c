"""What `parkcarbon-edge check` says of a point."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from parkcarbon_edge import wire
from parkcarbon_edge.connectors.plausible import coarse_step


class Probe(NamedTuple):
    """What one point said."""

    connector: str
    point: str
    address: str
    value: wire.Value
    type: str
    time: str
    status: str
    note: str
    ok: bool
    reading: wire.Reading | None = None


def float32_note(kind: str, value: wire.Value) -> str:
    """A warning where a float32 is too coarse for a register of this size."""
    step = coarse_step(kind, value)
    return f"float32 moves in steps of {step:g}: prefer a Double or integer variable." if step else ""


def iso(time_ms: int) -> str:
    """The time as people write it."""
    try:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=time_ms)).isoformat()
    except OverflowError:
        return f"{time_ms} ms"
