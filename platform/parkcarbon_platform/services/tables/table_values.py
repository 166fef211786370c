"""How the cells of a table are read: numbers, days, months and choices, as people write them."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")
_MONTH = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?|(\d{2}))")
_YEAR = re.compile(r"(\d{4})年?")
LONGEST_NUMBER = 40


class CellError(ValueError):
    """A cell cannot be read; `code` is stable, the message says what is wrong."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def plain(text: str) -> str:
    """The text itself."""
    return text


def text(longest: int = 200) -> Callable[[str], str]:
    """A text of a length at most."""

    def parse(cell: str) -> str:
        if len(cell) > longest:
            raise CellError("too_long", f"At most {longest} characters; these are {len(cell)}.")
        return cell

    return parse


def choice(allowed: Mapping[str, str]) -> Callable[[str], str]:
    """One of the keys of `allowed`, whose values are other ways to write it (folded)."""
    ways = {name.casefold(): value for name, value in allowed.items()}

    def parse(cell: str) -> str:
        found = ways.get(cell.casefold())
        if found is None:
            raise CellError("choice", f"One of: {', '.join(sorted(set(allowed.values())))}.")
        return found

    return parse


def decimal(
    *, least: Decimal | None = None, above: Decimal | None = None, places: int = 9
) -> Callable[[str], Decimal]:
    """A number, exact; thousands may be grouped by commas."""

    def parse(cell: str) -> Decimal:
        told = unicodedata.normalize("NFKC", cell).replace(" ", "")
        if _GROUPED.fullmatch(told):
            told = told.replace(",", "")
        if len(told) > LONGEST_NUMBER or not _NUMBER.fullmatch(told):
            raise CellError("number", "This is no number.")
        value = Decimal(told)
        if not -18 <= value.adjusted() <= 18:
            raise CellError("number", "The number is too large or too small.")
        if (least is not None and value < least) or (above is not None and value <= above):
            bound = f"at least {least}" if least is not None else f"more than {above}"
            raise CellError("range", f"The number must be {bound}.")
        if value != round(value, places):
            raise CellError("places", f"At most {places} digits after the point.")
        return value

    return parse


def day(cell: str) -> date:
    """A calendar day: 2025-03-01, 2025/3/1, 2025年3月1日."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", cell))
    if not found:
        raise CellError("day", "Write the day as 2025-03-01.")
    return _date(*map(int, found.groups()), code="day")


def month(cell: str) -> date:
    """A month, as its first day: 2025-03, 2025/3, 202503, 2025年3月, or any day in it."""
    told = unicodedata.normalize("NFKC", cell)
    if _DAY.fullmatch(told):
        return day(told).replace(day=1)
    found = _MONTH.fullmatch(told)
    if not found:
        raise CellError("month", "Write the month as 2025-03.")
    return _date(int(found[1]), int(found[2] or found[3]), 1, code="month")


def period(cell: str) -> tuple[date, date]:
    """A year or a month as its first day and the day after its last: 2025, 2025-03."""
    if found := _YEAR.fullmatch(unicodedata.normalize("NFKC", cell)):
        year = int(found[1])
        return _date(year, 1, 1, code="period"), _date(year + 1, 1, 1, code="period")
    first = month(cell)
    return first, (first + timedelta(days=31)).replace(day=1)


def _date(year: int, number: int, in_month: int, *, code: str) -> date:
    try:
        return date(year, number, in_month)
    except ValueError:
        raise CellError(code, "There is no such day.") from None
