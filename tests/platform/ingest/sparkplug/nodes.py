"""A Sparkplug node written from the specification, what it publishes, and what a host made of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from parkcarbon_platform.ingest.sparkplug.nodes import Heard
from parkcarbon_platform.ingest.sparkplug.protobuf import write_bytes, write_integer
from parkcarbon_platform.ingest.sparkplug.session import Action, AskForBirths, HostSession, Take
from parkcarbon_platform.services.connecting import sparkplug_message as form

T0 = 1_790_000_000_000
U64, I32 = 8, 3
Item = tuple[bytes, bytes]


def metric(
    value: int | None = None, *, name: str | None = None, alias: int | None = None, time: int | None = T0,
    datatype: int | None = None, historical: bool = False, transient: bool = False,
    quality: int | None = None,
) -> bytes:  # fmt: skip
    """One metric with an integer value; None: a null."""
    out = b"" if name is None else write_bytes(1, name.encode())
    for number, given in (
        (2, alias),
        (3, time),
        (4, datatype),
        (5, historical or None),
        (6, transient or None),
    ):
        if given is not None:
            out += write_integer(number, int(given))
    if quality is not None:
        out += write_bytes(
            9, write_bytes(1, b"Quality") + write_bytes(2, write_integer(1, 3) + write_integer(3, quality))
        )
    return out + (write_integer(7, 1) if value is None else write_integer(11, value))


def message(metrics: Sequence[bytes], seq: int | None, time: int | None = T0) -> bytes:
    """A payload."""
    out = b"" if time is None else write_integer(1, time)
    out += b"".join(write_bytes(2, item) for item in metrics)
    return out if seq is None else out + write_integer(3, seq)


@dataclass
class Publisher:
    """A node with devices; each call is one message on its way, numbered as the specification says."""

    group: str = "park"
    node: str = "meter"
    bd_seq: int = 0
    seq: int = 0
    aliases: dict[tuple[str | None, str], int] = field(default_factory=dict)

    def heard(self, kind: str, payload: bytes, device: str | None = None, at_ms: int = T0) -> Heard:
        topic = f"spBv1.0/{self.group}/{kind}/{self.node}" + (f"/{device}" if device else "")
        return Heard(topic, payload, datetime.fromtimestamp(at_ms / 1000, UTC))

    def _next(self) -> int:
        seq, self.seq = self.seq, (self.seq + 1) % 256
        return seq

    def node_birth(self, values: dict[str, int], time: int = T0) -> Heard:
        self.seq = 0
        own = [
            metric(self.bd_seq, name="bdSeq", datatype=U64, time=time),
            metric(0, name="Node Control/Rebirth", datatype=11, time=time),
        ]
        return self.heard("NBIRTH", message(own + self._born(None, values, time), self._next(), time))

    def device_birth(self, device: str, values: dict[str, int], time: int = T0) -> Heard:
        return self.heard("DBIRTH", message(self._born(device, values, time), self._next(), time), device)

    def _born(self, device: str | None, values: dict[str, int], time: int) -> list[bytes]:
        found = []
        for name, value in values.items():
            alias = self.aliases.setdefault((device, name), len(self.aliases) + 1)
            found.append(metric(value, name=name, alias=alias, datatype=U64, time=time))
        return found

    def data(
        self, values: dict[str, int | None], device: str | None = None, time: int = T0, **more: bool | int
    ) -> Heard:
        items = [
            metric(value, alias=self.aliases[device, name], time=time, **more)
            for name, value in values.items()
        ]
        return self.heard("DDATA" if device else "NDATA", message(items, self._next(), time), device)

    def device_death(self, device: str, time: int = T0) -> Heard:
        return self.heard("DDEATH", message([], self._next(), time), device)

    def node_death(self, bd_seq: int | None = None, at_ms: int = T0) -> Heard:
        number = self.bd_seq if bd_seq is None else bd_seq
        return self.heard("NDEATH", message([metric(number, name="bdSeq", datatype=U64)], None), at_ms=at_ms)


@dataclass
class Host:
    """The session under test, and what it said."""

    session: HostSession = field(default_factory=HostSession)
    now: float = 0.0

    def hears(self, *heard: Heard) -> list[tuple[str, int, object, int]]:
        """The readings that messages bring: (name, time, value, quality)."""
        return self.read([action for one in heard for action in self.session.message(one, self.now)])

    def read(self, actions: Sequence[Action]) -> list[tuple[str, int, object, int]]:
        self.asked = [(a.group, a.node) for a in actions if isinstance(a, AskForBirths)]
        self.taken = [a for a in actions if isinstance(a, Take)]
        # What is handed on goes through JSON.
        said = [form.decode(form.encode(a.message)) for a in self.taken]
        self.problems = [m.problem for m in said if m.problem]
        return [
            (m.name, m.time, m.value, m.quality) for one in said for m in one.metrics if m.name in WATCHED
        ]

    def after(self, seconds: float) -> list[tuple[str, int, object, int]]:
        self.now += seconds
        return self.read(self.session.tick(self.now))


WATCHED = ("energy", "power", "panel/energy", "panel/power", "other/energy")
