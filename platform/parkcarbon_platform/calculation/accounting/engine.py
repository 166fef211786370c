"""Activity and ruleset to the items of an inventory.

An item is a source's gas in a month at one factor version. Masses of gas are sums of the ledger's hours; what
is multiplied (by a GWP, by a factor by rule) is rounded half to even once an item.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from parkcarbon_platform.calculation.accounting.activity import (
    UNASSIGNED,
    Extras,
    Priced,
    Segment,
    Sent,
    SourceFacts,
    Sum,
    expected_s,
    mg_of,
)
from parkcarbon_platform.calculation.accounting.items import Basis, Item
from parkcarbon_platform.calculation.accounting.rulesets.base import Ruleset
from parkcarbon_platform.calculation.accounting.split import integers, split, split_by

Scenes = tuple[tuple[str, Decimal], ...]
ONE = Decimal(1)
DAY = timedelta(days=1)
NOTHING_SENT = Sent(0, 0)


class _Mass(NamedTuple):
    """A gas of a source in a month before it is an item; `parts` are the masses by segment [mg]."""

    gas: str
    basis: Basis
    quantity: int
    estimated: int
    covered_s: int
    factor_version: int
    fallback: bool
    parts: Sequence[tuple[int, int]]


class _Split(NamedTuple):
    """Scenes, and whole numbers in the proportion of their shares."""

    scenes: tuple[str, ...]
    weights: tuple[int, ...]


class _Reader:
    """A ruleset applied to one period."""

    def __init__(
        self, ruleset: Ruleset, segments: Sequence[Segment], gwp: Mapping[str, Decimal], extras: Extras
    ) -> None:
        self._ruleset = ruleset
        self._segments = segments
        self._gwp = gwp
        self._extras = extras
        self._exact = {gas: Fraction(value) for gas, value in gwp.items()}
        self._months: dict[date, list[Segment]] = {}
        for segment in segments:
            self._months.setdefault(segment.month, []).append(segment)
        self._expected: dict[tuple[date | None, date | None], dict[date, int]] = {}
        self._steady: dict[str, _Split | None] = {}

    def items(self, source: SourceFacts, month: date, sums: Sequence[Sum]) -> Iterator[Item]:
        """The items of a source's month."""
        for mass in self._masses(source, month, sums):
            if self._counts(mass):
                yield self._item(source, month, mass)

    def _counts(self, mass: _Mass) -> bool:
        gases = self._ruleset.gases
        counts = mass.gas in self._gwp and (gases is None or mass.gas in gases)
        return counts and not self._ruleset.refuses(mass.fallback)

    def _masses(self, source: SourceFacts, month: date, sums: Sequence[Sum]) -> Iterator[_Mass]:
        is_bought = source.category == "purchased_electricity"
        has_market = is_bought and "market" in self._ruleset.bases
        groups: dict[tuple[int, bool], list[Sum]] = {}
        for row in sums:
            groups.setdefault((row.factor_version, row.fallback), []).append(row)
        key = (source.code, month)
        exported = self._exported(sums)
        for rows in groups.values():
            yield self._ledger_mass(source, rows, "location" if has_market else "any", exported)
        for priced in self._extras.gases.get(key, ()):
            mine = [row for row in sums if priced.of_version in (None, row.factor_version)]
            yield _by_rule(priced, mine, "any")
        if has_market:
            market = self._extras.market.get(key, ())
            estimates = _estimates(market, sum(row.estimated for row in sums))
            for priced, estimated in zip(market, estimates, strict=True):
                yield _by_rule(priced, sums, "market")._replace(estimated=estimated)

    def _exported(self, sums: Iterable[Sum]) -> dict[tuple[int, int], Sent]:
        """What was delivered on, by segment and factor version, where the ruleset leaves it in."""
        if self._ruleset.netting != "gross":
            return {}
        known = self._extras.exported
        keys = {(row.source, row.segment, row.factor_version) for row in sums} & known.keys()
        return {(segment, version): known[source, segment, version] for source, segment, version in keys}

    def _ledger_mass(
        self, source: SourceFacts, rows: Sequence[Sum], basis: Basis, exported: dict[tuple[int, int], Sent]
    ) -> _Mass:
        """What the ledger has, and under a gross ruleset what was delivered on at the same factor.

        It is taken out of `exported`: a version that is a fallback on some days only has it once.
        """
        first, quantity, estimated, covered_s = rows[0], 0, 0, 0
        parts: list[tuple[int, int]] = []
        for row in rows:
            sent = exported.pop((row.segment, row.factor_version), NOTHING_SENT)
            # Other gases, biogenic CO2 and sinks are in no CO2 total: the ledger has them in `gas_mg` only.
            parts.append((row.segment, row.co2_mg + row.gas_mg + sent.mg))
            quantity += row.quantity + sent.quantity
            estimated += row.estimated
            covered_s += row.covered_s
        return _Mass(
            source.gas, basis, quantity, estimated, covered_s, first.factor_version, first.fallback, parts,
        )  # fmt: skip

    def _expected_s(self, source: SourceFacts, month: date) -> int:
        """Sources that are there at the same time expect the same."""
        months = self._expected.setdefault((source.valid_from, source.valid_to), {})
        if month not in months:
            months[month] = sum(expected_s(source, segment) for segment in self._months[month])
        return months[month]

    def _split(self, source: SourceFacts, place: int) -> "_Split":
        """The shares of a segment: most sources have the same ones all the time."""
        if source.code not in self._steady:
            first, last = self._segments[0].start, self._segments[-1].end - DAY
            is_steady = all(share.holds(first) and share.holds(last) for share in source.shares)
            self._steady[source.code] = _split_of(scenes_of(source, first)) if is_steady else None
        found = self._steady[source.code]
        return found or _split_of(scenes_of(source, self._segments[place].start))

    def _item(self, source: SourceFacts, month: date, mass: _Mass) -> Item:
        gwp = self._gwp[mass.gas]
        gas_mg = sum(mg for _, mg in mass.parts)
        co2e = gas_mg if gwp == ONE else round(gas_mg * self._exact[mass.gas])
        return Item(
            source.code, source.enterprise, source.category, source.carrier, source.scope,
            source.scope3_category, source.internal_transfer, source.biogenic, source.sink, month, mass.gas,
            mass.basis, mass.quantity, source.unit, mass.estimated, mass.covered_s,
            self._expected_s(source, month), mass.factor_version, mass.fallback, gas_mg, gwp, co2e,
            self._scenes(source, self._exact[mass.gas], mass.parts),
        )  # fmt: skip

    def _scenes(
        self, source: SourceFacts, gwp: Fraction, parts: Sequence[tuple[int, int]]
    ) -> tuple[tuple[str, int], ...]:
        """The item by scene: each segment by its own shares, the segments' CO2e adding up to the item's."""
        if len(parts) == 1:
            ((place, mass),) = parts
            shares = self._split(source, place)
            whole = mass if gwp == 1 else round(mass * gwp)
            return tuple(sorted(zip(shares.scenes, split_by(whole, shares.weights), strict=True)))
        found: dict[str, int] = {}
        mass, before = 0, 0
        for place, mg in parts:
            mass += mg
            so_far = mass if gwp == 1 else round(mass * gwp)
            part, before = so_far - before, so_far
            shares = self._split(source, place)
            for scene, value in zip(shares.scenes, split_by(part, shares.weights), strict=True):
                found[scene] = found.get(scene, 0) + value
        return tuple(sorted(found.items()))


