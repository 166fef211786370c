"""The energy flows of one enterprise: what comes in, what it converts, which of its sub-meters use it.

A sub-meter is counted once, under the meter that it hangs on; what no sub-meter measures is a node of its
own. CO2 goes with the energy of its carrier, in proportion: each carrier's adds up to what the ledger counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from parkcarbon_platform.calculation.flows.boundary import (
    Delivery,
    Own,
    Purchase,
    carriers_of,
    converts,
    handed_on,
    own,
)
from parkcarbon_platform.calculation.flows.graph import Converter, Flows, Node, Row, Sort, sum_of
from parkcarbon_platform.calculation.flows.park import user
from parkcarbon_platform.calculation.flows.streams import NOTHING, Stream, spread, total


@dataclass(frozen=True, slots=True)
class SubMeter:
    """A meter below a main one of the enterprise, or a main one that has none below it."""

    code: str
    carrier: str
    stream: Stream


def enterprise_flows(
    enterprise: str, purchases: Sequence[Purchase], deliveries: Sequence[Delivery], below: Sequence[SubMeter]
) -> Flows:
    """The diagram and the balance of an enterprise."""
    flows = Flows()
    purchases = [p for p in purchases if p.enterprise == enterprise]
    deliveries = [d for d in deliveries if d.enterprise == enterprise]
    is_converter = converts(enterprise, purchases, deliveries)
    carriers = carriers_of(purchases, deliveries)
    every = [own(enterprise, c, purchases, deliveries, is_converter=is_converter) for c in carriers]
    made = _convert(flows, enterprise, every) if is_converter else {}
    for one in every:
        mine = [s for s in below if s.carrier == one.carrier]
        _network(flows, one, made.get(one.carrier, NOTHING), mine, is_converter=is_converter)
    for purchase in purchases:
        if not purchase.is_energy:
            process = Node("process", purchase.carrier)
            flows.add(process, user(enterprise), purchase.carrier, purchase.stream)
    return flows


def _convert(flows: Flows, enterprise: str, every: Sequence[Own]) -> dict[str, Stream]:
    """What is burnt for heat and electricity, and what comes of it."""
    node = Node("conversion", enterprise)
    burnt = total(one.burnt for one in every)
    outs = {}
    for one in every:
        flows.add(Node("bought", one.carrier), node, one.carrier, one.burnt)
        row = flows.row(one.carrier)
        row.bought += one.burnt.amount
        row.to_conversion += one.burnt.amount
        given = handed_on(one, is_converter=True).made
        outs[one.carrier] = given if given.amount.joules > one.made.amount.joules else one.made
    shares = spread(burnt.amount.co2_mg, [s.amount.joules for s in outs.values()])
    told = {c: s.with_co2(mg) for (c, s), mg in zip(outs.items(), shares, strict=True)}
    converter = Converter(enterprise, burnt.amount, sum_of(s.amount for s in told.values()))
    flows.converters.append(converter)
    for carrier, stream in told.items():
        flows.add(node, Node("network", carrier), carrier, stream)
    lost = Stream(converter.lost, (), is_sum=False)
    if lost.amount.joules >= 0:
        flows.add(node, Node("conversion_loss", enterprise), "", lost)
    else:
        flows.add(Node("conversion_gain", enterprise), node, "", Stream(-lost.amount, (), is_sum=False))
    return told


def _network(flows: Flows, one: Own, made: Stream, below: Sequence[SubMeter], *, is_converter: bool) -> None:
    node, row = Node("network", one.carrier), flows.row(one.carrier)
    given = handed_on(one, is_converter=is_converter)
    incoming: list[tuple[Sort, Stream]] = [
        ("bought", one.outside), ("inside", one.inside), ("generated", one.generated),
        ("recovered", given.recovered),
    ]  # fmt: skip
    for sort, stream in incoming:
        flows.add(Node(sort, one.carrier), node, one.carrier, stream)
        setattr(row, sort, getattr(row, sort) + stream.amount)
    row.converted += made.amount
    into = total([one.outside, one.inside, one.generated, given.recovered, made])
    # Where a part of a fuel is converted, nobody says which of its sub-meters that was.
    meters = [] if one.burnt.amount.joules else list(below)
    outs = [one.delivered, one.left, *(s.stream for s in meters)]
    rest = Stream(into.amount, (), is_sum=False)
    for stream in outs:
        rest = Stream(rest.amount - stream.amount, (), is_sum=False)
    shares = spread(into.amount.co2_mg, [s.amount.joules for s in (*outs, rest)])
    delivered, left, *uses = (s.with_co2(mg) for s, mg in zip(outs, shares, strict=False))
    row.delivered += delivered.amount
    row.left += left.amount
    flows.add(node, Node("delivered", one.carrier), one.carrier, delivered)
    flows.add(node, Node("left", one.carrier), one.carrier, left)
    for meter, use in zip(meters, uses, strict=True):
        row.used += use.amount
        flows.add(node, Node("meter", meter.code), one.carrier, use)
    _rest(flows, row, rest.with_co2(shares[-1]), is_divided=bool(meters))


def _rest(flows: Flows, row: Row, rest: Stream, *, is_divided: bool) -> None:
    """What no sub-meter measures; without any sub-meter it is all one use."""
    node = Node("network", row.carrier)
    if rest.amount.joules < 0:
        row.unmetered += rest.amount
        turned = Stream(-rest.amount, (), is_sum=False)
        flows.add(Node("difference", row.carrier), node, row.carrier, turned)
    elif is_divided:
        row.unmetered += rest.amount
        flows.add(node, Node("unmetered", row.carrier), row.carrier, rest)
    else:
        row.used += rest.amount
        flows.add(node, Node("own", row.carrier), row.carrier, rest)
