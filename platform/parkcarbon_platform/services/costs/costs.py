"""What electricity costs: by period, demand and power factor, of the park and of each enterprise.

Everything is computed from intervals when it is asked for, so that a late reading or a corrected tariff
shows at once. Energy is counted for the span asked for; what is charged by the month (demand, power factor)
is there for months whose beginning is in the span and of which nothing that has passed is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from parkcarbon_platform.calculation.tariff import bill
from parkcarbon_platform.calculation.tariff.bill import Cell, Line, Term
from parkcarbon_platform.calculation.tariff.demand import Quarters
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services.costs.accounts import (
    Account,
    Place,
    Span,
    check_span,
    place,
    quarters_of,
    span_of,
)
from parkcarbon_platform.services.costs.monthly_charges import Month, monthly
from parkcarbon_platform.services.costs.tariffs import AccountTerms
from parkcarbon_platform.storage import quarters
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.tariffs import TariffRow

NOTHING = AccountTerms([], {})


@dataclass(frozen=True, slots=True)
class Cost:
    """An account's cost in a span."""

    account: Account
    start: datetime
    end: datetime
    terms: dict[int, tuple[Term, TariffRow]]
    cells: list[Cell]
    lines: list[Line]
    months: list[Month]
    energy_wh: int
    estimated_wh: int
    unpriced_wh: int
    covered_s: int
    expected_s: int
    as_of: int | None

    @property
    def coverage(self) -> float | None:
        """Measured seconds of those that have passed; None before any have."""
        # The quarter hour that runs is measured in part and not expected yet.
        return min(1.0, round(self.covered_s / self.expected_s, 6)) if self.expected_s else None

    @property
    def estimated_share(self) -> float:
        """The part of the energy that is estimated."""
        return round(self.estimated_wh / self.energy_wh, 6) if self.energy_wh else 0.0

    @property
    def currency(self) -> str | None:
        """The currency; None without a tariff."""
        return next((tariff.currency for _, tariff in self.terms.values()), None)

    @property
    def total(self) -> Decimal | None:
        """The sum of the lines; None without a tariff."""
        return bill.total(self.lines) if self.terms else None


def of_account(
    connection: Connection, start: datetime, end: datetime, enterprise: str | None, now: datetime
) -> Cost:
    """The cost of the park (None) or of an enterprise in [start, end)."""
    check_span(start, end)
    where = place(connection)
    chosen = [a for a in where.accounts if a.code == enterprise]
    if not chosen:
        who = enterprise or "the park's own incomers"
        raise NotFoundError(
            f"There is no main electricity meter of {who}, or not for you.",
            remedy="A main meter is a register of imported electricity without a parent.",
        )
    return _costs(connection, where, chosen, span_of(start, end, now, where.timezone))[0]


def of_all(connection: Connection, start: datetime, end: datetime, now: datetime) -> list[Cost]:
    """The cost of every account that the caller may see, the park's own first."""
    check_span(start, end)
    where = place(connection)
    return _costs(connection, where, where.accounts, span_of(start, end, now, where.timezone))


def ranked(found: Sequence[Cost]) -> list[Cost]:
    """The park's own first, then the dearest; by energy where there is no tariff."""
    return sorted(found, key=lambda c: (c.account.code is not None, -(c.total or Decimal(0)), -c.energy_wh))


def _costs(connection: Connection, where: Place, accounts: Sequence[Account], span: Span) -> list[Cost]:
    ids = [p.id for a in accounts for p in [*a.active, *a.reactive]]
    rows = {
        point: quarters_of(c) for point, c in quarters.load(connection, ids, span.start, span.end).items()
    }
    return [cost(a, where.terms.get(a.code, NOTHING), rows, span) for a in accounts]


def cost(account: Account, paid_by: AccountTerms, rows: Mapping[int, Quarters], span: Span) -> Cost:
    """The cost of one account from its quarter hours."""
    mine = {p.id: rows[p.id] for p in account.active}
    cells = [c for p, r in mine.items() for c in bill.cells(paid_by.terms, span.local_of(r), p, r)]
    versions = {t.number: t.version for t in paid_by.terms}
    lines = bill.energy_lines(cells, versions)
    months = []
    for first in span.months():
        month, more = monthly(account, paid_by.terms, rows, (first, span), lines)
        months.append(month)
        lines = [*lines, *more]
    energy = sum(int(r.quantity.sum()) for r in mine.values())
    used = {line.term for line in lines}
    return Cost(
        account=account,
        start=span.start,
        end=span.end,
        terms={t.number: (t, paid_by.tariffs[t.number]) for t in paid_by.terms if t.number in used},
        cells=cells,
        lines=lines,
        months=months,
        energy_wh=energy,
        estimated_wh=sum(int(r.estimated.sum()) for r in mine.values()),
        unpriced_wh=energy - sum(c.share.quantity for c in cells),
        covered_s=sum(int(r.covered_s.sum()) for r in mine.values()),
        expected_s=max(0, round((span.passed - span.start).total_seconds())) * len(mine),
        as_of=max((last_covered(r) for r in mine.values() if len(r.start)), default=None),
    )


def last_covered(rows: Quarters) -> int:
    """The end [ms] of what is covered of the newest quarter hour."""
    return int(rows.start[-1]) + int(rows.covered_s[-1]) * 1000