def scenes_of(source: SourceFacts, day: date) -> Scenes:
    """(scene, share) of a source on a day; without any it is unassigned, not hidden."""
    return tuple((s.scene, s.share) for s in source.shares if s.holds(day)) or ((UNASSIGNED, ONE),)


def _split_of(shares: Scenes) -> _Split:
    return _Split(tuple(scene for scene, _ in shares), integers(tuple(share for _, share in shares)))


def _by_rule(priced: Priced, sums: Sequence[Sum], basis: Basis) -> _Mass:
    """A quantity of the month at a factor by rule; in time it lies where the activity does."""
    mg = mg_of(priced.quantity, priced.mg_per_unit)
    total = sum(abs(row.quantity) for row in sums)
    weights = [Decimal(abs(row.quantity)) if total else ONE for row in sums]
    parts = [(row.segment, part) for row, part in zip(sums, split(mg, weights), strict=True)]
    return _Mass(
        priced.gas, basis, priced.quantity, min(abs(priced.quantity), sum(row.estimated for row in sums)),
        sum(row.covered_s for row in sums), priced.factor_version, priced.fallback, parts,
    )  # fmt: skip


def _estimates(market: Sequence[Priced], estimated: int) -> list[int]:
    """What is estimated of a month, by what it was bought as: in proportion, and no more than each is."""
    sizes = [abs(priced.quantity) for priced in market]
    if not any(sizes):
        return [0] * len(sizes)
    shares = split(min(estimated, sum(sizes)), [Decimal(size) for size in sizes])
    return [min(share, size) for share, size in zip(shares, sizes, strict=True)]


def cuts(sources: Iterable[SourceFacts]) -> list[date]:
    """The days on which shares of any source change."""
    days = set()
    for source in sources:
        for share in source.shares:
            days.add(share.valid_from)
            if share.valid_to is not None:
                days.add(date.fromordinal(share.valid_to.toordinal() + 1))
    return sorted(days)


def calc_items(
    ruleset: Ruleset, sources: Sequence[SourceFacts], segments: Sequence[Segment], sums: Iterable[Sum],
    *, gwp: Mapping[str, Decimal], extras: Extras,
) -> list[Item]:  # fmt: skip
    """The items of sources [mg], by source, month, basis and gas; the order of the sums does not matter.

    `gwp` are the gases that count, by their GWP; scope 3 is left out where the ruleset has none.
    """
    known = {source.code: source for source in sources if source.scope in (1, 2) or ruleset.has_scope3}
    by_month: dict[tuple[str, date], list[Sum]] = {}
    for row in sums:
        by_month.setdefault((row.source, segments[row.segment].month), []).append(row)
    reader = _Reader(ruleset, segments, gwp, extras)
    found: list[Item] = []
    for (code, month), rows in sorted(by_month.items()):
        if code in known:
            found += reader.items(known[code], month, sorted(rows))
    return sorted(found, key=order)


def order(item: Item) -> tuple[str, date, str, str, int, bool]:
    """The order of items in an inventory."""
    return (item.source, item.month, item.basis, item.gas, item.factor_version, item.fallback)
