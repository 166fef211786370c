"""Identities from amounts: V as a chain of ratios, so that nobody divides by hand.

A chain of levels, each an amount summed over some dimensions: output → output by enterprise → energy by
enterprise → energy by enterprise and carrier → emissions. The first level is a factor itself, every other
one is divided by the level above it. The product of all factors is the last level.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from parkcarbon_platform.calculation.decomposition.errors import NotPositiveError, ShapeError
from parkcarbon_platform.calculation.decomposition.logmean import Float

if TYPE_CHECKING:
    import pandas as pd


class Level(NamedTuple):
    """A level of the chain: the factor's name, the amount's, and the dimensions that it is kept by."""

    factor: str
    amount: str
    by: tuple[str, ...] = ()


class Identity(NamedTuple):
    """Factors, shape (periods, factors, *cells), with the labels of every axis."""

    factors: Float
    periods: tuple[str, ...]
    names: tuple[str, ...]
    dimensions: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]


# Emissions of a park: what was produced, by whom, with how much energy of which carrier, at which factor.
# `emissions_unchanged`: the energy at the factor versions of the first period; `emissions_first`: at those
# that each period was first settled with; `emissions`: as it is known now. Their ratios are what a new
# version of a factor and a restatement did, apart from any change at the plants.
PARK = (
    Level("activity", "output"),
    Level("structure", "output", ("enterprise",)),
    Level("intensity", "energy", ("enterprise",)),
    Level("mix", "energy", ("enterprise", "carrier")),
    Level("emission_factor", "emissions_unchanged", ("enterprise", "carrier")),
    Level("factor_version", "emissions_first", ("enterprise", "carrier")),
    Level("restatement", "emissions", ("enterprise", "carrier")),
)
# Kaya: population × GDP per head × energy per GDP × emissions per energy.
KAYA = (
    Level("population", "population"),
    Level("affluence", "gdp"),
    Level("intensity", "energy"),
    Level("carbon", "emissions"),
)


def identity(
    amounts: "Mapping[str, pd.DataFrame]", levels: Sequence[Level], *, period: str = "period"
) -> Identity:
    """Factors of the chain `levels` from amounts [any units; the last one's is V's].

    `amounts`: by name a tidy table with the columns `period`, the dimensions it is kept by, and `value` ≥
    0; rows that are not there are zero, rows of one cell add up. A ratio 0/0 is NaN: it takes the other
    period's value in `decompose`. Raises NotPositiveError for a negative amount or an amount under a level
    of zero (energy without output), with the row; ShapeError where a column or an amount is missing.
    Source: Kaya (1990); Ang (2005), Energy Policy 33:867.

    >>> import pandas as pd
    >>> rows = {"population": [1.0, 1.1], "gdp": [10.0, 12.0], "energy": [5.0, 5.4], "emissions": [9.0, 8.9]}
    >>> table = {name: pd.DataFrame({"period": ["a", "b"], "value": values}) for name, values in rows.items()}
    >>> found = identity(table, KAYA)
    >>> found.factors[:, :, 0].prod(axis=1).round(6).tolist(), found.names[1]
    ([9.0, 8.9], 'affluence')
    """
    dimensions = _dimensions(levels)
    labels = _labels(amounts, levels, dimensions, period)
    arrays = [_dense(amounts, level, labels, period) for level in levels]
    shape = tuple(len(labels[name]) for name in (period, *dimensions))
    factors = [np.broadcast_to(arrays[0], shape)]
    for above, below, level in zip(arrays[:-1], arrays[1:], levels[1:], strict=True):
        factors.append(np.broadcast_to(_ratio(above, below, level, labels), shape))
    stacked = np.stack(factors, axis=1)
    if not dimensions:
        stacked = stacked[..., None]
    cells = tuple(tuple(labels[name]) for name in dimensions)
    return Identity(
        stacked, tuple(labels[period]), tuple(level.factor for level in levels), dimensions, cells
    )


def _dimensions(levels: Sequence[Level]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for above, below in pairwise(levels):
        if not set(above.by) <= set(below.by):
            raise ShapeError(
                f"{below.factor} is kept by less than {above.factor}: shares would not add up.",
                remedy="Order the levels from the whole to its parts.",
                level=below.factor,
            )
    for level in levels:
        found.update(dict.fromkeys(level.by))
    return tuple(found)


def _labels(
    amounts: "Mapping[str, pd.DataFrame]", levels: Sequence[Level], dimensions: Sequence[str], period: str
) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {name: {} for name in (period, *dimensions)}
    for level in levels:
        table = amounts.get(level.amount)
        missing = {period, "value", *level.by} - set(() if table is None else table.columns)
        if table is None or missing:
            raise ShapeError(
                f"The amount {level.amount} lacks {', '.join(sorted(missing))}.",
                remedy="Add the columns.",
                amount=level.amount,
                missing=sorted(missing),
            )
        for name in (period, *level.by):
            found[name].update(dict.fromkeys(table[name].astype(str)))
    return {name: sorted(labels) for name, labels in found.items()}


def _dense(
    amounts: "Mapping[str, pd.DataFrame]", level: Level, labels: Mapping[str, Sequence[str]], period: str
) -> Float:
    """The amount with an axis of every dimension; of length 1 where it is not kept by that one."""
    table = amounts[level.amount]
    values = table["value"].to_numpy(np.float64)
    bad = ~(values >= 0) | np.isinf(values)
    if bad.any():
        row = {name: str(table[name].iloc[int(np.argmax(bad))]) for name in (period, *level.by)}
        raise NotPositiveError(
            f"{level.amount} is {values[int(np.argmax(bad))]:g} in {row}: amounts are zero or more.", row=row
        )
    names = list(labels)
    shape = tuple(len(labels[name]) if name == period or name in level.by else 1 for name in names)
    place = [
        np.searchsorted(labels[name], table[name].astype(str).to_numpy(dtype=str))
        if name == period or name in level.by
        else np.zeros(len(table), np.int64)
        for name in names
    ]
    found = np.zeros(shape)
    np.add.at(found, tuple(place), values)
    return found


def _ratio(above: Float, below: Float, level: Level, labels: Mapping[str, Sequence[str]]) -> Float:
    above, below = np.broadcast_arrays(above, below)
    impossible = (above == 0) & (below > 0)
    if impossible.any():
        at = np.argwhere(impossible)[0]
        kept = {next(iter(labels)), *level.by}
        row = {
            name: values[int(i)] for (name, values), i in zip(labels.items(), at, strict=True) if name in kept
        }
        raise NotPositiveError(
            f"{level.amount} is there where the level above it is zero, in {row}: no ratio explains it.",
            remedy="Give the missing amount, or leave the part out.",
            row=row,
        )
    found = np.full(below.shape, np.nan)
    np.divide(below, above, out=found, where=above > 0)
    return found
