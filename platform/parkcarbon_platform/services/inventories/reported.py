"""What is wrong with what people reported: entry refuses it, yet older reports may have it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from parkcarbon_platform.calculation.accounting.activity import months
from parkcarbon_platform.calculation.accounting.completeness import Lack
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services.activity import activity_items
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.storage import inventory_lacks as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.inventory_activity import SourceRow
from parkcarbon_platform.storage.inventory_lacks import ReportRow

# What is bought may be less than nothing: what is sold of it is taken off. Sinks stand apart.
MAY_BE_NEGATIVE = ("purchased_electricity", "purchased_heat", "sink")


def lacks(
    connection: Connection, question: Question, rows: Sequence[SourceRow],
    negative: Iterable[tuple[str, date]],
) -> list[Lack]:  # fmt: skip
    """Wrong units, bills that share days, and amounts below nothing, of these sources in the period.

    `negative`: source and month of items whose amount is.
    """
    codes = [row.code for row in rows]
    told = storage.reports(connection, codes, question.start, question.end)
    found = list(_wrong_units(connection, told, question))
    found += _overlapping(told, question)
    found += _negative(connection, rows, negative, told, question)
    return found


def _wrong_units(connection: Connection, told: Sequence[ReportRow], question: Question) -> Iterator[Lack]:
    """What the item's units do not measure, or came to another amount than its unit says."""
    known = activity_items.catalogue(connection) if told else {}
    for row in told:
        try:
            base = activity_items.to_base(activity_items.find(known, row.item), row.quantity, row.unit)
        except (activity_items.NegativeQuantityError, activity_items.QuantityError):
            continue
        except InvalidError as error:
            yield Lack(
                "wrong_unit", row.source, _months(row, question), detail=f"{_name(row)}: {error.message}"
            )
            continue
        if base != row.base_quantity:
            detail = f"{_name(row)}: {row.quantity:f} {row.unit} was taken for {row.base_quantity}, is {base}"
            yield Lack("wrong_unit", row.source, _months(row, question), detail=detail)


def _overlapping(told: Sequence[ReportRow], question: Question) -> Iterator[Lack]:
    """Pairs of reports of the same thing with days in common; all of them count."""
    for n, one in enumerate(told):
        for other in told[n + 1 :]:
            if other.source != one.source or other.from_day >= one.to_day:
                break
            same = (one.item, one.purpose, one.account) == (other.item, other.purpose, other.account)
            first, end = max(one.from_day, other.from_day), min(one.to_day, other.to_day)
            if same and first < question.end and end > question.start:
                last = end - timedelta(days=1)
                detail = f"{one.item}: {_name(one)}, {_name(other)}, {first} .. {last}"
                yield Lack("overlapping_bills", one.source, _within(first, end, question), detail=detail)


def _negative(
    connection: Connection, rows: Sequence[SourceRow], negative: Iterable[tuple[str, date]],
    told: Sequence[ReportRow], question: Question,
) -> Iterator[Lack]:  # fmt: skip
    """Reports below nothing, and months of sources that take nothing off and yet come to less."""
    for row in told:
        if row.base_quantity < 0 or row.quantity < 0:
            detail = f"{_name(row)}: {row.quantity:f} {row.unit} ({row.base_quantity})"
            yield Lack("negative_amount", row.source, _months(row, question), detail=detail)
    wanted = [row.code for row in rows if row.category not in MAY_BE_NEGATIVE]
    whole = storage.added_up(connection, wanted)
    below: dict[str, set[date]] = {}
    for source, month in negative:
        # An item is of a month, also where only its last days are asked for.
        if source in whole and question.start.replace(day=1) <= month < question.end:
            below.setdefault(source, set()).add(month)
    for code, when in sorted(below.items()):
        yield Lack("negative_amount", code, tuple(sorted(when)))


def _name(row: ReportRow) -> str:
    return f"report {row.record_id}"


def _months(row: ReportRow, question: Question) -> tuple[date, ...]:
    return _within(row.from_day, row.to_day, question)


def _within(first: date, end: date, question: Question) -> tuple[date, ...]:
    """The months of days, those that the period has of them."""
    found = months(max(first, question.start), min(end, question.end))
    return tuple(start.replace(day=1) for start, _ in found)
