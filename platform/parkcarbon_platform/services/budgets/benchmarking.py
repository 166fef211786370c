"""Enterprises held against norms and their own past; an enterprise is told its own, and its place among all.

An intensity is of the months of a year of which both the meters and the reported product or area are wholly
known. By area it is that of a year: what these months came to, over their days, times the year's days. It is
of nothing where a source has never had data, or cannot be counted: too little is no low intensity. What an
enterprise keeps to itself of its production is in no intensity that others see, or are ranked by.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.figures import drivers
from parkcarbon_platform.calculation.accounting.figures.drivers import STANDING, Value
from parkcarbon_platform.calculation.activity import items
from parkcarbon_platform.calculation.benchmarks.norms import (
    Norm,
    Ratio,
    of_whole_year,
    rank,
    ratio,
    saving,
    verdict,
)
from parkcarbon_platform.calculation.budgets.months import MONTHS, days_of
from parkcarbon_platform.services.activity import activity
from parkcarbon_platform.services.activity.activity import RecordRow
from parkcarbon_platform.services.budgets import actuals, norms
from parkcarbon_platform.services.budgets.actuals import Actuals
from parkcarbon_platform.services.budgets.benchmark_models import (
    Benchmark,
    BenchmarkLacking,
    BenchmarkLine,
    BenchmarkNamed,
    BenchmarkNorm,
    BenchmarkPast,
    Gap,
)
from parkcarbon_platform.services.inventories.intensity import BASES, base_of
from parkcarbon_platform.storage import live, oversight, terms
from parkcarbon_platform.storage import norms as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.live import EnterpriseRow
from parkcarbon_platform.storage.norms import NormRow

PER_UNIT = 1000  # kg in t, kgce in tce, kWh in MWh
YEARS_BACK = 2
# Of two that are compared, one knows from its place what the other is.
LEAST_RANKED = 3


@dataclass(frozen=True, slots=True)
class _Found:
    """An enterprise's intensity, and the months [1 to 12] that it is of."""

    ratio: Ratio
    months: list[int]


