"""From what is stored to what is calculated with."""

from collections.abc import Mapping, Sequence

import numpy as np

from parkcarbon_platform.calculation.pathways import measures as appraising
from parkcarbon_platform.calculation.pathways import policies, portfolio
from parkcarbon_platform.calculation.pathways.base import ELECTRICITY, BaseYear
from parkcarbon_platform.calculation.pathways.drivers import Floats, Lever
from parkcarbon_platform.calculation.pathways.elasticity import Elasticities
from parkcarbon_platform.calculation.pathways.errors import PathwayError
from parkcarbon_platform.calculation.pathways.fan import Range, Uncertainty
from parkcarbon_platform.calculation.pathways.measures import Market, Measure
from parkcarbon_platform.calculation.pathways.projection import horizon, project
from parkcarbon_platform.services.planning import costs
from parkcarbon_platform.services.planning.models import (
    PlanBase,
    PlanElasticities,
    PlanInputs,
    PlanLever,
    PlanMarket,
    PlanMeasure,
    PlanPolicy,
    PlanUncertainty,
)


def base_year(given: PlanBase) -> BaseYear:
    """The base year as arrays; raises PathwayError where it contradicts itself."""
    carriers = sorted({carrier for sector in given.sectors for carrier in sector.mix} | {ELECTRICITY})
    unpriced = [c for c in carriers if c != ELECTRICITY and c not in given.factors]
    if unpriced:
        raise PathwayError(
            f"There is no factor of {', '.join(unpriced)}.", field="factors", carriers=unpriced
        )
    found = BaseYear(
        given.year, given.output, tuple(sector.name for sector in given.sectors),
        _column([sector.share for sector in given.sectors]),
        _column([sector.intensity for sector in given.sectors]),
        _column([sector.process for sector in given.sectors]), tuple(carriers),
        np.array([[sector.mix.get(c, 0.0) for c in carriers] for sector in given.sectors], np.float64),
        _column([given.factors.get(c, 0.0) for c in carriers]), given.grid, given.zero, given.growth,
    )  # fmt: skip
    found.check()
    return found


def _column(values: Sequence[float]) -> Floats:
    return np.array(values, np.float64)


def levers(given: Sequence[PlanLever]) -> list[Lever]:
    """Levers as the calculation takes them."""
    return [Lever(one.driver, one.start, one.end, one.target, one.shape, one.item) for one in given]


def uncertainty(given: PlanUncertainty) -> Uncertainty:
    """Ranges as the calculation takes them."""
    ranges = {aspect: Range(one.low, one.mode, one.high) for aspect, one in given.achieved.items()}
    return Uncertainty({str(aspect): one for aspect, one in ranges.items()}, given.growth_sd, given.factor_sd)


def elasticities(given: PlanElasticities | None, base: BaseYear) -> Elasticities | None:
    """A fit as the calculation takes it; raises PathwayError for a sector that there is not."""
    if given is None:
        return None
    if given.sector and given.sector not in base.sectors:
        raise PathwayError(f"There is no sector {given.sector}.", field="sector")
    sector = base.sectors.index(given.sector) if given.sector else 0
    covariance = np.array(given.covariance, np.float64)
    return Elasticities(tuple(given.names), np.array(given.mean, np.float64), covariance, sector)


def measure(code: str, given: PlanMeasure, market: PlanMarket) -> Measure:
    """A measure as the calculation takes it."""
    capex, opex = costs.of(given, market)
    return Measure(
        code, given.kind, capex, opex, given.lifetime, given.saved, given.other, given.first, given.ramp,
        given.whole, tuple(given.needs), tuple(given.excludes), given.overlaps, given.contracted,
    )  # fmt: skip


def measures(given: Mapping[str, PlanMeasure], carriers: Sequence[str], market: PlanMarket) -> list[Measure]:
    """Measures that belong together: what they refer to outside of them does not count."""
    found = []
    for code, one in given.items():
        needs = [other for other in one.needs if other in given]
        if len(needs) < len(one.needs):
            continue
        kept = one.model_copy(
            update={
                "excludes": [other for other in one.excludes if other in given],
                "overlaps": {other: part for other, part in one.overlaps.items() if other in given},
            }
        )
        found.append(measure(code, kept, market))
    appraising.check(found, carriers)
    return found


def market(inputs: PlanInputs, base: BaseYear, scenario: str, start: int, end: int) -> tuple[Market, Floats]:
    """Years from `start` to `end` with prices and a scenario's factors, and the scenario's emissions [t/a].

    Electricity counts with the grid's factor: what is saved or taken is bought. Emissions are those of the
    scenario without measures, less its removals.
    """
    years = horizon(base, end)
    found = project(base, levers(inputs.scenarios[scenario].levers), years)
    late = years >= max(start, base.year)
    ones = np.ones(int(late.sum()))
    factor = {c: base.factor[i] * ones for i, c in enumerate(base.carriers) if c != ELECTRICITY}
    factor[ELECTRICITY] = appraising.grid_per_gj(found.grid[0, late])
    price = {carrier: inputs.market.prices.get(carrier, 0.0) * ones for carrier in factor}
    return Market(years[late], price, factor, inputs.market.rate, 0.0 * ones), found.net[0, late]


def problem(
    found: tuple[Market, Floats], chosen: Sequence[Measure], given: Sequence[PlanPolicy]
) -> portfolio.Problem:
    """The programme of measures under policies."""
    rules = [policies.Policy(one.kind, one.start, one.value, one.item) for one in given]
    policies.check(rules, [one.code for one in chosen])
    priced, limits = policies.apply(rules, found[0])
    return portfolio.Problem(tuple(chosen), priced, limits, found[1])
