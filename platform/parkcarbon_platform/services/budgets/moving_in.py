"""What a new enterprise would do to the park's carbon, budget, forecast and zero-carbon indicator.

The newcomer's year is its amounts times factors of the park's sets, electricity at the grid's, so that each
line can be followed; a copied enterprise has what the ledger has of it. Nothing is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.calculation.accounting.figures import standard_coal
from parkcarbon_platform.calculation.accounting.gases import CO2
from parkcarbon_platform.calculation.budgets.forecast import Forecast
from parkcarbon_platform.calculation.budgets.months import days_of
from parkcarbon_platform.calculation.zero_carbon import indicators
from parkcarbon_platform.calculation.zero_carbon.method import Amount, emissions
from parkcarbon_platform.services.budgets import actuals, following, keeping
from parkcarbon_platform.services.budgets.actuals import Actuals
from parkcarbon_platform.services.budgets.benchmark_models import (
    WhatIf,
    WhatIfAsked,
    WhatIfCore,
    WhatIfLine,
    WhatIfYear,
)
from parkcarbon_platform.services.budgets.keeping import BudgetError, shown
from parkcarbon_platform.services.inventories import market
from parkcarbon_platform.services.inventories.energy import Coals
from parkcarbon_platform.services.ledger import factors, weighing
from parkcarbon_platform.services.ledger.factors import Book
from parkcarbon_platform.services.national import settings, years
from parkcarbon_platform.storage import budgets as storage
from parkcarbon_platform.storage import inventory_activity
from parkcarbon_platform.storage.database import Connection

# The carriers that one enters: factor, base unit, base units of one unit.
ENTERED = {
    "electricity": ("grid_electricity", "Wh", 10**6),
    "natural_gas": ("fuel.natural_gas", "mL", 10**10),
    "heat": ("purchased_heat", "J", 10**9),
}
SIZES = {"Wh": (10**6, "MWh"), "mL": (10**10, "10^4 m3"), "J": (10**9, "GJ"), "g": (10**6, "t")}


@dataclass(frozen=True, slots=True)
class Part:
    """A carrier of the newcomer's year: `quantity` [`base`], emissions [mg CO2e], standard coal [g]."""

    carrier: str
    quantity: int
    base: str
    mg: int
    coal_g: int
    citation: str = ""


def what_if(connection: Connection, asked: WhatIfAsked, now: datetime) -> WhatIf:
    """The park without and with a newcomer; raises NotFoundError, BudgetError where a copy has gaps."""
    keeping.owner_id(connection, asked.copy_of)
    known = actuals.read(connection, now.year - 2, now)
    book = factors.book(connection)
    coals = Coals(book, known.park.grid_region, known.until)
    parts = _entered(asked, book, coals) if asked.copy_of is None else _copied(connection, asked, known, book)
    mg = sum(part.mg for part in parts)
    lately = _lately(known)
    return WhatIf(
        asked=asked, lines=[_line(part) for part in parts], carbon=shown("carbon", mg),
        energy=shown("energy", sum(part.coal_g for part in parts)),
        park=None if lately is None else shown("carbon", lately),
        years=[_this_year(connection, known, asked, mg), _next_year(connection, known, lately, mg)],
        core=_core(connection, parts, known, now),
    )  # fmt: skip


def _entered(asked: WhatIfAsked, book: Book, coals: Coals) -> list[Part]:
    parts = []
    for carrier, (factor, base, size) in ENTERED.items():
        quantity = round(Fraction(str(getattr(asked, carrier))) * size)
        if not quantity:
            continue
        version = book.resolve(factor, coals.region, coals.day).version.id
        coefficient = coals.of_fuel(version if factor.startswith("fuel.") else 0, carrier, base)
        grams = 0 if coefficient is None else standard_coal.grams(quantity, base, coefficient)
        mg = round(quantity * book.mg_per_unit(version, base))
        parts.append(Part(carrier, quantity, base, mg, grams, book.stored[version].citation))
    if asked.process:
        parts.append(Part("process", 0, "", keeping.base("carbon", asked.process), 0))
    return parts


def _copied(connection: Connection, asked: WhatIfAsked, known: Actuals, book: Book) -> list[Part]:
    """An enterprise's last twelve whole months by the ledger, times the scale."""
    if not any(keeping.past(known, asked.copy_of, "carbon", "last_twelve_months", known.until.year)):
        raise BudgetError("Nothing was used then.", field="copy_of")
    until = known.until.replace(day=1)
    sums = storage.month_sums(connection, until.replace(year=until.year - 1), until)
    rows = {row.id: row for row in inventory_activity.sources(connection, asked.copy_of)}
    book = factors.including(connection, book, {row.factor_version_id for row in sums})
    coals, weights = Coals(book, known.park.grid_region, known.until), weighing.weights(connection)
    scale = Fraction(str(asked.scale))
    found: dict[tuple[str, str], list[Fraction]] = {}
    for one in sums:
        row = rows.get(one.source_id)
        if row is None or row.scope not in (1, 2):
            continue
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
    return [
        Part(carrier, round(quantity), base, round(mg), round(grams))
        for (carrier, base), (quantity, mg, grams) in sorted(found.items())
    ]


