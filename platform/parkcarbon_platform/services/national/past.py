"""Past years without meters: approved reports of what enterprises used, in the terms of the method."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from parkcarbon_platform.calculation.activity import items
from parkcarbon_platform.calculation.activity.items import Item
from parkcarbon_platform.calculation.zero_carbon.method import Amount, Flow
from parkcarbon_platform.calculation.zero_carbon.settings import ANNEX_4
from parkcarbon_platform.factors.resolver import FactorMissingError
from parkcarbon_platform.services.inventories.energy import HEAT
from parkcarbon_platform.services.national.amounts import Found, From, Gathered, Ground, Traced, counts
from parkcarbon_platform.storage.factors import StoredVersion
from parkcarbon_platform.storage.inventory_activity import SourceRow
from parkcarbon_platform.storage.national import PastRow

# Seconds that the sources' hours cover in local days [from, to), by source.
Covered = Callable[[date, date], Mapping[int, int]]
RESOURCES = frozenset({"water", "water_reused", "solid_waste", "solid_waste_used", "waste_heat"})


def of_reports(
    ground: Ground, reports: Sequence[PastRow], rows: Sequence[SourceRow], known: Mapping[str, Item],
    covered: Covered,
) -> Gathered:  # fmt: skip
    """The amounts of reports whose days no source of the same owner and carrier covers."""
    gathered = Gathered()
    divided = {row.item for row in reports if row.enterprise is not None}
    sums: dict[tuple[str | None, str], int] = {}
    for report in reports:
        if report.item in RESOURCES or report.item not in known:
            continue
        of_carrier = [row for row in rows if row.carrier == report.item]
        own = [r for r in of_carrier if report.enterprise is None or r.enterprise == report.enterprise]
        seconds = covered(report.from_day, report.to_day)
        if any(seconds.get(row.id) for row in own) or (report.enterprise is None and report.item in divided):
            gathered.found.append(Found("report_is_measured", report.item, report.enterprise or ""))
        elif own and not any(counts(row) for row in own):
            # Steam from the neighbour, or biomass: no source of it counts, and neither does a report of it.
            continue
        else:
            key = (report.enterprise, report.item)
            sums[key] = sums.get(key, 0) + report.base_quantity
    for (enterprise, item), quantity in sorted(sums.items(), key=lambda pair: (pair[0][1], pair[0][0] or "")):
        gathered.traced.append(_traced(ground, enterprise, known[item], quantity, gathered))
    return gathered


def _traced(ground: Ground, enterprise: str | None, item: Item, quantity: int, gathered: Gathered) -> Traced:
    base = items.base_of(item, item.units[0])[0]
    code = f"{enterprise or 'park'}:{item.code}:report"
    flow: Flow = "fuel"
    version: StoredVersion | None = None
    origin: From = "annex"
    if item.code == "electricity":
        flow = "electricity_in"
    elif item.code in HEAT:
        flow = "heat_in"
    else:
        version, origin = ground.priced(
            f"fuel.{item.code}", base, _of_book(ground, item.code), gathered.found, code
        )
    made = Amount(
        code, flow, quantity, base, None if version is None else version.value,
        "" if version is None else version.unit,
    )  # fmt: skip
    return Traced(
        made, item.code, item.name_zh, item.name_en, enterprise, item.code, "report", origin,
        f"fuel.{item.code}" if flow == "fuel" else "", version,
        ANNEX_4 if version is None else version.citation,
    )  # fmt: skip


def _of_book(ground: Ground, item: str) -> StoredVersion | None:
    try:
        found = ground.book.resolve(f"fuel.{item}", ground.region, date(ground.year, 12, 31))
    except FactorMissingError:
        return None
    return ground.book.stored[found.version.id]
