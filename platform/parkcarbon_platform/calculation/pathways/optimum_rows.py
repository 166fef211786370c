"""The columns and rows of a portfolio's programme."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from parkcarbon_platform.calculation.pathways.drivers import Floats
from parkcarbon_platform.calculation.pathways.measures import paid, stream, yearly_capital
from parkcarbon_platform.calculation.pathways.portfolio import Overlap, Problem, discount, overlaps

Row = dict[int, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of variables y (M·T), c (M·T), x (switches), o (pairs·T), z (pairs); bounds; which are whole.

    What is in service of a whole measure is whole by its definition; it is said all the same, because the
    presolve of HiGHS 1.12 cuts off the optimum of every twentieth small case where it is not (found by
    trying everything; right without presolve).
    """

    measures: int
    years: int
    low: Floats
    high: Floats
    integer: npt.NDArray[np.bool_]
    switches: dict[int, int]
    pairs: list[Overlap]

    @staticmethod
    def of(problem: Problem) -> "Layout":
        """The variables of a problem."""
        m, t = len(problem.measures), len(problem.market.years)
        index = problem.index
        exclusive = sorted(
            {i for i, one in enumerate(problem.measures) if one.excludes}
            | {index[other] for one in problem.measures for other in one.excludes if other in index}
        )
        pairs = overlaps(problem)
        high = np.ones((m, t))
        for i, one in enumerate(problem.measures):
            high[i] = np.where(problem.market.years < one.first, 0.0, 1.0 if one.whole else one.ramp)
        whole = np.repeat([one.whole for one in problem.measures], t) if m else np.zeros(0, np.bool_)
        rest = m * t + len(exclusive) + len(pairs) * t + len(pairs)
        return Layout(
            m, t, np.zeros(m * t + rest), np.concatenate([high.ravel(), np.ones(rest)]),
            np.concatenate([whole, whole, np.ones(len(exclusive)), np.zeros(len(pairs) * t),
                            np.ones(len(pairs))]).astype(np.bool_),
            {place: 2 * m * t + n for n, place in enumerate(exclusive)}, pairs,
        )  # fmt: skip

    def y(self, measure: int, year: int) -> int:
        """The column of what is built."""
        return measure * self.years + year

    def c(self, measure: int, year: int) -> int:
        """The column of what is in service."""
        return (self.measures + measure) * self.years + year

    def o(self, pair: int, year: int) -> int:
        """The column of what two measures take beyond one whole potential."""
        return 2 * self.measures * self.years + len(self.switches) + pair * self.years + year

    def z(self, pair: int) -> int:
        """The column of whether two measures exceed one whole potential in the peak's year."""
        return self.o(len(self.pairs), 0) + pair


class Rows(NamedTuple):
    """Rows low ≤ A x ≤ high; `soft` ones are limits, in parts of `scale`; `cap`: a cap's year or −1."""

    matrix: csr_array
    low: Floats
    high: Floats
    soft: npt.NDArray[np.bool_]
    scale: Floats
    cap: npt.NDArray[np.int64]


class _Builder:
    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.rows: list[Row] = []
        self.facts: list[tuple[float, float, bool, float, int]] = []

    def add(self, row: Row, high: float, *, low: float = -np.inf, scale: float = 0.0, cap: int = -1) -> None:
        """A row; with a scale it is a limit that may have to be missed."""
        self.rows.append(row)
        self.facts.append((low, high, scale > 0, scale or 1.0, cap))

    def done(self) -> Rows:
        """All rows as one matrix."""
        lengths = [len(row) for row in self.rows]
        places = np.repeat(np.arange(len(self.rows)), lengths)
        columns = np.fromiter((column for row in self.rows for column in row), np.int64, sum(lengths))
        values = np.fromiter((value for row in self.rows for value in row.values()), np.float64, sum(lengths))
        low, high, soft, scale, cap = (np.array(column) for column in zip(*self.facts, strict=True))
        matrix = csr_array((values, (places, columns)), shape=(len(self.rows), self.columns))
        return Rows(matrix, low.astype(np.float64), high.astype(np.float64), soft.astype(np.bool_),
                    scale.astype(np.float64), cap.astype(np.int64))  # fmt: skip


