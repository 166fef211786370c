"""The tree of a park: every place with what it used and emitted in a period, and a sparkline.

It is made of sums by month, or by day and week where the period is short: a year of a thousand meters
is 12,000 rows (docs/decisions/0070).
"""

from collections.abc import Iterator
from datetime import datetime

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.places import amounts, asked, ground, showing
from parkcarbon_platform.services.places.amount import Amount
from parkcarbon_platform.services.places.asked import Span
from parkcarbon_platform.services.places.ground import Ground, Sums
from parkcarbon_platform.services.places.models import Kind, PlaceName, PlaceRow, PlaceTree
from parkcarbon_platform.storage.database import Connection


def tree(connection: Connection, span: Span, now: datetime, *, enterprise_id: int | None) -> PlaceTree:
    """The tree as the transaction sees it; of an enterprise user its own."""
    known = ground.read(connection)
    step = asked.spark_step(span.check())
    found = ground.sums(connection, known, span, step)
    rows = list(_Tree(found, now).rows(enterprise_id))
    return PlaceTree(
        first=span.first.isoformat(), until_day=span.until.isoformat(), as_of=localtime.to_ms(now),
        step=step, starts=showing.starts(found), rows=rows, withheld=sorted(known.withheld),
    )  # fmt: skip


class _Tree:
    def __init__(self, sums: Sums, now: datetime) -> None:
        self.sums, self.now = sums, now
        self.ground: Ground = sums.ground

    def rows(self, enterprise_id: int | None) -> Iterator[PlaceRow]:
        """From the top down, each after its parent."""
        top: str | None = None
        if enterprise_id is None:
            place = showing.named(self.ground, "park", self.ground.park.id)
            yield self._row(place, None, amounts.of_park(self.sums, self.now))
            top = key_of(place)
        for owner in self.ground.enterprises:
            place = showing.named(self.ground, "enterprise", owner)
            yield self._row(place, top, amounts.of_enterprise(self.sums, owner, self.now))
            yield from self._owned(owner, key_of(place))
        if enterprise_id is None:
            yield from self._owned(None, top)

    def _owned(self, owner: int | None, above: str | None) -> Iterator[PlaceRow]:
        for node in self.ground.top_nodes(owner):
            yield from self._node(node, above, set())
        yield from self._meters(self.ground.nowhere(owner), above)

    def _node(self, node_id: int, above: str | None, seen: set[int]) -> Iterator[PlaceRow]:
        if node_id in seen:
            return
        seen.add(node_id)
        place = showing.named(self.ground, "node", node_id)
        owner = self.ground.nodes[node_id].enterprise_id
        inside = self.ground.inside_node(node_id)
        found = None if self.ground.is_withheld(owner) else amounts.of_meters(self.sums, inside, self.now)
        yield self._row(place, above, found)
        for below in self.ground.below_node.get(node_id, []):
            yield from self._node(below, key_of(place), seen)
        yield from self._meters(self.ground.at_node.get(node_id, []), key_of(place))

    def _meters(self, own: list[int], above: str | None) -> Iterator[PlaceRow]:
        """Each below the nearest meter that is at the same place, else below the place."""
        here = set(own)
        for top in own:
            if self.ground.meters[top].above not in here:
                yield from self._meter(top, above, here)

    def _meter(self, point_id: int, above: str | None, here: set[int]) -> Iterator[PlaceRow]:
        place = showing.named(self.ground, "meter", point_id)
        owner = self.ground.points[point_id].enterprise_id
        found = None
        if not self.ground.is_withheld(owner):
            found = amounts.of_meter(self.sums, point_id, self.now)
        yield self._row(place, above, found)
        for below in self.ground.below_meter.get(point_id, []):
            if below in here:
                yield from self._meter(below, key_of(place), here)

    def _row(self, place: PlaceName, parent: str | None, found: Amount | None) -> PlaceRow:
        told = showing.kept() if found is None else showing.amount(found)
        return PlaceRow(place=place, parent=parent, amount=told, spark=[] if found is None else found.co2_mg)


def key_of(place: PlaceName) -> str:
    """Kind and code: a place and a meter may have one code."""
    kind: Kind = place.kind
    return f"{kind}/{place.code}"
