"""What a park and its enterprises emitted and used, month by month, from the ledger's sums.

Carbon is what the ledger has of scopes 1 and 2, electricity by location, all gases weighed by AR6 [mg CO2e];
energy is net energy by calorific value as on the page Figures [g of coal equivalent], and electricity that
part of it [Wh]. The park's own is without what its enterprises deliver to each other.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from parkcarbon_platform.calculation.accounting.figures import standard_coal
from parkcarbon_platform.calculation.accounting.figures.standard_coal import Coefficient
from parkcarbon_platform.calculation.accounting.gases import CO2
from parkcarbon_platform.calculation.budgets.months import MONTHS, Months
from parkcarbon_platform.calculation.units import to_base
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.inventories import market, notes
from parkcarbon_platform.services.inventories.energy import BOUGHT, FUELS, Coals, role_of
from parkcarbon_platform.services.inventories.notes import Said
from parkcarbon_platform.services.ledger import factors, weighing
from parkcarbon_platform.services.ledger.weighing import Weights
from parkcarbon_platform.storage import budgets as storage
from parkcarbon_platform.storage import inventory_activity, inventory_points, live
from parkcarbon_platform.storage.budgets import Kind, MonthSum
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.inventory_activity import SourceRow
from parkcarbon_platform.storage.live import ParkRow

KINDS: tuple[Kind, ...] = ("carbon", "energy", "electricity")
DAY_S = 86_400
ELECTRICITY = "electricity"


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
    amounts: dict[tuple[str | None, Kind, date], int] = field(default_factory=lambda: defaultdict(int))
    sources: dict[str | None, list[SourceRow]] = field(default_factory=lambda: defaultdict(list))
    covered_s: dict[tuple[int, date], int] = field(default_factory=lambda: defaultdict(int))
    emitted_mg: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    lacking: dict[str | None, set[str]] = field(default_factory=lambda: defaultdict(set))
    unweighed: dict[str | None, set[str]] = field(default_factory=lambda: defaultdict(set))
    seconds: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    _known: dict[tuple[str | None, date], int] = field(default_factory=dict)

    def year(self, owner: str | None, kind: Kind, year: int) -> Months:
        """The months of a year."""
        return tuple(self.amounts.get((owner, kind, date(year, m, 1)), 0) for m in range(1, MONTHS + 1))

    def known(self, owner: str | None, month: date) -> int:
        """Days of a month that are known of an owner, by amount, rounded down."""
        if (owner, month) not in self._known:
            self._known[owner, month] = self._known_days(owner, month)
        return self._known[owner, month]

    def _known_days(self, owner: str | None, month: date) -> int:
        wanted = had = 0
        for source in self.sources.get(owner, ()):
            seconds, rate = self._valid(source, month) * DAY_S, self._a_day(source.id)
            wanted += rate * seconds
            had += rate * min(self.covered_s.get((source.id, month), 0), seconds)
        return self.passed(month) * had // wanted if wanted else 0

    def passed(self, month: date) -> int:
        """Days of a month that are over."""
        return max(0, min((_next(month) - month).days, (self.until - month).days))

    def _valid(self, source: SourceRow, month: date) -> int:
        """Days of a month that are over in which a source is valid."""
        first = max(month, source.valid_from or month)
        until = month + timedelta(days=self.passed(month))
        if source.valid_to is not None:
            until = min(until, source.valid_to + timedelta(days=1))
        return max(0, (until - first).days)

    def _a_day(self, source_id: int) -> int:
        """What a source emits in a day [mg CO2e]; one that emits nothing counts a little."""
        seconds = self.seconds.get(source_id, 0)
        # Whole numbers: the sum of hundreds of fractions has a denominator of thousands of digits.
        return max(1, abs(self.emitted_mg[source_id]) * DAY_S // seconds) if seconds else 0

    def unseen(self, owner: str | None, until: date | None = None) -> list[str]:
        """Sources of an owner that are valid and have never had data: nobody knows how much they are.

        Of a time that has passed only those matter that had begun before its end, `until`.
        """
        end = self.until if until is None else min(until, self.until)
        begun = (
            source for source in self.sources.get(owner, ())
            if source.valid_to is None and (source.valid_from is None or source.valid_from < end)
        )  # fmt: skip
        return sorted(source.code for source in begun if not self.seconds.get(source.id))

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
    rows = {row.id: row for row in inventory_activity.sources(connection)}
    sums = storage.month_sums(connection, first, found.until)
    book = factors.book(connection)
    book = factors.including(connection, book, {row.factor_version_id for row in sums})
    weights = weighing.weights(connection)
    coals = _Coals(Coals(book, park.grid_region, first))
    for source in rows.values():
        if source.scope in (1, 2) and source.gas == CO2:
            for owner in owners_of(source):
                found.sources[owner].append(source)
    for row in sums:
        _add(found, rows[row.source_id], row, coals, weights)
    _add_points(connection, found, coals, first)
    return found


def owners_of(row: SourceRow) -> list[str | None]:
    """Whose a source's amounts are: its enterprise's, and the park's unless it passes them on inside."""
    mine: list[str | None] = [] if row.enterprise is None else [row.enterprise]
    return mine if row.internal_transfer else [*mine, None]


class _Coals:
    """Coefficients, looked up once each."""

    def __init__(self, coals: Coals) -> None:
        self.coals = coals
        self.known: dict[tuple[int, str, str], Coefficient | None] = {}

    def of(self, version: int, carrier: str, base: str) -> Coefficient | None:
        key = (version, carrier, base)
        if key not in self.known:
            self.known[key] = self.coals.of_fuel(version, carrier, base)
        return self.known[key]


def _add(found: Actuals, row: SourceRow, sums: MonthSum, coals: _Coals, weights: Weights) -> None:
    if row.scope not in (1, 2):
        return
    other = weights.co2e(row.code, sums.gas_mg) if row.gas != CO2 else 0
    energy = _coal(row, sums, coals)
    found.covered_s[row.id, sums.month] += sums.covered_s
    found.seconds[row.id] += sums.covered_s
    found.emitted_mg[row.id] += sums.co2_mg + (other or 0)
    for owner in owners_of(row):
        if other is None:
            found.unweighed[owner].add(row.code)
        if energy == "lacking":
            found.lacking[owner].add(row.code)
        found.amounts[owner, "carbon", sums.month] += sums.co2_mg + (other or 0)
        if isinstance(energy, int):
            found.amounts[owner, "energy", sums.month] += energy
            if row.carrier == ELECTRICITY:
                found.amounts[owner, "electricity", sums.month] += sums.quantity


def _coal(row: SourceRow, sums: MonthSum, coals: _Coals) -> int | Literal["lacking"] | None:
    """Standard coal [g]; None where a source is no energy, or its energy is counted with another gas."""
    if row.gas != CO2 or row.category not in (*FUELS, *BOUGHT):
        return None
    base = market.unit_of(row)
    version = sums.factor_version_id if row.category in FUELS else 0
    coefficient = coals.of(version, row.carrier, base) if base else None
    if coefficient is None:
        return "lacking" if sums.quantity else 0
    return standard_coal.grams(sums.quantity, base, coefficient)


def _add_points(connection: Connection, found: Actuals, coals: _Coals, first: date) -> None:
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
