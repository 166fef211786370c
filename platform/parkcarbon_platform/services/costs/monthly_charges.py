"""What is charged by the month: demand and the adjustment by power factor; the quarter hour that runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np

from parkcarbon_platform.calculation.tariff import bill, demand, power_factor
from parkcarbon_platform.calculation.tariff.bill import Line, Term
from parkcarbon_platform.calculation.tariff.demand import Peak, Quarters
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.costs.accounts import Account, Span, month_bounds, quarters_of, within
from parkcarbon_platform.storage import quarters
from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Demand:
    """A month's highest power [kW], what was agreed, and what is charged by."""

    mode: str
    feeds: str
    measured_kw: Fraction | None
    peaks: list[Peak]
    contract_kw: Decimal | None
    capacity_kva: Decimal | None
    above: Decimal


@dataclass(frozen=True, slots=True)
class PowerFactor:
    """Energies of a month [Wh, varh], power factor, reference, percent, and what it is taken of."""

    active: int
    reactive: int
    factor: Decimal | None
    reference: str
    percent: Fraction | None
    basis: Decimal


@dataclass(frozen=True, slots=True)
class Month:
    """What is charged by the month; `whole` when the month has ended."""

    month: date
    whole: bool
    demand: Demand | None
    power_factor: PowerFactor | None


def monthly(
    account: Account,
    terms: Sequence[Term],
    rows: Mapping[int, Quarters],
    when: tuple[date, Span],
    lines: Sequence[Line],
) -> tuple[Month, list[Line]]:
    """What a month (its first day) of a span adds: demand by the term of that day, then the power factor."""
    first, span = when
    begin, end = month_bounds(first, span.timezone)
    of_month = {p.id: within(rows[p.id], begin, end) for p in [*account.active, *account.reactive]}
    term = next((t for t in terms if t.first <= first <= t.last), None)
    whole = span.passed >= end
    if term is None:
        return Month(first, whole, None, None), []
    power, paid = demand_of(account, term, of_month)
    more = bill.demand_lines(first, term.number, term.version, paid)
    basis = bill.total(
        line for line in [*lines, *more] if line.month == first and line.kind in ("energy", "demand")
    )
    factor = power_factor_of(account, term, of_month, basis)
    if factor is not None and factor.percent is not None:
        more.append(bill.power_factor_line(first, term.number, basis, factor.percent))
    return Month(first, whole, power, factor), more


def demand_of(
    account: Account, term: Term, rows: Mapping[int, Quarters]
) -> tuple[Demand, list[demand.Charge]]:
    """The demand of a month and what is paid for it."""
    terms = term.version.demand
    peaks = demand.peaks({p.id: rows[p.id] for p in account.active}, terms)
    measured = Fraction(sum(p.watts for p in peaks), 1000) if peaks else None
    power = Demand(terms.mode, terms.feeds, measured, peaks, term.demand_kw, term.capacity_kva, terms.above)
    agreed = None if term.demand_kw is None else Fraction(term.demand_kw)
    capacity = None if term.capacity_kva is None else Fraction(term.capacity_kva)
    return power, demand.charges(terms, measured, agreed, capacity)


def power_factor_of(
    account: Account, term: Term, rows: Mapping[int, Quarters], basis: Decimal
) -> PowerFactor | None:
    """The power factor of a month; None without an adjustment in the tariff or without reactive registers.

    Only quarter hours that both active and reactive registers have are compared.
    """
    terms = term.version.power_factor
    if terms is None or not account.reactive:
        return None
    active = demand.together({p.id: rows[p.id] for p in account.active})
    reactive = demand.together({p.id: rows[p.id] for p in account.reactive})
    both = np.intersect1d(active.start, reactive.start)
    sums = [int(r.quantity[np.searchsorted(r.start, both)].sum()) for r in (active, reactive)]
    factor = power_factor.power_factor(*sums)
    percent = None if factor is None else power_factor.percent(power_factor.knots_of(terms), factor)
    return PowerFactor(sums[0], sums[1], factor, terms.reference, percent, basis)


@dataclass(frozen=True, slots=True)
class Current:
    """The quarter hour that runs: start, seconds and mean power so far, what the rest may have [kW]."""

    start: datetime
    covered_s: int
    mean_kw: Fraction | None
    allowed_kw: Fraction | None


def current(connection: Connection, account: Account, contract_kw: Decimal | None, now: datetime) -> Current:
    """The running quarter hour of an account, from the part of it that is settled."""
    start = localtime.quarter_start(now)
    found = quarters.load(connection, [p.id for p in account.active], start, start + localtime.QUARTER)
    rows = demand.together({point: quarters_of(c) for point, c in found.items()})
    if not len(rows.start) or not int(rows.covered_s[0]):
        return Current(start, 0, None, None)
    covered, so_far = int(rows.covered_s[0]), int(rows.quantity[0])
    until = localtime.to_ms(start) + covered * 1000
    allowed = None
    if contract_kw is not None:
        allowed = demand.allowed(Fraction(contract_kw), localtime.to_ms(start), until, so_far)
    return Current(start, covered, Fraction(so_far * 3600, covered * 1000), allowed)
