"""The amounts of a park's year in the terms of the zero-carbon method: from sources, points and past reports.

A source's hours give what came in, net of what it subtracts; points of export outside the park give what went
out, and are added back to the source that subtracted them. What an enterprise buys from another of the park
is in neither. Reports of past years count where the enterprise's sources of the carrier have no hours.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.calculation.accounting.gases import CO2
from parkcarbon_platform.calculation.zero_carbon.method import Amount, Evidence, Flow
from parkcarbon_platform.calculation.zero_carbon.settings import ANNEX_4
from parkcarbon_platform.services.inventories.computing import unit_of
from parkcarbon_platform.services.inventories.energy import HEAT, role_of
from parkcarbon_platform.services.inventories.uncertain import Instruments
from parkcarbon_platform.services.ledger.factors import Book
from parkcarbon_platform.services.national.factor_database import Edition
from parkcarbon_platform.services.national.models import ZeroCarbonSettings
from parkcarbon_platform.storage.factors import StoredVersion
from parkcarbon_platform.storage.green import Use
from parkcarbon_platform.storage.inventory_activity import SourceRow, SumRow
from parkcarbon_platform.storage.inventory_points import PointRow

Kind = Literal["fuel", "conversion", "process", "electricity", "heat"]
KINDS: Mapping[str, Kind] = {
    "stationary_combustion": "fuel", "mobile_combustion": "fuel", "conversion": "conversion",
    "process": "process", "purchased_electricity": "electricity", "purchased_heat": "heat",
}  # fmt: skip
FLOWS: Mapping[Kind, tuple[Flow, Flow]] = {
    "fuel": ("fuel", "fuel"),
    "conversion": ("conversion_in", "conversion_out"),
    "process": ("product", "product_out"),
    "electricity": ("electricity_in", "electricity_out"),
    "heat": ("heat_in", "heat_out"),
}
# Of bought electricity, in the order in which it covers: the database has no other kinds.
EVIDENCE: Mapping[str, Evidence] = {
    "direct_supply": "direct_supply", "green_power": "green_power", "certificate": "certificate",
}  # fmt: skip
RENEWABLE = frozenset({"wind", "solar", "hydro", "biomass"})
# The annex asks for anthracite, coking and general bituminous coal and lignite, each by itself.
UNSPLIT_COAL = frozenset({"fuel.coal", "fuel.raw_coal"})
From = Literal["annex", "database", "ledger", "own"]


@dataclass(frozen=True, slots=True)
class Found:
    """Something that has to be put right or known: a code, what it is about, and a word of detail."""

    code: str
    subject: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Traced:
    """An amount with where it comes from; `version` is the factor's, None for what the annex prints."""

    amount: Amount
    source: str
    name_zh: str
    name_en: str
    enterprise: str | None
    carrier: str
    origin: Literal["ledger", "point", "report"]
    factor_from: From
    factor: str = ""
    version: StoredVersion | None = None
    citation: str = ANNEX_4
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What a year's amounts are read from."""

    year: int
    region: str
    chosen: ZeroCarbonSettings
    book: Book
    edition: Edition
    instruments: Instruments

    def priced(
        self, factor: str, base: str, version: StoredVersion | None, found: list[Found], subject: str
    ) -> tuple[StoredVersion | None, From]:
        """The factor of the national database, else the one that the ledger used."""
        row = self.edition.find(factor, self.region, date(self.year, 12, 31), base)
        if row is not None:
            told = None if version is None else version.reference_state
            if told in (None, row.reference_state):
                return row, "database"
            found.append(Found("reference_state", subject, f"{told} ≠ {row.reference_state}"))
        return version, "own" if version is not None and version.set_code == "own" else "ledger"


@dataclass(slots=True)
class Gathered:
    """The amounts of a year, and what was found on the way."""

    traced: list[Traced] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)


def counts(row: SourceRow) -> bool:
    """Whether the method counts a source: CO2 of energy and industrial processes that enters the park."""
    return row.gas == CO2 and not row.biogenic and not row.internal_transfer and row.category in KINDS


