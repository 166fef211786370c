"""Decomposition of tidy tables: a row a period and part, a column a factor; and its result as one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from parkcarbon_platform.calculation.decomposition.errors import NotPositiveError, ShapeError
from parkcarbon_platform.calculation.decomposition.identities import Identity
from parkcarbon_platform.calculation.decomposition.lmdi import Decomposition

if TYPE_CHECKING:
    import pandas as pd


def factors_of(
    frame: "pd.DataFrame", *, period: str, factors: Sequence[str], cells: Sequence[str] = ()
) -> Identity:
    """Factors of a tidy table, one row a period and part; periods in the order of their first row.

    Columns `factors` ≥ 0 in any units whose product is that of V; an empty field means "no value here" (see
    `lmdi.decompose`). Raises ShapeError for a repeated or missing row (give zeros for a part that stopped),
    NotPositiveError for a negative value; both name the row.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"y": [1, 1, 2, 2], "plant": ["a", "b"] * 2, "t": [3, 4, 5, 6], "ef": 1})
    >>> factors_of(table, period="y", factors=["t", "ef"], cells=["plant"]).factors.shape
    (2, 2, 2)
    """
    import pandas as pd

    keys = [period, *cells]
    missing = [name for name in (*keys, *factors) if name not in frame.columns]
    if missing or not len(frame):
        raise ShapeError(
            f"The table lacks {', '.join(missing) or 'rows'}.",
            remedy="Add the columns.",
            missing=missing,
        )
    repeated = frame.duplicated(keys)
    if repeated.any():
        row = _row(frame, int(np.argmax(repeated)), keys)
        raise ShapeError(f"There is more than one row of {row}.", remedy="Add them up.", row=row)
    values = frame[list(factors)].to_numpy(np.float64)
    _refuse_negative(frame, values, keys, factors)
    labels = [pd.unique(frame[name]) for name in keys]
    index = pd.MultiIndex.from_product(labels) if cells else pd.Index(labels[0])
    given = pd.MultiIndex.from_frame(frame[keys]) if cells else pd.Index(frame[period])
    place = given.get_indexer(index)
    if (place < 0).any():
        lacks = index[int(np.argmax(place < 0))]
        raise ShapeError(
            f"There is no row of {lacks}.",
            remedy="Give it, with zeros for a part that was not there.",
            row=str(lacks),
        )
    dense = values[place].reshape(*(len(part) for part in labels), len(factors))
    stacked = np.moveaxis(dense, -1, 1)
    if not cells:
        stacked = stacked[..., None]
    words = [tuple(str(value) for value in part) for part in labels]
    return Identity(stacked, words[0], tuple(factors), tuple(cells), tuple(words[1:]))


def _refuse_negative(
    frame: "pd.DataFrame", values: np.ndarray, keys: Sequence[str], factors: Sequence[str]
) -> None:
    bad = (values < 0) | np.isinf(values)
    if bad.any():
        i, k = (int(n) for n in np.argwhere(bad)[0])
        row = _row(frame, i, keys)
        raise NotPositiveError(
            f"{factors[k]} is {values[i, k]:g} in {row}: logarithms need values from zero up.",
            row=row,
            factor=factors[k],
            value=float(values[i, k]),
        )


def _row(frame: "pd.DataFrame", i: int, keys: Sequence[str]) -> dict[str, str]:
    return {name: str(frame[name].iloc[i]) for name in keys}


def effects_table(labels: Identity, found: Decomposition) -> "pd.DataFrame":
    """Additive effects as a tidy table: `from`, `to`, the dimensions, `factor`, `effect` [unit of V].

    Any sum over its rows is an effect of that part: LMDI-I is consistent in aggregation.

    >>> import numpy as np
    >>> from parkcarbon_platform.calculation.decomposition.lmdi import decompose
    >>> x = np.array([[[4.0], [1.0]], [[2.0], [1.0]]])
    >>> table = effects_table(Identity(x, ("a", "b"), ("t", "ef"), ("plant",), (("p",),)), decompose(x))
    >>> table.to_dict("records")[0]
    {'from': 'a', 'to': 'b', 'factor': 't', 'plant': 'p', 'effect': -2.0}
    """
    import pandas as pd

    axes = [[labels.periods[b] for _, b in found.steps], list(labels.names), *labels.cells]
    index = pd.MultiIndex.from_product(axes, names=["to", "factor", *labels.dimensions])
    table = pd.Series(found.effects.ravel(), index=index, name="effect").reset_index()
    before = {labels.periods[b]: labels.periods[a] for a, b in found.steps}
    table.insert(0, "from", table["to"].map(before))
    return table
