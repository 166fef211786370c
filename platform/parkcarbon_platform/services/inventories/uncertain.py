"""How well an inventory is known: its items as terms, and what their points and factors may be off by."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.rulesets.base import Named
from parkcarbon_platform.calculation.accounting.totals import is_apart, of_basis
from parkcarbon_platform.calculation.accounting.uncertainty.causes import Cause, Kind, Term
from parkcarbon_platform.calculation.accounting.uncertainty.instruments import (
    cause_of,
    meter_limit,
    transformer_limit,
)
from parkcarbon_platform.calculation.accounting.uncertainty.monte_carlo import Simulated, simulate
from parkcarbon_platform.calculation.accounting.uncertainty.propagation import Propagated, propagate
from parkcarbon_platform.factors import bounds
from parkcarbon_platform.factors.bounds import Bound
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.inventories.computing import Computed
from parkcarbon_platform.services.inventories.notes import NONE, Said
from parkcarbon_platform.services.progress import Told, untold
from parkcarbon_platform.storage import factors as factor_storage
from parkcarbon_platform.storage import inventory_points as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.factors import StoredVersion
from parkcarbon_platform.storage.inventory_points import AmountRow, PointRow

COMBUSTION = ("stationary_combustion", "mobile_combustion")


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Both approaches for one basis, and the causes by key."""

    basis: str
    first: Propagated
    second: Simulated
    causes: Mapping[str, Cause]


@dataclass(frozen=True, slots=True)
class Instruments:
    """The points of a park, what they measured in the period, and what people said of them."""

    points: Mapping[int, PointRow]
    amounts: Mapping[int, AmountRow]
    terms: Mapping[int, Sequence[tuple[int, int]]]
    said: Said


def instruments(
    connection: Connection, said: Said, start: datetime, end: datetime, more: Iterable[int] = (), *,
    subtracted: bool = False,
) -> Instruments:  # fmt: skip
    """What the transaction sees; `more` are points apart from the sources' terms.

    With `subtracted` of these terms only those that are taken off are there: points and quarter hours are
    many.
    """
    terms: dict[int, list[tuple[int, int]]] = {}
    for row in storage.terms(connection):
        terms.setdefault(row.source_id, []).append((row.point_id, row.weight))
    wanted = {
        point for group in terms.values() for point, weight in group if weight < 0 or not subtracted
    }.union(more)  # fmt: skip
    rows = storage.points(connection, sorted(wanted) if subtracted else None)
    points = {row.id: row for row in rows}
    found = storage.amounts(connection, sorted(wanted), start, end) if wanted else []
    return Instruments(points, {row.point_id: row for row in found}, terms, said)


def uncertainties(
    connection: Connection, computed: Computed, found: Instruments, told: Told = untold
) -> list[Uncertainty]:
    """The intervals of the totals of every basis of an inventory."""
    versions = {
        row.id: row
        for row in factor_storage.of_ids(connection, sorted({i.factor_version for i in computed.items}))
    }
    builder = _Builder(computed, found, versions)
    bases = computed.rules.bases

    def part(n: int) -> Callable[[float], None]:
        return lambda done: told("uncertainty", (n + done) / len(bases))

    return [builder.of(basis, part(n)) for n, basis in enumerate(bases)]


@dataclass(slots=True)
class _Builder:
    """Terms and causes of the items of an inventory."""

    computed: Computed
    found: Instruments
    versions: Mapping[int, StoredVersion]
    causes: dict[str, Cause] = field(default_factory=dict)

    def of(self, basis: Named, told: Callable[[float], None]) -> Uncertainty:
        """One basis."""
        terms = [
            term
            for item in of_basis(self.computed.items, basis)
            if self._counts(item) and item.co2e_mg
            for term in self._terms(item)
        ]
        used = {key: self.causes[key] for term in terms for key in term.causes}
        return Uncertainty(basis, propagate(terms, used), simulate(terms, used, told=told), used)

    def _counts(self, item: Item) -> bool:
        return not is_apart(item) and not (self.computed.question.is_park and item.internal_transfer)

    def _terms(self, item: Item) -> list[Term]:
        source = next(row for row in self.computed.sources if row.code == item.source)
        factor = self._remember(factor_causes(self.versions.get(item.factor_version), self.found.said))
        parts = self._parts(source.id, item.co2e_mg)
        if not parts:
            missing = self._remember([Cause(f"activity:{item.source}", "report", None)])
            return [Term(item.source, item.co2e_mg, (*factor, *missing))]
        terms = []
        for point_id, amount in parts:
            point = self.found.points.get(point_id)
            if point is None:
                # Another's meter, which an enterprise does not see: nobody tells it how good that is.
                hidden = self._remember([Cause(f"activity:{item.source}", "report", None)])
                terms.append(Term(item.source, amount, (*factor, *hidden)))
                continue
            measured = self._remember(point_causes(point, self.found, burnt=item.category in COMBUSTION))
            unbacked = self._unbacked(point_id, amount)
            terms.append(Term(item.source, amount - unbacked, (*factor, *measured)))
            if unbacked:
                guess = self._remember([_estimate(point, self.found.said)])
                terms.append(Term(item.source, unbacked, (*factor, *measured, *guess)))
        return terms

    def _parts(self, source_id: int, amount: int) -> list[tuple[int, int]]:
        """An amount by the points of its source, in proportion to what they measured; parts add up."""
        terms = self.found.terms.get(source_id, ())
        if len(terms) == 1:
            return [(terms[0][0], amount)]
        measured = {
            p: weight * self.found.amounts[p].quantity for p, weight in terms if p in self.found.amounts
        }
        total = sum(measured.values())
        if not total:
            return [(terms[0][0], amount)] if terms else []
        parts = [(p, round(Fraction(amount * value, total))) for p, value in sorted(measured.items())]
        rest = amount - sum(value for _, value in parts)
        return [(p, value + (rest if n == 0 else 0)) for n, (p, value) in enumerate(parts)]

    def _unbacked(self, point_id: int, amount: int) -> int:
        row = self.found.amounts.get(point_id)
        if row is None or not row.quantity or not row.unbacked:
            return 0
        return round(Fraction(amount * row.unbacked, row.quantity))

    def _remember(self, causes: Iterable[Cause]) -> tuple[str, ...]:
        keys = []
        for cause in causes:
            self.causes.setdefault(cause.key, cause)
            keys.append(cause.key)
        return tuple(keys)


