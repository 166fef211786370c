"""What an inventory report shows: an inventory with the names and factors that its items speak of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.completeness import Lack
from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.rulesets.base import Named, Ruleset
from parkcarbon_platform.calculation.accounting.totals import Totals


@dataclass(frozen=True, slots=True)
class Names:
    """What something is called."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Factor:
    """A version of a factor; `value` in `unit`. `heat` [GJ a base unit] is that of a fuel which has one."""

    id: int
    factor: str
    version: str
    region: str
    gas: str
    value: Decimal
    unit: str
    set_code: str
    citation: str
    source_ref: str
    grade: str
    heat: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A step of a stored inventory's history: moved on, commented, a finding, its answer or resolution.

    `answers` is the finding that it answers or resolves, `figure` the cell that it is about.
    """

    id: int
    kind: str
    answers: int | None
    figure: str | None
    to_state: str | None
    note: str
    author: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """A verifier's finding with what was answered to it; open until the verifier resolves it."""

    raised: Event
    replies: tuple[Event, ...]

    @property
    def is_open(self) -> bool:
        """Whether nobody has resolved it."""
        return all(reply.kind != "resolved" for reply in self.replies)


@dataclass(frozen=True, slots=True)
class Figures:
    """An inventory of local days [start, end); `enterprise` None: the park's. `state` is None while nothing
    is stored, `gwp` None where only CO2 counts, `approach` None where all
    of the boundary counts whole. `digest` is the SHA-256 of the items, in hexadecimal. `events` are the
    history of a stored inventory, `inventory` its number."""

    park_code: str
    park: Names
    timezone: str
    enterprise: str | None
    rules: Ruleset
    start: date
    end: date
    gwp: str | None
    state: str | None
    digest: str
    made_at: datetime
    items: tuple[Item, ...]
    totals: Mapping[Named, Totals]
    lacks: tuple[Lack, ...]
    sources: Mapping[str, Names]
    enterprises: Mapping[str, Names]
    factors: Mapping[int, Factor]
    approach: str | None = None
    inventory: int | None = None
    events: tuple[Event, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What verifiers found, with the replies to each."""
        return tuple(
            Finding(event, tuple(reply for reply in self.events if reply.answers == event.id))
            for event in self.events
            if event.kind == "finding"
        )


def row(item: Item) -> list[object]:
    """An item as JSON."""
    return [
        item.source, item.enterprise, item.category, item.carrier, item.scope, item.scope3_category,
        item.internal_transfer, item.biogenic, item.sink, item.month.isoformat(), item.gas, item.basis,
        item.quantity, item.unit, item.estimated, item.covered_s, item.expected_s, item.factor_version,
        item.fallback, item.gas_mg, str(item.gwp), item.co2e_mg, [list(scene) for scene in item.scenes],
    ]  # fmt: skip
