"""A park as the live view sees it: points, sources as signed sums, scene shares and current factors."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.metering import multipliers
from parkcarbon_platform.storage import live as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.live import EnterpriseRow, ParkRow, PointRow, SourceRow

# Scope 3 never enters a park's or an enterprise's total.
SCOPES = (1, 2)


@dataclass(frozen=True, slots=True)
class Term:
    """A point and its sign in the sum of a source."""

    point: PointRow
    weight: int


@dataclass(frozen=True, slots=True)
class Source:
    """An emission source with its points and scenes."""

    row: SourceRow
    enterprise: EnterpriseRow | None
    activity: tuple[Term, ...]
    live: tuple[Term, ...]
    scenes: tuple[tuple[str, Decimal], ...]

    @property
    def id(self) -> int:
        """The database's id."""
        return self.row.id


@dataclass(frozen=True, slots=True)
class Topology:
    """Everything about a park that changes seldom."""

    park: ParkRow
    enterprises: Mapping[int, EnterpriseRow]
    points: Mapping[int, PointRow]
    sources: tuple[Source, ...]

    def seen_by(self, enterprise_id: int | None) -> "Topology":
        """The part that an enterprise sees; the whole for None."""
        if enterprise_id is None:
            return self
        return Topology(
            self.park,
            {k: v for k, v in self.enterprises.items() if k == enterprise_id},
            {k: v for k, v in self.points.items() if v.enterprise_id == enterprise_id},
            tuple(s for s in self.sources if s.row.enterprise_id == enterprise_id),
        )


def exists_on(row: SourceRow, day: date) -> bool:
    """Whether a source has emissions on a local day."""
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or row.valid_to >= day)


def load(connection: Connection, moment: datetime) -> Topology | None:
    """The park of this transaction, with the scene shares of the local day; None where there is no park."""
    park = storage.park(connection)
    if park is None:
        return None
    day = localtime.local_date(moment, park.timezone)
    points = {p.id: p for p in storage.points(connection)}
    steps = multipliers.of_points(connection, {p.id: p.multiplier for p in points.values()})
    points |= {point: replace(points[point], multipliers=found) for point, found in steps.items()}
    enterprises = {e.id: e for e in storage.enterprises(connection)}
    terms: dict[tuple[int, str], list[Term]] = {}
    for row in storage.terms(connection):
        if row.point_id in points:
            terms.setdefault((row.source_id, row.role), []).append(Term(points[row.point_id], row.weight))
    shares: dict[int, list[tuple[str, Decimal]]] = {}
    for share in storage.shares(connection, day):
        shares.setdefault(share.source_id, []).append((share.scene, share.share))
    sources = tuple(
        Source(
            row=row,
            enterprise=None if row.enterprise_id is None else enterprises.get(row.enterprise_id),
            activity=tuple(terms.get((row.id, "activity"), ())),
            live=tuple(terms.get((row.id, "live"), ())) if exists_on(row, day) else (),
            scenes=tuple(shares.get(row.id, ())),
        )
        for row in storage.sources(connection)
        if row.scope in SCOPES and row.counts
    )
    return Topology(park, enterprises, points, sources)
