"""How much of each source is the organisation's: as its quality plan says, with who said so and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.completeness import Lack
from parkcarbon_platform.services.inventories import notes
from parkcarbon_platform.services.inventories.notes import Said
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.inventory_activity import SourceRow

EQUITY = "equity_share"
FIELDS = {EQUITY: "equity_percent"}


@dataclass(frozen=True, slots=True)
class Holding:
    """The shares of sources [-] that are not whole, and what the checklist says of them."""

    shares: Mapping[str, Fraction]
    lacks: list[Lack]


def holding(connection: Connection, approach: str | None, rows: Sequence[SourceRow]) -> Holding:
    """By an approach of consolidation; None: everything of the boundary counts whole.

    A source's own word counts before its enterprise's plan, and that before the park's. Of an equity share
    that nobody has stated the whole counts, and it is on the checklist.
    """
    if approach is None:
        return Holding({}, [])
    plans = {owner: notes.read(connection, owner) for owner in {row.enterprise for row in rows}}
    field = FIELDS.get(approach, approach)
    shares: dict[str, Fraction] = {}
    lacks: list[Lack] = []
    for row in rows:
        said = plans[row.enterprise]
        subject = next((s for s in (f"source:{row.code}", "plan") if said.get(s, field) is not None), None)
        if subject is None:
            if approach == EQUITY:
                lacks.append(Lack("share_missing", row.code))
            continue
        share = _share(said, subject, field)
        if share != 1:
            shares[row.code] = share
            lacks.append(Lack("part_counts", row.code, share=float(share), detail=said.why(subject, field)))
    return Holding(shares, lacks)


def _share(said: Said, subject: str, field: str) -> Fraction:
    value = said.get(subject, field)
    assert value is not None
    if field == FIELDS[EQUITY]:
        return Fraction(Decimal(value)) / 100
    return Fraction(value == notes.YES)
