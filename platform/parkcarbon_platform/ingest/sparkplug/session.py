"""A Sparkplug host as a state machine: messages in, readings and requests for births out.

Data carries aliases that only the births explain, so a message counts only where nothing before it is
missing. One that comes early waits; where the missing one does not come, births are asked for, and what
waited is believed if the births before and after name its metrics alike. A value is rather lost than given
to another metric: nothing here can bring back what was lost on the way, for that is not in the protocol.

Times `now` are seconds of any monotonic clock.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from parkcarbon_platform.ingest.sparkplug import payload as payloads
from parkcarbon_platform.ingest.sparkplug.nodes import MAX_WAITING_BYTES, Heard, Node, Part
from parkcarbon_platform.ingest.sparkplug.protobuf import PayloadError
from parkcarbon_platform.services.connecting import sparkplug_message as form
from parkcarbon_platform.services.connecting.sparkplug_message import Address, Kind, Metric, SparkplugMessage

log = logging.getLogger(__name__)

MAX_NODES = 10_000
# Of all nodes together: a metric takes some 400 bytes.
MAX_METRICS_KNOWN = 500_000
MAX_BYTES_WAITING = 256 << 20
KEPT_BYTES = 32 << 10
# A large birth is handed on in parts: as JSON it would be longer than a message may be.
MAX_METRICS = 2_000
Key = tuple[str, str]  # group, node


class Take(NamedTuple):
    """Store what a message brings."""

    heard: Heard
    message: SparkplugMessage


class AskForBirths(NamedTuple):
    """Send the node the command `Node Control/Rebirth`."""

    group: str
    node: str


Action = Take | AskForBirths


@dataclass(frozen=True)
class Patience:
    """How long to wait for a message that is missing, and between two requests for births [s]."""

    reorder_s: float = 2.0
    ask_s: float = 5.0
    ask_max_s: float = 300.0


class HostSession:
    """The nodes that were heard of; each event returns what to do now, in order."""

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()
        self._nodes: dict[Key, Node] = {}
        self._known = 0  # metrics of all nodes

    @property
    def deadline(self) -> float | None:
        """When `tick` has something to do; None: not by itself."""
        return min((n.gap_until for n in self._nodes.values() if n.gap_until is not None), default=None)

    def connected(self, wanted: list[Key], now: float) -> list[Action]:
        """A new connection: births that were sent before it were not kept for us."""
        for node in self._nodes.values():
            node.ask_at, node.ask_pause_s = float("-inf"), 0.0
        keys = dict.fromkeys([*wanted, *self._nodes])
        return [action for key in keys for action in self._ask(key, self._node(key), now)]

    def disconnected(self, at: datetime) -> list[Action]:
        """The connection is gone: nobody knows what the metrics are now."""
        actions: list[Action] = []
        for (group, name), node in self._nodes.items():
            gone = Heard(f"{form.ROOT}/{group}/NDEATH/{name}", b"", at)
            actions += self._die(node, gone, gone.received_ms)
        return actions

    def tick(self, now: float) -> list[Action]:
        """Time passed: what has been missing for too long is lost."""
        actions: list[Action] = []
        for key, node in self._nodes.items():
            if node.gap_until is not None and node.gap_until <= now:
                log.warning("A message of %s/%s is lost; asking for births", *key)
                node.lose_order()
                actions += self._ask(key, node, now)
        return actions

    def message(self, heard: Heard, now: float) -> list[Action]:
        """The broker delivered a message."""
        address = form.parse_topic(heard.topic)
        if address is None:
            return []
        key = (address.group, address.node)
        if key not in self._nodes and len(self._nodes) >= MAX_NODES:
            return []
        try:
            part = Part(heard, address, payloads.decode(heard.payload))
            seq = part.payload.seq
            if address.kind != "NDEATH" and (seq is None or seq > 255):
                raise PayloadError(f"The sequence number is {seq}, not 0 to 255.")
        except PayloadError as error:
            return [unreadable(heard, address, error.message)]
        node = self._node(key)
        node.room_bytes = min(MAX_WAITING_BYTES, MAX_BYTES_WAITING // len(self._nodes))
        if address.kind == "NBIRTH":
            return self._node_birth(node, part)
        if address.kind == "NDEATH":
            return self._node_death(node, part)
        return self._in_order(key, node, part, now)

    def _node(self, key: Key) -> Node:
        return self._nodes.setdefault(key, Node())

    def _ask(self, key: Key, node: Node, now: float) -> list[Action]:
        if now < node.ask_at:
            return []
        patience = self._patience
        node.ask_pause_s = min(max(2 * node.ask_pause_s, patience.ask_s), patience.ask_max_s)
        node.ask_at = now + node.ask_pause_s
        return [AskForBirths(*key)]

    def _node_birth(self, node: Node, part: Part) -> list[Action]:
        node.lose_order()
        # Doubtful messages hold on to the table that was; the new one is another object.
        self._known -= len(node.known)
        node.aliases, node.known, node.seen = {}, {}, {part.seq: part.heard.sha256}
        too_much = self._learn(node, None, part)
        number = part.payload.metric(payloads.BD_SEQ)
        node.bd_seq, node.online = number and number.raw, True
        node.expected = (part.seq + 1) % 256
        node.ask_at, node.ask_pause_s = float("-inf"), 0.0
        return [*self._take(node, part), *self._settle(node, None), *too_much]

    def _learn(self, node: Node, device: str | None, part: Part) -> list[Action]:
        """A birth, as far as there is room for all of its metrics."""
        before = len(node.known)
        missed = node.learn(device, part.payload.metrics, MAX_METRICS_KNOWN - self._known + before)
        self._known += len(node.known) - before
        if not missed:
            return []
        words = f"{missed} metrics of this birth are more than can be remembered: map fewer, or use names."
        return [unreadable(part.heard, part.address, words)]

    def _node_death(self, node: Node, part: Part) -> list[Action]:
        number = part.payload.metric(payloads.BD_SEQ)
        if not node.online or (number and number.raw) != node.bd_seq:
            return []  # the death of a connection before this one
        return self._die(node, part.heard, part.heard.received_ms)

    def _die(self, node: Node, heard: Heard, time_ms: int) -> list[Action]:
        if not node.online:
            return []
        node.lose_order()
        node.online = False
        return taken(heard, "NDEATH", node.stale(None, time_ms=time_ms, all_devices=True))

    def _in_order(self, key: Key, node: Node, part: Part, now: float) -> list[Action]:
        if node.expected is None:
            return [*self._in_doubt(node, part), *self._ask(key, node, now)]
        if part.seq != node.expected:
            if node.seen.get(part.seq) != part.heard.sha256:
                node.ahead[part.seq] = part
                node.gap_until = node.gap_until or now + self._patience.reorder_s
            return self._too_much(key, node, now)
        actions = self._apply(key, node, part, now)
        while (following := node.ahead.pop(node.expected, None)) is not None:
            actions += self._apply(key, node, following, now)
        node.gap_until = now + self._patience.reorder_s if node.ahead else None
        return actions

    def _too_much(self, key: Key, node: Node, now: float) -> list[Action]:
        if node.waiting_bytes <= node.room_bytes:
            return []
        node.lose_order()
        return self._ask(key, node, now)

    def _apply(self, key: Key, node: Node, part: Part, now: float) -> list[Action]:
        node.expected = (part.seq + 1) % 256
        node.seen[part.seq] = part.heard.sha256
        if part.address.kind == "DBIRTH":
            too_much = self._learn(node, part.address.device, part)
            return [*self._take(node, part), *self._settle(node, part.address.device), *too_much]
        if part.address.kind == "DDEATH":
            return self._device_death(node, part)
        actions = self._take(node, part)
        if len(node.named(part, node.aliases)) < len(part.payload.metrics):
            actions += self._ask(key, node, now)
        return actions

    def _device_death(self, node: Node, part: Part) -> list[Action]:
        time_ms = part.payload.time_ms
        stale = node.stale(
            part.address.device, time_ms=part.heard.received_ms if time_ms is None else time_ms
        )
        return taken(part.heard, "DDEATH", stale, part.seq) if stale else []

    def _in_doubt(self, node: Node, part: Part) -> list[Action]:
        """A message whose place is not known: its names can be trusted, its aliases cannot."""
        if part.address.kind == "DDEATH":
            return self._device_death(node, part)
        if all(metric.name for metric in part.payload.metrics):
            return self._take(node, part)
        node.doubt(part)
        return []

    def _settle(self, node: Node, device: str | None) -> list[Action]:
        """After a birth: doubtful messages whose names are the same before and after it."""
        due = [part for part in node.doubtful if part.address.device == device]
        node.doubtful = [part for part in node.doubtful if part.address.device != device]
        actions: list[Action] = []
        for part in due:
            before = part.aliases or {}
            agreed = {key: name for key, name in before.items() if node.aliases.get(key) == name}
            actions += self._take(node, part, agreed)
        return actions

    def _take(
        self, node: Node, part: Part, aliases: dict[tuple[str | None, int], str] | None = None
    ) -> list[Action]:
        found = node.named(part, node.aliases if aliases is None else aliases)
        metrics = [node.reading(part, name, metric) for name, metric in found if not metric.transient]
        return taken(part.heard, part.address.kind, metrics, part.seq) if metrics else []


def taken(heard: Heard, kind: Kind, metrics: list[Metric], seq: int | None = None) -> list[Action]:
    """Readings to store; a message without any is one all the same."""
    starts = range(0, max(len(metrics), 1), MAX_METRICS)
    parts = [metrics[start : start + MAX_METRICS] for start in starts]
    return [Take(heard, SparkplugMessage(kind, part, seq)) for part in parts]


def unreadable(heard: Heard, address: Address, problem: str) -> Take:
    """A message that goes into quarantine."""
    kept = heard.payload[:KEPT_BYTES]
    return Take(heard, SparkplugMessage(address.kind, problem=problem, payload=kept))
