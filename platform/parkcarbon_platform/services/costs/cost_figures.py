"""The figures of a cost as they are told: energies in Wh, money to 0.01, powers in kW to 0.001."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from parkcarbon_platform.calculation.tariff import bill
from parkcarbon_platform.calculation.tariff.bill import Cell, Line
from parkcarbon_platform.calculation.tariff.model import PERIODS
from parkcarbon_platform.services.costs.costs import Cost
from parkcarbon_platform.services.costs.monthly_charges import Current, Demand, Month, PowerFactor
from parkcarbon_platform.storage.quarters import EnterpriseRow

__all__ = [
    "Cost", "EnterpriseRow", "Month", "by_day", "by_period", "current", "demand", "lines", "power_factor",
    "summary", "tariffs_of",
]  # fmt: skip
WATT = Decimal("0.001")
PLACES = Decimal("0.0001")


def text(value: Fraction | None, step: Decimal = WATT) -> str | None:
    """A decimal of a fraction, rounded once, without zeros that say nothing."""
    if value is None:
        return None
    short = bill.rounded(value, step).normalize()
    return f"{short:f}"


def share(part: int, whole: int) -> float:
    """A part of a whole, 0 of nothing."""
    return round(part / whole, 6) if whole else 0.0


def tariffs_of(cost: Cost) -> list[dict[str, Any]]:
    """The tariffs that priced the span."""
    return [
        {
            "code": tariff.code, "name_zh": tariff.name_zh, "name_en": tariff.name_en,
            "example": tariff.is_example, "version": term.version.valid_from, "source": term.version.source,
        }
        for term, tariff in cost.terms.values()
    ]  # fmt: skip


def by_period(cost: Cost) -> list[dict[str, Any]]:
    """Energy and cost of each period: sums of the energy lines."""
    found = []
    for period in PERIODS:
        mine = [line for line in cost.lines if line.kind == "energy" and line.rule == period]
        if mine:
            shares = [s for line in mine for s in line.shares]
            found.append(
                {
                    "period": period,
                    "energy_wh": sum(s.quantity for s in shares),
                    "estimated_wh": sum(s.estimated for s in shares),
                    "amount": str(bill.total(mine)),
                }
            )
    return found


def by_day(cost: Cost) -> list[dict[str, Any]]:
    """Local days with their periods; the money of a day is rounded by itself."""
    days: dict[Any, list[Cell]] = {}
    for cell in cost.cells:
        days.setdefault(cell.day, []).append(cell)
    return [
        {
            "day": day,
            "energy_wh": sum(c.share.quantity for c in cells),
            "amount": _money(cost, cells),
            "periods": [
                {
                    "period": period,
                    "energy_wh": sum(c.share.quantity for c in mine),
                    "estimated_wh": sum(c.share.estimated for c in mine),
                    "amount": _money(cost, mine),
                }
                for period in PERIODS
                if (mine := [c for c in cells if c.period == period])
            ],
        }
        for day, cells in sorted(days.items())
    ]


def _money(cost: Cost, cells: Iterable[Cell]) -> str:
    exact = sum(
        (
            Fraction(c.share.quantity, bill.WH_PER_KWH)
            * Fraction(cost.terms[c.term][0].version.prices[c.period])
            for c in cells
        ),
        Fraction(0),
    )
    return str(bill.rounded(exact))


def lines(cost: Cost) -> list[dict[str, Any]]:
    """Every line with its meters."""
    return [_line(cost, line) for line in cost.lines]


def _line(cost: Cost, line: Line) -> dict[str, Any]:
    term, tariff = cost.terms[line.term]
    points = {p.id: p for p in cost.account.active}
    quantity = sum(s.quantity for s in line.shares)
    return {
        "kind": line.kind,
        "rule": line.rule,
        "month": line.month.isoformat()[:7],
        "quantity": text(line.quantity),
        "unit": cost.currency if line.kind == "power_factor" else line.unit,
        "price": None if line.price is None else str(line.price),
        "multiple": text(line.multiple, Decimal("0.000001")),
        "amount": str(line.amount),
        "estimated_share": share(sum(s.estimated for s in line.shares), quantity),
        "tariff": tariff.code,
        "version": term.version.valid_from,
        "points": [
            {
                "point": points[s.point].code,
                "name_zh": points[s.point].name_zh,
                "name_en": points[s.point].name_en,
                "quantity_wh": s.quantity,
                "estimated_wh": s.estimated,
            }
            for s in line.shares
        ],
    }


def demand(cost: Cost, row: Demand) -> dict[str, Any]:
    """A month's demand."""
    points = {p.id: p for p in cost.account.active}
    return {
        "mode": row.mode,
        "separate": row.feeds == "separate" and len(row.peaks) > 1,
        "measured_kw": text(row.measured_kw),
        "contract_kw": None if row.contract_kw is None else str(row.contract_kw),
        "capacity_kva": None if row.capacity_kva is None else str(row.capacity_kva),
        "above": str(row.above),
        "feeds": [
            {
                "point": points[p.point].code if p.point is not None else None,
                "name_zh": points[p.point].name_zh if p.point is not None else None,
                "name_en": points[p.point].name_en if p.point is not None else None,
                "kw": text(Fraction(p.watts, 1000)),
                "start": p.start,
                "estimated": p.estimated,
            }
            for p in row.peaks
        ],
    }


def power_factor(row: PowerFactor) -> dict[str, Any]:
    """A month's power factor."""
    return {
        "factor": None if row.factor is None else f"{row.factor:.2f}",
        "reference": row.reference,
        "percent": text(row.percent, PLACES),
        "basis": str(row.basis),
        "active_wh": row.active,
        "reactive_varh": row.reactive,
    }


def current(row: Current) -> dict[str, Any]:
    """The quarter hour that runs; powers to the kW."""
    one = Decimal(1)
    return {
        "covered_s": row.covered_s,
        "mean_kw": text(row.mean_kw, one),
        "allowed_kw": text(row.allowed_kw, one),
    }


def summary(cost: Cost) -> dict[str, Any]:
    """An account in a list; of several months the last one's power factor and demand."""
    last = cost.months[-1] if cost.months else None
    power = last.demand if last else None
    factor = last.power_factor.factor if last and last.power_factor else None
    used = None
    if power and power.measured_kw is not None and power.contract_kw:
        used = round(float(power.measured_kw / Fraction(power.contract_kw)), 4)
    mean = None
    if cost.total is not None and cost.energy_wh > cost.unpriced_wh:
        priced = Fraction(cost.energy_wh - cost.unpriced_wh, bill.WH_PER_KWH)
        mean = str(bill.rounded(Fraction(cost.total) / priced, PLACES))
    return {
        "energy_wh": cost.energy_wh,
        "total": None if cost.total is None else str(cost.total),
        "mean_price": mean,
        "estimated_share": cost.estimated_share,
        "coverage": cost.coverage,
        "power_factor": None if factor is None else f"{factor:.2f}",
        "demand_share": used,
    }
