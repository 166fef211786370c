"""Why is this month up? Its whole days so far against the same days of another month, by the ledger as it is.

Nothing is kept: whoever wants to keep an answer asks for an analysis. On the first day of a month the month
before is told, as a whole.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.analysis import computing, from_ledger
from parkcarbon_platform.services.analysis.question import Pair
from parkcarbon_platform.storage import live
from parkcarbon_platform.storage.database import Connection

Against = Literal["last_month", "last_year"]
MONTHS: dict[Against, int] = {"last_month": 1, "last_year": 12}
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Change:
    """Which days were compared, and what came out: None where one side has no emissions in the ledger."""

    pair: Pair
    results: dict[str, Any] | None


def change(connection: Connection, against: Against, *, is_enterprise: bool = False) -> Change:
    """The change of this month so far; `is_enterprise`: the transaction sees one alone."""
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    pair = days_of(localtime.local_date(localtime.now(), park.timezone), against)
    data = from_ledger.compare(connection, pair, is_enterprise=is_enterprise)
    if data is None:
        return Change(pair, None)
    return Change(pair, computing.compute("lmdi", "park", {"chained": False}, data, 1))


def days_of(today: date, against: Against) -> Pair:
    """The days of this month before `today`, and the same of another; a whole month against a whole one.

    >>> days_of(date(2026, 3, 31), "last_month")
    Pair(before=(datetime.date(2026, 2, 1), datetime.date(2026, 3, 1)), now=(datetime.date(2026, 3, 1), \
datetime.date(2026, 3, 31)))
    """
    is_first = today.day == 1
    first = (today - timedelta(days=1)).replace(day=1)
    before = _back(first, MONTHS[against])
    end = _back(before, -1)
    last = end if is_first else min(before + (today - first), end)
    return Pair((before, last), (first, today))


def _back(first: date, months: int) -> date:
    """The first day of the month so many months before."""
    at = first.year * 12 + first.month - 1 - months
    return date(at // 12, at % 12 + 1, 1)


def weekdays(first: date, last: date) -> int:
    """Mondays to Fridays of [first, last): of two months the one with more of them works more.

    >>> weekdays(date(2026, 3, 1), date(2026, 3, 31))
    21
    """
    days = (first + timedelta(days=n) for n in range((last - first).days))
    return sum(day.weekday() <= FRIDAY for day in days)
