"""From data as they were taken to results: pure but for its imports, the same digits every time."""

import hashlib
import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from parkcarbon_platform.services.analysis import uploaded
from parkcarbon_platform.services.analysis.question import (
    AnalysisQuestionError,
    model_of,
    name_of,
    names_of,
)

if TYPE_CHECKING:
    from parkcarbon_platform.calculation.decomposition.identities import Identity
    from parkcarbon_platform.calculation.decomposition.results.stirpat import Coefficients
    from parkcarbon_platform.calculation.decomposition.stirpat.sample import Sample

Data = dict[str, Any]


def code_version() -> str:
    """What the digits depend on."""
    names = ("parkcarbon-platform", "numpy", "scipy", "statsmodels")
    return "; ".join(f"{name} {version(name)}" for name in names)


def digest(results: Data) -> str:
    """SHA-256 of results in one spelling: equal where every digit is."""
    told = json.dumps(results, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(told.encode()).hexdigest()


def compute(kind: str, source: str, options: Data, data: Data, seed: int) -> Data:
    """The results of an analysis; raises AnalysisRefusedError, AnalysisQuestionError, TableError."""
    if kind == "lmdi":
        results = _lmdi(source, options, data)
    elif kind == "stirpat":
        results = _stirpat(options, data, seed)
    else:
        results = _decoupling(options, data)
    results["notes"] = [*data.get("notes", []), *results["notes"]]
    return results


def _lmdi(source: str, options: Data, data: Data) -> Data:
    from parkcarbon_platform.calculation.decomposition.results.lmdi import lmdi_result

    labels = _park(data) if source == "park" else _of_table(options, data)
    return lmdi_result(
        labels, method=options.get("method", "lmdi1"), chained=bool(options.get("chained", True))
    )


def _park(data: Data) -> "Identity":
    from parkcarbon_platform.calculation.decomposition.park import Row, park_identity

    output = None
    if data.get("output") is not None:
        output = {(period, who): value for period, who, value in data["output"]}
    return park_identity([Row(*row) for row in data["sources"]], output)


def _of_table(options: Data, data: Data) -> "Identity":
    from parkcarbon_platform.calculation.decomposition.frames import factors_of

    period, cells = name_of(options, "period"), names_of(options, "cells")
    factors = names_of(options, "factors", least=1)
    table = uploaded.frame(data, factors, [period, *cells])
    wanted = [options[name] for name in ("first", "last") if options.get(name)]
    if wanted:
        known = list(dict.fromkeys(table[period]))
        if any(label not in known for label in wanted):
            raise AnalysisQuestionError(f"There is no period {', '.join(wanted)}.")
        start = known.index(options["first"]) if options.get("first") else 0
        end = known.index(options["last"]) if options.get("last") else len(known) - 1
        table = table[table[period].isin(known[start : end + 1])].reset_index(drop=True)
    return factors_of(table, period=period, factors=factors, cells=cells)


def _stirpat(options: Data, data: Data, seed: int) -> Data:
    from parkcarbon_platform.calculation.decomposition.results.stirpat import stirpat_result

    return stirpat_result(_sample(options, data), model_of(options, seed))


def coefficients(options: Data, data: Data, seed: int) -> "Coefficients":
    """Elasticities of a STIRPAT run with their covariance, computed again from its data."""
    from parkcarbon_platform.calculation.decomposition.results.stirpat import coefficients_of

    return coefficients_of(_sample(options, data), model_of(options, seed))


def _sample(options: Data, data: Data) -> "Sample":
    from parkcarbon_platform.calculation.decomposition.stirpat.sample import sample

    impact = options.get("impact", "emissions")
    drivers = names_of(options, "drivers", least=1)
    period, entity = options.get("period"), options.get("entity")
    labels = [name for name in (period, entity) if name]
    table = uploaded.frame(data, [impact, *drivers], labels)
    return sample(table, impact, drivers, period=period, entity=entity, logs=bool(options.get("logs", True)))


def _decoupling(options: Data, data: Data) -> Data:
    from parkcarbon_platform.calculation.decomposition.results.decoupling import decoupling_result

    period = options.get("period", "period")
    emissions, output = options.get("emissions", "emissions"), name_of(options, "output")
    table = uploaded.frame(data, [emissions, output], [period])
    return decoupling_result(list(table[period]), table[emissions].to_numpy(), table[output].to_numpy())
