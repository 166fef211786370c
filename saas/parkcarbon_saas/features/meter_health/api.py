"""Meter health: which data can be trusted, and what to do about the rest."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.health import meter_health

from parkcarbon_saas.etags import SettledNeeded
from parkcarbon_saas.features.meter_health import schemas
from parkcarbon_saas.tenancy import CODE, Tenant, TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}/health", tags=["meter_health"])

From = Annotated[int, Query(alias="from", ge=0, le=4_102_444_800_000, description="ms, inclusive")]
To = Annotated[int, Query(alias="to", ge=0, le=4_102_444_800_000, description="ms, exclusive")]
Code = Annotated[str | None, Query(pattern=CODE)]
Rule = Annotated[str | None, Query(pattern=r"^[a-z_]{2,40}$")]
FindingCursor = Annotated[str | None, Query(pattern=r"^\d{1,15}-\d{1,18}$", description="of the page before")]
Cursor = Annotated[int | None, Query(ge=1, le=2**63 - 1, description="of the page before")]


@router.get("/summary")
def summary(tenant: TenantNeeded) -> schemas.Summary:
    """The state of every point and gateway, and how many findings are open."""
    with tenant.transaction() as connection:
        found = meter_health.summary(
            connection, localtime.now(), with_quarantine=tenant.membership.role != "enterprise"
        )
    return schemas.summary(found)


@router.get("/coverage")
def coverage(
    tenant: TenantNeeded, settled: SettledNeeded, start: From, end: To,
    by: Literal["point", "enterprise"] = "point",
) -> schemas.Calendar:  # fmt: skip
    """Measured ÷ expected energy of each local day that the span touches."""
    with tenant.transaction() as connection:
        # Its last quarter hours are settled within the day that follows it.
        last = localtime.local_date(localtime.from_ms(end), tenant.membership.timezone)
        settled.check(connection, last + timedelta(days=2))
        found = meter_health.calendar(
            connection, localtime.from_ms(start), localtime.from_ms(end), localtime.now(),
            by_enterprise=by == "enterprise",
        )  # fmt: skip
    return schemas.calendar(found)


@router.get("/findings")
def findings(
    tenant: TenantNeeded, *, state: schemas.FindingFilter = "open", rule: Rule = None,
    severity: schemas.Severity | None = None, enterprise: Code = None, point: Code = None,
    cursor: FindingCursor = None,
) -> schemas.Findings:  # fmt: skip
    """What rules found, the newest first, with what somebody last said of it."""
    with tenant.transaction() as connection:
        rows = meter_health.findings(
            connection, state=state, rule=rule, severity=severity, enterprise=enterprise, point=point,
            before=_before(cursor),
        )  # fmt: skip
    return schemas.findings(rows)


def _before(cursor: str | None) -> tuple[datetime, int] | None:
    if cursor is None:
        return None
    time, _, number = cursor.partition("-")
    try:
        return localtime.from_ms(int(time)), int(number)
    except (OverflowError, ValueError, OSError) as error:
        raise InvalidError("The cursor is none of ours.", remedy="Start from the first page.") from error


@router.post("/findings/note", status_code=204)
def note(tenant: WriterNeeded, body: schemas.Note) -> None:
    """Acknowledge findings, or say how they were resolved."""
    with tenant.transaction() as connection:
        meter_health.note(
            connection, tenant.park_id, [key.row() for key in body.findings], state=body.state,
            text=body.note, by=tenant.caller.session.login,
        )  # fmt: skip


@router.get("/balance")
def balance(tenant: TenantNeeded, start: From, end: To) -> schemas.Balances:
    """Sub-meters against their parent, and the remainder that no sub-meter measures."""
    with tenant.access.tenant(tenant.park_id) as connection:
        shared = meter_health.shared_meters(connection, tenant.enterprise_id)
    with tenant.transaction() as connection:
        found = meter_health.balance(
            connection, localtime.from_ms(start), localtime.from_ms(end), localtime.now(), shared
        )
    return schemas.balances(found)


@router.get("/revisions")
def revisions(
    tenant: TenantNeeded, *, state: schemas.RevisionState = "open", point: Code = None, cursor: Cursor = None
) -> schemas.Revisions:
    """Readings that came again with another value, the newest first."""
    with tenant.transaction() as connection:
        rows = meter_health.open_revisions(connection, state=state, point=point, before=cursor)
    return schemas.revisions(rows)


@router.post("/revisions/accept", status_code=204)
def accept(tenant: WriterNeeded, body: schemas.Decision) -> None:
    """The later values are right: they take the place of the stored ones, which are kept beside them."""
    _decide(tenant, body, accept=True)


@router.post("/revisions/dismiss", status_code=204)
def dismiss(tenant: WriterNeeded, body: schemas.Decision) -> None:
    """The stored values are right."""
    _decide(tenant, body, accept=False)


def _decide(tenant: Tenant, body: schemas.Decision, *, accept: bool) -> None:
    with tenant.access.guarded() as database:
        meter_health.decide(
            database, tenant.park_id, tenant.enterprise_id, body.ids, accept=accept,
            by=tenant.caller.session.login, text=body.note,
        )  # fmt: skip
