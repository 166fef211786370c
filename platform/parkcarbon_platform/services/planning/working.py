"""What a kept request comes to: scenarios side by side, or the cheapest portfolio."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from parkcarbon_platform.calculation.pathways import fan, kaya, optimum, outcome, portfolio
from parkcarbon_platform.calculation.pathways.base import BaseYear
from parkcarbon_platform.calculation.pathways.drivers import Floats
from parkcarbon_platform.calculation.pathways.measures import Measure
from parkcarbon_platform.calculation.pathways.projection import Projection, horizon, project
from parkcarbon_platform.errors import ConflictError
from parkcarbon_platform.services.planning import inputs, reading
from parkcarbon_platform.services.planning.models import (
    BuiltMeasure,
    CapMarginal,
    MissedLimit,
    PathResult,
    PathwayRequest,
    PathwayResult,
    PlanInputs,
    PlanMeasure,
    PlanScenario,
    PortfolioRequest,
    PortfolioResult,
    WedgeResult,
)

Progress = Callable[[float], bool]


class CancelledError(ConflictError):
    """Somebody has cancelled the plan."""

    code = "cancelled"


def work_out(request_body: dict[str, Any], progress: Progress = lambda _share: True) -> dict[str, Any]:
    """The result of a kept request: the same request gives the same result."""
    made_of = PlanInputs.model_validate(request_body["inputs"])
    asked = request_body["asked"]
    if "scenarios" in asked:
        return pathway(made_of, PathwayRequest.model_validate(asked), progress).model_dump(mode="json")
    return cheapest(made_of, PortfolioRequest.model_validate(asked)).model_dump(mode="json")


def pathway(made_of: PlanInputs, asked: PathwayRequest, progress: Progress) -> PathwayResult:
    """Every scenario's account, fan and sums, and the wedges from the first to the others."""
    base = reading.base_year(inputs.base_of(made_of))
    years = horizon(base, asked.end)
    paths = []
    for n, code in enumerate(asked.scenarios):
        paths.append(_path(made_of, asked, base, code))
        if not progress((n + 1) / (len(asked.scenarios) + 1)):
            raise CancelledError("The plan was cancelled.")
    first, *others = asked.scenarios
    before = reading.levers(made_of.scenarios[first].levers)
    wedges = [
        WedgeResult(
            before=first, after=code,
            by_aspect={
                aspect: _rounded(values)
                for aspect, values in outcome.wedges(
                    base, before, reading.levers(made_of.scenarios[code].levers), years
                ).by_aspect.items()
            },
        )
        for code in others
    ]  # fmt: skip
    return PathwayResult(
        years=[int(year) for year in years], percentiles=list(fan.PERCENTILES), paths=paths, wedges=wedges,
        implied_rate=_implied(paths[0], asked.budget, len(years) - 1), draws=asked.draws, seed=asked.seed,
    )  # fmt: skip


def _implied(path: PathResult, budget: float | None, years: int) -> float | None:
    """The steady rate [%/a] at which a budget [t] lasts to the horizon, None where it is none or too small.

    B = E₀ · Σ (1 + r)^t over the years: found by bisection, since the sum grows with the rate.
    """
    start = path.total[0]
    if budget is None or start <= 0 or budget <= 0:
        return None
    low, high = -0.999, 1.0
    for _ in range(80):
        middle = (low + high) / 2
        spent = start * float(((1 + middle) ** np.arange(1, years + 1)).sum())
        low, high = (middle, high) if spent < budget else (low, middle)
    ratio = 1 + low
    return round(kaya.implied_rate(1.0, ratio, 1.0), 3) if ratio > 0.01 else None


def _path(made_of: PlanInputs, asked: PathwayRequest, base: BaseYear, code: str) -> PathResult:
    scenario = made_of.scenarios[code]
    years = horizon(base, asked.end)
    levers = reading.levers(scenario.levers)
    account = project(base, levers, years)
    drawn = fan.fan(
        base, levers, years, reading.uncertainty(scenario.uncertainty), draws=asked.draws, seed=asked.seed,
        elasticities=reading.elasticities(asked.elasticities, base),
    )  # fmt: skip
    budget = outcome.budget(years, account.total[0], asked.budget)
    return PathResult(
        scenario=code, **_columns(account), bands=[_rounded(band) for band in drawn.bands],
        peak=outcome.peak(years, account.total[0]).year, peaks=drawn.peaks.share, no_peak=drawn.peaks.none,
        gap=_rounded(drawn.last_net), cumulative=_rounded(drawn.cumulative),
        spent=_rounded(budget.cumulative), exhausted=budget.exhausted,
        elastic=None if drawn.elastic is None else [_rounded(band) for band in drawn.elastic],
        elastic_no_peak=None if drawn.elastic_peaks is None else drawn.elastic_peaks.none,
    )  # fmt: skip