def of_sources(
    ground: Ground, rows: Sequence[SourceRow], sums: Iterable[SumRow], uses: Sequence[Use]
) -> Gathered:
    """The amounts of the ledger's hours, and of what left the park at its points."""
    gathered = Gathered()
    outside = list(_outside(ground, rows))
    back: dict[int, int] = {}
    for _, source_id, quantity in outside:
        if source_id is not None:
            back[source_id] = back.get(source_id, 0) + quantity
    by_source: dict[int, dict[int, int]] = {}
    for one in sums:
        versions = by_source.setdefault(one.source_id, {})
        versions[one.factor_version_id] = versions.get(one.factor_version_id, 0) + one.quantity
    evidence: dict[str, list[Use]] = {}
    for use in uses:
        evidence.setdefault(use.source, []).append(use)
    for row in rows:
        if not counts(row):
            continue
        quantities = by_source.get(row.id, {})
        if not quantities and not back.get(row.id):
            gathered.found.append(Found("no_activity", row.code))
        elif KINDS[row.category] == "electricity":
            whole = sum(quantities.values()) + back.get(row.id, 0)
            _electricity(ground, row, whole, evidence.get(row.code, []), gathered)
        else:
            _others(ground, row, quantities, back.get(row.id, 0), gathered)
    _went_out(ground, [(point, quantity) for point, _, quantity in outside], gathered)
    return gathered


def _others(
    ground: Ground, row: SourceRow, quantities: Mapping[int, int], back: int, gathered: Gathered
) -> None:
    """Fuels, conversion, processes and heat, by the factor versions that priced them."""
    if row.factor in UNSPLIT_COAL:
        gathered.found.append(Found("coal_not_split", row.code))
    # The annex or the database may have one value for what the ledger priced with several: one amount then.
    parts: dict[int, tuple[int, StoredVersion | None, From]] = {}
    for version_id, quantity in sorted((quantities or {0: 0}).items()):
        version: StoredVersion | None = ground.book.stored.get(version_id)
        origin: From
        if KINDS[row.category] == "heat":
            is_measured = version is not None and version.set_code == "own"
            version, origin = (version, "own") if is_measured else (None, "annex")
        else:
            version, origin = ground.priced(row.factor, unit_of(row), version, gathered.found, row.code)
        key = 0 if version is None else version.id
        before = parts[key][0] if key in parts else 0
        parts[key] = (before + quantity, version, origin)
    for place, (quantity, version, origin) in enumerate(parts.values()):
        whole = quantity + (back if place == 0 else 0)
        gathered.traced.append(_line(ground, row, whole, version, origin))


def _line(
    ground: Ground, row: SourceRow, quantity: int, version: StoredVersion | None, origin: From
) -> Traced:
    is_heat = KINDS[row.category] == "heat"
    evidence: Evidence = "non_fossil_heat" if is_heat and version and not version.value else "none"
    made = Amount(
        f"{row.code}:{0 if version is None else version.id}", FLOWS[KINDS[row.category]][quantity < 0],
        # A correction of fuel below zero stays what it is: the method names it.
        quantity if KINDS[row.category] == "fuel" else abs(quantity), unit_of(row),
        None if version is None else version.value, "" if version is None else version.unit, evidence,
        is_feedstock=row.code in ground.chosen.feedstock, is_bunker=row.code in ground.chosen.bunkers,
    )  # fmt: skip
    return Traced(
        made, row.code, row.name_zh, row.name_en, row.enterprise, row.carrier, "ledger", origin,
        row.factor, version, ANNEX_4 if version is None else version.citation,
    )  # fmt: skip


def _electricity(ground: Ground, row: SourceRow, whole: int, uses: Sequence[Use], gathered: Gathered) -> None:
    """What was bought: the parts with evidence first, the rest at the factor that the annex prints."""
    parts: dict[tuple[Evidence, bool], tuple[int, tuple[str, ...]]] = {}
    left = max(whole, 0)
    for use in sorted(uses, key=lambda u: (tuple(EVIDENCE).index(u.kind), u.month, u.id)):
        if _is_too_old(use, ground.chosen.vintage_months):
            gathered.found.append(Found("certificate_too_old", row.code, use.number or ""))
            continue
        taken = min(left, use.amount_wh)
        if taken < use.amount_wh:
            gathered.found.append(Found("more_evidence_than_bought", row.code, use.number or ""))
        left -= taken
        key = (EVIDENCE[use.kind], use.technology in RENEWABLE)
        amount, numbers = parts.get(key, (0, ()))
        more = (use.number,) if use.number is not None and use.number not in numbers else ()
        parts[key] = (amount + taken, (*numbers, *more))
    rest = whole - sum(amount for amount, _ in parts.values())
    if whole < 0:
        gathered.found.append(Found("below_zero", row.code))
    everything = [(("none", True), (rest, ())), *parts.items()] if rest or not parts else list(parts.items())
    for (evidence, is_renewable), (quantity, numbers) in everything:
        flow = FLOWS["electricity"][quantity < 0]
        made = Amount(
            f"{row.code}:{evidence}:{is_renewable:d}", flow, abs(quantity), "Wh", evidence=evidence,
            is_renewable=is_renewable,
        )  # fmt: skip
        gathered.traced.append(
            Traced(made, row.code, row.name_zh, row.name_en, row.enterprise, row.carrier, "ledger", "annex",
                   numbers=numbers)
        )  # fmt: skip


