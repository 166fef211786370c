"""The mixed-integer programme of a portfolio, solved by HiGHS to a proven gap.

Variables by measure m and year t: y (built), c (in service); x where measures exclude each other; o where
effects overlap (o ≥ c_a + c_b − 1, as small as that wherever less emissions or costs are better).
Source: HiGHS, Huangfu & Hall 2018, through `scipy.optimize.milp`.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from parkcarbon_platform.calculation.pathways.drivers import Floats
from parkcarbon_platform.calculation.pathways.optimum_rows import Layout, Rows, objective, rows_of
from parkcarbon_platform.calculation.pathways.portfolio import (
    Account,
    Miss,
    Problem,
    account,
    discount,
    misses,
)

Status = Literal["optimal", "limit", "infeasible"]
# A ten-thousandth of the cost: less than any of the inputs is known to.
GAP = 1e-4
TIME_LIMIT_S = 60.0


class Marginal(NamedTuple):
    """What one tonne less under a cap would cost in its year [yuan/t]; measures that are whole stay."""

    year: int
    yuan_per_t: float


@dataclass(frozen=True, slots=True)
class Optimum:
    """The best choice found: built (M, T) [-], what it comes to, how far it may be from the best there is.

    `gap` [-] is proven: no choice is cheaper by more than that part. `infeasible`: then the choice is the one
    that misses the limits by least, and `missed` says which and by how much. `limit`: the time was over.
    """

    status: Status
    built: Floats
    account: Account
    gap: float
    bound: float
    missed: tuple[Miss, ...]
    marginal: tuple[Marginal, ...]


def solve(problem: Problem, *, gap: float = GAP, seconds: float = TIME_LIMIT_S) -> Optimum:
    """The portfolio at least cost under the limits of a problem.

    Raises nothing for limits that cannot be kept: it says which, and by how much (`missed`). The sums told
    are `portfolio.account`'s, not the solver's.

    >>> from parkcarbon_platform.calculation.pathways.measures import Market, Measure
    >>> from parkcarbon_platform.calculation.pathways.portfolio import Limits
    >>> years = np.arange(2025.0, 2027)
    >>> market = Market(years, {}, {}, 0.0, np.zeros(2))
    >>> both = tuple(Measure(f"at-{cost:g}", "ccus", cost, 0.0, 2, other=1.0) for cost in (4.0, 9.0))
    >>> found = solve(Problem(both, market, Limits(cap=np.array([9.0, 9.0])), np.full(2, 10.0)))
    >>> found.status, found.built.tolist(), found.account.cost
    ('optimal', [[1.0, 0.0], [0.0, 0.0]], 4.0)
    """
    layout = Layout.of(problem)
    rows = rows_of(problem, layout)
    options = {"mip_rel_gap": gap, "time_limit": seconds}
    found = _milp(objective(problem, layout), rows, layout, options)
    if found.x is None:
        if found.status == 1:
            # Nothing was found in the time: what misses least is a choice at any rate.
            return _elastic(problem, layout, rows, options, "limit")
        return _elastic(problem, layout, rows, options, "infeasible")
    built = _built(layout, found.x)
    came = account(problem, built)
    offset = float((problem.market.carbon * problem.emissions * discount(problem.market)).sum())
    status: Status = "optimal" if found.status == 0 else "limit"
    return Optimum(
        status, built, came, float(found.mip_gap or 0.0), float(found.mip_dual_bound or 0.0) + offset,
        tuple(misses(problem, came)), _marginals(problem, layout, rows, found.x),
    )  # fmt: skip


class _Found(NamedTuple):
    x: Floats | None
    status: int
    mip_gap: float | None
    mip_dual_bound: float | None


def _milp(cost: Floats, rows: Rows, layout: Layout, options: dict[str, float]) -> _Found:
    found = milp(
        cost,
        integrality=layout.integer.astype(np.int64),
        bounds=Bounds(layout.low, layout.high),
        constraints=LinearConstraint(rows.matrix, rows.low, rows.high),
        options=options,
    )
    return _Found(found.x, int(found.status), found.mip_gap, found.mip_dual_bound)


def _built(layout: Layout, x: Floats) -> Floats:
    """What is built, without the solver's dust of 1e-9."""
    built = x[: layout.measures * layout.years].reshape(layout.measures, layout.years)
    whole = layout.integer[: built.size].reshape(built.shape)
    return (
        np.asarray(np.where(whole, np.round(built), np.round(np.clip(built, 0.0, 1.0), 9)), np.float64) + 0.0
    )


def _elastic(
    problem: Problem, layout: Layout, rows: Rows, options: dict[str, float], status: Status
) -> Optimum:
    """The choice that misses limits by least, each counted in parts of its own size."""
    soft = np.nonzero(rows.soft)[0]
    slack = csr_array(
        (-np.ones(len(soft)), (soft, np.arange(len(soft)))), shape=(rows.matrix.shape[0], len(soft))
    )
    wide = _beside(rows.matrix, slack)
    eased = Layout(
        layout.measures, layout.years,
        np.concatenate([layout.low, np.zeros(len(soft))]),
        np.concatenate([layout.high, np.full(len(soft), np.inf)]),
        np.concatenate([layout.integer, np.zeros(len(soft), np.bool_)]), layout.switches, layout.pairs,
    )  # fmt: skip
    cost = np.concatenate([np.zeros(len(layout.low)), 1.0 / rows.scale[soft]])
    found = _milp(cost, rows._replace(matrix=wide), eased, options)
    built = np.zeros((layout.measures, layout.years)) if found.x is None else _built(layout, found.x)
    came = account(problem, built)
    return Optimum(status, built, came, np.inf, -np.inf, tuple(misses(problem, came)), ())


def _beside(left: csr_array, right: csr_array) -> csr_array:
    from scipy.sparse import hstack

    return csr_array(hstack([left, right]))


def _marginals(problem: Problem, layout: Layout, rows: Rows, x: Floats) -> tuple[Marginal, ...]:
    """Duals of the caps with every whole decision as it is, in the money of their own year."""
    low, high = layout.low.copy(), layout.high.copy()
    low[layout.integer] = high[layout.integer] = np.round(x[layout.integer])
    upper: npt.NDArray[np.bool_] = np.isfinite(rows.high)
    equal = upper & (rows.low == rows.high)
    less = upper & ~equal
    found = linprog(
        objective(problem, layout), A_ub=rows.matrix[less], b_ub=rows.high[less], A_eq=rows.matrix[equal],
        b_eq=rows.high[equal], bounds=np.column_stack([low, high]), method="highs",
    )  # fmt: skip
    if found.status != 0:
        return ()
    duals = -np.asarray(found.ineqlin.marginals, np.float64)
    of_cap = rows.cap[less]
    worth = discount(problem.market)
    years = problem.market.years
    return tuple(
        Marginal(int(years[k]), float(dual / worth[k]))
        for dual, k in zip(duals, of_cap, strict=True)
        if k >= 0 and dual / worth[k] > 1e-6
    )
