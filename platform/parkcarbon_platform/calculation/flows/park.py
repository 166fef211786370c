"""The energy flows of a park: what it buys, converts and distributes, and which enterprise uses it.

No sub-meter is counted: an enterprise's use is what its sources took. What one enterprise hands to others
goes through the network of its carrier; what their meters do not find again is lost there.

CO2 stays with whoever the ledger counts it at, but for heat and electricity that are made in the park: those
take the CO2 of what was burnt for them along to who uses them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from parkcarbon_platform.calculation.flows.boundary import (
    Delivery,
    HandedOn,
    Own,
    Owner,
    Purchase,
    carriers_of,
    converts,
    handed_on,
    own,
)
from parkcarbon_platform.calculation.flows.graph import Converter, Flows, Node, sum_of
from parkcarbon_platform.calculation.flows.streams import NOTHING, Stream, spread, total


def park_flows(purchases: Sequence[Purchase], deliveries: Sequence[Delivery]) -> Flows:
    """The diagram and the balance of a park."""
    flows = Flows()
    owners = _owners(purchases, deliveries)
    bought: dict[Owner, list[Purchase]] = {o: [] for o in owners}
    points: dict[Owner, list[Delivery]] = {o: [] for o in owners}
    for purchase in purchases:
        bought[purchase.enterprise].append(purchase)
    for delivery in deliveries:
        points[delivery.enterprise].append(delivery)
    converting = {o for o in owners if converts(o, bought[o], points[o])}
    carriers = carriers_of(purchases, deliveries)
    every = {
        (o, c): own(o, c, bought[o], points[o], is_converter=o in converting)
        for o in owners
        for c in carriers
    }
    made = {o: _convert(flows, o, [every[o, c] for c in carriers]) for o in owners if o in converting}
    for carrier in carriers:
        network = _Network(flows, carrier, [every[o, carrier] for o in owners], made)
        network.draw(purchases, converting)
    for one in purchases:
        if not one.is_energy:
            flows.add(Node("process", one.carrier), user(one.enterprise), one.carrier, one.stream)
    return flows


def user(enterprise: Owner) -> Node:
    """Where energy is used."""
    return Node("own", "") if enterprise is None else Node("enterprise", enterprise)


def _owners(purchases: Sequence[Purchase], deliveries: Sequence[Delivery]) -> list[Owner]:
    found = {p.enterprise for p in purchases} | {d.enterprise for d in deliveries}
    return sorted(found, key=lambda owner: (owner is None, owner or ""))


def _convert(flows: Flows, owner: Owner, carriers: Sequence[Own]) -> dict[str, Stream]:
    """Draw what an enterprise converts; what it makes of each carrier, with the CO2 of what it burnt."""
    node = Node("conversion", owner or "")
    burnt = total(one.burnt for one in carriers)
    for one in carriers:
        flows.add(Node("bought", one.carrier), node, one.carrier, one.burnt)
        row = flows.row(one.carrier)
        row.bought += one.burnt.amount
        row.to_conversion += one.burnt.amount
    outs = {one.carrier: _made(one) for one in carriers}
    shares = spread(burnt.amount.co2_mg, [s.amount.joules for s in outs.values()])
    told = {c: s.with_co2(mg) for (c, s), mg in zip(outs.items(), shares, strict=True)}
    converter = Converter(owner or "", burnt.amount, sum_of(s.amount for s in told.values()))
    flows.converters.append(converter)
    lost = converter.lost
    if lost.joules >= 0:
        flows.add(node, Node("conversion_loss", owner or ""), "", Stream(lost, (), is_sum=False))
    else:
        flows.add(Node("conversion_gain", owner or ""), node, "", Stream(-lost, (), is_sum=False))
    return told


def _made(one: Own) -> Stream:
    """All that was made of a carrier: at least what is handed on of it."""
    given = handed_on(one, is_converter=True).made
    return given if given.amount.joules > one.made.amount.joules else one.made


@dataclass(slots=True)
class _Network:
    """The network of a carrier."""

    flows: Flows
    carrier: str
    members: Sequence[Own]
    made: dict[Owner, dict[str, Stream]]

    def draw(self, purchases: Sequence[Purchase], converting: set[Owner]) -> None:
        """Everything that flows in and out, and the row of the balance."""
        node, row = Node("network", self.carrier), self.flows.row(self.carrier)
        given = {m.enterprise: handed_on(m, is_converter=m.enterprise in converting) for m in self.members}
        bought = self._bought(purchases)
        row.bought += bought.amount
        self.flows.add(Node("bought", self.carrier), node, self.carrier, bought)
        into = [bought, *(self._from_owner(m, given[m.enterprise], node) for m in self.members)]
        pool = sum(stream.amount.co2_mg for stream in into[1:])
        self._out(node, into, given, pool, _remaining_mg(purchases, self.carrier))

    def _bought(self, purchases: Sequence[Purchase]) -> Stream:
        """From outside, without what is converted, and without what members handed to each other."""
        found = NOTHING
        for one in purchases:
            if one.carrier != self.carrier or not one.is_energy or one.origin == "inside":
                continue
            found += one.stream + one.back_left
        for member in self.members:
            if member.burnt != NOTHING:
                found = _without(found, member.burnt)
        return found

    def _from_owner(self, member: Own, given: HandedOn, node: Node) -> Stream:
        """What a member makes, generates or recovers: the part that it hands on, the rest it uses itself."""
        row, target = self.flows.row(self.carrier), user(member.enterprise)
        self._split(Node("generated", self.carrier), member.generated, given.generated, node, target)
        row.generated += member.generated.amount
        made = self.made.get(member.enterprise, {}).get(self.carrier, NOTHING)
        sent = given.made.with_co2(_share(made, given.made))
        self._split(Node("conversion", member.enterprise or ""), made, sent, node, target)
        row.converted += made.amount
        self.flows.add(Node("recovered", self.carrier), node, self.carrier, given.recovered)
        row.recovered += given.recovered.amount
        row.used += (member.generated.amount - given.generated.amount) + (made.amount - sent.amount)
        return given.generated + sent + given.recovered

    def _split(self, start: Node, whole: Stream, sent: Stream, node: Node, target: Node) -> None:
        self.flows.add(start, node, self.carrier, sent)
        if whole.amount != sent.amount:
            self.flows.add(start, target, self.carrier, _without(whole, sent))

    def _out(
        self, node: Node, into: Sequence[Stream], given: dict[Owner, HandedOn], pool: int, rest_mg: int
    ) -> None:
        """To members, out of the park, and what is lost, which is what the others leave."""
        row = self.flows.row(self.carrier)
        uses = [m.imported - given[m.enterprise].passed for m in self.members]
        left = total(m.left for m in self.members)
        gone = sum_of(s.amount for s in uses) + left.amount
        lost = sum_of(s.amount for s in into) - gone
        inside = [m.inside.amount.joules for m in self.members]
        unfound = sum(m.handed_on.amount.joules for m in self.members)
        unfound -= sum(inside) + left.amount.joules
        weights = [*inside, left.amount.joules, max(0, min(unfound, lost.joules))]
        if not any(weights):
            weights = [*(s.amount.joules for s in uses), left.amount.joules, lost.joules]
        shares = spread(pool, weights)
        for member, use, more in zip(self.members, uses, shares, strict=False):
            # What the ledger counts at a buyer inside the park is counted where it was burnt.
            told = use.with_co2(member.outside.amount.co2_mg + more)
            row.used += told.amount
            self.flows.add(node, user(member.enterprise), self.carrier, told)
        told = left.with_co2(shares[-2])
        row.left += told.amount
        self.flows.add(node, Node("left", self.carrier), self.carrier, told)
        self._lost(node, Stream(lost, (), is_sum=False).with_co2(rest_mg + shares[-1]))

    def _lost(self, node: Node, lost: Stream) -> None:
        self.flows.row(self.carrier).lost += lost.amount
        if lost.amount.joules >= 0:
            self.flows.add(node, Node("network_loss", self.carrier), self.carrier, lost)
        else:
            turned = Stream(-lost.amount, (), is_sum=False)
            self.flows.add(Node("difference", self.carrier), node, self.carrier, turned)


def _remaining_mg(purchases: Sequence[Purchase], carrier: str) -> int:
    """CO2 of what nobody's meters find: the ledger counts it at the park itself."""
    return sum(
        p.stream.amount.co2_mg
        for p in purchases
        if p.carrier == carrier and p.origin == "remainder" and p.is_energy
    )


def _share(whole: Stream, part: Stream) -> int:
    """CO2 of a part of what was made [mg]."""
    return spread(whole.amount.co2_mg, [part.amount.joules, whole.amount.joules - part.amount.joules])[0]


def _without(whole: Stream, part: Stream) -> Stream:
    if part.amount.joules == part.amount.coal_g == part.amount.co2_mg == 0:
        return whole
    rest = Stream(whole.amount - part.amount, whole.terms, is_sum=False)
    left = [term for term in whole.terms if term not in part.terms]
    if part.is_sum and whole.is_sum and len(left) == len(whole.terms) - len(part.terms):
        return Stream(rest.amount, tuple(left), is_sum=True)
    return rest
