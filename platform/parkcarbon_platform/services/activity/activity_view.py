"""What reports say: the months of a year, and last year beside them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.calculation.activity import periods
from parkcarbon_platform.calculation.activity.compare import Comparison, compare
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services.activity import activity, activity_items, bill_checks
from parkcarbon_platform.services.activity.activity import REPORTED, Actor
from parkcarbon_platform.storage import activity as storage
from parkcarbon_platform.storage import activity_meters
from parkcarbon_platform.storage.activity import RecordRow
from parkcarbon_platform.storage.database import Connection

__all__ = [
    "Cell", "CommentNeededError", "Comparison", "Line", "comparison", "grid", "lines", "months_of", "share",
    "states", "submit",
]  # fmt: skip

CellState = Literal["missing", "future", "draft", "submitted", "rejected", "partial", "approved"]
_WORST: tuple[CellState, ...] = ("rejected", "draft", "submitted")


class CommentNeededError(InvalidError):
    """The quantity differs much from the same period last year, and nobody says why."""

    code = "comment_needed"
    remedy = "Check quantity, unit and period; if they are right, say in the comment why it differs."


@dataclass(frozen=True, slots=True)
class Cell:
    """A month: quantity of what was reported [base unit], its records, and the same month last year."""

    month: date
    state: CellState
    quantity: int | None
    comparison: Comparison
    records: list[int]


@dataclass(frozen=True, slots=True)
class Line:
    """The months of an item of an enterprise (None: the park's own)."""

    enterprise: str | None
    item: str
    cells: list[Cell]


def submit(
    connection: Connection, actor: Actor, record_id: int, timezone: str, *, comment_given: str = ""
) -> RecordRow:
    """Submit a version; a large change against last year needs a comment, its own or this one."""
    record = activity.found(connection, record_id)
    found = comparison(connection, record)
    if found.needs_comment and not (record.comment or comment_given).strip():
        share = "nothing" if found.change is None else f"{float(found.change):+.0%}"
        raise CommentNeededError(
            f"Against the same period last year this is {share}.", record=record_id, change=share
        )
    moved = activity.step(connection, actor, record_id, "submitted", note=comment_given)
    bill_checks.decided(connection, actor.park_id, [moved], timezone)
    return moved


def comparison(connection: Connection, record: RecordRow) -> Comparison:
    """A version against the same period a year earlier; approved and submitted reports count."""
    first, end = periods.year_before(record.from_day), periods.year_before(record.to_day)
    rows = storage.touching(connection, first, end, kinds=(*REPORTED, "history", "driver"), item=record.item)
    near = activity.within(_reported(rows), first, end)
    same = [row for row in near if row.enterprise_id == record.enterprise_id]
    own = [row for row in same if row.kind != "history" and row.account == record.account]
    before = _covered(own, first, end)
    if before is None:
        before = _covered([row for row in same if row.kind == "history"], first, end)
    return compare(record.base_quantity, before)


def _reported(rows: Sequence[RecordRow]) -> list[RecordRow]:
    return [row for row in activity.heads(rows) if row.state in ("submitted", "approved")]


def _covered(rows: Sequence[RecordRow], first: date, end: date) -> int | None:
    """What the reports say of [first, end) [base unit]; None unless every day is in one of them.

    A year's total says nothing of a month: reports much longer than the period are left out.
    """
    window = end - first
    found: dict[date, int] = {}
    for row in rows:
        if row.to_day - row.from_day <= 2 * window:
            parts = periods.split_by_day(row.base_quantity, row.from_day, row.to_day, {})
            for day in periods.days(max(first, row.from_day), min(end, row.to_day)):
                found[day] = found.get(day, 0) + parts[day]
    return sum(found.values()) if len(found) == window.days else None


def grid(
    connection: Connection, year: int, today: date, timezone: str, *, kinds: Sequence[str] = REPORTED
) -> list[Line]:
    """The months of a year, a line for each item that was reported in two years or that a source needs."""
    rows = activity.reports(connection, date(year - 1, 1, 1), date(year + 1, 1, 1), kinds)
    return lines(connection, year, today, timezone, rows, kinds=kinds)


def lines(
    connection: Connection, year: int, today: date, timezone: str, reports: Sequence[RecordRow], *,
    kinds: Sequence[str] = REPORTED,
) -> list[Line]:  # fmt: skip
    """The same of reports that are read already, of these two years at least."""
    first, end = date(year, 1, 1), date(year + 1, 1, 1)
    of_kind = [row for row in reports if row.kind in kinds]
    rows = activity.within(of_kind, date(year - 1, 1, 1), end)
    shapes = _shapes(connection, rows, timezone)
    found: dict[tuple[str | None, str], list[RecordRow]] = {}
    if "bill" in kinds:
        # What nobody can report is not missing: no bill is written of SF6 or of what is in waste water.
        known = activity_items.catalogue(connection)
        expected = activity_meters.expected(connection, first)
        found = {(enterprise, item): [] for enterprise, item in expected if item in known}
    for row in rows:
        found.setdefault((row.enterprise, row.item), []).append(row)
    parts = {row.id: _parts(row, shapes.get(row.id, {})) for row in rows}
    return [
        Line(enterprise, item, [_cell(m, group, parts, today) for m in periods.months(first, end)])
        for (enterprise, item), group in sorted(found.items(), key=lambda e: (e[0][0] is None, e[0]))
    ]


def states(found: Sequence[Line]) -> Counter[CellState]:
    """How many months there are by state."""
    return Counter(cell.state for line in found for cell in line.cells)


def _parts(row: RecordRow, shape: Mapping[date, int]) -> dict[date, int]:
    """A report by month. A driver's value of a year is none of its months: people and areas do not add up."""
    if row.kind != "driver":
        return periods.split_by_month(row.base_quantity, row.from_day, row.to_day, shape)
    months = periods.months(row.from_day, row.to_day)
    return {row.from_day: row.base_quantity} if len(months) == 1 else {}


def _cell(
    month: date, rows: Sequence[RecordRow], parts: Mapping[int, Mapping[date, int]], today: date
) -> Cell:
    end = periods.next_month(month)
    touching = [row for row in rows if row.from_day < end and row.to_day > month]
    told = [parts[row.id][month] for row in touching if month in parts[row.id]]
    last = periods.year_before(month)
    before = [parts[row.id][last] for row in rows if last in parts[row.id]]
    state = _cell_state(month, end, touching, today)
    # A part of a month, or nothing, is no change against last year.
    against = sum(before) if before else None
    found = Comparison(against, None, needs_comment=False)
    if told and state != "partial":
        found = compare(sum(told), against)
    return Cell(month, state, sum(told) if told else None, found, [row.id for row in touching])


def _cell_state(month: date, end: date, rows: Sequence[RecordRow], today: date) -> CellState:
    if not rows:
        return "future" if month > today else "missing"
    for state in _WORST:
        if any(row.state == state for row in rows):
            return state
    told = {d for row in rows for d in periods.days(max(month, row.from_day), min(end, row.to_day))}
    return "approved" if len(told) == (end - month).days else "partial"


def months_of(connection: Connection, record: RecordRow, timezone: str) -> dict[date, int]:
    """A report's parts by month [base unit]."""
    shape = _shapes(connection, [record], timezone).get(record.id, {})
    return periods.split_by_month(record.base_quantity, record.from_day, record.to_day, shape)


def _shapes(connection: Connection, rows: Sequence[RecordRow], timezone: str) -> dict[int, dict[date, int]]:
    """By record: what its meter measured on whole days; only bills that cross a month need it."""
    crossing = [
        row for row in rows if row.point_id is not None and len(periods.months(row.from_day, row.to_day)) > 1
    ]
    days = bill_checks.days_of(connection, crossing, timezone)
    return {row.id: bill_checks.whole_days(bill_checks.inside(row, days), timezone) for row in crossing}


def share(value: Fraction | None) -> float | None:
    """A share for people, to six digits."""
    return None if value is None else round(float(value), 6)
