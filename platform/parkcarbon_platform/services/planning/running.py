"""Plans as jobs: what is asked is kept with all that it is made of, worked out by the worker, and kept."""

import hashlib
import json
from collections.abc import Callable

from parkcarbon_platform.errors import ConflictError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.planning import fitted, inputs, reading, working
from parkcarbon_platform.services.planning.models import PathwayRequest, PlanInputs, PortfolioRequest
from parkcarbon_platform.storage import jobs
from parkcarbon_platform.storage import planning as storage
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.jobs import JobRow
from parkcarbon_platform.storage.planning import PlanRow

__all__ = ["PlanRow"]

PLAN = "plan"


def request(place: Workplace, actor: Actor, asked: PathwayRequest | PortfolioRequest) -> PlanRow:
    """Keep what is asked, with the inputs as they are now, and have the worker work it out."""
    with place.database.tenant(place.park_id) as connection:
        if isinstance(asked, PathwayRequest) and asked.analysis is not None:
            # What the plan keeps are the coefficients themselves: the analysis is cited, not followed.
            asked = asked.model_copy(update={"elasticities": fitted.of(connection, asked.analysis)})
        made_of = _needed(inputs.every(connection), asked)
        kind = "pathway" if isinstance(asked, PathwayRequest) else "portfolio"
        body = {"asked": asked.model_dump(mode="json"), "inputs": made_of.model_dump(mode="json")}
        digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).digest()
        plan_id = storage.add(
            connection, place.park_id, kind, asked.name, request=body, sha256=digest, author=actor.name
        )
        job_id = jobs.add(connection, place.park_id, PLAN, {"plan": str(plan_id)}, author=actor.name)
        storage.set_job(connection, plan_id, job_id)
        return find(connection, plan_id)


def _needed(known: PlanInputs, asked: PathwayRequest | PortfolioRequest) -> PlanInputs:
    """The inputs that a request uses; raises NotFoundError or PathwayError before anything is queued."""
    wanted = asked.scenarios if isinstance(asked, PathwayRequest) else [asked.scenario]
    missing = [code for code in wanted if code not in known.scenarios]
    base = reading.base_year(inputs.base_of(known))
    chosen = dict(known.measures) if isinstance(asked, PortfolioRequest) else {}
    if isinstance(asked, PortfolioRequest) and asked.measures is not None:
        missing += [code for code in asked.measures if code not in known.measures]
        chosen = {code: one for code, one in chosen.items() if code in asked.measures}
    if missing:
        raise NotFoundError(f"There is no {', '.join(missing)}.", codes=missing)
    kept = PlanInputs(base=known.base, market=known.market, measures=chosen,
                      scenarios={code: known.scenarios[code] for code in wanted})  # fmt: skip
    if isinstance(asked, PathwayRequest):
        fit = reading.elasticities(asked.elasticities, base)
        if fit is not None:
            fit.check()
    else:
        working.problem_of(kept, asked)
    return kept


def every(
    connection: Connection, kind: str | None = None, *, after: int | None = None, limit: int | None = None
) -> list[PlanRow]:
    """Plans without results, the newest first."""
    return storage.every(connection, kind, after=after, limit=limit)


def find(connection: Connection, plan_id: int) -> PlanRow:
    """A plan with its result; raises NotFoundError."""
    found = storage.find(connection, plan_id)
    if found is None:
        raise NotFoundError(f"There is no plan {plan_id}.", plan=plan_id)
    return found


def cancel(place: Workplace, plan_id: int) -> PlanRow:
    """Stop a plan that has not ended; raises ConflictError for one that has."""
    with place.database.tenant(place.park_id) as connection:
        plan = find(connection, plan_id)
        if plan.job_id is None or not jobs.cancel(connection, plan.job_id, PLAN):
            raise ConflictError("This plan has ended already.", plan=plan_id)
        return find(connection, plan_id)


def run(database: Database, job: JobRow, _announce: Callable[[int, int, int], None]) -> None:
    """Work a plan out; one that is cancelled meanwhile ends without a result."""
    plan_id = int(job.arguments["plan"])

    def progress(share: float) -> bool:
        with database.tenant(job.park_id) as connection:
            return jobs.progress(connection, job.id, share, {})

    with database.tenant(job.park_id) as connection:
        plan = find(connection, plan_id)
    try:
        result = working.work_out(plan.request, progress)
    except working.CancelledError:
        return
    with database.tenant(job.park_id) as connection:
        storage.finish(connection, plan_id, result)
