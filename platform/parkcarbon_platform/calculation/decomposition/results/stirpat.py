"""A STIRPAT analysis as it is shown: fit, intervals, trace, diagnostics, contributions, notes."""

from typing import Literal, NamedTuple

import numpy as np

from parkcarbon_platform.calculation.decomposition.errors import AnalysisRefusedError, ShapeError
from parkcarbon_platform.calculation.decomposition.logmean import Float
from parkcarbon_platform.calculation.decomposition.results.plain import Plain, notes, plain
from parkcarbon_platform.calculation.decomposition.stirpat.bootstrap import (
    Bootstrap,
    Kind,
    bootstrap,
    leave_one_out,
)
from parkcarbon_platform.calculation.decomposition.stirpat.contributions import contributions
from parkcarbon_platform.calculation.decomposition.stirpat.diagnostics import diagnose, notes_of
from parkcarbon_platform.calculation.decomposition.stirpat.fit import Fit
from parkcarbon_platform.calculation.decomposition.stirpat.ols import Covariance, ols
from parkcarbon_platform.calculation.decomposition.stirpat.panel import Effects, panel
from parkcarbon_platform.calculation.decomposition.stirpat.pls import best_components, pls
from parkcarbon_platform.calculation.decomposition.stirpat.ridge import Rule, choose, grid, ridge, trace
from parkcarbon_platform.calculation.decomposition.stirpat.sample import Sample

RULES: tuple[Rule, ...] = ("hkb", "lw", "gcv", "hkb_p2", "lw_p2")
Method = Literal["ols", "ridge", "pls", "panel"]


class Options(NamedTuple):
    """How to fit. `k`: by a rule, or a number [-]. `energy`: drivers that emissions were computed from."""

    method: Method = "ridge"
    covariance: Covariance = "classical"
    k: Rule | float = "hkb"
    components: int | None = None
    effects: Effects = "entity"
    bootstrap: Kind = "pairs"
    draws: int = 2000
    seed: int = 1
    level: float = 0.95
    energy: tuple[str, ...] = ()


def stirpat_result(sample: Sample, options: Options) -> Plain:
    """Everything of one model as plain data.

    Of least squares and ridge: bootstrap intervals and the range without each observation; of all samples of
    logarithms in time: contributions from the first to the last period of each entity. Raises as the methods.

    >>> import numpy as np
    >>> x = np.log(np.arange(1.0, 13.0))[:, None]
    >>> y = 0.5 * x[:, 0] + 0.01 * np.tile([1.0, -1.0], 6)
    >>> one = Sample(y, x, "t", ("output",), tuple("abcdefghijkl"), ("",) * 12)
    >>> found = stirpat_result(one, Options(method="ols", draws=100))
    >>> found["method"], [round(row["coefficient"], 2) for row in found["drivers"]]
    ('ols', [0.5])
    """
    k = _k(sample, options)
    fit = _fit(sample, options, k)
    tests = diagnose(sample, fit.residuals)
    drivers = _drivers(sample, fit, options, k)
    for row, inflation in zip(drivers, tests.vif, strict=True):
        row["vif"] = inflation
    result = {
        "kind": "stirpat", "method": options.method, "impact": sample.impact, "names": sample.names,
        "observations": sample.observations, "covariance": fit.covariance, "level": fit.level,
        "intercept": fit.intercept, "drivers": drivers, "k": k, "trace": _trace(sample, k),
        "fit": {
            "r_squared": fit.r_squared, "r_squared_adjusted": fit.r_squared_adjusted, "sigma": fit.sigma,
            "freedom": fit.freedom, "f": fit.f, "condition": tests.condition,
            "periods": sample.periods, "entities": sample.entities, "actual": sample.y,
            "fitted": fit.fitted, "residuals": fit.residuals,
        },
        "tests": {name: getattr(tests, name)._asdict() for name in tests._fields[2:]},
        "bootstrap": {"kind": options.bootstrap, "draws": options.draws, "seed": options.seed},
        "contributions": _contributions(sample, fit),
        "notes": notes([*fit.notes, *notes_of(sample, fit, tests, energy=options.energy)]),
    }  # fmt: skip
    return dict(plain(result))


def _k(sample: Sample, options: Options) -> float | None:
    if options.method != "ridge":
        return None
    return choose(sample, options.k) if isinstance(options.k, str) else options.k


