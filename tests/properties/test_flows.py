"""Laws of energy flows: nothing is made, lost or counted twice, in joules, coal and CO2."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from parkcarbon_platform.calculation.flows.boundary import Delivery, Purchase
from parkcarbon_platform.calculation.flows.enterprise import SubMeter, enterprise_flows
from parkcarbon_platform.calculation.flows.graph import STAGES, Flows, sum_of
from parkcarbon_platform.calculation.flows.park import park_flows
from parkcarbon_platform.calculation.flows.streams import NOTHING, Amount, Kind, Stream, Term, spread

OWNERS = ("boilers", "mill", None)
CARRIERS = ("electricity", "natural_gas", "steam")
ROLES = {
    "electricity": ("generated", "secondary", "delivered", "left"),
    "steam": ("produced", "delivered", "left"),
}
energy = st.integers(0, 10**15)


@st.composite
def stream(draw: st.DrawFn, kind: Kind = "source", *, co2: bool = True, least: int = 0) -> Stream:
    joules = draw(st.integers(least, 10**15))
    amount = Amount(joules, joules // 29_308, draw(st.integers(0, 10**12)) if co2 else 0)
    return Stream(amount, (Term(kind, f"{kind}-{draw(st.uuids())}"),))


@st.composite
def purchase(draw: st.DrawFn) -> Purchase:
    owner, carrier = draw(st.sampled_from(OWNERS)), draw(st.sampled_from(CARRIERS))
    origins = ("outside", "remainder") if owner is None else ("outside", "inside")
    origin = draw(st.sampled_from(origins if carrier != "natural_gas" else ("outside",)))
    least = -(10**14) if origin == "remainder" else 0
    share = draw(st.sampled_from((Fraction(0), Fraction(1), Fraction(1, 3))))
    handed = draw(stream("point", co2=False)) if carrier == "electricity" and owner else NOTHING
    return Purchase(
        owner, carrier, origin, draw(stream(least=least)),
        back=handed if draw(st.booleans()) else NOTHING,
        converted=share if carrier == "natural_gas" else Fraction(0),
        is_energy=draw(st.integers(0, 9)) > 0,
    )  # fmt: skip


@st.composite
def delivery(draw: st.DrawFn) -> Delivery:
    carrier = draw(st.sampled_from(("electricity", "steam")))
    role = draw(st.sampled_from(ROLES[carrier]))
    return Delivery(draw(st.sampled_from(OWNERS)), carrier, role, draw(stream("point", co2=False)))


purchases = st.lists(purchase(), max_size=8)
deliveries = st.lists(delivery(), max_size=6)


def holds(flows: Flows, given: Sequence[Stream]) -> None:
    """What flows into a node in the middle flows out of it; the balance of each carrier and of all closes."""
    for node in {link.end for link in flows.links} | {link.start for link in flows.links}:
        if STAGES[node.sort] in ("conversion", "distribution"):
            into, out = flows.through(node)
            assert into.amount == out.amount, node
    for row in flows.rows.values():
        assert row.supply == row.uses, row
    whole = flows.total()
    assert flows.input == flows.output + whole.lost + whole.unmetered + flows.conversion_loss
    known = {t: s.amount.joules for s in given for t in s.terms}
    for link in flows.links:
        # What says that it is a sum is the sum of what it names.
        if link.stream.is_sum:
            named = (term.sign * known[replace(term, sign=1)] for term in link.stream.terms)
            assert link.stream.amount.joules == sum(named), link


def every(bought: list[Purchase], points: list[Delivery]) -> list[Stream]:
    return [s for p in bought for s in (p.stream, p.back)] + [p.stream for p in points]


def used_by(flows: Flows, sorts: tuple[str, ...]) -> Amount:
    return sum_of(link.stream.amount for link in flows.links if link.end.sort in sorts)


@settings(max_examples=60)
@given(purchases, deliveries)
def test_a_park_balances(bought: list[Purchase], points: list[Delivery]) -> None:
    flows = park_flows(bought, points)
    holds(flows, every(bought, points))
    # All CO2 that the ledger counts of the park arrives: what is bought inside is not counted twice.
    counted = sum(p.stream.amount.co2_mg for p in bought if p.origin != "inside" or not p.is_energy)
    arrived = sum(link.stream.amount.co2_mg for link in flows.links if STAGES[link.end.sort] == "use")
    gains = sum(link.stream.amount.co2_mg for link in flows.links if link.start.sort == "difference")
    assert arrived - gains == counted
    process = sum_of(link.stream.amount for link in flows.links if link.start.sort == "process")
    assert used_by(flows, ("enterprise", "own")) == flows.total().used + process


@settings(max_examples=60)
@given(purchases, deliveries, st.lists(stream("point", co2=False), max_size=4))
def test_an_enterprise_balances(bought: list[Purchase], points: list[Delivery], below: list[Stream]) -> None:
    meters = [SubMeter(f"meter-{n}", "electricity", one) for n, one in enumerate(below)]
    flows = enterprise_flows("boilers", bought, points, meters)
    holds(flows, [*every(bought, points), *below])
    mine = [p for p in bought if p.enterprise == "boilers"]
    counted = sum(p.stream.amount.co2_mg for p in mine)
    arrived = sum(link.stream.amount.co2_mg for link in flows.links if STAGES[link.end.sort] == "use")
    gains = sum(link.stream.amount.co2_mg for link in flows.links if link.start.sort == "difference")
    assert arrived - gains == counted


@given(st.integers(-(10**18), 10**18), st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=9))
def test_parts_add_up_to_the_whole(whole: int, weights: list[int]) -> None:
    assert sum(spread(whole, weights)) == whole
