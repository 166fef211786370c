"""Elasticities of a plan from a stored STIRPAT analysis, with what it was of."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.analysis import runs
from parkcarbon_platform.services.planning.models import (
    PlanAnalysis,
    PlanElasticities,
    PlanFit,
    StirpatDriver,
)
from parkcarbon_platform.storage.database import Connection

# What columns are usually called, in the park's own analyses and in tables that people bring.
USUAL: Mapping[str, StirpatDriver] = {
    "output": "output", "output_constant": "output", "output_current": "output", "value_added": "output",
    "gdp": "output", "energy": "energy", "electricity_share": "energy_structure",
    "energy_structure": "energy_structure", "industrial_structure": "industrial_structure",
    "energy_intensity": "energy_intensity",
}  # fmt: skip


class ElasticityError(InvalidError):
    """The analysis has nothing that a plan moves, or one driver twice."""

    code = "elasticities"
    remedy = "Say which column is which driver of the plan."


def of(connection: Connection, asked: PlanAnalysis) -> PlanElasticities:
    """The elasticities of a run, each moved by what its column is in a plan.

    Raises NotFoundError, ConflictError (no finished STIRPAT run, or other digits), ElasticityError.
    """
    row = runs.get(connection, asked.run)
    found = runs.coefficients(row)
    columns = _columns(found.names, asked.drivers)
    kept = [i for i, name in enumerate(found.names) if name in columns]
    results: dict[str, Any] = row.results or {}
    fit = PlanFit(
        run=row.id, title=row.title, method=results["method"], k=results["k"],
        observations=results["observations"], first=results["fit"]["periods"][0],
        last=results["fit"]["periods"][-1], columns=columns,
        held=[name for name in found.names if name not in columns],
        ledger_known_at=None if row.ledger_known_at is None else localtime.to_ms(row.ledger_known_at),
        results_sha256=row.results_sha256 or "", warnings=[note["code"] for note in results["notes"]],
    )  # fmt: skip
    covariance = found.covariance[np.ix_(kept, kept)]
    return PlanElasticities(
        names=[columns[found.names[i]] for i in kept], mean=[float(found.mean[i]) for i in kept],
        covariance=[[float(x) for x in line] for line in covariance], sector=asked.sector, fit=fit,
    )  # fmt: skip


def _columns(names: Sequence[str], given: Mapping[str, StirpatDriver]) -> dict[str, StirpatDriver]:
    unknown = sorted(set(given) - set(names))
    if unknown:
        raise ElasticityError(f"The analysis has no driver {', '.join(unknown)}.", unknown=unknown)
    found = {name: given.get(name) or USUAL.get(name.strip().lower()) for name in names}
    columns = {name: driver for name, driver in found.items() if driver is not None}
    if not columns:
        raise ElasticityError("A plan moves none of this analysis' drivers.", drivers=list(names))
    taken = list(columns.values())
    if len(set(taken)) < len(taken):
        raise ElasticityError("Two drivers of the analysis are the same in a plan.", drivers=list(columns))
    return columns