def _fit(sample: Sample, options: Options, k: float | None) -> Fit:
    if k is not None:
        return ridge(sample, k, level=options.level)
    if options.method == "pls":
        return pls(sample, options.components, level=options.level)
    if options.method == "panel":
        return panel(sample, options.effects, level=options.level)
    return ols(sample, covariance=options.covariance, level=options.level)


def _drivers(sample: Sample, fit: Fit, options: Options, k: float | None) -> list[Plain]:
    rows: list[Plain] = [
        {"name": name, "coefficient": b, "error": e, "t": t, "p": p, "low": low, "high": high}
        for name, b, e, t, p, low, high in zip(
            fit.names, fit.coefficients, fit.errors, fit.t, fit.p, fit.low, fit.high, strict=True
        )
    ]
    if options.method == "pls":
        drawn = _draws(sample, options, k)
        for row, low, high in zip(rows, drawn.low, drawn.high, strict=True):
            row |= {"bootstrap_low": low, "bootstrap_high": high}
    if options.method in ("ols", "ridge"):
        drawn = _draws(sample, options, k)
        without = leave_one_out(sample, k=k or 0.0)
        for j, row in enumerate(rows):
            row |= {"bootstrap_low": drawn.low[j], "bootstrap_high": drawn.high[j]}
            kept = without[np.isfinite(without[:, j]), j]
            row |= {"without_low": kept.min(initial=np.inf), "without_high": kept.max(initial=-np.inf)}
    return rows


def _draws(sample: Sample, options: Options, k: float | None) -> Bootstrap:
    """The draws of a model that is not a panel; of partial least squares with the components of the fit."""
    count = None
    if options.method == "pls":
        count = options.components or best_components(sample)
    return bootstrap(
        sample, k=k or 0.0, kind=options.bootstrap, draws=options.draws, seed=options.seed,
        level=options.level, components=count,
    )  # fmt: skip


class Coefficients(NamedTuple):
    """Elasticities [-] of a model with their covariance (drivers, drivers), of bootstrap or panel."""

    names: tuple[str, ...]
    mean: Float
    covariance: Float


def coefficients_of(sample: Sample, options: Options) -> Coefficients:
    """What `stirpat_result` found, as a distribution to draw from: with the same seed, the same digits.

    >>> import numpy as np
    >>> x = np.log(np.arange(1.0, 13.0))[:, None]
    >>> y = 0.5 * x[:, 0] + 0.01 * np.tile([1.0, -1.0], 6)
    >>> one = Sample(y, x, "t", ("output",), tuple("abcdefghijkl"), ("",) * 12)
    >>> found = coefficients_of(one, Options(method="ols", draws=100))
    >>> found.mean.round(2).tolist(), found.covariance.shape
    ([0.5], (1, 1))
    """
    k = _k(sample, options)
    fit = _fit(sample, options, k)
    if options.method == "panel":
        return Coefficients(fit.names, fit.coefficients, fit.slope_covariance)
    drawn = _draws(sample, options, k).draws
    return Coefficients(fit.names, fit.coefficients, np.atleast_2d(np.cov(drawn, rowvar=False)))


def _trace(sample: Sample, k: float | None) -> Plain | None:
    if k is None:
        return None
    found = trace(sample, grid(41))
    rules = {}
    for rule in RULES:
        try:
            rules[rule] = choose(sample, rule)
        except AnalysisRefusedError:
            continue
    return {
        "k": found.k, "coefficients": found.coefficients, "vif": found.vif,
        "vif_marquardt": found.vif_marquardt, "gcv": found.gcv, "rules": rules,
    }  # fmt: skip


def _contributions(sample: Sample, fit: Fit) -> list[Plain]:
    found = []
    for entity in dict.fromkeys(sample.entities):
        own = [i for i, name in enumerate(sample.entities) if name == entity]
        try:
            part = contributions(sample, fit, own[0], own[-1])
        except ShapeError:
            return []
        if len(own) > 1:
            amounts = dict(zip(sample.names, part.amounts, strict=True))
            found.append({
                "entity": entity, "from": part.first, "to": part.last, "before": part.before,
                "after": part.after, "amounts": amounts, "rest": part.rest,
            })  # fmt: skip
    return found
