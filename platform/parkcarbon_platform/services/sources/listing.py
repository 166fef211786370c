"""Sources as they stand: what each is, whether its activity is complete, which factor answers today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, TypeVar

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.accounting.formula import Formula
from parkcarbon_platform.calculation.accounting.sources import FORMULAS
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.factors.resolver import FactorMissingError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.services.ledger.factors import Book
from parkcarbon_platform.services.sources import editing
from parkcarbon_platform.storage import emission_sources as storage
from parkcarbon_platform.storage import live
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.emission_sources import (
    LAST,
    Asked,
    Asking,
    Change,
    Row,
    Share,
    Sum,
    Term,
    Uncovered,
)
from parkcarbon_platform.storage.factors import StoredVersion

__all__ = [
    "CATEGORIES",
    "Asked",
    "Change",
    "Formula",
    "Listed",
    "SetUp",
    "Share",
    "Sum",
    "Term",
    "Uncovered",
    "every",
    "formulas",
    "one",
    "set_up",
    "uncovered",
]

# What the state of a source is judged by.
WINDOW = timedelta(days=30)
Grouped = TypeVar("Grouped", Term, Share)
# Categories in the order in which people look for them.
CATEGORIES = (
    "stationary_combustion", "mobile_combustion", "conversion", "process", "fugitive", "wastewater", "waste",
    "purchased_electricity", "purchased_heat", "scope3", "sink",
)  # fmt: skip
State = Literal["complete", "incomplete", "missing", "no_points", "ended", "future"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A source with its sums of the last 30 days; `factor` None: none answers today."""

    row: Row
    formula: Formula | None
    activity: tuple[Term, ...]
    live: tuple[Term, ...]
    shares: tuple[Share, ...]
    base: str
    state: State
    coverage: float
    sum: Sum | None
    factor: StoredVersion | None
    fallback: bool
    findings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SetUp:
    """What is there of a source that has not ended; `is_bare`: it has begun, and no point counts for it."""

    code: str
    is_bare: bool
    has_factor: bool


def set_up(connection: Connection, enterprise_id: int, now: datetime) -> list[SetUp]:
    """The sources of an enterprise as far as they are set up, by code; nothing is added up for it."""
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    today = localtime.local_date(now, park.timezone)
    rows = storage.asking(connection, enterprise_id, today)
    fed = storage.with_activity(connection)
    book = factors.book_of_sources(connection)
    return [
        SetUp(
            row.code,
            row.id not in fed and (row.valid_from is None or row.valid_from <= today),
            _factor(row, book, park, today)[0] is not None,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Page:
    """Sources that were asked for, how many there are on all pages, and the categories that there are."""

    sources: list[Listed]
    total: int
    categories: list[str]


def every(connection: Connection, now: datetime, asked: Asked | None = None) -> list[Listed]:
    """Every source that the transaction sees, by code, as far as they are asked for."""
    return _listed(connection, storage.every(connection, asked), now)


def page(connection: Connection, now: datetime, asked: Asked) -> Page:
    """The same, with what a page tells of the whole list."""
    there = storage.categories(connection)
    return Page(
        every(connection, now, asked),
        storage.count(connection, asked),
        [*(c for c in CATEGORIES if c in there), *sorted(there.difference(CATEGORIES))],
    )


def rank(category: str) -> int:
    """Where a category stands, from one; those that are not among them are the last."""
    return CATEGORIES.index(category) + 1 if category in CATEGORIES else LAST


def one(connection: Connection, code: str, now: datetime) -> tuple[Listed, list[Change], bool]:
    """A source, what was done to it, and whether it ever had a figure: then it is ended, not deleted."""
    row = editing.found(connection, code)
    return (
        _listed(connection, [row], now)[0],
        storage.changes(connection, row.id),
        storage.has_hours(connection, row.id),
    )


def uncovered(connection: Connection) -> list[Uncovered]:
    """Points of activity that no source has, by code."""
    return sorted(storage.uncovered(connection), key=lambda one: one.code)


def _listed(connection: Connection, rows: Sequence[Row], now: datetime) -> list[Listed]:
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    ids = [row.id for row in rows]
    start = localtime.day_start(localtime.local_date(now - WINDOW, park.timezone), park.timezone)
    terms = _grouped(storage.terms(connection, ids))
    shares = _grouped(storage.shares(connection, ids))
    sums = {found.source_id: found for found in storage.sums(connection, ids, start, now)}
    findings: dict[int, list[tuple[str, str]]] = {}
    for source_id, rule, detail in storage.findings(connection, ids):
        findings.setdefault(source_id, []).append((rule, detail))
    book = factors.book_of_sources(connection)
    return [
        _one((row, sums.get(row.id)), terms.get(row.id, []), shares.get(row.id, []), findings.get(row.id, []),
             (book, park, now, start))
        for row in rows
    ]  # fmt: skip


def _grouped(rows: Sequence[Grouped]) -> dict[int, list[Grouped]]:
    found: dict[int, list[Grouped]] = {}
    for row in rows:
        found.setdefault(row.source_id, []).append(row)
    return found


def _one(
    known: tuple[Row, Sum | None], terms: Sequence[Term], shares: Sequence[Share],
    findings: Sequence[tuple[str, str]], place: tuple[Book, live.ParkRow, datetime, datetime],
) -> Listed:  # fmt: skip
    row, total = known
    book, park, now, start = place
    activity = tuple(t for t in terms if t.role == "activity")
    coverage = _coverage(row, total, park.timezone, (start, now))
    today = localtime.local_date(now, park.timezone)
    version, fallback = _factor(row, book, park, today)
    base = units.to_base(activity[0].unit, activity[0].quantity, activity[0].carrier).name if activity else ""
    return Listed(
        row, FORMULAS.get(row.formula), activity, tuple(t for t in terms if t.role == "live"), tuple(shares),
        base, _state(row, activity, coverage, today.toordinal()), coverage, total, version, fallback,
        tuple(findings),
    )  # fmt: skip


def _coverage(row: Row, total: Sum | None, timezone: str, span: tuple[datetime, datetime]) -> float:
    """The part of the window, as far as the source existed and an hour ago, that its readings cover."""
    start, end = span[0], span[1] - timedelta(hours=1)
    if row.valid_from is not None:
        start = max(start, localtime.day_start(row.valid_from, timezone))
    if row.valid_to is not None:
        end = min(end, localtime.day_bounds(row.valid_to, timezone)[1])
    seconds = (end - start).total_seconds()
    return min(1.0, round(total.covered_s / seconds, 4)) if total is not None and seconds > 0 else 0.0


def _factor(
    row: Row | Asking, book: Book, park: live.ParkRow, day: date
) -> tuple[StoredVersion | None, bool]:
    try:
        found = book.resolve(
            row.factor, row.factor_region or park.grid_region, day, gas=row.gas,
            enterprise_id=row.enterprise_id,
        )  # fmt: skip
    except FactorMissingError:
        return None, False
    return book.stored[found.version.id], found.fallback


def _state(row: Row, activity: Sequence[Term], coverage: float, today: int) -> State:
    if row.valid_to is not None and row.valid_to.toordinal() < today:
        return "ended"
    if row.valid_from is not None and row.valid_from.toordinal() > today:
        return "future"
    if not activity:
        return "no_points"
    if coverage == 0:
        return "missing"
    # Readings come within minutes; what is newer than an hour is not missing.
    return "complete" if coverage >= 0.99 else "incomplete"


def formulas() -> Mapping[str, Formula]:
    """Every formula, by name."""
    return FORMULAS