def _line(part: Part) -> WhatIfLine:
    size, unit = SIZES.get(part.base, (1, ""))
    amount, tonnes = part.quantity / size, shown("carbon", part.mg)
    return WhatIfLine(
        carrier=part.carrier, amount=amount, unit=unit, factor=tonnes / amount if amount else None,
        factor_unit=f"t/{unit}" if unit else "", citation=part.citation, carbon=tonnes,
        energy=shown("energy", part.coal_g),
    )  # fmt: skip


def _lately(known: Actuals) -> int | None:
    """The park's last twelve whole months [mg]; None where not all are known."""
    try:
        return sum(keeping.past(known, None, "carbon", "last_twelve_months", known.until.year))
    except BudgetError:
        return None


def _this_year(connection: Connection, known: Actuals, asked: WhatIfAsked, mg: int) -> WhatIfYear:
    """By its forecast; the newcomer is there from its month on, and not before today."""
    year = known.until.year
    start = max(date(year, asked.start, 1), known.until)
    share = Fraction((date(year + 1, 1, 1) - start).days, sum(days_of(year)))
    budget = keeping.find(storage.current(connection, year), "carbon", None)
    found = following.standing(known, None, "carbon", year, budget).expected
    expected = found if isinstance(found, Forecast) else None
    added = float(mg * share)
    told = _year(
        year, "forecast", share, limit=None if budget is None else sum(budget.months), added=added,
        without=None if expected is None else expected.value,
    )  # fmt: skip
    if expected is None or budget is None:
        return told
    limit = sum(budget.months)
    chances = (expected.chance_above(limit), expected.chance_above(limit - added))
    return told.model_copy(update={"chance_without": chances[0], "chance_with": chances[1]})


def _next_year(connection: Connection, known: Actuals, lately: int | None, mg: int) -> WhatIfYear:
    """As the last twelve whole months, with the newcomer all the year."""
    year = known.until.year + 1
    budget = keeping.find(storage.current(connection, year), "carbon", None)
    limit = None if budget is None else sum(budget.months)
    return _year(year, "last_twelve_months", Fraction(1), limit=limit, added=mg, without=lately)


def _year(
    year: int, basis: Literal["forecast", "last_twelve_months"], share: Fraction, *, limit: int | None,
    added: float, without: float | None,
) -> WhatIfYear:  # fmt: skip
    return WhatIfYear(
        year=year, basis=basis, share=float(share), budget=None if limit is None else shown("carbon", limit),
        without=None if without is None else shown("carbon", without), added=shown("carbon", added),
        with_it=None if without is None else shown("carbon", without + added), chance_without=None,
        chance_with=None,
    )  # fmt: skip


def _core(connection: Connection, parts: Sequence[Part], known: Actuals, now: datetime) -> WhatIfCore:
    """The core indicator of the year so far, with the newcomer for as many days of it as are known.

    Its electricity is the fossil-only grid's, as the national method wants where there is no evidence.
    """
    year = years.reader(connection, now).year(known.until.year)
    chosen = settings.as_calculated(year.chosen)
    share = Fraction(year.days, year.of_days)
    electricity = round(sum(part.quantity for part in parts if part.carrier == "electricity") * share)
    flowed = emissions([Amount("newcomer", "electricity_in", electricity, "Wh")], chosen)
    others = [part for part in parts if part.carrier != "electricity"]
    added = round(flowed.total_mg + sum(part.mg for part in others) * share)
    before = after = None
    more: float | None = None
    if year.energy is not None and year.days:
        energy = replace(
            year.energy, electricity_wh=year.energy.electricity_wh + electricity,
            other_kgce=year.energy.other_kgce + Fraction(sum(p.coal_g for p in others), 1000) * share,
        )  # fmt: skip
        before = indicators.core(year.result, year.energy, chosen)
        after = indicators.core(replace(year.result, total_mg=year.result.total_mg + added), energy, chosen)
        was, tce = indicators.energy_tce(year.energy, chosen), indicators.energy_tce(energy, chosen)
        more = None if tce is None or was is None else float(tce - was)
    return WhatIfCore(
        year=year.year, without=_value(before), with_it=_value(after),
        limit=None if after is None or after.limit is None else float(after.limit),
        added_t=shown("carbon", added), added_tce=more,
    )  # fmt: skip


def _value(found: indicators.Indicator | None) -> float | None:
    return None if found is None or found.value is None else float(found.value)
