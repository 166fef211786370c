"""A decomposition as it is shown: steps, the whole, and every dimension's part."""

import numpy as np

from parkcarbon_platform.calculation.decomposition.attribution import attribute, attribute_logs
from parkcarbon_platform.calculation.decomposition.errors import NotPositiveError
from parkcarbon_platform.calculation.decomposition.identities import Identity
from parkcarbon_platform.calculation.decomposition.lmdi import Decomposition, Method, decompose
from parkcarbon_platform.calculation.decomposition.logmean import Float
from parkcarbon_platform.calculation.decomposition.notes import Note
from parkcarbon_platform.calculation.decomposition.results.plain import Plain, notes, plain


def lmdi_result(labels: Identity, *, method: Method = "lmdi1", chained: bool = True) -> Plain:
    """Steps with additive effects [unit of V] and indices [-], their total, and effects by part.

    `total`: additive effects added up over the steps, indices multiplied: of the chain, or of first to last.
    `groups`: by dimension, label and factor, of the total. `attribution`: the same of D − 1 of every factor
    [-], None without indices; by `choi_ang` (2012) for LMDI-II of parts above zero, else by `logs`: in
    proportion to additive effects, which is exact with zeros and LMDI-I, too. `residual`: what the sum
    misses, rounding alone. Indices are None where a total is zero. Raises as `decompose`.

    >>> import numpy as np
    >>> x = np.array([[[4.0], [1.0]], [[2.0], [1.0]]])
    >>> two = Identity(x, ("a", "b"), ("t", "ef"), ("plant",), (("p",),))
    >>> lmdi_result(two)["total"]["effects"]
    {'t': -2.0, 'ef': 0.0}
    """
    found = decompose(labels.factors, steps="chained" if chained else "ends", method=method)
    indices, marks = _indices(found)
    totals, effects = found.totals, found.by_factor
    steps = [
        {
            "from": labels.periods[a],
            "to": labels.periods[b],
            "before": totals[i, 0],
            "after": totals[i, 1],
            "effects": _named(labels, effects[i]),
            "indices": None if indices is None else _named(labels, indices[i]),
            "residual": found.residual[i],
        }
        for i, (a, b) in enumerate(found.steps)
    ]
    whole = effects.sum(axis=0)
    change = totals[-1, 1] - totals[0, 0]
    total = {
        "from": steps[0]["from"],
        "to": steps[-1]["to"],
        "before": totals[0, 0],
        "after": totals[-1, 1],
        "effects": _named(labels, whole),
        "indices": None if indices is None else _named(labels, indices.prod(axis=0)),
        "residual": change - whole.sum(),
    }
    gone = np.isnan(labels.factors).any() or (labels.factors == 0).any()
    if gone:
        text = "Some parts are zero in a period: their change goes to the factor that vanishes or appears."
        marks.append(Note("zeros", text))
    result = {
        "kind": "lmdi", "method": method, "chained": chained, "periods": labels.periods,
        "factors": labels.names, "dimensions": labels.dimensions, "steps": steps, "total": total,
        "groups": _groups(labels, found.effects.sum(axis=0)),
        "attribution": None if indices is None else _attribution(labels, found, indices),
        "notes": notes(marks),
    }  # fmt: skip
    return dict(plain(result))


def _indices(found: Decomposition) -> tuple[Float | None, list[Note]]:
    try:
        return found.indices(), []
    except NotPositiveError as error:
        return None, [Note("no_indices", str(error))]


def _named(labels: Identity, values: Float) -> Plain:
    return dict(zip(labels.names, values, strict=True))


def _attribution(labels: Identity, found: Decomposition, indices: Float) -> Plain:
    """What every part has of D − 1 of the whole; sums over the labels of a dimension: D − 1."""
    if found.method == "lmdi2" and (labels.factors > 0).all():
        ends = labels.factors[[a for a, _ in found.steps] + [found.steps[-1][1]]]
        return {"by": "choi_ang", "groups": _groups(labels, attribute(ends)[-1])}
    single = attribute_logs(found)
    before = np.vstack([np.ones(indices.shape[1]), np.cumprod(indices, axis=0)[:-1]])
    spread = before.reshape(*before.shape, *(1 for _ in single.shape[2:]))
    return {"by": "logs", "groups": _groups(labels, (spread * single).sum(axis=0))}


def _groups(labels: Identity, whole: Float) -> Plain:
    """Parts (factors, *cells) of the whole by each dimension alone."""
    groups: Plain = {}
    for i, name in enumerate(labels.dimensions):
        others = tuple(j + 1 for j in range(len(labels.dimensions)) if j != i)
        summed = whole.sum(axis=others)
        groups[name] = {
            label: _named(labels, summed[:, place]) for place, label in enumerate(labels.cells[i])
        }
    return groups
