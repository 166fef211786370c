"""Locked periods and pending differences: operators decide, verifiers look."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from parkcarbon_platform.services.ledger import locks
from parkcarbon_platform.services.localtime import from_ms

from parkcarbon_saas import paging
from parkcarbon_saas.features.locks import schemas
from parkcarbon_saas.tenancy import CODE, OperatorNeeded, ReviewerNeeded

router = APIRouter(prefix="/parks/{park}", tags=["locks"])

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
Cursor = Annotated[int | None, Query(ge=1, le=2**63 - 1, description="of the page before")]


@router.get("/locks")
def every_lock(
    tenant: ReviewerNeeded, *, limit: paging.Limit = None, after: paging.AfterNumber = None
) -> schemas.Locks:
    """Every lock that there was, the newest first."""
    with tenant.transaction() as connection:
        rows = locks.every(connection, after=after, limit=paging.one_more(limit))
    shown, cursor = paging.numbered(rows, limit)
    return schemas.Locks(locks=[schemas.lock(row) for row in shown], cursor=cursor)


@router.post("/locks", status_code=201)
def add(tenant: OperatorNeeded, body: schemas.NewLock) -> schemas.Lock:
    """Lock a period: its ledger hours change no more."""
    with tenant.workplace() as place:
        made = locks.add(
            place, tenant.actor, from_ms(body.start), from_ms(body.end), enterprise=body.enterprise,
            reason=body.reason,
        )  # fmt: skip
    return schemas.lock(made)


@router.post("/locks/{item}/release")
def release(tenant: OperatorNeeded, item: Id, body: schemas.Release) -> schemas.Lock:
    """Release a lock: what its hours would be, they become, as revisions."""
    with tenant.workplace() as place:
        return schemas.lock(locks.release(place, tenant.actor, item, body.reason))


@router.get("/differences")
def differences(
    tenant: ReviewerNeeded,
    state: schemas.State | None = "open",
    lock: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    source: Annotated[str | None, Query(pattern=CODE)] = None,
    cursor: Cursor = None,
) -> schemas.Differences:
    """What locked hours would be by what is known now."""
    with tenant.transaction() as connection:
        rows = locks.page(connection, state, lock_id=lock, source=source, before=cursor)
        sums = locks.summary(connection)
    return schemas.Differences(
        differences=[schemas.difference(row) for row in rows],
        open=[schemas.difference_sum(row) for row in sums],
        cursor=str(rows[-1].id) if len(rows) == locks.PAGE else None,
    )


@router.post("/differences/accept")
def accept(tenant: OperatorNeeded, body: schemas.Decision) -> schemas.Decided:
    """Let differences into the ledger as restatements."""
    with tenant.workplace() as place:
        hours = locks.accept(place, tenant.actor, note=body.note, **body.meant())
    return schemas.Decided(hours=hours)


@router.post("/differences/dismiss")
def dismiss(tenant: OperatorNeeded, body: schemas.Decision) -> schemas.Decided:
    """Leave the ledger as it is; the same difference does not come back."""
    with tenant.workplace() as place:
        hours = locks.dismiss(place, tenant.actor, note=body.note, **body.meant())
    return schemas.Decided(hours=hours)