def _columns(account: Projection) -> dict[str, Any]:
    names = ("total", "net", "direct", "indirect", "process", "removals", "energy", "output")
    found = {name: _rounded(getattr(account, name)[0]) for name in names}
    return found | {"electricity_share": [round(float(x), 6) for x in account.electricity_share[0]]}


def preview(known: PlanInputs, scenario: PlanScenario, end: int) -> PathResult:
    """A scenario that is being edited: its account alone, at once, without a fan."""
    asked = PathwayRequest(name="preview", scenarios=["preview"], end=end, draws=100)
    made_of = PlanInputs(base=known.base, scenarios={"preview": scenario})
    base = reading.base_year(inputs.base_of(known))
    return _path(made_of, asked, base, "preview")


def cheapest(made_of: PlanInputs, asked: PortfolioRequest) -> PortfolioResult:
    """The portfolio at least cost under the policies."""
    given, left_out = problem_of(made_of, asked)
    found = optimum.solve(given, seconds=asked.seconds)
    nothing = portfolio.account(given, np.zeros_like(found.built))
    years = [int(year) for year in given.market.years]
    cap = given.limits.cap
    index = [one.code for one in given.measures]
    return PortfolioResult(
        status=found.status, gap=found.gap if np.isfinite(found.gap) else None,
        cost=round(found.account.cost, 2), without=round(nothing.cost, 2), years=years,
        emissions=_rounded(found.account.emissions), baseline=_rounded(given.emissions),
        cap=[None] * len(years) if cap is None else [_finite(x) for x in cap],
        capital=_rounded(found.account.capital), yearly=_rounded(found.account.yearly),
        built=[
            BuiltMeasure(measure=index[i], year=years[t], share=round(float(found.built[i, t]), 6))
            for i, t in zip(*np.nonzero(found.built > 1e-6), strict=True)
        ],
        service={code: _rounded(found.account.service[i]) for i, code in enumerate(index)},
        marginal=[CapMarginal(year=one.year, yuan_per_t=round(one.yuan_per_t, 2)) for one in found.marginal],
        missed=[
            MissedLimit(kind=one.kind, year=one.year, amount=round(one.amount, 6), item=one.item)
            for one in found.missed
        ],
        left_out=left_out,
    )  # fmt: skip


def problem_of(made_of: PlanInputs, asked: PortfolioRequest) -> tuple[portfolio.Problem, list[str]]:
    """The programme of a request, and the measures that cannot be in it: no cost, or in need of such."""
    base = reading.base_year(inputs.base_of(made_of))
    market = reading.market(made_of, base, asked.scenario, asked.start, asked.end)
    chosen = reading.measures(_whole(made_of.measures, base), base.carriers, made_of.market)
    kept, left_out = portfolio.known(chosen)
    left_out += sorted(set(made_of.measures) - {one.code for one in chosen})
    cut = {one.code for one in kept}
    whole = [_only(one, cut) for one in kept]
    return reading.problem(market, whole, asked.policies), left_out


def _whole(given: dict[str, PlanMeasure], base: BaseYear) -> dict[str, PlanMeasure]:
    """Measures whose carriers the base year has: the others are left out, and said to be."""
    known = set(base.carriers)
    return {code: one for code, one in given.items() if {*one.saved, *one.contracted} <= known}


def _only(one: Measure, codes: set[str]) -> Measure:
    """A measure without relations to what is left out."""
    return replace(
        one, excludes=tuple(c for c in one.excludes if c in codes),
        overlaps={c: part for c, part in one.overlaps.items() if c in codes},
    )  # fmt: skip


def _rounded(values: Floats) -> list[float]:
    return [round(float(value), 3) for value in values]


def _finite(value: float) -> float | None:
    return None if np.isinf(value) else round(float(value), 3)
