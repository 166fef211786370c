"""Who pays for electricity, and the span that is asked about in the park's local days and months."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from parkcarbon_platform.calculation.tariff.demand import Quarters
from parkcarbon_platform.calculation.tariff.periods import Int64, LocalQuarters, local_quarters
from parkcarbon_platform.errors import InvalidError, NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.costs import tariffs
from parkcarbon_platform.services.costs.tariffs import AccountTerms
from parkcarbon_platform.storage import live, quarters
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.quarters import Columns, EnterpriseRow, PointRow

LONGEST = timedelta(days=367)
QUARTER_S = 900


@dataclass(frozen=True, slots=True)
class Account:
    """Who pays: an enterprise at its main meters, or the park (enterprise None) at its incomers."""

    enterprise: EnterpriseRow | None
    active: list[PointRow]
    reactive: list[PointRow]

    @property
    def code(self) -> str | None:
        """The enterprise."""
        return self.enterprise.code if self.enterprise else None


@dataclass(frozen=True, slots=True)
class Place:
    """What every account of a request shares."""

    timezone: str
    accounts: list[Account]
    terms: Mapping[str | None, AccountTerms]


def place(connection: Connection) -> Place:
    """The accounts of the park that the caller may see."""
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    points = quarters.main_points(connection)
    owners: list[EnterpriseRow | None] = [None, *quarters.enterprises(connection)]
    accounts = [_account(owner, points) for owner in owners]
    found = [a for a in accounts if a.active]
    return Place(park.timezone, found, tariffs.account_terms(connection))


def _account(owner: EnterpriseRow | None, points: Iterable[PointRow]) -> Account:
    mine = [p for p in points if p.enterprise == (owner.code if owner else None)]
    return Account(
        owner,
        [p for p in mine if p.quantity == "energy"],
        [p for p in mine if p.quantity == "reactive_energy"],
    )


@dataclass(frozen=True, slots=True)
class Span:
    """A span, the last whole quarter hour that has passed, and the local time of each in the span."""

    start: datetime
    end: datetime
    now: datetime
    grid: Int64
    local: LocalQuarters
    timezone: str

    @property
    def passed(self) -> datetime:
        """The end, or now if that is earlier."""
        return min(self.end, self.now)

    def local_of(self, rows: Quarters) -> LocalQuarters:
        """Local times of some of the quarter hours."""
        at = np.searchsorted(self.grid, rows.start)
        return LocalQuarters(self.local.day[at], self.local.quarter[at])

    def months(self) -> list[date]:
        """First days of the months that begin in the span's past and of which no past is left out."""
        days = (date.fromordinal(ordinal) for ordinal in np.unique(self.local.day).tolist())
        return [day for day in days if day.day == 1 and self._has(*month_bounds(day, self.timezone))]

    def _has(self, begin: datetime, end: datetime) -> bool:
        return self.start <= begin <= self.now and self.end >= min(end, self.now)


def span_of(start: datetime, end: datetime, now: datetime, timezone: str) -> Span:
    """The span [start, end)."""
    grid = np.arange(localtime.to_ms(start), localtime.to_ms(end), QUARTER_S * 1000, dtype=np.int64)
    local = local_quarters(grid, ZoneInfo(timezone))
    return Span(start, end, localtime.quarter_start(now), grid, local, timezone)


def month_bounds(day: date, timezone: str) -> tuple[datetime, datetime]:
    """UTC [start, end) of the local calendar month of a day."""
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return localtime.day_start(first, timezone), localtime.day_start(after, timezone)


def within(rows: Quarters, start: datetime, end: datetime) -> Quarters:
    """The quarter hours of [start, end)."""
    first, last = np.searchsorted(rows.start, [localtime.to_ms(start), localtime.to_ms(end)])
    return Quarters(*(column[first:last] for column in rows))


def quarters_of(columns: Columns) -> Quarters:
    """What was read, for the calculation."""
    return Quarters(columns.start, columns.quantity, columns.estimated, columns.covered_s)


def check_span(start: datetime, end: datetime) -> None:
    """Refuse spans that are empty, too long, or cut a quarter hour."""
    if not start < end <= start + LONGEST:
        raise InvalidError(
            f"A span is longer than nothing and at most {LONGEST.days} days.",
            remedy="Choose `from` before `to`, closer together.",
        )
    if any(localtime.to_ms(t) % (QUARTER_S * 1000) for t in (start, end)):
        raise InvalidError(
            "The span begins or ends inside a quarter hour.",
            remedy="A quarter hour has one price: use its start.",
        )
