"""What a park and its enterprises emitted and used, month by month, from the ledger's sums.

Carbon is what the ledger has of scopes 1 and 2, electricity by location, all gases weighed by AR6 [mg CO2e];
energy is net energy by calorific value as on the page Figures [g of coal equivalent], and electricity that
part of it [Wh]. The park's own is without what its enterprises deliver to each other.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from parkcarbon_platform.calculation.accounting.figures import standard_coal
from parkcarbon_platform.calculation.accounting.gases import CO2, DEFAULT_GWP
from parkcarbon_platform.calculation.budgets.months import MONTHS, Months
from parkcarbon_platform.calculation.units import to_base
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.budgets.month_sums import ELECTRICITY, KINDS, Coefficients, Summed, number
from parkcarbon_platform.services.inventories import notes
from parkcarbon_platform.services.inventories.energy import Coals, role_of
from parkcarbon_platform.services.inventories.notes import Said
from parkcarbon_platform.services.ledger import factors, weighing
from parkcarbon_platform.storage import budgets as storage
from parkcarbon_platform.storage import inventory_activity, inventory_points, live
from parkcarbon_platform.storage.budgets import Kind
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.live import ParkRow

__all__ = ["KINDS", "Actuals", "read"]


@dataclass(slots=True)
class Actuals:
    """Amounts [base unit] by owner (None: the park), kind and month.

    How much of a month is known is by amount: each source counts with what it emits in a day, for the days
    that it is valid in. So a small meter that is missing matters little, and the largest much.

    `until` is the first local day that does not count: today. `lacking` are sources and points of an owner
    without a coefficient of standard coal, `unweighed` sources whose gas has no weight.
    """

    park: ParkRow
    until: date
    summed: Summed | None = None
    amounts: dict[tuple[str | None, Kind, date], int] = field(default_factory=lambda: defaultdict(int))
    lacking: dict[str | None, set[str]] = field(default_factory=lambda: defaultdict(set))
    unweighed: dict[str | None, set[str]] = field(default_factory=lambda: defaultdict(set))
    _known: dict[tuple[str | None, date], int] = field(default_factory=dict)

    def year(self, owner: str | None, kind: Kind, year: int) -> Months:
        """The months of a year."""
        return tuple(self.amounts.get((owner, kind, date(year, m, 1)), 0) for m in range(1, MONTHS + 1))

    def known(self, owner: str | None, month: date) -> int:
        """Days of a month that are known of an owner, by amount, rounded down."""
        if (owner, month) not in self._known:
            days = 0 if self.summed is None else self.summed.known(owner, month, self.passed(month))
            self._known[owner, month] = days
        return self._known[owner, month]

    def passed(self, month: date) -> int:
        """Days of a month that are over."""
        return max(0, min((_next(month) - month).days, (self.until - month).days))

    def unseen(self, owner: str | None, until: date | None = None) -> list[str]:
        """Sources of an owner that are valid and have never had data: nobody knows how much they are.

        Of a time that has passed only those matter that had begun before its end, `until`.
        """
        if self.summed is None:
            return []
        return self.summed.unseen(owner, self.until if until is None else min(until, self.until))

    def is_whole(self, owner: str | None, month: date) -> bool:
        """Whether a month is over and all but a day of it known."""
        days = (_next(month) - month).days
        return self.passed(month) == days and self.known(owner, month) >= days - 1


def read(connection: Connection, first_year: int, now: datetime) -> Actuals:
    """From January of a year to the end of yesterday; raises NotFoundError."""
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    found = Actuals(park, localtime.local_date(now, park.timezone))
    first = date(first_year, 1, 1)
    if first >= found.until:
        return found
    rows = inventory_activity.sources(connection)
    sums = storage.month_sums(connection, first, found.until)
    book = factors.including(connection, factors.coal_book(connection), set(sums.factor_version_id.tolist()))
    coals = Coefficients(Coals(book, park.grid_region, first))
    span = (number(first), number(found.until - timedelta(days=1)) + 1)
    has_others = any(row.gas != CO2 for row in rows)
    weights = weighing.weights(connection) if has_others else weighing.Weights(DEFAULT_GWP, {})
    summed = Summed(rows, sums, span, coals, weights)
    found.summed = summed
    found.amounts.update(summed.amounts())
    found.lacking.update(summed.of_owners(summed.lacking))
    found.unweighed.update(summed.of_owners(summed.unweighed))
    _add_points(connection, found, coals, first)
    return found


def _add_points(connection: Connection, found: Actuals, coals: Coefficients, first: date) -> None:
    """Own generation, and what is passed on, as the page Figures counts them."""
    apart = inventory_points.apart(connection)
    if not apart:
        return
    points = {row.id: row for row in inventory_points.points(connection)}
    plans: dict[str | None, Said] = {None: notes.read(connection, None)}
    for row in storage.point_months(connection, apart, first, found.until):
        point = points.get(row.point_id)
        if point is None:
            continue
        base = to_base(point.unit, point.quantity, point.carrier).name
        coefficient = coals.of(0, point.carrier, base)
        for owner in {None, point.enterprise}:
            if owner not in plans:
                plans[owner] = notes.read(connection, owner)
            role = role_of(point, plans[owner], owner)
            if role is None:
                continue
            sign = -1 if role == "passed_on" else 1
            if coefficient is None:
                found.lacking[owner].add(point.code)
                continue
            grams = standard_coal.grams(row.quantity, base, coefficient)
            found.amounts[owner, "energy", row.month] += sign * grams
            if point.carrier == ELECTRICITY:
                found.amounts[owner, "electricity", row.month] += sign * row.quantity


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
