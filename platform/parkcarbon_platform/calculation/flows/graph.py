"""An energy flow diagram and its balance: nodes in four stages, links between them, a row for each carrier.

The stages are those of energy network diagrams of enterprises (in the style of GB/T 28749): what is bought
and generated, conversion, distribution, use; losses and what nobody measures are nodes of the last stage.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Literal

from parkcarbon_platform.calculation.flows.streams import NOTHING, ZERO, Amount, Stream

Stage = Literal["supply", "conversion", "distribution", "use"]
Sort = Literal[
    "bought", "inside", "generated", "recovered", "difference", "conversion_gain", "process",
    "conversion", "network",
    "enterprise", "own", "meter", "unmetered", "delivered", "left", "network_loss", "conversion_loss",
]  # fmt: skip
STAGES: dict[Sort, Stage] = {
    "bought": "supply", "inside": "supply", "generated": "supply", "recovered": "supply",
    "difference": "supply", "conversion_gain": "supply", "process": "supply",
    "conversion": "conversion", "network": "distribution",
    "enterprise": "use", "own": "use", "meter": "use", "unmetered": "use", "delivered": "use",
    "left": "use", "network_loss": "use", "conversion_loss": "use",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """A node: `subject` is the carrier, enterprise or point that it is of; "" is the park itself."""

    sort: Sort
    subject: str

    @property
    def key(self) -> str:
        """Its name in the diagram."""
        return f"{self.sort}/{self.subject}"


@dataclass(frozen=True, slots=True)
class Link:
    """What flows from a node to another of one carrier."""

    start: Node
    end: Node
    carrier: str
    stream: Stream


@dataclass(slots=True)
class Row:
    """The balance of a carrier:

    bought + inside + generated + recovered + converted
        = to_conversion + used + delivered + left + lost + unmetered

    `lost` (of a park: what enterprises' meters do not find again) and `unmetered` (of an enterprise: what no
    sub-meter measures) are differences, and below zero where more is measured than there is.
    """

    carrier: str
    bought: Amount = ZERO
    inside: Amount = ZERO
    generated: Amount = ZERO
    recovered: Amount = ZERO
    converted: Amount = ZERO
    to_conversion: Amount = ZERO
    used: Amount = ZERO
    delivered: Amount = ZERO
    left: Amount = ZERO
    lost: Amount = ZERO
    unmetered: Amount = ZERO

    @property
    def supply(self) -> Amount:
        """What is there to be used."""
        return self.bought + self.inside + self.generated + self.recovered + self.converted

    @property
    def uses(self) -> Amount:
        """Where it goes."""
        return self.to_conversion + self.used + self.delivered + self.left + self.lost + self.unmetered


@dataclass(frozen=True, slots=True)
class Converter:
    """What an enterprise converts: fuel in, heat and electricity out, the rest is lost."""

    enterprise: str
    put_in: Amount
    got_out: Amount

    @property
    def lost(self) -> Amount:
        """Below zero where more came out than went in."""
        return self.put_in - self.got_out


@dataclass(slots=True)
class Flows:
    """A diagram with its balance. Input = used + delivered + left + lost + unmetered + conversion losses."""

    links: list[Link] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)
    converters: list[Converter] = field(default_factory=list)

    def add(self, start: Node, end: Node, carrier: str, stream: Stream) -> None:
        """Draw what flows; nothing is not drawn."""
        if stream.amount != ZERO:
            self.links.append(Link(start, end, carrier, stream))

    def row(self, carrier: str) -> Row:
        """The balance of a carrier."""
        return self.rows.setdefault(carrier, Row(carrier))

    def total(self) -> Row:
        """All carriers together."""
        found = Row("")
        for row in self.rows.values():
            for each in fields(Row):
                if each.name != "carrier":
                    setattr(found, each.name, getattr(found, each.name) + getattr(row, each.name))
        return found

    @property
    def conversion_loss(self) -> Amount:
        """Of all who convert."""
        return sum_of(one.lost for one in self.converters)

    @property
    def input(self) -> Amount:
        """What enters the boundary."""
        whole = self.total()
        return whole.bought + whole.inside + whole.generated + whole.recovered

    @property
    def output(self) -> Amount:
        """What is used and what leaves; the rest of the input is lost or not measured."""
        whole = self.total()
        return whole.used + whole.delivered + whole.left

    def through(self, node: Node) -> tuple[Stream, Stream]:
        """All that flows in, all that flows out."""
        into = out = NOTHING
        for link in self.links:
            if link.end == node:
                into += link.stream
            if link.start == node:
                out += link.stream
        return into, out


def sum_of(amounts: Iterable[Amount]) -> Amount:
    """All of them together."""
    found = ZERO
    for amount in amounts:
        found += amount
    return found
