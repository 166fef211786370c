"""A year of an enterprise that is not there yet: what was entered of it, or what the ledger has of another.

What is entered is its amounts times factors of the park's sets, electricity at the grid's, so that each line
can be followed. Beside it stands what the national method counts of it: CO2 only, at the method's factors.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.figures import standard_coal
from parkcarbon_platform.calculation.accounting.gases import CO2
from parkcarbon_platform.calculation.zero_carbon.method import Amount, Flow
from parkcarbon_platform.services.budgets import keeping
from parkcarbon_platform.services.budgets.actuals import Actuals
from parkcarbon_platform.services.budgets.benchmark_models import WhatIfAsked
from parkcarbon_platform.services.budgets.keeping import BudgetError
from parkcarbon_platform.services.inventories import market
from parkcarbon_platform.services.inventories.energy import Coals
from parkcarbon_platform.services.inventories.notes import Said
from parkcarbon_platform.services.inventories.uncertain import Instruments
from parkcarbon_platform.services.ledger import factors, weighing
from parkcarbon_platform.services.ledger.factors import Book
from parkcarbon_platform.services.national import amounts
from parkcarbon_platform.services.national.amounts import Ground
from parkcarbon_platform.services.national.years import Reader
from parkcarbon_platform.storage import budgets as storage
from parkcarbon_platform.storage import inventory_activity
from parkcarbon_platform.storage.budgets import MonthSum
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.inventory_activity import SourceRow, SumRow

# The carriers that one enters: factor, base unit, base units of one unit, what they are to the method.
ENTERED: dict[str, tuple[str, str, int, Flow]] = {
    "electricity": ("grid_electricity", "Wh", 10**6, "electricity_in"),
    "natural_gas": ("fuel.natural_gas", "mL", 10**10, "fuel"),
    "heat": ("purchased_heat", "J", 10**9, "heat_in"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A carrier of the newcomer's year: `quantity` [`base`], emissions [mg CO2e], standard coal [g]."""

    carrier: str
    quantity: int
    base: str
    mg: int
    coal_g: int
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A year of it, all gases; `amounts` are what the national method counts of it, and `process_mg` the CO2
    of its processes that was entered as such."""

    parts: list[Part]
    amounts: list[Amount]
    process_mg: int = 0


def read(connection: Connection, asked: WhatIfAsked, known: Actuals, reader: Reader) -> Newcomer:
    """The year that is asked for; raises BudgetError where a copy has gaps."""
    book = factors.book(connection)
    if asked.copy_of is None:
        return _entered(asked, book, known, reader)
    return _copied(connection, asked, known, book=book, reader=reader)


def _ground(book: Book, known: Actuals, reader: Reader) -> Ground:
    """The method's factors; no points, of which a newcomer has none."""
    return Ground(
        known.until.year, known.park.grid_region, reader.chosen, book, reader.edition,
        Instruments({}, {}, {}, Said({})),
    )  # fmt: skip


def _entered(asked: WhatIfAsked, book: Book, known: Actuals, reader: Reader) -> Newcomer:
    coals = Coals(book, known.park.grid_region, known.until)
    ground = _ground(book, known, reader)
    found = Newcomer([], [], keeping.base("carbon", asked.process))
    for carrier, (factor, base, size, flow) in ENTERED.items():
        quantity = round(Fraction(str(getattr(asked, carrier))) * size)
        if not quantity:
            continue
        version = book.resolve(factor, coals.region, coals.day).version.id
        stored = book.stored[version]
        coefficient = coals.of_fuel(version if flow == "fuel" else 0, carrier, base)
        grams = 0 if coefficient is None else standard_coal.grams(quantity, base, coefficient)
        mg = round(quantity * book.mg_per_unit(version, base))
        found.parts.append(Part(carrier, quantity, base, mg, grams, stored.citation))
        made = Amount(carrier, flow, quantity, base)
        if flow == "fuel":
            priced, _ = ground.priced(factor, base, stored, [], carrier)
            priced = priced or stored
            made = replace(made, factor=priced.value, unit=priced.unit)
        found.amounts.append(made)
    if asked.process:
        found.parts.append(Part("process", 0, "", found.process_mg, 0))
    return found


def _copied(
    connection: Connection, asked: WhatIfAsked, known: Actuals, *, book: Book, reader: Reader
) -> Newcomer:
    """An enterprise's last twelve whole months by the ledger, times the scale."""
    if not any(keeping.past(known, asked.copy_of, "carbon", "last_twelve_months", known.until.year)):
        raise BudgetError("Nothing was used then.", field="copy_of")
    until = known.until.replace(day=1)
    rows = {row.id: row for row in inventory_activity.sources(connection, asked.copy_of)}
    sums = [
        one for one in storage.month_sums(connection, until.replace(year=until.year - 1), until).rows()
        if one.source_id in rows and rows[one.source_id].scope in (1, 2)
    ]  # fmt: skip
    book = factors.including(connection, book, {row.factor_version_id for row in sums})
    coals, weights = Coals(book, known.park.grid_region, known.until), weighing.weights(connection)
    scale = Fraction(str(asked.scale))
    found: dict[tuple[str, str], list[Fraction]] = {}
    for one in sums:
        row = rows[one.source_id]
        base = market.unit_of(row) if row.carrier else ""
        place = found.setdefault((row.carrier or "process", base), [Fraction(0)] * 3)
        other = 0 if row.gas == CO2 else weights.co2e(row.code, one.gas_mg) or 0
        place[1] += (one.co2_mg + other) * scale
        # Further gases of what is burnt are sources of the same activity, which counts once.
        if row.gas == CO2:
            coefficient = coals.of_fuel(one.factor_version_id, row.carrier, base) if base else None
            grams = 0 if coefficient is None else standard_coal.grams(one.quantity, base, coefficient)
            place[0] += one.quantity * scale
            place[2] += grams * scale
    parts = [
        Part(carrier, round(quantity), base, round(mg), round(grams))
        for (carrier, base), (quantity, mg, grams) in sorted(found.items())
    ]
    return Newcomer(parts, _counted(_ground(book, known, reader), list(rows.values()), sums, scale))


def _counted(ground: Ground, rows: list[SourceRow], sums: list[MonthSum], scale: Fraction) -> list[Amount]:
    """What the method counts of these sources; a newcomer gets from outside what they get from neighbours."""
    told = [
        SumRow(one.source_id, one.factor_version_id, fallback=False, quantity=one.quantity, estimated=0,
               covered_s=one.covered_s, co2_mg=one.co2_mg, gas_mg=one.gas_mg, provisional=0)
        for one in sums
    ]  # fmt: skip
    outside = [replace(row, internal_transfer=False) for row in rows]
    found = amounts.of_sources(ground, outside, told, ())
    return [replace(one.amount, quantity=round(one.amount.quantity * scale)) for one in found.traced]
