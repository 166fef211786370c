"""Runs of analyses: asked for, done in the background, cancelled, and done again to the digit."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from parkcarbon_platform.calculation.decomposition.errors import AnalysisRefusedError
from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError, TooManyError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.analysis import computing, from_ledger, uploaded
from parkcarbon_platform.services.analysis.question import check
from parkcarbon_platform.storage import analyses as storage
from parkcarbon_platform.storage import jobs
from parkcarbon_platform.storage.analyses import NewRun, RunRow
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.jobs import JobRow

if TYPE_CHECKING:
    from parkcarbon_platform.calculation.decomposition.results.stirpat import Coefficients

__all__ = ["ANALYSE", "RunRow", "cancel", "every", "get", "request", "run", "verify"]

ANALYSE = "analyse"
# What waits of one park at most, so that nobody keeps the workers from everybody else.
MOST_OPEN = 20
LONGEST_TITLE = 200


class NotComputableError(AnalysisRefusedError):
    """The figures leave the range in which the method can be computed."""

    code = "not_computable"
    remedy = "Look for values that are far from the others, or leave drivers out."


def request(
    database: Database, park_id: int, actor: Actor, *, kind: str, title: str, source: str,
    options: Mapping[str, Any], table: Mapping[str, Any] | None = None, seed: int = 1,
) -> RunRow:  # fmt: skip
    """Queue an analysis of a table or of the park's own data; raises AnalysisQuestionError, TableError."""
    check(kind, source, options)
    data = None
    if source == "table":
        given = table or {}
        data = uploaded.check(list(given.get("columns", [])), list(given.get("rows", []))).data()
    # Of the whole park: an enterprise sees no jobs. The run is its own all the same.
    with database.tenant(park_id) as connection:
        jobs.lock(connection, park_id)
        waiting = [row for row in storage.every(connection) if row.state in storage.OPEN]
        if len(waiting) >= MOST_OPEN:
            raise TooManyError(f"{len(waiting)} analyses wait already.", remedy="Wait, or cancel some.")
        new = NewRun(
            kind, title.strip()[:LONGEST_TITLE] or kind, source, dict(options), data, seed,
            computing.code_version(), actor.name,
        )  # fmt: skip
        run_id = storage.add(connection, park_id, actor.enterprise_id, new)
        arguments = {"run": str(run_id), "enterprise": str(actor.enterprise_id or "")}
        storage.set_job(connection, run_id, jobs.add(connection, park_id, ANALYSE, arguments, actor.name))
        return get(connection, run_id)


def every(
    connection: Connection, kind: str | None = None, *, after: int | None = None, limit: int | None = None
) -> list[RunRow]:
    """The runs that the transaction sees, the newest first, without data and results."""
    return storage.every(connection, kind, after=after, limit=limit)


def get(connection: Connection, run_id: int) -> RunRow:
    """A run with everything; raises NotFoundError."""
    found = storage.get(connection, run_id)
    if found is None:
        raise NotFoundError(f"There is no analysis {run_id}.", analysis=run_id)
    return found


def cancel(database: Database, park_id: int, actor: Actor, run_id: int) -> RunRow:
    """Stop one of the actor's that has not ended; raises NotFoundError, ConflictError."""
    with database.tenant(park_id, actor.enterprise_id) as connection:
        get(connection, run_id)
    with database.tenant(park_id) as connection:
        if not storage.cancel(connection, run_id):
            raise ConflictError("This analysis has ended already.", analysis=run_id)
        found = get(connection, run_id)
        if found.job_id is not None:
            jobs.cancel(connection, found.job_id, ANALYSE)
        return found


def run(database: Database, job: JobRow, now: datetime) -> None:
    """Do it, behind the wall of who asked: take the data, compute, keep what came out or why nothing did."""
    run_id, asked_by = int(job.arguments["run"]), job.arguments["enterprise"]
    enterprise_id = int(asked_by) if asked_by else None
    with database.tenant(job.park_id, enterprise_id) as connection:
        if not storage.begin(connection, run_id):
            return
        row = get(connection, run_id)
    try:
        data = row.data
        if data is None:
            with database.tenant(job.park_id, enterprise_id) as connection:
                data = from_ledger.take(
                    connection, row.kind, row.options, is_enterprise=enterprise_id is not None
                )
                if not storage.take(connection, run_id, data, now):
                    return
        results = _compute(row, data)
    except (InvalidError, NotFoundError) as error:
        refusal = {
            "code": error.code, "message": error.message, "remedy": error.advice,
            "facts": {name: _fact(value) for name, value in error.facts.items()},
        }  # fmt: skip
        with database.tenant(job.park_id, enterprise_id) as connection:
            storage.finish(connection, run_id, "refused", refusal=refusal)
        return
    with database.tenant(job.park_id, enterprise_id) as connection:
        storage.finish(connection, run_id, "done", results=results, sha256=computing.digest(results))


def _compute(row: RunRow, data: dict[str, Any]) -> dict[str, Any]:
    try:
        return computing.compute(row.kind, row.source, row.options, data, row.seed)
    except (ArithmeticError, np.linalg.LinAlgError) as error:
        raise NotComputableError(f"The figures cannot be computed: {error}.") from error


def _fact(value: object) -> object:
    return value if isinstance(value, str | int | float | list | dict | None) else str(value)


def verify(row: RunRow) -> bool:
    """Whether computing a finished run again from its data gives the digits that were kept."""
    if row.data is None or row.results is None:
        raise ConflictError("This analysis has no results to compare with.", analysis=row.id)
    again = _as_kept(row.results, _compute(row, row.data))
    return computing.digest(again) == row.results_sha256


def _as_kept(kept: Any, again: Any) -> Any:  # noqa: ANN401  # JSON
    """What was kept, of what is told now: later versions may tell more, and must not tell anything else."""
    if isinstance(kept, dict) and isinstance(again, dict):
        return {name: _as_kept(part, again.get(name)) for name, part in kept.items()}
    if isinstance(kept, list) and isinstance(again, list) and len(kept) == len(again):
        return [_as_kept(one, other) for one, other in zip(kept, again, strict=True)]
    return again


def coefficients(row: RunRow) -> "Coefficients":
    """Elasticities of a finished STIRPAT run; raises ConflictError for another, or where digits differ."""
    if row.kind != "stirpat" or row.state != "done" or row.data is None:
        raise ConflictError(
            "Only a finished STIRPAT analysis has elasticities.", remedy="Choose one, or ask for it first.",
            analysis=row.id,
        )  # fmt: skip
    if not verify(row):
        raise ConflictError(
            "This analysis does not come to the same digits any more.", remedy="Ask for it again.",
            analysis=row.id,
        )  # fmt: skip
    return computing.coefficients(row.options, row.data, row.seed)