@dataclass(slots=True)
class _Ground:
    """What benchmarks are computed from: what was used, and reports by enterprise and item."""

    known: Actuals
    values: dict[tuple[str, str], list[Value]] = field(default_factory=lambda: defaultdict(list))
    bases: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, rows: Iterable[RecordRow]) -> None:
        for row in rows:
            if row.enterprise is None:
                continue
            key = (row.enterprise, row.item)
            self.values[key].append(
                Value(row.enterprise, row.item, row.from_day, row.to_day, row.base_quantity)
            )
            self.bases[key] = BASES.get(row.item) or base_of(row.unit)

    def gap(self, norm: NormRow, owner: str, year: int) -> tuple[Gap, list[str]] | None:
        """Why an owner's amount of a year is not all that it used or emitted, with the sources."""
        unseen = self.known.unseen(owner, date(year + 1, 1, 1))
        if unseen:
            return "never_seen", unseen
        lacking = self.known.unweighed if norm.kind == "carbon" else self.known.lacking
        return ("no_coefficient", sorted(lacking[owner])) if lacking.get(owner) else None

    def months(self, norm: NormRow, owner: str, year: int) -> list[int]:
        """The months that are wholly known by meters and by reports."""
        return [
            m for m in range(1, MONTHS + 1)
            if self.known.is_whole(owner, date(year, m, 1)) and self._driver(norm, owner, year, m) is not None
        ]  # fmt: skip

    def intensity(self, norm: NormRow, owner: str, year: int, months: Sequence[int]) -> _Found | None:
        """An owner's intensity of these months, all of which are known."""
        if not months:
            return None
        top = sum(self.known.amounts.get((owner, norm.kind, date(year, m, 1)), 0) for m in months)
        below = sum((self._driver(norm, owner, year, m) or Fraction(0) for m in months), Fraction(0))
        if norm.item in STANDING:
            days = days_of(year)
            top = of_whole_year(top, sum(days[m - 1] for m in months), sum(days))
            below /= len(months)
        found = ratio(norm.kind, top, norm.item, below, self.bases[owner, norm.item])
        return None if found is None else _Found(found, list(months))

    def products(self, owner: str | None) -> set[str]:
        """What an enterprise reported, or all of them together."""
        return {i for code, i in self.values if i.startswith(items.PRODUCT) and owner in (None, code)}

    def others(self, norm: NormRow, owner: str) -> list[str]:
        """What else an enterprise makes, where the norm is of a product."""
        if not norm.item.startswith(items.PRODUCT):
            return []
        return sorted(self.products(owner) - {norm.item})

    def _driver(self, norm: NormRow, owner: str, year: int, month: int) -> Fraction | None:
        start = date(year, month, 1)
        end = date(year + month // MONTHS, month % MONTHS + 1, 1)
        values = self.values.get((owner, norm.item), [])
        return drivers.of_owner(values, norm.item, start, end, owner).amount


def benchmark(connection: Connection, year: int, now: datetime, *, viewer: str | None) -> Benchmark:
    """Every norm in force in a year with the enterprises it is for; `connection` sees the whole park.

    `viewer` is the enterprise that looks; None: who oversees the park, by what the transaction shows.
    """
    ground = _ground(connection, year, now, viewer)
    owners = live.enterprises(connection)
    rows = [
        row for row in storage.current(connection)
        if row.valid_from <= date(year, 12, 31) and (row.valid_to is None or row.valid_to >= date(year, 1, 1))
    ]  # fmt: skip
    told = [_norm(ground, row, owners, year, viewer) for row in rows]
    kept = terms.withheld(connection)
    return Benchmark(
        year=year,
        norms=told if viewer is None else [one for one in told if one.lines or one.lacking],
        products=sorted(
            {
                item
                for owner, item in ground.values
                if item.startswith(items.PRODUCT) and viewer in (None, owner)
            }
        ),
        withheld=[
            BenchmarkNamed(enterprise=one.code, name_zh=one.name_zh, name_en=one.name_en)
            for one in owners
            if "production" in kept.get(one.code, ())
        ],
    )


def _ground(connection: Connection, year: int, now: datetime, viewer: str | None) -> _Ground:
    ground = _Ground(actuals.read(connection, year - YEARS_BACK, now))
    first, end = date(year - YEARS_BACK, 1, 1), date(year + 1, 1, 1)
    if viewer is None:
        ground.add(activity.drivers(connection, first, end, None))
        return ground
    ground.add(row for row in activity.drivers(connection, first, end, None) if row.enterprise == viewer)
    # Nobody is ranked by what a neighbour does not even show to who oversees the park.
    with oversight.limited(connection):
        ground.add(row for row in activity.drivers(connection, first, end, None) if row.enterprise != viewer)
    return ground


def _norm(
    ground: _Ground, row: NormRow, owners: Sequence[EnterpriseRow], year: int, viewer: str | None
) -> BenchmarkNorm:
    concerned = [one for one in owners if (one.code, row.item) in ground.values]
    found: dict[str, _Found] = {}
    lacking = []
    for owner in concerned:
        one = _found(ground, row, owner.code, year)
        if isinstance(one, _Found):
            found[owner.code] = one
        elif viewer in (None, owner.code):
            lacking.append(
                BenchmarkLacking(
                    enterprise=owner.code, name_zh=owner.name_zh, name_en=owner.name_en,
                    reason=one[0], sources=one[1],
                )
            )  # fmt: skip
    values = [one.ratio.value for one in found.values()]
    shown = [one for one in concerned if one.code in found and viewer in (None, one.code)]
    lines = [_line(ground, row, owner, year, found=found[owner.code], values=values) for owner in shown]
    if viewer is not None and len(values) < LEAST_RANKED:
        lines = [line.model_copy(update={"rank": None, "ranked": None}) for line in lines]
    return BenchmarkNorm(
        norm=norms.told(row), lines=sorted(lines, key=lambda x: (x.value, x.enterprise)), lacking=lacking
    )


def _found(ground: _Ground, row: NormRow, owner: str, year: int) -> _Found | tuple[Gap, list[str]]:
    """What an owner is held against the norm by, or why it is not."""
    gap = ground.gap(row, owner, year)
    if gap is not None:
        return gap
    one = ground.intensity(row, owner, year, ground.months(row, owner, year))
    if one is None:
        return "no_month", []
    return one if one.ratio.unit == row.unit else ("other_unit", [])


def _line(
    ground: _Ground, row: NormRow, owner: EnterpriseRow, year: int, *, found: _Found,
    values: Sequence[Decimal],
) -> BenchmarkLine:  # fmt: skip
    norm = Norm(row.limit_value, row.advanced_value)
    value, amount = found.ratio.value, found.ratio.amount
    spared = saving(value, norm.limit if norm.advanced is None else norm.advanced, amount)
    return BenchmarkLine(
        enterprise=owner.code, name_zh=owner.name_zh, name_en=owner.name_en, value=float(value),
        amount=float(amount), months=found.months, verdict=verdict(value, norm), rank=rank(values, value),
        ranked=len(values),
        past=[_past(ground, row, owner.code, year - back, found) for back in range(1, YEARS_BACK + 1)],
        saving=float(spared / PER_UNIT), others=ground.others(row, owner.code),
    )  # fmt: skip


def _past(ground: _Ground, row: NormRow, owner: str, year: int, found: _Found) -> BenchmarkPast:
    """By the same months, so that winter is held against winter."""
    is_known = set(found.months) <= set(ground.months(row, owner, year))
    before = ground.intensity(row, owner, year, found.months) if is_known else None
    return BenchmarkPast(year=year, value=None if before is None else float(before.ratio.value))
