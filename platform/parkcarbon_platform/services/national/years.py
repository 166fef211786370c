"""A year of the park by the method of national zero-carbon parks, with every number that it is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.figures import standard_coal
from parkcarbon_platform.calculation.zero_carbon import indicators
from parkcarbon_platform.calculation.zero_carbon.indicators import Energy
from parkcarbon_platform.calculation.zero_carbon.method import Result, emissions
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.activity import activity_items
from parkcarbon_platform.services.inventories import energy as energies
from parkcarbon_platform.services.inventories import notes, uncertain
from parkcarbon_platform.services.inventories.computing import Computed
from parkcarbon_platform.services.inventories.energy import Coals
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.services.national import amounts, factor_database, past, settings
from parkcarbon_platform.services.national.amounts import Found, Gathered, Ground, Traced
from parkcarbon_platform.services.national.factor_database import Edition
from parkcarbon_platform.services.national.models import ZeroCarbonSettings
from parkcarbon_platform.storage import green, inventory_activity, inventory_points, live
from parkcarbon_platform.storage import national as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.inventory_activity import SourceRow, SumRow
from parkcarbon_platform.storage.live import ParkRow

DAY_S = 86_400
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Coal:
    """Energy of a flow [base unit], and its coal by calorific value [g]; None where nobody knows it."""

    flow: standard_coal.Flow
    coal_g: int | None


@dataclass(slots=True)
class Year:
    """A year: amounts with their emissions, energy with its lines, what was found; `days` have data."""

    year: int
    start: datetime
    end: datetime
    is_over: bool
    days: int
    of_days: int
    traced: list[Traced]
    result: Result
    energy: Energy | None
    coal: list[Coal]
    found: list[Found] = field(default_factory=list)
    database_values: int = 0
    chosen: ZeroCarbonSettings = field(default_factory=ZeroCarbonSettings)

    @property
    def is_whole(self) -> bool:
        """Whether it is over, and nearly every day of it has data."""
        return self.is_over and self.days >= self.of_days - 5

    @property
    def tce(self) -> Fraction | None:
        """Energy with electricity at its equivalent value [tce]."""
        if self.energy is None:
            return None
        return indicators.energy_tce(self.energy, settings.as_calculated(self.chosen))


@dataclass(frozen=True, slots=True)
class Reader:
    """What does not change from year to year is read once."""

    connection: Connection
    park: ParkRow
    chosen: ZeroCarbonSettings
    rows: list[SourceRow]
    edition: Edition
    now: datetime

    def year(self, year: int) -> Year:
        """A year by the ledger as it is, and by reports where there are no hours."""
        start, end = (localtime.day_start(date(y, 1, 1), self.park.timezone) for y in (year, year + 1))
        sums = inventory_activity.sums(self.connection, [row.id for row in self.rows], start, end)
        ground = self.ground(year, start, end, sums)
        uses = green.uses(self.connection, date(year, 1, 1), date(year + 1, 1, 1))
        gathered = amounts.of_sources(ground, self.rows, sums, uses)
        reported = self.reported(ground, year)
        traced = [*gathered.traced, *reported.traced]
        result = emissions([one.amount for one in traced], settings.as_calculated(self.chosen))
        coal = self.coal(ground, year, sums, reported)
        found = [*gathered.found, *reported.found]
        found += [Found(f.problem, f.code) for f in result.findings]
        days = self.days(sums, year)
        length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        return Year(
            year, start, end, end <= self.now, days, length, traced, result,
            _energy(coal, traced, found), coal, found, len(self.edition.stored), self.chosen,
        )  # fmt: skip

    def ground(self, year: int, start: datetime, end: datetime, sums: Sequence[SumRow]) -> Ground:
        """Points, factors and notes that a year rests on."""
        said = notes.read(self.connection, None)
        apart = inventory_points.apart(self.connection)
        found = uncertain.instruments(self.connection, said, start, min(end, max(self.now, start)), apart)
        book = factors.including(
            self.connection, factors.book(self.connection), {row.factor_version_id for row in sums}
        )
        return Ground(year, self.park.grid_region, self.chosen, book, self.edition, found)

    def reported(self, ground: Ground, year: int) -> Gathered:
        """What past reports add."""
        first, last = date(year, 1, 1), date(year + 1, 1, 1)
        reports = storage.past(self.connection, first, last)
        if not reports:
            return Gathered()
        spans: dict[tuple[date, date], Mapping[int, int]] = {}

        def covered(start: date, end: date) -> Mapping[int, int]:
            if (start, end) not in spans:
                begun, ended = (localtime.day_start(day, self.park.timezone) for day in (start, end))
                known = storage.covered(self.connection, [row.id for row in self.rows], begun, ended)
                spans[start, end] = {source: seconds for source, (seconds, _) in known.items()}
            return spans[start, end]

        known = activity_items.catalogue(self.connection)
        return past.of_reports(ground, reports, self.rows, known, covered)

    def days(self, sums: Sequence[SumRow], year: int) -> int:
        """Days of the source that covers most of the year, or of past reports."""
        seconds: dict[int, int] = {}
        for row in sums:
            seconds[row.source_id] = seconds.get(row.source_id, 0) + row.covered_s
        spans = {
            (r.from_day, r.to_day)
            for r in storage.past(self.connection, date(year, 1, 1), date(year + 1, 1, 1))
        }
        told = {day for first, last in spans for day in range(first.toordinal(), last.toordinal())}
        return min(MOST_DAYS, max(max(seconds.values(), default=0) // DAY_S, len(told)))

    def coal(self, ground: Ground, year: int, sums: Sequence[SumRow], reported: Gathered) -> list[Coal]:
        """Energy by calorific value: sources, own generation, what left, past reports."""
        question = Question(date(year, 1, 1), date(year + 1, 1, 1), "territorial")
        codes = {row.id: row.code for row in self.rows}
        activity: dict[tuple[str, int], int] = {}
        for row in sums:
            key = (codes[row.source_id], row.factor_version_id)
            activity[key] = activity.get(key, 0) + row.quantity
        computed = Computed(question, self.park.timezone, [], self.rows, [], [], {})
        known = energies.energy_of(
            computed, activity=activity, found=ground.instruments, book=ground.book, region=ground.region,
            apart=inventory_points.apart(self.connection),
        )  # fmt: skip
        lines = [Coal(line.flow, line.calorific_g) for line in known.lines]
        return lines + list(self._reported_coal(ground, year, reported))

    def _reported_coal(self, ground: Ground, year: int, reported: Gathered) -> list[Coal]:
        coals = Coals(ground.book, ground.region, date(year, 1, 1))
        found = []
        for one in reported.traced:
            amount = one.amount
            if amount.flow == "fuel":
                version = 0 if one.version is None else one.version.id
                coefficient = coals.of_fuel(version, one.carrier, amount.base)
            else:
                coefficient = coals.of_carrier(one.carrier)
            role: standard_coal.Role = "fuel" if amount.flow == "fuel" else "bought"
            flow = standard_coal.Flow(
                amount.code, one.carrier, role, amount.quantity, amount.base, coefficient
            )
            grams = (
                None
                if coefficient is None
                else standard_coal.grams(amount.quantity, amount.base, coefficient)
            )
            found.append(Coal(flow, grams))
        return found


def _energy(coal: Sequence[Coal], traced: Sequence[Traced], found: list[Found]) -> Energy | None:
    """The denominator; None where a flow's coal is not known."""
    other = [line for line in coal if line.flow.carrier != "electricity"]
    lacking = [line.flow.code for line in other if line.coal_g is None]
    if lacking:
        found += [Found("coal_missing", code) for code in lacking]
        return None
    electricity = sum(
        -line.flow.quantity if line.flow.role == "passed_on" else line.flow.quantity
        for line in coal
        if line.flow.carrier == "electricity"
    )
    direct, certified = amounts.green_wh(traced)
    onsite = sum(
        line.flow.quantity
        for line in coal
        if line.flow.role == "generated" and line.flow.carrier == "electricity"
    )
    out = sum(
        one.amount.quantity
        for one in traced
        if one.amount.flow == "electricity_out" and one.amount.evidence == "direct_supply"
    )
    return Energy(
        Fraction(sum(line.coal_g or 0 for line in other), 1000), electricity, direct, certified,
        max(0, onsite - out),
    )  # fmt: skip


def reader(connection: Connection, now: datetime) -> Reader:
    """To read years of the park of the transaction; raises NotFoundError."""
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    return Reader(
        connection, park, settings.read(connection).settings, inventory_activity.sources(connection),
        factor_database.read(connection), now,
    )  # fmt: skip