def point_causes(point: PointRow, found: Instruments, *, burnt: bool) -> list[Cause]:
    """What a point may be off by: as stated, else by the classes of its instruments, else unknown."""
    if point.shared_from is not None and point.shared_from in found.points:
        # A tenant's part of a shared meter is off by what the meter is; how it is divided is agreed.
        return point_causes(found.points[point.shared_from], found, burnt=burnt)
    subject = f"point:{point.code}"
    stated = found.said.number(subject, "uncertainty_percent")
    if stated is not None:
        said = found.said.why(subject, "uncertainty_percent")
        return [Cause(f"meter:{point.code}", "meter", "normal", -min(stated, 0.999), stated, citation=said)]
    if point.kind == "record":
        return [_report(point, burnt=burnt)]
    if point.kind == "virtual":
        return [Cause(f"formula:{point.code}", "formula", None)]
    limit = meter_limit(point.calibrated_class or point.accuracy_class, point.carrier)
    meter = cause_of(f"meter:{point.code}", "meter", limit)
    return [meter, *_transformers(point, found.said)]


def _transformers(point: PointRow, said: Said) -> list[Cause]:
    """Of an electricity meter with a multiplier: the current transformer, the voltage one where named."""
    if point.carrier != "electricity" or point.multiplier == 1:
        return []
    found = []
    kinds: tuple[tuple[str, Kind, str], ...] = (
        ("ct_class", "current_transformer", "ct"), ("vt_class", "voltage_transformer", "vt")
    )  # fmt: skip
    for name, kind, short in kinds:
        value = said.get(f"point:{point.code}", name)
        if value == NONE or (value is None and kind == "voltage_transformer"):
            continue
        # A multiplier below 1 is the place of the decimal point: nothing is transformed.
        if value is None and point.multiplier < 1:
            continue
        found.append(cause_of(f"{short}:{point.code}", kind, transformer_limit(value, kind)))
    return found


def _report(point: PointRow, *, burnt: bool) -> Cause:
    key = f"report:{point.code}"
    if not burnt:
        return Cause(key, "report", None)
    (bound,) = bounds.load()["report.fossil_fuel"]
    return _of_bound(key, "report", bound)


def _estimate(point: PointRow, said: Said) -> Cause:
    """What was estimated without even a register's sum; nothing tells how well but people."""
    stated = said.number(f"point:{point.code}", "estimate_percent")
    key = f"estimate:{point.code}"
    if stated is None:
        return Cause(key, "estimate", None)
    why = said.why(f"point:{point.code}", "estimate_percent")
    return Cause(key, "estimate", "normal", -min(stated, 0.999), stated, citation=why)


def factor_causes(version: StoredVersion | None, said: Said) -> list[Cause]:
    """What a factor may be off by: stated, else as published for its components, else unknown.

    What a park determined itself has no default's bounds.
    """
    if version is None:
        return [Cause("factor:unknown", "factor", None)]
    name = version.factor
    stated = said.number(f"factor:{name}", "uncertainty_percent")
    key = f"factor:{name}"
    if stated is not None:
        why = said.why(f"factor:{name}", "uncertainty_percent")
        return [Cause(key, "factor", "normal", -min(stated, 0.999), stated, citation=why)]
    known = () if version.set_code == "own" else bounds.load().get(name, ())
    if not known:
        return [Cause(key, "factor", None)]
    return [_of_bound(f"{b.component}:{name}", b.component, b) for b in known]


def _of_bound(key: str, kind: Kind, bound: Bound) -> Cause:
    return Cause(key, kind, bound.distribution, bound.lower, bound.upper, bound.level, bound.citation)


def span(computed: Computed) -> tuple[datetime, datetime]:
    """The period of an inventory as two moments."""
    question = computed.question
    return (
        localtime.day_start(question.start, computed.timezone),
        localtime.day_start(question.end, computed.timezone),
    )
