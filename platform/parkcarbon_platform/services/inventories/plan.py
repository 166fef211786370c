"""The data-quality control plan (数据质量控制计划): how each figure comes about, from what is known.

Boundary, sources with their factor, meters with class, calibration and frequency, what is done with missing
data, who is responsible (GB/T 32150); what is missing is a finding. What people add is in `notes`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from parkcarbon_platform.calculation.accounting.sources import FORMULAS
from parkcarbon_platform.calculation.accounting.uncertainty.instruments import meter_limit, transformer_limit
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.factors.resolver import FactorMissingError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.inventories import notes
from parkcarbon_platform.services.inventories.notes import NONE, Said
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.services.ledger.factors import Book
from parkcarbon_platform.storage import inventory_activity, inventory_points, live, parks
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.factors import StoredVersion
from parkcarbon_platform.storage.inventory_activity import SourceRow
from parkcarbon_platform.storage.inventory_points import PointRow

Rule = Literal[
    "no_points", "no_factor", "no_responsible", "no_accuracy_class", "no_ct_class", "no_calibration",
    "calibration_expired",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """An element of the plan that is missing or not valid any more."""

    rule: Rule
    subject: str


@dataclass(frozen=True, slots=True)
class PlanPoint:
    """A point of a source: its instrument, and what was said of it by field."""

    row: PointRow
    weight: int
    accuracy_class: str | None
    limit_percent: str | None
    limit_citation: str
    said: dict[str, str]
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class PlanSource:
    """A source with its points; `factor` is what would price it today."""

    row: SourceRow
    points: list[PlanPoint]
    factor: StoredVersion | None
    citation: str
    said: dict[str, str]
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a park (None) or an enterprise."""

    enterprise: str | None
    name_zh: str
    name_en: str
    said: dict[str, str]
    sources: list[PlanSource]
    findings: list[Finding]

    def every(self) -> Iterator[Finding]:
        """All findings; a meter of several sources is named once."""
        seen = set()
        for source in self.sources:
            for finding in [*source.findings, *(f for p in source.points for f in p.findings)]:
                if finding not in seen:
                    seen.add(finding)
                    yield finding
        yield from self.findings


def plan_of(connection: Connection, enterprise: str | None, now: datetime) -> Plan:
    """The plan as it stands; raises NotFoundError."""
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    names = (park.name_zh, park.name_en)
    if enterprise is not None:
        found = parks.enterprise(connection, enterprise)
        if found is None:
            raise NotFoundError(f"There is no enterprise {enterprise}.", enterprise=enterprise)
        names = found[1:]
    said = notes.read(connection, enterprise)
    points = {row.id: row for row in inventory_points.points(connection)}
    terms: dict[int, list[tuple[int, int]]] = {}
    for term in inventory_points.terms(connection):
        terms.setdefault(term.source_id, []).append((term.point_id, term.weight))
    book = factors.book(connection)
    today = localtime.local_date(now, park.timezone)
    sources = [
        _source(
            row, [(points[p], w) for p, w in terms.get(row.id, ()) if p in points], said,
            factor=_factor(book, row, park.grid_region, today), now=now,
        )
        for row in inventory_activity.sources(connection, enterprise)
    ]  # fmt: skip
    own = _fields(said, "plan")
    missing = [] if own.get("responsible") else [Finding("no_responsible", "plan")]
    return Plan(enterprise, names[0], names[1], own, sources, missing)


def subjects(connection: Connection) -> list[tuple[str, str | None]]:
    """What can be said something of, with whose it is."""
    found = [(f"point:{row.code}", row.enterprise) for row in inventory_points.points(connection)]
    return found + [(f"source:{row.code}", row.enterprise) for row in inventory_activity.sources(connection)]


def _factor(book: Book, row: SourceRow, region: str, day: date) -> StoredVersion | None:
    try:
        found = book.resolve(
            row.factor, row.factor_region or region, day, gas=row.gas, enterprise_id=row.enterprise_id
        )
    except FactorMissingError:
        return None
    return book.stored[found.version.id]


def _source(
    row: SourceRow,
    points: Sequence[tuple[PointRow, int]],
    said: Said,
    *,
    factor: StoredVersion | None,
    now: datetime,
) -> PlanSource:
    findings = []
    if not points:
        findings.append(Finding("no_points", f"source:{row.code}"))
    if factor is None:
        findings.append(Finding("no_factor", f"source:{row.code}"))
    formula = FORMULAS.get(row.formula)
    return PlanSource(
        row, [_point(point, weight, said, now) for point, weight in points], factor,
        "" if formula is None else formula.citation, _fields(said, f"source:{row.code}"), findings,
    )  # fmt: skip


def _point(row: PointRow, weight: int, said: Said, now: datetime) -> PlanPoint:
    subject = f"point:{row.code}"
    fields = _fields(said, subject)
    accuracy = row.calibrated_class or row.accuracy_class
    limit = meter_limit(accuracy, row.carrier)
    findings = []
    if row.kind not in ("virtual", "record"):
        if limit is None and "uncertainty_percent" not in fields:
            findings.append(Finding("no_accuracy_class", subject))
        if row.carrier == "electricity" and row.multiplier > 1 and not _has_transformer(fields):
            findings.append(Finding("no_ct_class", subject))
        if row.calibrated_at is None:
            findings.append(Finding("no_calibration", subject))
        elif row.calibrated_to is not None and row.calibrated_to <= localtime.to_ms(now):
            findings.append(Finding("calibration_expired", subject))
    return PlanPoint(
        row, weight, accuracy, None if limit is None else f"{limit.percent:f}",
        "" if limit is None else limit.citation, fields, findings,
    )  # fmt: skip


def _has_transformer(fields: dict[str, str]) -> bool:
    value = fields.get("ct_class")
    return value == NONE or transformer_limit(value, "current_transformer") is not None


def _fields(said: Said, subject: str) -> dict[str, str]:
    return {f: row.value for (s, f), row in said.rows.items() if s == subject and row.value}
