"""A year as it is shown: lines that add up to its groups, the denominator, the indicators, what was found."""

from parkcarbon_platform.calculation.zero_carbon.method import GROUPS, Line
from parkcarbon_platform.services.national import guiding
from parkcarbon_platform.services.national.amounts import Traced
from parkcarbon_platform.services.national.models import (
    ZeroCarbonEnergy,
    ZeroCarbonEnergyLine,
    ZeroCarbonFinding,
    ZeroCarbonLine,
    ZeroCarbonYear,
)
from parkcarbon_platform.services.national.years import Coal, Year
from parkcarbon_platform.storage.database import Connection

PROVISIONAL = ("fuel", "conversion", "process")


def year(connection: Connection, found: Year) -> ZeroCarbonYear:
    """Everything about a year."""
    by_code = {one.amount.code: one for one in found.traced}
    lines = [_line(line, by_code[line.amount.code]) for line in found.result.lines]
    lines.sort(key=lambda one: (-abs(one.mg), one.code))
    provisional = [x for x in lines if x.group in PROVISIONAL and x.factor_from == "ledger"]
    return ZeroCarbonYear(
        year=found.year, days=found.days, of_days=found.of_days, is_over=found.is_over,
        total_mg=found.result.total_mg, groups=found.result.groups, bunker_mg=found.result.bunker_mg,
        lines=lines, energy=_energy(found), core=guiding.core(found), direct=guiding.direct(found),
        guiding=guiding.guiding(connection, found),
        findings=[ZeroCarbonFinding(code=f.code, subject=f.subject, detail=f.detail) for f in found.found],
        provisional=not found.database_values or bool(provisional), provisional_lines=len(provisional),
        database_values=found.database_values,
    )  # fmt: skip


def _line(line: Line, traced: Traced) -> ZeroCarbonLine:
    amount = line.amount
    return ZeroCarbonLine(
        code=amount.code, source=traced.source, name_zh=traced.name_zh, name_en=traced.name_en,
        enterprise=traced.enterprise, carrier=traced.carrier, origin=traced.origin, flow=amount.flow,
        group=GROUPS[amount.flow], quantity=amount.quantity, unit=amount.base, evidence=amount.evidence,
        numbers=list(traced.numbers), factor=f"{line.factor.normalize():f}", factor_unit=line.unit,
        factor_name=traced.factor, factor_from=traced.factor_from, citation=traced.citation, rule=line.rule,
        mg=line.mg, bunker=amount.is_bunker,
    )  # fmt: skip


def _energy(found: Year) -> ZeroCarbonEnergy | None:
    if found.energy is None:
        return None
    tce = found.tce
    return ZeroCarbonEnergy(
        tce=None if tce is None else float(tce), other_g=round(found.energy.other_kgce * 1000),
        electricity_wh=found.energy.electricity_wh, direct_wh=found.energy.direct_wh,
        certified_wh=found.energy.certified_wh, onsite_wh=found.energy.onsite_wh,
        lines=[_coal(line) for line in found.coal],
    )  # fmt: skip


def _coal(line: Coal) -> ZeroCarbonEnergyLine:
    flow, known = line.flow, line.flow.coefficient
    is_power = flow.carrier == "electricity"
    return ZeroCarbonEnergyLine(
        code=flow.code, carrier=flow.carrier, role=flow.role, quantity=flow.quantity, unit=flow.base,
        coefficient=None if is_power or known is None else f"{known.value.normalize():f}",
        coefficient_unit=None if is_power or known is None else known.unit,
        citation="" if is_power or known is None else known.citation,
        coal_g=None if is_power else line.coal_g,
    )  # fmt: skip
