"""What no sub-meter measures: a meter and the generation behind it, less its sub-meters, step by step."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from parkcarbon_platform.calculation.units import BaseUnit, to_base
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services.metering import supply
from parkcarbon_platform.services.meters.grains import Grain, Step, grain_of
from parkcarbon_platform.storage import buckets, live
from parkcarbon_platform.storage import meter_health as storage
from parkcarbon_platform.storage.buckets import Family, RemainderRow
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.meter_health import MeteredRow

__all__ = ["MeteredRow", "Remainder", "RemainderRow", "contradicts", "series", "shared_meters"]


@dataclass(frozen=True, slots=True)
class Remainder:
    """A meter's remainder over time [base unit]: parent + Σ generation − Σ children in every row.

    Where it `is_shared`, others' sub-meters are below it, too: what these measure is in the remainder.
    """

    parent: MeteredRow
    generation: list[MeteredRow]
    children: list[MeteredRow]
    base: BaseUnit
    grain: Grain
    rows: list[RemainderRow]
    is_shared: bool

    @property
    def is_contradiction(self) -> bool:
        """Whether the sub-meters measure more than there is over the whole span, beyond meters' error."""
        return contradicts(self.rows)


def contradicts(rows: Sequence[RemainderRow]) -> bool:
    """The same of some rows together."""
    supplied = sum(int(row.parent + row.generation) for row in rows)
    return supply.contradicts(supplied, sum(int(row.remainder) for row in rows))


def shared_meters(connection: Connection, enterprise_id: int | None) -> frozenset[int]:
    """An enterprise's meters with sub-meters of others, from a transaction that sees the whole park."""
    return supply.shared(storage.metered(connection), enterprise_id)


def series(
    connection: Connection, code: str, start: datetime, end: datetime, step: Step, *,
    max_points: int | None = None, shared: Collection[int] = (),
) -> Remainder:  # fmt: skip
    """The remainder of a meter with sub-meters over [start, end) by the quarter hour, hour or local day;
    coarser where more than `max_points` would come of it."""
    grain = grain_of(start, end, step, max_points)
    points = {p.id: p for p in storage.metered(connection)}
    parent = next((p for p in points.values() if p.code == code), None)
    if parent is None:
        raise NotFoundError(f"There is no meter {code}.", point=code)
    children, generation = supply.below(points.values()).get(parent.id, ([], []))
    if not children:
        raise NotFoundError(
            f"{code} has no sub-meters.", remedy="Give a meter this one as its parent.", point=code
        )
    park = live.park(connection)
    rows = buckets.remainders(
        connection, Family(parent.id, generation, children), start, end, step=grain.interval,
        timezone=park.timezone if park else "UTC",
    )  # fmt: skip
    base = to_base(parent.unit, parent.quantity, parent.carrier)
    return Remainder(
        parent, [points[i] for i in generation], [points[i] for i in children], base, grain, rows,
        is_shared=parent.id in shared,
    )  # fmt: skip
