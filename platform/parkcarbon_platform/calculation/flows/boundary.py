"""What enters and leaves enterprises, for both diagrams: bought, generated, converted, handed on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.calculation.flows.streams import NOTHING, Stream, total

HEAT = frozenset({"steam", "heat", "hot_water"})
ELECTRICITY = "electricity"
Origin = Literal["outside", "inside", "remainder"]
Role = Literal["generated", "secondary", "produced", "delivered", "left"]
Owner = str | None


@dataclass(frozen=True, slots=True)
class Purchase:
    """The activity of a source: from outside, from a neighbour, or what the park's own meters leave over.

    `converted` is the share of a fuel that makes heat or electricity for others. `back` is what the source
    subtracts because it was handed on: the purchase was larger by it. `is_energy` is false of processes,
    which have CO2 alone.
    """

    enterprise: Owner
    carrier: str
    origin: Origin
    stream: Stream
    back: Stream = NOTHING
    back_left: Stream = NOTHING
    converted: Fraction = Fraction(0)
    is_energy: bool = True

    @property
    def gross(self) -> Stream:
        """What came in, before anything was handed on."""
        return self.stream + self.back + self.back_left


@dataclass(frozen=True, slots=True)
class Delivery:
    """A point of an enterprise: own generation, what its fuel generates, what it hands on or out."""

    enterprise: Owner
    carrier: str
    role: Role
    stream: Stream


@dataclass(frozen=True, slots=True)
class Own:
    """One carrier of one enterprise. `imported` has no fuel that is converted in it, which is `burnt`."""

    enterprise: Owner
    carrier: str
    outside: Stream
    inside: Stream
    burnt: Stream
    generated: Stream
    made: Stream
    delivered: Stream
    left: Stream

    @property
    def imported(self) -> Stream:
        """What came over its border to be used or handed on."""
        return self.outside + self.inside

    @property
    def handed_on(self) -> Stream:
        """What left it."""
        return self.delivered + self.left


@dataclass(frozen=True, slots=True)
class HandedOn:
    """What an enterprise hands on, by where it has it from; `passed` came in before."""

    generated: Stream
    made: Stream
    passed: Stream
    recovered: Stream


def converts(enterprise: Owner, purchases: Sequence[Purchase], deliveries: Sequence[Delivery]) -> bool:
    """Whether an enterprise burns fuel for heat or electricity that some meter finds again."""
    burns = any(p.enterprise == enterprise and p.converted for p in purchases)
    gives = any(
        d.enterprise == enterprise
        and d.stream.amount.joules > 0
        and (d.role in ("secondary", "produced") or (d.carrier in HEAT and d.role in ("delivered", "left")))
        for d in deliveries
    )
    return burns and gives


def own(
    enterprise: Owner, carrier: str, purchases: Sequence[Purchase], deliveries: Sequence[Delivery], *,
    is_converter: bool,
) -> Own:  # fmt: skip
    """One carrier of an enterprise, from its sources and points."""
    mine = [
        p
        for p in purchases
        if p.enterprise == enterprise and p.carrier == carrier and p.is_energy and p.origin != "remainder"
    ]
    points = [d for d in deliveries if d.enterprise == enterprise and d.carrier == carrier]
    outside = total(p.gross for p in mine if p.origin == "outside")
    inside = total(p.gross for p in mine if p.origin == "inside")
    burnt = total(p.gross.part(p.converted) for p in mine if p.origin == "outside" and is_converter)
    if burnt.amount.joules or burnt.amount.co2_mg:
        whole = [p for p in mine if p.origin == "outside"]
        outside = total(
            p.gross if not p.converted else _rest(p.gross, p.gross.part(p.converted)) for p in whole
        )
    by = {role: total(d.stream for d in points if d.role == role) for role in ROLES}
    made = by["secondary"]
    handed = by["delivered"] + by["left"]
    if is_converter and carrier in HEAT:
        # What is sent out was made here, whether or not a meter stands between.
        made = _larger(by["produced"], handed)
    return Own(
        enterprise, carrier, outside, inside, burnt, by["generated"], made if is_converter else NOTHING,
        by["delivered"], by["left"],
    )  # fmt: skip


ROLES: tuple[Role, ...] = ("generated", "secondary", "produced", "delivered", "left")


def handed_on(found: Own, *, is_converter: bool) -> HandedOn:
    """Of own generation first, then of what was made, then of what came in; more than that was recovered."""
    whole = found.handed_on
    generated = whole.up_to(found.generated.amount.joules)
    rest = _less(whole, generated)
    made = rest.up_to(found.made.amount.joules)
    rest = _less(rest, made)
    passed = rest.up_to(max(0, found.imported.amount.joules))
    rest = _less(rest, passed)
    if is_converter:
        return HandedOn(generated, made + rest, passed, NOTHING)
    return HandedOn(generated, made, passed, rest)


def carriers_of(purchases: Iterable[Purchase], deliveries: Iterable[Delivery]) -> list[str]:
    """Every carrier of energy."""
    return sorted({p.carrier for p in purchases if p.is_energy} | {d.carrier for d in deliveries})


def _rest(whole: Stream, part: Stream) -> Stream:
    return NOTHING if part == whole else Stream(whole.amount - part.amount, whole.terms, is_sum=False)


def _less(whole: Stream, part: Stream) -> Stream:
    """What is left of a stream that a part of it was taken from."""
    if not part.amount.joules:
        return whole
    return _rest(whole, part)


def _larger(one: Stream, other: Stream) -> Stream:
    return one if one.amount.joules > other.amount.joules else other