def objective(problem: Problem, layout: Layout) -> Floats:
    """Cost of each variable today [yuan], without what the carbon price makes of the emissions there are."""
    market = problem.market
    worth = discount(market)
    cost = np.zeros(len(layout.low))
    for i, one in enumerate(problem.measures):
        found = stream(one, market)
        yearly = found.running + yearly_capital(one, market) - market.carbon * found.abated
        cost[layout.c(i, 0) : layout.c(i, 0) + layout.years] = yearly * worth
    for p, pair in enumerate(layout.pairs):
        lost = pair.lost.running + market.carbon * pair.lost.abated
        cost[layout.o(p, 0) : layout.o(p, 0) + layout.years] = lost * worth
    return cost


def emission_row(problem: Problem, layout: Layout, year: int) -> Row:
    """What the variables change of a year's emissions [t]."""
    row = {
        layout.c(i, year): -float(stream(one, problem.market).abated[year])
        for i, one in enumerate(problem.measures)
    }
    for p, pair in enumerate(layout.pairs):
        row[layout.o(p, year)] = float(pair.lost.abated[year])
    return row


def rows_of(problem: Problem, layout: Layout) -> Rows:
    """Every row of the programme."""
    builder = _Builder(len(layout.low))
    _service(problem, layout, builder)
    _relations(problem, layout, builder)
    _limits(problem, layout, builder)
    return builder.done()


def _service(problem: Problem, layout: Layout, builder: _Builder) -> None:
    for i, one in enumerate(problem.measures):
        for t in range(layout.years):
            row = {layout.y(i, k): -1.0 for k in range(max(0, t - one.lifetime + 1), t + 1)}
            builder.add({layout.c(i, t): 1.0, **row}, 0.0, low=0.0)
            if i in layout.switches:
                builder.add({layout.c(i, t): 1.0, layout.switches[i]: -1.0}, 0.0)


def _relations(problem: Problem, layout: Layout, builder: _Builder) -> None:
    index = problem.index
    for i, one in enumerate(problem.measures):
        for other in one.excludes:
            if other in index:
                builder.add({layout.switches[i]: 1.0, layout.switches[index[other]]: 1.0}, 1.0)
        for other in one.needs:
            for t in range(layout.years):
                builder.add({layout.c(i, t): 1.0, layout.c(index[other], t): -1.0}, 0.0)
    for p, pair in enumerate(layout.pairs):
        for t in range(layout.years):
            row = {layout.c(pair.one, t): 1.0, layout.c(pair.other, t): 1.0, layout.o(p, t): -1.0}
            builder.add(row, 1.0)


def _limits(problem: Problem, layout: Layout, builder: _Builder) -> None:
    limits, base = problem.limits, problem.emissions
    size = max(float(np.abs(base).max()), 1.0)
    rows = [emission_row(problem, layout, t) for t in range(layout.years)]
    if limits.cap is not None:
        for t in np.nonzero(np.isfinite(limits.cap))[0].tolist():
            builder.add(rows[t], float(limits.cap[t] - base[t]), scale=size, cap=t)
    if limits.peak is not None and limits.peak < problem.market.years[-1]:
        first = max(int(limits.peak - problem.market.years[0]), 0)
        _exact(layout, builder, first)
        for t in range(first + 1, layout.years):
            row = {**rows[t], **{column: -value for column, value in rows[first].items()}}
            builder.add(row, float(base[first] - base[t]), scale=size)
    if limits.capital is not None:
        capital = [paid(one, problem.market) for one in problem.measures]
        scale = max(sum(capital), 1.0)
        for t in np.nonzero(np.isfinite(limits.capital))[0].tolist():
            row = {layout.y(i, t): capital[i] for i in range(layout.measures)}
            builder.add(row, float(limits.capital[t]), scale=scale)
    for code, year in limits.standards.items():
        for t in np.nonzero(problem.market.years >= year)[0].tolist():
            builder.add({layout.c(problem.index[code], t): -1.0}, -1.0, scale=1.0)


def _exact(layout: Layout, builder: _Builder, year: int) -> None:
    """o = max(0, c_a + c_b − 1) in the peak's year, where a larger one would help: it raises the peak."""
    for p, pair in enumerate(layout.pairs):
        o, z = layout.o(p, year), layout.z(p)
        builder.add({o: 1.0, z: -1.0}, 0.0)
        builder.add({o: 1.0, z: 1.0, layout.c(pair.one, year): -1.0, layout.c(pair.other, year): -1.0}, 0.0)
