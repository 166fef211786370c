"""The identity of a park's own emissions: what its ledger and its drivers say, as factors.

    V = Σ  output × share of the enterprise × energy per output × share of the carrier × emissions per energy
           × (the factor version that priced it ÷ that of the first period) × (as it is known now ÷ as
           first settled)

A process (clinker, castings) has no energy: its intensity is product per output, its share 1, its emission
factor that of the product. Without output the first factors are energy (or product), structure and mix alone.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from parkcarbon_platform.calculation.decomposition.errors import NotPositiveError, ShapeError
from parkcarbon_platform.calculation.decomposition.identities import Identity
from parkcarbon_platform.calculation.decomposition.logmean import Float

WITH_OUTPUT = (
    "activity",
    "structure",
    "intensity",
    "mix",
    "emission_factor",
    "factor_version",
    "restatement",
)
WITHOUT_OUTPUT = ("energy", "structure", "mix", "emission_factor", "factor_version", "restatement")
DIMENSIONS = ("enterprise", "carrier", "scene")


class Row(NamedTuple):
    """A source's part of a period: energy [tce] (None: a process, which has `quantity` [any]), emissions [t].

    `unchanged`: by the factor of the first period; `first`: as its hours were first settled; `now`: as
    known now.
    """

    period: str
    enterprise: str
    carrier: str
    scene: str
    energy: float | None
    quantity: float
    unchanged: float
    first: float
    now: float


def park_identity(rows: Sequence[Row], output: Mapping[tuple[str, str], float] | None = None) -> Identity:
    """Factors of shape (periods, factors, enterprises, carriers, scenes) whose product is emissions [t].

    `output` [any unit] by (period, enterprise), of every enterprise that has rows; None: an identity
    without it. Periods in the order of their labels. Raises ShapeError where there are no rows or an
    output is lacking. Source: Ang (2005), Energy Policy 33:867, extended by two ratios that cancel out.

    >>> one = Row("2025", "works", "electricity", "industry", 2.0, 0.0, 10.0, 10.0, 9.0)
    >>> output = {("2025", "works"): 4.0, ("2026", "works"): 5.0}
    >>> found = park_identity([one, one._replace(period="2026")], output)
    >>> found.factors[0].ravel().tolist(), float(found.factors[1].prod().round(9))
    ([4.0, 1.0, 0.5, 1.0, 5.0, 1.0, 0.9], 9.0)
    """
    if not rows:
        raise ShapeError(
            "There are no emissions in these periods.", remedy="Choose periods that are settled."
        )
    axes = [sorted({str(row[i]) for row in rows}) for i in range(4)]
    amounts = _amounts(rows, axes)
    _refuse_negative(rows)
    # What begins at a factor of zero has no ratio to it: then the next ratio takes the whole change.
    for before, after in (("first", "now"), ("unchanged", "first")):
        amounts[before] = np.where(amounts[before] == 0, amounts[after], amounts[before])
    process = (amounts["energy"] == 0).all(axis=0) & (amounts["quantity"] > 0).any(axis=0)
    use = np.where(process, amounts["quantity"], amounts["energy"])
    energy = np.where(process, 0.0, use)
    factors = (
        _without(use, energy, process)
        if output is None
        else _with(use, energy, process, _outputs(output, axes))
    )
    tail = [
        (amounts["unchanged"], use),
        (amounts["first"], amounts["unchanged"]),
        (amounts["now"], amounts["first"]),
    ]
    factors += [_ratio(*pair) for pair in tail]
    names = WITHOUT_OUTPUT if output is None else WITH_OUTPUT
    whole = np.stack([np.broadcast_to(f, use.shape) for f in factors], axis=1)
    return Identity(whole, tuple(axes[0]), names, DIMENSIONS, tuple(tuple(axis) for axis in axes[1:]))


def _amounts(rows: Sequence[Row], axes: Sequence[Sequence[str]]) -> dict[str, Float]:
    found = {
        name: np.zeros([len(axis) for axis in axes]) for name in ("energy", "quantity", *Row._fields[-3:])
    }
    for row in rows:
        at = tuple(axis.index(row[i]) for i, axis in enumerate(axes))
        found["energy"][at] += row.energy or 0.0
        found["quantity"][at] += row.quantity if row.energy is None else 0.0
        for name in Row._fields[-3:]:
            found[name][at] += getattr(row, name)
    return found


def _refuse_negative(rows: Sequence[Row]) -> None:
    for row in rows:
        least = min(row.energy or 0.0, row.quantity, *row[-3:])
        if least < 0:
            raise NotPositiveError(
                f"{row.carrier} of {row.enterprise} in {row.period} is {least:g}: more went out than in.",
                remedy="Leave that enterprise out, or choose longer periods.",
                row=list(row[:4]),
            )


def _outputs(output: Mapping[tuple[str, str], float], axes: Sequence[Sequence[str]]) -> Float:
    lacking = [(period, who) for period in axes[0] for who in axes[1] if (period, who) not in output]
    if lacking:
        raise ShapeError(
            f"The output of {lacking[0][1]} in {lacking[0][0]} is lacking.",
            remedy="Report it, or decompose without output.",
            lacking=[list(pair) for pair in lacking[:20]],
        )
    return np.array([[output[period, who] for who in axes[1]] for period in axes[0]])


def _with(use: Float, energy: Float, process: Float, output: Float) -> list[Float]:
    total = output.sum(axis=1, keepdims=True)
    of_enterprise = energy.sum(axis=(2, 3), keepdims=True)
    each = output[:, :, None, None]
    return [
        total[:, :, None, None],
        _ratio(each, total[:, :, None, None]),
        np.where(process, _ratio(use, each), _ratio(of_enterprise, each)),
        np.where(process, 1.0, _ratio(energy, of_enterprise)),
    ]


def _without(use: Float, energy: Float, process: Float) -> list[Float]:
    total = energy.sum(axis=(1, 2, 3), keepdims=True)
    of_enterprise = energy.sum(axis=(2, 3), keepdims=True)
    return [
        np.where(process, use, total),
        np.where(process, 1.0, _ratio(of_enterprise, total)),
        np.where(process, 1.0, _ratio(energy, of_enterprise)),
    ]


def _ratio(above: Float, below: Float) -> Float:
    """NaN where there is nothing to divide by: the factor has no value there."""
    above, below = np.broadcast_arrays(above, below)
    found = np.full(above.shape, np.nan)
    np.divide(above, below, out=found, where=below > 0)
    return found
