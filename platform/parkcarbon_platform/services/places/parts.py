"""A place with its parts: what each uses, what is taken off, and what is left over."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from parkcarbon_platform.calculation.places import net
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services.places import amounts, showing
from parkcarbon_platform.services.places.amount import Amount
from parkcarbon_platform.services.places.amounts import Term
from parkcarbon_platform.services.places.ground import Ground, Sums
from parkcarbon_platform.services.places.models import Kind, PlaceName


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the tree by its id; `owner` is the enterprise whose it is."""

    kind: Kind
    key: int
    owner: int | None
    name: PlaceName


@dataclass(slots=True)
class Parts:
    """What a place is made of: whole = Σ children − transfers + remainder; None is kept from who asks."""

    whole: Amount | None
    children: list[tuple[Place, Amount | None]] = field(default_factory=list)
    transfers: Amount | None = None

    @property
    def remainder(self) -> Amount:
        """What no child is told to use; what is kept to itself is in it, too."""
        assert self.whole is not None
        told = [amount for _, amount in self.children if amount is not None]
        left = amounts.less(self.whole, told)
        return left if self.transfers is None else amounts.together([left, self.transfers], len(left.joules))


def find(ground: Ground, kind: Kind, code: str, enterprise_id: int | None) -> Place:
    """A place by its code; raises NotFoundError, also for a whole park that one sees a part of."""
    codes: dict[Kind, dict[str, int]] = {
        "park": {ground.park.code: ground.park.id} if enterprise_id is None else {},
        "enterprise": {row.code: row.id for row in ground.enterprises.values()},
        "node": {row.code: row.id for row in ground.nodes.values()},
        "meter": {ground.points[m].code: m for m in ground.meters},
    }
    if code in codes[kind]:
        return place_of(ground, kind, codes[kind][code])
    raise NotFoundError(f"There is no {kind} {code}, or not for you.", **{kind: code})


def place_of(ground: Ground, kind: Kind, key: int) -> Place:
    """A place by its id."""
    return Place(kind, key, owner_of(ground, kind, key), showing.named(ground, kind, key))


def owner_of(ground: Ground, kind: Kind, key: int) -> int | None:
    """The enterprise whose a place is."""
    if kind in ("park", "enterprise"):
        return key if kind == "enterprise" else None
    return ground.nodes[key].enterprise_id if kind == "node" else ground.points[key].enterprise_id


def code_of(ground: Ground, kind: Kind, key: int) -> str:
    """The code of an enterprise, a node or a meter."""
    if kind == "enterprise":
        return ground.enterprises[key].code
    return ground.nodes[key].code if kind == "node" else ground.points[key].code


def inside(ground: Ground, place: Place) -> list[int]:
    """The meters of a place."""
    if place.kind == "park":
        return list(ground.meters)
    if place.kind == "enterprise":
        return ground.meters_of.get(place.key, [])
    return ground.inside_node(place.key) if place.kind == "node" else ground.inside_meter(place.key)


def own(ground: Ground, place: Place) -> list[int]:
    """The meters right at a place, that are at none below it."""
    if place.kind == "park":
        return ground.nowhere(None)
    if place.kind == "enterprise":
        return ground.nowhere(place.key)
    return ground.at_node.get(place.key, []) if place.kind == "node" else []


def children(ground: Ground, place: Place) -> list[Place]:
    """The places right below, then the meters that are wholly at the place itself."""
    if place.kind == "meter":
        return [place_of(ground, "meter", m) for m in ground.below_meter.get(place.key, [])]
    found = []
    if place.kind == "park":
        found = [place_of(ground, "enterprise", e) for e in ground.enterprises]
    below = ground.below_node.get(place.key, []) if place.kind == "node" else ground.top_nodes(place.owner)
    found += [place_of(ground, "node", n) for n in below]
    meters = net.leaves(ground.meters, ground.below_meter, own(ground, place))
    return found + [place_of(ground, "meter", m) for m in meters]


def amount(sums: Sums, place: Place, now: datetime) -> Amount | None:
    """What a place uses; None where it is kept from who asks."""
    if place.kind == "park":
        return amounts.of_park(sums, now)
    if place.kind == "enterprise":
        return amounts.of_enterprise(sums, place.key, now)
    if sums.ground.is_withheld(place.owner):
        return None
    if place.kind == "meter":
        return amounts.of_meter(sums, place.key, now)
    return amounts.of_meters(sums, inside(sums.ground, place), now)


