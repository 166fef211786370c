"""Past years, the base year, and where the core indicator goes until the target year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from parkcarbon_platform.calculation.zero_carbon import forecast
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.national import guiding, years
from parkcarbon_platform.services.national.models import (
    ZeroCarbonIndicator,
    ZeroCarbonOutlook,
    ZeroCarbonPoint,
)
from parkcarbon_platform.services.national.years import Year
from parkcarbon_platform.services.planning import targets
from parkcarbon_platform.storage.database import Connection

PAST_YEARS = 3
MG_PER_T = 10**9


def outlook(connection: Connection, now: datetime) -> ZeroCarbonOutlook:
    """Three years before the current one and the base year, and every year to the target.

    The forecast is the trend of whole years; the straight way from the base year to the limit stands beside
    it, and the carbon targets of the park's plans as they are.
    """
    reading = years.reader(connection, now)
    chosen = reading.chosen
    latest = localtime.local_date(now, reading.park.timezone).year
    past = {chosen.base_year, *range(latest - PAST_YEARS, latest + 1)}
    wanted = sorted(year for year in past if year <= latest)
    known = {year: reading.year(year) for year in wanted}
    cores = {year: guiding.core(found) for year, found in known.items()}
    has_core = any(one.value is not None for one in cores.values())
    whole = {
        year: cores[year].value or 0.0 if has_core else found.result.total_mg / MG_PER_T
        for year, found in known.items()
        if found.is_whole
    }
    limit = next((one.limit for _, one in sorted(cores.items(), reverse=True) if one.limit), None)
    ahead = [year for year in range(latest, chosen.target_year + 1) if year not in whole]
    expected = {one.year: one for one in forecast.trend(whole, ahead)}
    needed: Mapping[int, float] = {}
    base = cores.get(chosen.base_year)
    # A part of a year is no year to set out from: seasons and processes would be missing.
    is_whole = chosen.base_year in whole
    if limit is not None and base is not None and base.value is not None and is_whole:
        needed = forecast.needed(chosen.base_year, base.value, chosen.target_year, limit)
    planned = {t.year: float(t.value) for t in targets.every(connection) if _is_of_park(t)}
    paths = _Paths(known, cores, expected, needed, planned)
    first, last = min([*wanted, latest]), max(chosen.target_year, latest)
    points = [paths.point(year) for year in range(first, last + 1)]
    return ZeroCarbonOutlook(
        base_year=chosen.base_year, target_year=chosen.target_year, limit=limit, level=forecast.LEVEL,
        method="trend" if expected else "too_few_years", figure="core" if has_core else "total",
        whole_years=len(whole), points=points,
    )  # fmt: skip


def _is_of_park(target: targets.TargetRow) -> bool:
    return target.enterprise is None and target.kind == "carbon"


@dataclass(frozen=True, slots=True)
class _Paths:
    """By year: what was, what would be, the straight way, and what plans aim at [t]."""

    known: Mapping[int, Year]
    cores: Mapping[int, ZeroCarbonIndicator]
    expected: Mapping[int, forecast.Expected]
    needed: Mapping[int, float]
    planned: Mapping[int, float]

    def point(self, year: int) -> ZeroCarbonPoint:
        """One year."""
        found, core, ahead = self.known.get(year), self.cores.get(year), self.expected.get(year)
        tce = None if found is None else found.tce
        return ZeroCarbonPoint(
            year=year, total_mg=None if found is None or not found.days else found.result.total_mg,
            tce=None if tce is None else float(tce), core=None if core is None else core.value,
            days=0 if found is None else found.days, is_whole=found is not None and found.is_whole,
            expected=None if ahead is None else ahead.value,
            lower=None if ahead is None else ahead.lower,
            upper=None if ahead is None else ahead.upper,
            needed=self.needed.get(year), target_t=self.planned.get(year),
        )  # fmt: skip
