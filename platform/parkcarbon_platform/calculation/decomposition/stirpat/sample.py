"""From a table to logarithms, or to the reason why the table bears no model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from parkcarbon_platform.calculation.decomposition.errors import (
    NotPositiveError,
    NoVariationError,
    ShapeError,
    TooFewError,
)
from parkcarbon_platform.calculation.decomposition.logmean import Float
from parkcarbon_platform.calculation.decomposition.notes import Note

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Sample:
    """Observations: `y` [ln of the impact's unit], shape (n,); `x` [ln of the drivers' units], shape (n,
    drivers).

    `logs` False: taken as they are. `entities`: whose observation each is; one of "" where there is one.
    """

    y: Float
    x: Float
    impact: str
    names: tuple[str, ...]
    periods: tuple[str, ...]
    entities: tuple[str, ...]
    logs: bool = True
    notes: tuple[Note, ...] = ()

    @property
    def observations(self) -> int:
        """Number of observations."""
        return len(self.y)

    @property
    def drivers(self) -> int:
        """Number of drivers."""
        return int(self.x.shape[1])


def sample(
    frame: "pd.DataFrame",
    impact: str,
    drivers: Sequence[str],
    *,
    period: str | None = None,
    entity: str | None = None,
    logs: bool = True,
) -> Sample:
    """Take the logarithms of `impact` and `drivers`, all > 0 in any units, one row an observation.

    Rows with an empty field are left out, with a note. A unit only moves the intercept. Raises ShapeError (a
    column that is not there, a driver named twice), NotPositiveError (with the row), TooFewError,
    NoVariationError (a driver that never changes).

    >>> import pandas as pd
    >>> table = pd.DataFrame({"t": [2.0, 3.0, 4.0], "output": [1.0, 2.0, 4.0]})
    >>> found = sample(table, "t", ["output"])
    >>> found.x.round(4).ravel().tolist(), found.observations
    ([0.0, 0.6931, 1.3863], 3)
    """
    _check_columns(frame, impact, drivers, [name for name in (period, entity) if name])
    values = frame[[impact, *drivers]].to_numpy(np.float64)
    whole = ~np.isnan(values).any(axis=1)
    labels = _labels(frame, period)
    if logs:
        _check_positive(values, whole, [impact, *drivers], labels)
    values = values[whole]
    taken = np.log(values) if logs else values
    notes: tuple[Note, ...] = ()
    if not whole.all():
        left = [label for label, kept in zip(labels, whole, strict=True) if not kept]
        text = f"{len(left)} rows with empty fields are left out."
        notes = (Note("rows_left_out", text, {"rows": len(left), "periods": left[:20]}),)
    kept = [i for i, good in enumerate(whole) if good]
    owners = _labels(frame, entity) if entity else [""] * len(frame)
    found = Sample(
        taken[:, 0], taken[:, 1:], impact, tuple(drivers),
        tuple(labels[i] for i in kept), tuple(owners[i] for i in kept), logs, notes,
    )  # fmt: skip
    require(found)
    if np.ptp(found.y) <= 1e-12 * max(1.0, float(np.abs(found.y).max())):
        raise NoVariationError(
            f"{impact} is the same in every observation: there is no change that drivers could explain.",
            driver=impact,
        )
    return found


def require(found: Sample, *, unknowns: int | None = None) -> None:
    """Refuse what has too few observations for its unknowns, or a driver that never changes.

    `unknowns`: intercept and slopes where not given. One observation more than unknowns is the least that
    leaves an error to judge the fit by.

    >>> import numpy as np
    >>> three = Sample(np.zeros(3), np.zeros((3, 4)), "t", ("a", "b", "c", "d"), ("1", "2", "3"), ("",) * 3)
    >>> try:
    ...     require(three)
    ... except TooFewError as refused:
    ...     print(refused.message)
    3 observations, 4 drivers: a model of 5 unknowns needs at least 6 observations.
    """
    n, p = found.observations, found.drivers
    needed = (p + 1 if unknowns is None else unknowns) + 1
    if n < needed:
        raise too_few(n, p, needed)
    for j, name in enumerate(found.names):
        column = found.x[:, j]
        if np.ptp(column) <= 1e-12 * max(1.0, float(np.abs(column).max())):
            raise NoVariationError(
                f"The driver {name} is the same in every observation: what it does cannot be seen.",
                driver=name,
            )


def too_few(n: int, p: int, needed: int) -> TooFewError:
    """The refusal "3 observations, 4 drivers", with what these observations do bear.

    >>> too_few(3, 4, 6).facts["most_drivers"]
    1
    """
    most = max(n - 2, 0)
    can = [f"a model with at most {most} driver{'s' * (most != 1)}"] if most else []
    can += ["LMDI, which needs two periods only"] if n >= 2 else []
    can.append("monthly or metered observations: a year of months is twelve")
    return TooFewError(
        f"{n} observations, {p} drivers: "
        f"a model of {needed - 1} unknowns needs at least {needed} observations.",
        remedy="What can be done: " + "; ".join(can) + ".",
        observations=n,
        drivers=p,
        needed=needed,
        most_drivers=most,
    )


def _check_columns(frame: "pd.DataFrame", impact: str, drivers: Sequence[str], others: Sequence[str]) -> None:
    wanted = [impact, *drivers, *others]
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        raise ShapeError(f"The table lacks {', '.join(missing)}.", remedy="Add the columns.", missing=missing)
    if not drivers or len(set(wanted)) < len(wanted):
        raise ShapeError(
            "A model needs at least one driver, and each column once.", remedy="Choose other columns."
        )


def _labels(frame: "pd.DataFrame", column: str | None) -> list[str]:
    if column is None:
        return [str(i + 1) for i in range(len(frame))]
    return [str(value) for value in frame[column]]


def _check_positive(values: Float, whole: "np.ndarray", names: Sequence[str], labels: Sequence[str]) -> None:
    bad = ~((values > 0) & np.isfinite(values)) & whole[:, None]
    if bad.any():
        i, j = (int(n) for n in np.argwhere(bad)[0])
        raise NotPositiveError(
            f"{names[j]} is {values[i, j]:g} in {labels[i]}: a logarithm needs a value above zero.",
            row=i,
            period=labels[i],
            column=names[j],
            value=float(values[i, j]),
        )
