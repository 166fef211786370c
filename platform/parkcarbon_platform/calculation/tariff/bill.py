"""Lines of money: energy by period, what a month adds, and their sums.

A line is one quantity at one price. Its amount is exact (`exact`) and rounded once (`amount`, 0.01 of the
currency, half to even); sums of lines are sums of rounded amounts, as on a bill. Energy lines are made by
month, so that cutting a span at a month changes nothing at all, and cutting it elsewhere changes no kWh and
no exact amount.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import numpy as np

from parkcarbon_platform.calculation.tariff.demand import Charge, Quarters
from parkcarbon_platform.calculation.tariff.model import PERIODS, Period, Version
from parkcarbon_platform.calculation.tariff.periods import LocalQuarters, classify

Kind = Literal["energy", "surcharge", "demand", "power_factor"]
WH_PER_KWH = 1000
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Term:
    """What is paid by on the local days `first` to `last`, both included; agreed [kW, kVA]."""

    number: int
    version: Version
    first: date
    last: date
    demand_kw: Decimal | None = None
    capacity_kva: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A point's part of a line [Wh], with the part of it that is estimated."""

    point: int
    quantity: int
    estimated: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Energy [Wh] of a point in one period of one local day, under one term of prices."""

    day: date
    term: int
    period: Period
    share: Share


@dataclass(frozen=True, slots=True)
class Line:
    """A line: `quantity` [`unit`] × `price` × `multiple` (of the power factor: percent ÷ 100 of money)."""

    kind: Kind
    month: date
    term: int
    rule: str
    quantity: Fraction
    unit: str
    price: Decimal | None
    multiple: Fraction
    exact: Fraction
    shares: tuple[Share, ...] = ()

    @property
    def amount(self) -> Decimal:
        """The amount, rounded to 0.01."""
        return rounded(self.exact)


def rounded(value: Fraction, step: Decimal = CENT) -> Decimal:
    """A fraction as a decimal, rounded half to even once, in steps of a power of ten."""
    return Decimal(round(value / Fraction(step))) * step


def cells(terms: Sequence[Term], local: LocalQuarters, point: int, rows: Quarters) -> Iterable[Cell]:
    """The energy of a point by local day and period; days without a term are left out.

    `local` are the local times of `rows`; the terms do not overlap.
    """
    for term in terms:
        here = (local.day >= term.first.toordinal()) & (local.day <= term.last.toordinal())
        if not here.any():
            continue
        chosen = LocalQuarters(local.day[here], local.quarter[here])
        group = chosen.day * len(PERIODS) + classify(term.version, chosen)
        keys, where = np.unique(group, return_inverse=True)
        quantity, estimated = np.zeros(len(keys), np.int64), np.zeros(len(keys), np.int64)
        np.add.at(quantity, where, rows.quantity[here])
        np.add.at(estimated, where, rows.estimated[here])
        for key, amount, guess in zip(keys.tolist(), quantity.tolist(), estimated.tolist(), strict=True):
            day, number = divmod(key, len(PERIODS))
            yield Cell(date.fromordinal(day), term.number, PERIODS[number], Share(point, amount, guess))


def energy_lines(found: Iterable[Cell], prices: Mapping[int, Version]) -> list[Line]:
    """A line by month, term and period, and one of the surcharge by month and term where there is one."""
    groups: dict[tuple[date, int, Period], dict[int, Share]] = {}
    for cell in found:
        shares = groups.setdefault((cell.day.replace(day=1), cell.term, cell.period), {})
        shares[cell.share.point] = _plus(shares.get(cell.share.point), cell.share)
    lines = [
        _energy_line(
            "energy", month, term, rule=period, price=prices[term].prices[period], shares=shares.values()
        )
        for (month, term, period), shares in sorted(groups.items(), key=_order)
    ]
    for month, term in dict.fromkeys((line.month, line.term) for line in lines):
        surcharge = prices[term].surcharge
        if surcharge:
            of_term = [s for line in lines if (line.month, line.term) == (month, term) for s in line.shares]
            lines.append(
                _energy_line("surcharge", month, term, rule="surcharge", price=surcharge, shares=of_term)
            )
    return lines


def _order(item: tuple[tuple[date, int, Period], object]) -> tuple[date, int, int]:
    (month, term, period), _ = item
    return month, term, PERIODS.index(period)


def _plus(before: Share | None, more: Share) -> Share:
    if before is None:
        return more
    return Share(more.point, before.quantity + more.quantity, before.estimated + more.estimated)


def _energy_line(
    kind: Kind, month: date, term: int, *, rule: str, price: Decimal, shares: Iterable[Share]
) -> Line:
    by_point: dict[int, Share] = {}
    for share in shares:
        by_point[share.point] = _plus(by_point.get(share.point), share)
    kwh = Fraction(sum(s.quantity for s in by_point.values()), WH_PER_KWH)
    parts = tuple(by_point[point] for point in sorted(by_point))
    return Line(kind, month, term, rule, kwh, "kWh", price, Fraction(1), kwh * Fraction(price), parts)


def demand_lines(month: date, term: int, version: Version, paid: Iterable[Charge]) -> list[Line]:
    """A line for each part of the demand charge."""
    price = version.demand.price
    unit = "kVA" if version.demand.mode == "capacity" else "kW"
    return [
        Line(
            "demand", month, term, part.rule, part.power, unit, price, part.multiple,
            part.power * Fraction(price) * part.multiple,
        )
        for part in paid
    ]  # fmt: skip


def power_factor_line(month: date, term: int, basis: Decimal, percent: Fraction) -> Line:
    """The adjustment of a month: percent of its energy and demand lines as rounded, surcharges left out."""
    share = percent / 100
    return Line(
        "power_factor", month, term, "power_factor", Fraction(basis), "money", None, share,
        Fraction(basis) * share,
    )  # fmt: skip


def total(lines: Iterable[Line]) -> Decimal:
    """The sum of the rounded amounts."""
    return sum((line.amount for line in lines), Decimal(0))
