"""What a host knows of one Sparkplug node: its births, and the messages that wait for others."""

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from parkcarbon_platform.ingest.sparkplug.payload import DataType, Metric, Payload
from parkcarbon_platform.services.connecting import sparkplug_message as form
from parkcarbon_platform.services.connecting.decode import latest_ms
from parkcarbon_platform.services.connecting.sparkplug_message import Address

MAX_KNOWN = 50_000  # of one node
MAX_WAITING_BYTES = 4 << 20  # of one node
MAX_DOUBTFUL = 1_000  # messages: a node that never answers must not make each of them slower than the last
Place = tuple[str | None, str]  # device under the node (None: the node itself), metric
Aliases = dict[tuple[str | None, int], str]


class Heard(NamedTuple):
    """A message as the broker delivered it."""

    topic: str
    payload: bytes
    received_at: datetime

    @property
    def received_ms(self) -> int:
        """Time of receipt [ms]."""
        return int(self.received_at.timestamp() * 1000)

    @property
    def sha256(self) -> bytes:
        """The hash of the payload."""
        return hashlib.sha256(self.payload).digest()


@dataclass(slots=True)
class Part:
    """A message with its address; while it waits, `aliases` are those that were in force when it came."""

    heard: Heard
    address: Address
    payload: Payload
    aliases: Aliases | None = None

    @property
    def seq(self) -> int:
        """The number of a message that has one."""
        return self.payload.seq or 0


@dataclass(slots=True)
class Known:
    """A metric of a birth, and the time of its newest value [ms]."""

    datatype: int | None
    newest_ms: int = 0


@dataclass
class Node:
    """One node; `expected` is the next sequence number, None where births are needed first."""

    online: bool = False
    bd_seq: object = None
    expected: int | None = None
    aliases: Aliases = field(default_factory=dict)
    known: dict[Place, Known] = field(default_factory=dict)
    ahead: dict[int, Part] = field(default_factory=dict)  # came before one that is missing
    doubtful: list[Part] = field(default_factory=list)  # after one that was lost: until births agree
    seen: dict[int, bytes] = field(default_factory=dict)
    gap_until: float | None = None
    ask_at: float = float("-inf")
    ask_pause_s: float = 0.0
    room_bytes: int = MAX_WAITING_BYTES

    @property
    def waiting_bytes(self) -> int:
        """Size of the messages that wait."""
        return sum(len(part.heard.payload) for part in (*self.ahead.values(), *self.doubtful))

    def learn(self, device: str | None, metrics: Iterable[Metric], most: int = MAX_KNOWN) -> int:
        """A birth: what it names is all that the node, or the device, has.

        A node has `most` metrics; how many are more, and will not be understood by their aliases.
        """
        missed = 0
        for place in [place for place in self.known if place[0] == device]:
            del self.known[place]
        for key in [key for key in self.aliases if key[0] == device]:
            del self.aliases[key]
        for metric in metrics:
            if metric.name and len(self.known) >= min(most, MAX_KNOWN):
                missed += 1
            elif metric.name:
                self.known[device, metric.name] = Known(metric.datatype)
                if metric.alias is not None:
                    self.aliases[device, metric.alias] = metric.name
        return missed

    def lose_order(self) -> None:
        """What waits, and what comes, is doubtful until the next births."""
        for seq in sorted(self.ahead, key=lambda seq: (seq - (self.expected or 0)) % 256):
            self.doubt(self.ahead[seq])
        self.ahead.clear()
        self.expected = self.gap_until = None

    def doubt(self, part: Part) -> None:
        """Keep a message with the aliases that were in force; the oldest give way."""
        part.aliases = self.aliases
        self.doubtful.append(part)
        while len(self.doubtful) > MAX_DOUBTFUL or (self.doubtful and self.waiting_bytes > self.room_bytes):
            del self.doubtful[0]

    def named(self, part: Part, aliases: Aliases) -> list[tuple[str, Metric]]:
        """The metrics of a message whose names are known, in order."""
        device = part.address.device
        found = []
        for metric in part.payload.metrics:
            name = metric.name
            if name is None and metric.alias is not None:
                name = aliases.get((device, metric.alias))
            if name:
                found.append((name, metric))
        return found

    def reading(self, part: Part, name: str, metric: Metric) -> form.Metric:
        """A metric as it is handed on."""
        device = part.address.device
        known = self.known.get((device, name))
        datatype = metric.datatype if metric.datatype is not None else (known.datatype if known else None)
        time = metric.time_ms if metric.time_ms is not None else part.payload.time_ms
        if time is None:  # to the second, so that the same message again is the same reading
            time = part.heard.received_ms // 1000 * 1000
        if known is not None and time <= latest_ms(part.heard.received_at):  # a later one is not stored
            known.newest_ms = max(known.newest_ms, time)
        return form.Metric(
            path(device, name), time, sendable(metric, datatype), status(metric), type_name(datatype, metric),
            metric.historical,
        )  # fmt: skip

    def stale(self, device: str | None, *, time_ms: int, all_devices: bool = False) -> list[form.Metric]:
        """What a death makes of the metrics: no value, never at a time that has one."""
        return [
            form.Metric(
                path(place[0], place[1]), max(time_ms, known.newest_ms + 1), None, form.BAD_NO_COMMUNICATION
            )
            for place, known in self.known.items()
            if all_devices or place[0] == device
        ]  # fmt: skip


def path(device: str | None, name: str) -> str:
    """How a mapping names a metric."""
    return name if device is None else f"{device}/{name}"


def status(metric: Metric) -> int:
    """OPC UA status code of a metric; a null is bad, whatever it says of itself."""
    if metric.quality is None:
        return form.BAD if metric.null else form.GOOD
    code = form.QUALITIES.get(metric.quality, form.BAD)
    return form.BAD if metric.null and code == form.GOOD else code


def sendable(metric: Metric, datatype: int | None) -> int | float | str | None:
    """The value as JSON can hold it; what is no number is named, so that it can be refused by name."""
    if metric.other and not metric.null:
        return metric.other
    value = metric.value(datatype)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def type_name(datatype: int | None, metric: Metric) -> str:
    """The type for people to read."""
    if metric.other:
        return metric.other
    try:
        return DataType(datatype or 0).name.lower() if datatype else ""
    except ValueError:
        return f"type {datatype}"
