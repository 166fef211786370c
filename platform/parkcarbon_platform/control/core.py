"""What is under way to and from edges, as a state machine: events in, actions out.

Rows are the truth: what is due is published, and marked as published only once the broker has it. Whoever
comes after a kill finds the same rows due and publishes them again; an edge runs a command that comes twice
once, and knows a configuration that it has. What an edge says is acknowledged once it is written down.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from parkcarbon_platform.storage.edge_orders import DueCommand, DueConfig

Due = DueConfig | DueCommand


class Said(NamedTuple):
    """A message of an edge, as the broker delivered it."""

    generation: int
    mid: int
    topic: str
    payload: bytes


class Publish(NamedTuple):
    """Give this to the broker."""

    due: Due


class NotePublished(NamedTuple):
    """Write down that the broker has it."""

    due: Due


class Write(NamedTuple):
    """Write down what an edge said."""

    said: Said


class PubAck(NamedTuple):
    """Acknowledge a message, on the connection that delivered it."""

    said: Said


Action = Publish | NotePublished | Write | PubAck


def key_of(due: Due) -> tuple[str, int]:
    """What tells one row from another."""
    return (due.id, 0) if isinstance(due, DueCommand) else (str(due.edge_id), due.version)


def active(sections: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What an edge is told: without points that are switched off, and connectors of which none is left."""
    told = [
        {**section, "point": [
            {name: value for name, value in point.items() if name != "off"}
            for point in section["point"] if not point.get("off")
        ]}
        for section in sections
    ]  # fmt: skip
    return [section for section in told if section["point"]]


class ControlCore:
    """Each event returns what to do now, in order."""

    def __init__(self) -> None:
        self._generation: int | None = None
        self._sending: set[tuple[str, int]] = set()
        self._sent: dict[int, Due] = {}

    @property
    def connected_now(self) -> bool:
        """Whether there is a connection."""
        return self._generation is not None

    def connected(self, generation: int) -> list[Action]:
        """A new connection; what was under way on the one before may be lost, and is due again."""
        self._generation = generation
        self._forget()
        return []

    def disconnected(self) -> list[Action]:
        """The connection is gone."""
        self._generation = None
        self._forget()
        return []

    def _forget(self) -> None:
        self._sending.clear()
        self._sent.clear()

    def due(self, rows: Sequence[Due]) -> list[Action]:
        """Rows that are due now."""
        if self._generation is None:
            return []
        new = [row for row in rows if key_of(row) not in self._sending]
        self._sending.update(key_of(row) for row in new)
        return [Publish(row) for row in new]

    def handed_over(self, mid: int, due: Due) -> list[Action]:
        """The client has taken it to send, under this number."""
        self._sent[mid] = due
        return []

    def published(self, mid: int) -> list[Action]:
        """The broker has what was sent under this number."""
        due = self._sent.pop(mid, None)
        return [] if due is None else [NotePublished(due)]

    def noted(self, due: Due) -> list[Action]:
        """It is written down that the broker has it, or could not be: then it will be due again."""
        self._sending.discard(key_of(due))
        return []

    def said(self, said: Said) -> list[Action]:
        """An edge said something."""
        return [] if said.generation != self._generation else [Write(said)]

    def written(self, said: Said) -> list[Action]:
        """It is written down, or cannot be used."""
        return [PubAck(said)] if said.generation == self._generation else []
