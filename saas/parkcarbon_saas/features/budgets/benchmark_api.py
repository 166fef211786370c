"""Norms and enterprises held against them; what a new enterprise would do to the park."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.budgets import benchmarking, moving_in, norms, what_ifs

from parkcarbon_saas import paging
from parkcarbon_saas.features.budgets import schemas
from parkcarbon_saas.tenancy import CODE, OperatorNeeded, ReviewerNeeded, TenantNeeded

router = APIRouter(prefix="/parks/{park}", tags=["benchmark"])

YearOf = Annotated[int, Query(ge=2000, le=2100)]
Norm = Annotated[str, Path(pattern=CODE)]
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/benchmark")
def benchmark(tenant: TenantNeeded, year: YearOf) -> schemas.Benchmark:
    """Every norm with whom it is for; an enterprise is told its own figures, and its place among all."""
    viewer = tenant.membership.enterprise_code
    with tenant.access.tenant(tenant.park_id) as connection:
        return benchmarking.benchmark(connection, year, localtime.now(), viewer=viewer)


@router.get("/norms")
def norms_in_force(tenant: TenantNeeded) -> schemas.NormsTold:
    """The norms in force."""
    with tenant.transaction() as connection:
        return schemas.NormsTold(norms=norms.every(connection))


@router.get("/norms/{norm}")
def norm_versions(tenant: TenantNeeded, norm: Norm) -> schemas.NormsTold:
    """Every version of a norm, the newest first."""
    with tenant.transaction() as connection:
        return schemas.NormsTold(norms=norms.versions(connection, norm))


@router.put("/norms/{norm}")
def save_norm(tenant: OperatorNeeded, norm: Norm, body: schemas.NormWanted) -> schemas.NormTold:
    """Keep a norm; every save is a version."""
    with tenant.transaction() as connection:
        return norms.save(connection, tenant.park_id, tenant.actor, norm, body)


@router.delete("/norms/{norm}", status_code=204)
def end_norm(tenant: OperatorNeeded, norm: Norm) -> None:
    """Take a norm off the list."""
    with tenant.transaction() as connection:
        norms.end(connection, tenant.park_id, tenant.actor, norm)


@router.post("/what-if/preview")
def what_if(tenant: ReviewerNeeded, body: schemas.WhatIfAsked) -> schemas.WhatIf:
    """What a new enterprise would do to the park; nothing is stored."""
    with tenant.transaction() as connection:
        return moving_in.what_if(connection, body, localtime.now())


@router.get("/what-ifs")
def kept_what_ifs(
    tenant: ReviewerNeeded, *, limit: paging.Limit = None, after: paging.AfterNumber = None
) -> schemas.WhatIfs:
    """What is kept, the newest first."""
    with tenant.transaction() as connection:
        rows = what_ifs.every(connection, after=after, limit=paging.one_more(limit))
    shown, cursor = paging.numbered(rows, limit)
    return schemas.WhatIfs(kept=list(shown), cursor=cursor)


@router.post("/what-ifs", status_code=201)
def keep_what_if(tenant: OperatorNeeded, body: schemas.WhatIfAsked) -> schemas.WhatIfs:
    """Keep one as it was asked."""
    with tenant.transaction() as connection:
        what_ifs.keep(connection, tenant.park_id, tenant.actor, body)
        return schemas.WhatIfs(kept=what_ifs.every(connection), cursor=None)


@router.delete("/what-ifs/{item}", status_code=204)
def end_what_if(tenant: OperatorNeeded, item: Id) -> None:
    """Take one off the list."""
    with tenant.transaction() as connection:
        if not what_ifs.end(connection, item):
            raise NotFoundError(f"There is no what-if {item}.", item=item)
