"""Emissions of a scenario top-down: by elasticities of a STIRPAT fit, beside the bottom-up account."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parkcarbon_platform.calculation.pathways.drivers import Floats
from parkcarbon_platform.calculation.pathways.errors import PathwayError
from parkcarbon_platform.calculation.pathways.projection import Projection

# The paper's four drivers (its Table 2): output value, industrial structure, energy structure, energy; and
# energy per output, which many models take in place of energy.
STIRPAT_DRIVERS = ("output", "industrial_structure", "energy_structure", "energy", "energy_intensity")


@dataclass(frozen=True, slots=True)
class Elasticities:
    """Coefficients b of ln I = a + Σ b ln X, with their covariance (K, K); `sector` is the structure's."""

    names: tuple[str, ...]
    mean: Floats
    covariance: Floats
    sector: int = 0

    def check(self) -> None:
        """Raises PathwayError where names, coefficients and covariance do not belong together."""
        k = len(self.names)
        unknown = [name for name in self.names if name not in STIRPAT_DRIVERS]
        if unknown or not k:
            raise PathwayError(f"STIRPAT takes {', '.join(STIRPAT_DRIVERS)}.", field="names", unknown=unknown)
        if self.mean.shape != (k,) or self.covariance.shape != (k, k):
            raise PathwayError(
                f"{k} drivers need {k} coefficients and {k}×{k} covariances.", field="covariance"
            )
        if np.linalg.eigvalsh((self.covariance + self.covariance.T) / 2).min() < -1e-9:
            raise PathwayError("The covariance is none: it has a negative eigenvalue.", field="covariance")

    def draws(self, number: int, generator: np.random.Generator) -> Floats:
        """Coefficients of many draws (number, K) from the normal distribution of the fit."""
        # Eigenvalues instead of Cholesky: the covariance of a ridge or of exact coefficients may be singular.
        values, vectors = np.linalg.eigh((self.covariance + self.covariance.T) / 2)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        return np.asarray(
            self.mean + generator.standard_normal((number, len(self.mean))) @ root.T, np.float64
        )


def driver_paths(projection: Projection, names: Sequence[str], sector: int = 0) -> Floats:
    """The drivers of a projection, (draws, T, K), in the units of the projection."""
    found = {
        "output": projection.output,
        "industrial_structure": projection.share[..., sector],
        "energy_structure": projection.electricity_share,
        "energy": projection.energy,
        "energy_intensity": projection.energy / np.maximum(projection.output, 1e-300),
    }
    return np.stack([found[name] for name in names], axis=-1)


def by_elasticity(start: float, drivers: Floats, coefficients: Floats) -> Floats:
    """I(t) = I₀ · Π (X(t)/X(0))^b, shape (draws, T), in the unit of `start` [tCO2/a].

    `drivers` (draws or 1, T, K) positive, `coefficients` (draws or 1, K). The intercept and all that the
    model leaves unexplained in the base year drop out, since the path begins at the base year's emissions.
    Raises PathwayError where a driver is not positive. Source: York, Rosa & Dietz 2003.

    >>> by_elasticity(100.0, np.array([[[1.0], [2.0]]]), np.array([[0.5]])).round(2).tolist()
    [[100.0, 141.42]]
    """
    if (drivers <= 0).any():
        raise PathwayError(
            "A driver falls to nothing: its logarithm does not exist.",
            remedy="Leave it out of the elasticities, or let it fall to a small value.", field="drivers",
        )  # fmt: skip
    logs = np.log(drivers)
    change = np.einsum("dtk,dk->dt", *_as_wide(logs - logs[:, :1], coefficients))
    return np.asarray(start * np.exp(change), np.float64)


def _as_wide(logs: Floats, coefficients: Floats) -> tuple[Floats, Floats]:
    draws = max(len(logs), len(coefficients))
    return (
        np.broadcast_to(logs, (draws, *logs.shape[1:])),
        np.broadcast_to(coefficients, (draws, coefficients.shape[1])),
    )