def _is_too_old(use: Use, months: int | None) -> bool:
    if use.expires_on is not None and use.expires_on < use.month:
        return True
    if months is None:
        return False
    made, used = use.generated_to, use.month
    return (used.year - made.year) * 12 + used.month - made.month > months


def _outside(ground: Ground, rows: Sequence[SourceRow]) -> Iterator[tuple[PointRow, int | None, int]]:
    """Points at which energy leaves the park: with the source that subtracts them, and the amount."""
    found = ground.instruments
    counted = {row.id for row in rows if counts(row)}
    subtracted = {
        point: source
        for source, terms in found.terms.items()
        for point, weight in terms
        if weight == -1 and source in counted
    }
    terms = {point for group in found.terms.values() for point, _ in group}
    for point_id, amount in found.amounts.items():
        point = found.points.get(point_id)
        if point is None or point.direction != "export" or point.carrier not in {"electricity", *HEAT}:
            continue
        if role_of(point, found.said, None) != "passed_on" or not amount.quantity:
            continue
        if point_id in subtracted:
            yield point, subtracted[point_id], amount.quantity
        elif point_id not in terms:
            yield point, None, amount.quantity


def own_generation(ground: Ground, apart: Iterable[int]) -> int:
    """Electricity generated in the park from sun, wind or water [Wh]."""
    found = ground.instruments
    return sum(
        found.amounts[point].quantity
        for point in apart
        if point in found.amounts
        and found.points[point].carrier == "electricity"
        and role_of(found.points[point], found.said, None) == "generated"
    )


def _went_out(ground: Ground, outside: Sequence[tuple[PointRow, int]], gathered: Gathered) -> None:
    """What is passed on: of own generation first where the settings say so, which earns nothing."""
    found = ground.instruments
    generated = [p for p in found.amounts if p in found.points and found.points[p].direction == "generation"]
    own = own_generation(ground, generated) if ground.chosen.exports == "own_first" else 0
    for point, quantity in sorted(outside, key=lambda pair: pair[0].code):
        is_heat = point.carrier in HEAT
        of_own = 0 if is_heat else min(own, quantity)
        own -= of_own
        flow: Flow = "heat_out" if is_heat else "electricity_out"
        parts: list[tuple[Evidence, int]] = [("none", quantity - of_own), ("direct_supply", of_own)]
        for evidence, amount in parts:
            if amount:
                made = Amount(
                    f"{point.code}:{evidence}", flow, amount, "J" if is_heat else "Wh", evidence=evidence
                )
                gathered.traced.append(
                    Traced(made, point.code, point.name_zh, point.name_en, point.enterprise, point.carrier,
                           "point", "annex")
                )  # fmt: skip


def green_wh(traced: Iterable[Traced]) -> tuple[int, int]:
    """(direct green supply, certificates and trades) that count at 0 [Wh]."""
    direct = certified = 0
    for one in traced:
        amount = one.amount
        if amount.flow != "electricity_in" or amount.evidence == "none":
            continue
        if amount.evidence == "direct_supply":
            direct += amount.quantity
        elif amount.is_renewable:
            certified += amount.quantity
    return direct, certified


def off_by_green(traced: Traced, grid: Decimal) -> int:
    """What the evidence of an amount takes off its CO2 [mg], 0 or less."""
    amount = traced.amount
    is_renewable = amount.evidence == "direct_supply" or amount.is_renewable
    if amount.flow != "electricity_in" or amount.evidence == "none" or not is_renewable:
        return 0
    return -round(amount.quantity * Fraction(grid) * 1000)


def span_days(start: datetime, end: datetime) -> int:
    """Whole days between two moments."""
    return round((end - start).total_seconds() / 86_400)