def energy(sums: Sums, kind: Kind, key: int, now: datetime) -> int | None:
    """The energy of a place alone [J], for its rank; None where it is kept from who asks."""
    ground = sums.ground
    if kind == "enterprise":
        return amounts.of_enterprise(sums, key, now).energy
    if ground.is_withheld(owner_of(ground, kind, key)):
        return None
    weights = {key: ground.meters[key].sign} if kind == "meter" else ground.weights(ground.inside_node(key))
    return sum(weight * sum(sums.of_point(meter).joules) for meter, weight in weights.items())


def border(ground: Ground, place: Place) -> set[int]:
    """The meters that make up what a node or a meter uses; of others those that generate for it."""
    if place.kind in ("park", "enterprise"):
        owners = {None, *ground.enterprises} if place.kind == "park" else {place.key}
        return set(amounts.generators(ground, owners))
    return {place.key} if place.kind == "meter" else set(ground.weights(ground.inside_node(place.key)))


def parts(sums: Sums, place: Place, now: datetime, *, hide: Collection[int] = ()) -> Parts:
    """A place with its parts; of enterprises to `hide` only the whole tells."""
    found = Parts(amount(sums, place, now))
    for child in children(sums.ground, place):
        is_hidden = child.kind == "enterprise" and child.key in hide
        found.children.append((child, None if is_hidden else amount(sums, child, now)))
    if place.kind == "park":
        found.transfers = amounts.of_transfers(sums, now)
        if hide:
            # Of one that is hidden it would be told by what the others buy of it.
            found.transfers = None
    return found


def by_carrier(sums: Sums, place: Place, now: datetime) -> Mapping[str, Amount]:
    """What a place uses by carrier."""
    ground = sums.ground
    if place.kind == "park":
        return amounts.carriers(sums, [*ground.enterprises, None], now)
    if place.kind == "enterprise":
        return amounts.carriers(sums, [place.key], now)
    return amounts.carriers_of_meters(sums, inside(ground, place), now)


def terms(sums: Sums, place: Place) -> list[Term]:
    """What its amount is added up from."""
    ground = sums.ground
    if place.kind == "park":
        return amounts.terms_of_sources(sums, [*ground.enterprises, None])
    if place.kind == "enterprise":
        return amounts.terms_of_sources(sums, [place.key])
    return amounts.terms_of_meters(sums, inside(ground, place))


def crumbs(ground: Ground, place: Place, enterprise_id: int | None) -> list[Place]:
    """The places above, from the top down."""
    found = (
        []
        if enterprise_id is not None or place.kind == "park"
        else [place_of(ground, "park", ground.park.id)]
    )
    if place.kind in ("node", "meter") and place.owner in ground.enterprises and place.owner is not None:
        found.append(place_of(ground, "enterprise", place.owner))
    meters: list[int] = []
    node: int | None = None
    if place.kind == "meter":
        node = ground.points[place.key].node_id
        above = ground.meters[place.key].above
        while above is not None and ground.points[above].node_id == node:
            meters.insert(0, above)
            above = ground.meters[above].above
    elif place.kind == "node":
        node = ground.nodes[place.key].parent_id
    nodes: list[int] = []
    while node in ground.nodes and node is not None and node not in nodes:
        nodes.insert(0, node)
        node = ground.nodes[node].parent_id
    found += [place_of(ground, "node", n) for n in nodes]
    return found + [place_of(ground, "meter", m) for m in meters]


def likes(ground: Ground, place: Place) -> list[int]:
    """Places of the same sort: enterprises, nodes of a kind, meters of a carrier and level; itself too."""
    if place.kind == "enterprise":
        return list(ground.enterprises)
    if place.kind == "node":
        kind = ground.nodes[place.key].kind
        return [n.id for n in ground.nodes.values() if n.kind == kind]
    if place.kind == "meter":
        known = ground.points[place.key]
        above = ground.meters[place.key].above
        siblings = ground.meters if above is None else ground.below_meter[above]
        found = [ground.points[m] for m in siblings if ground.meters[m].above == above]
        return [
            p.id
            for p in found
            if (p.carrier, p.direction) == (known.carrier, known.direction)
            and (above is not None or p.enterprise_id == place.owner)
        ]
    return []
