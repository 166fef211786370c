"""What a new enterprise would do to the park's carbon, budget, forecast and zero-carbon indicator.

Its year is told line by line; the indicator counts of it what the national method does. Nothing is stored.
"""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.calculation.budgets.forecast import Forecast
from parkcarbon_platform.calculation.budgets.months import days_of
from parkcarbon_platform.calculation.zero_carbon import indicators
from parkcarbon_platform.calculation.zero_carbon.method import emissions
from parkcarbon_platform.services.budgets import actuals, following, keeping, newcomers
from parkcarbon_platform.services.budgets.actuals import Actuals
from parkcarbon_platform.services.budgets.benchmark_models import (
    WhatIf,
    WhatIfAsked,
    WhatIfCore,
    WhatIfLine,
    WhatIfYear,
)
from parkcarbon_platform.services.budgets.keeping import BudgetError, shown
from parkcarbon_platform.services.budgets.newcomers import Newcomer, Part
from parkcarbon_platform.services.national import settings, years
from parkcarbon_platform.services.national.years import Reader
from parkcarbon_platform.storage import budgets as storage
from parkcarbon_platform.storage.database import Connection

SIZES = {"Wh": (10**6, "MWh"), "mL": (10**10, "10^4 m3"), "J": (10**9, "GJ"), "g": (10**6, "t")}


def what_if(connection: Connection, asked: WhatIfAsked, now: datetime) -> WhatIf:
    """The park without and with a newcomer; raises NotFoundError, BudgetError where a copy has gaps."""
    keeping.owner_id(connection, asked.copy_of)
    known = actuals.read(connection, now.year - 2, now)
    reader = years.reader(connection, now)
    found = newcomers.read(connection, asked, known, reader)
    parts = found.parts
    mg = sum(part.mg for part in parts)
    lately = _lately(known)
    return WhatIf(
        asked=asked, lines=[_line(part) for part in parts], carbon=shown("carbon", mg),
        energy=shown("energy", sum(part.coal_g for part in parts)),
        park=None if lately is None else shown("carbon", lately),
        years=[_this_year(connection, known, asked, mg), _next_year(connection, known, lately, mg)],
        core=_core(reader, found, known),
    )  # fmt: skip


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


def _core(reader: Reader, newcomer: Newcomer, known: Actuals) -> WhatIfCore:
    """The core indicator of the year so far, with the newcomer for as many days of it as are known.

    CO2 only, at the factors of the national method: electricity is the fossil-only grid's, as there is no
    evidence of other.
    """
    year = reader.year(known.until.year)
    chosen = settings.as_calculated(year.chosen)
    share = Fraction(year.days, year.of_days)
    electricity = round(sum(p.quantity for p in newcomer.parts if p.carrier == "electricity") * share)
    others = [part for part in newcomer.parts if part.carrier != "electricity"]
    added = round((emissions(newcomer.amounts, chosen).total_mg + newcomer.process_mg) * share)
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
