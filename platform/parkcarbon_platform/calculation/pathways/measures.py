"""Measures: what they save, emit less and cost year by year, with prices and factors that change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

import numpy as np

from parkcarbon_platform.calculation.pathways.base import ELECTRICITY, GJ_PER_MWH
from parkcarbon_platform.calculation.pathways.drivers import Floats
from parkcarbon_platform.calculation.pathways.errors import PathwayError
from parkcarbon_platform.calculation.pathways.finance import Irr, annuity, irr, levelised, npv, simple_payback

Kind = Literal["efficiency", "electrification", "pv", "storage", "green_power", "heat_recovery", "process",
               "ccus", "sink"]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure at its full potential.

    `capex` [yuan], `opex` [yuan/a] beside energy, `lifetime` [a], `first` year it can be built in, `ramp`:
    the part of the potential that one year can build [-]. `saved` [GJ/a] by carrier, negative where it takes
    more; `contracted` [GJ/a]: bought all the same, but from a source without emissions, so that tonnes count
    and money does not; `other` [tCO2/a] abated beside energy (process, capture, sinks). `whole`: all or
    nothing.
    `needs`: not more of it than of that; `excludes`: one or the other; `overlaps`: with that one, a part
    [-] of the smaller effect is lost once the two together take more than one whole potential.
    """

    code: str
    kind: Kind
    capex: float | None
    opex: float
    lifetime: int
    saved: Mapping[str, float] = field(default_factory=dict)
    other: float = 0.0
    first: int = 0
    ramp: float = 1.0
    whole: bool = False
    needs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    overlaps: Mapping[str, float] = field(default_factory=dict)
    contracted: Mapping[str, float] = field(default_factory=dict)

    @property
    def carriers(self) -> set[str]:
        """What it saves, takes or buys."""
        return {*self.saved, *self.contracted}


@dataclass(frozen=True, slots=True)
class Market:
    """Years (T) with prices [yuan/GJ] and factors [tCO2/GJ] by carrier (T,), discount rate [1/a].

    The carbon price `carbon` [yuan/t] (T,) is paid for emissions that are left; `subsidy` by kind is the
    part of capex paid by others [-].
    """

    years: Floats
    price: Mapping[str, Floats]
    factor: Mapping[str, Floats]
    rate: float
    carbon: Floats
    subsidy: Mapping[str, float] = field(default_factory=dict)


class Stream(NamedTuple):
    """A measure at full potential, by calendar year (T,): tonnes abated, yuan for energy and operation."""

    abated: Floats
    running: Floats


class Appraisal(NamedTuple):
    """A measure judged alone, built in one year and kept for its lifetime.

    `npv` [yuan], `cost` levelised [yuan/t] without carbon price, `payback` [a], `abated` [t] over the
    lifetime and `yearly` [t/a] on average; None where a figure does not exist.
    """

    code: str
    npv: float | None
    irr: Irr | None
    payback: float | None
    cost: float | None
    abated: float
    yearly: float


def check(measures: Sequence[Measure], carriers: Sequence[str]) -> None:
    """Raises PathwayError with the measure's code and the field that contradicts others."""
    codes = {measure.code for measure in measures}
    if len(codes) != len(measures):
        raise PathwayError("A measure is listed twice.", field="code")
    for one in measures:
        _check_figures(one)
        named = {"saved": one.carriers - set(carriers), "needs": set(one.needs) - codes,
                 "excludes": set(one.excludes) - codes, "overlaps": set(one.overlaps) - codes}  # fmt: skip
        for name, unknown in named.items():
            if unknown:
                raise PathwayError(
                    f"{one.code} names {', '.join(sorted(unknown))}, which the plan does not have.",
                    field=name, measure=one.code, unknown=sorted(unknown),
                )  # fmt: skip
        if one.code in {*one.needs, *one.excludes, *one.overlaps}:
            raise PathwayError(f"{one.code} refers to itself.", field="needs", measure=one.code)


def _check_figures(one: Measure) -> None:
    wrong = [
        name
        for name, is_wrong in (
            ("capex", one.capex is not None and one.capex < 0),
            ("lifetime", one.lifetime < 1),
            ("ramp", not 0 < one.ramp <= 1),
            ("overlaps", any(not 0 <= part <= 1 for part in one.overlaps.values())),
            ("kind", one.kind not in KINDS),
        )
        if is_wrong
    ]
    if wrong:
        raise PathwayError(f"{wrong[0]} of {one.code} is out of its range.", field=wrong[0], measure=one.code)


def stream(measure: Measure, market: Market) -> Stream:
    """What a measure does in each year [t, yuan], at the year's factors and prices.

    Abated(t) = Σ_c (saved_c + contracted_c)·f_c(t) + other: with a falling grid factor a kWh saved later
    saves less. Running(t) = opex − Σ_c saved_c·p_c(t).

    >>> one = {"electricity": np.ones(1)}
    >>> market = Market(np.array([2025.0]), one, {"electricity": np.full(1, 0.2)}, 0.0, np.zeros(1))
    >>> green = Measure("g", "green_power", 0.0, 5.0, 1, contracted={"electricity": 10.0})
    >>> [part.tolist() for part in stream(green, market)]
    [[2.0], [5.0]]
    """
    abated = np.full(market.years.shape, measure.other)
    running = np.full(market.years.shape, measure.opex)
    for carrier, amount in measure.saved.items():
        abated = abated + amount * market.factor[carrier]
        running = running - amount * market.price[carrier]
    for carrier, amount in measure.contracted.items():
        abated = abated + amount * market.factor[carrier]
    return Stream(abated, running)


def grid_per_gj(factor: Floats) -> Floats:
    """tCO2/GJ of electricity from tCO2/MWh.

    >>> grid_per_gj(np.array([0.36])).round(3).tolist()
    [0.1]
    """
    return np.asarray(factor / GJ_PER_MWH, np.float64)


def paid(measure: Measure, market: Market) -> float:
    """Capital [yuan] less what others pay; 0 where no cost is known."""
    return (measure.capex or 0.0) * (1.0 - market.subsidy.get(measure.kind, 0.0))


def yearly_capital(measure: Measure, market: Market) -> float:
    """Annuity of what is paid over the lifetime [yuan/a], due at the end of each year."""
    return paid(measure, market) * annuity(market.rate, measure.lifetime)


def appraise(measure: Measure, market: Market, built: int) -> Appraisal:
    """A measure alone, built at the start of `built`, running for its lifetime.

    After the last year of the market its figures stay. Costs count at the start of each year, savings and
    tonnes at its end. Without a known capex only tonnes are told.
    """
    places = np.minimum(np.arange(measure.lifetime) + int(built - market.years[0]), len(market.years) - 1)
    found = stream(measure, market)
    abated, running = found.abated[places], found.running[places]
    tonnes, yearly = float(abated.sum()), float(abated.mean())
    if measure.capex is None:
        return Appraisal(measure.code, None, None, None, None, tonnes, yearly)
    capital = paid(measure, market)
    costs = np.concatenate([[capital], running])
    carbon = np.concatenate([[0.0], abated * market.carbon[places]])
    return Appraisal(
        measure.code, -npv(market.rate, costs - carbon), irr(carbon - costs),
        simple_payback(capital, float(carbon[1] - running[0])),
        levelised(market.rate, costs, np.concatenate([[0.0], abated])), tonnes, yearly,
    )  # fmt: skip


def is_electric(measure: Measure) -> bool:
    """Whether it saves or takes electricity, so that the grid's factor matters."""
    return bool(measure.saved.get(ELECTRICITY) or measure.contracted.get(ELECTRICITY))
