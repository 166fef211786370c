"""The live page: snapshot, 24-hour line, stream."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from parkcarbon_platform.errors import ForbiddenError, NotFoundError, UnauthenticatedError, UnavailableError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import terms
from parkcarbon_platform.services.access.access import Access
from parkcarbon_platform.services.live import live
from parkcarbon_platform.services.live.series import RESOLUTION_S, Quarter

from parkcarbon_saas import tenancy
from parkcarbon_saas.auth import caller
from parkcarbon_saas.features.live import schemas
from parkcarbon_saas.sse import EventStream, Hub
from parkcarbon_saas.tenancy import Tenant, TenantNeeded

router = APIRouter(prefix="/parks/{park}/live", tags=["live"])

STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Server-sent events: `event: frame` with a Frame as data each second, `event: "
        "settled` when settled figures of the park have changed, a comment as ping at least each 15 s, "
        "`retry: 2000`.",
        "content": {"text/event-stream": {"schema": {"$ref": "#/components/schemas/Frame"}}},
    }
}


@router.get("", response_model=schemas.Live)
def snapshot(tenant: TenantNeeded) -> Response:
    """The newest frame and the last ten minutes."""
    return snapshot_of(tenant.access, tenant.park_id, tenant.audience)


def snapshot_of(access: Access, park_id: int, audience: str) -> Response:
    """The newest frame of an audience, as it was encoded."""
    found = live.snapshot(access.cache, park_id, audience)
    trace = b",".join(b"[%d,%d]" % entry for entry in found.trace)
    content = b'{"frame":' + found.frame + b',"trace":[' + trace + b"]}"
    return Response(content, media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/day")
def day(tenant: TenantNeeded) -> schemas.Day:
    """Quarter hours of today and yesterday."""
    return day_of(tenant.access, tenant.park_id, tenant.enterprise_id)


def day_of(access: Access, park_id: int, enterprise_id: int | None) -> schemas.Day:
    """The lines of the park or of an enterprise: sums, in which everything counts."""
    with terms.unlimited(), access.tenant(park_id) as whole:
        lines = live.day(whole, localtime.now(), enterprise_id=enterprise_id)
    return schemas.Day(
        resolution_s=RESOLUTION_S, today=_quarters(lines.today), yesterday=_quarters(lines.yesterday)
    )


def _quarters(line: list[Quarter]) -> list[schemas.Quarter]:
    return [
        schemas.Quarter(start=localtime.to_ms(q.start), g_per_h=q.g_per_h, estimated=q.estimated)
        for q in line
    ]


@router.get("/stream", responses=STREAM, response_class=EventStream, status_code=200)
async def stream(request: Request, tenant: TenantNeeded) -> EventStream:
    """A frame each second."""
    hub: Hub = request.app.state.hub

    async def still_allowed() -> bool:
        return await run_in_threadpool(_may_stay, request, tenant)

    person = tenant.caller.session.user_id
    return EventStream(hub.stream(tenant.park_id, tenant.audience, person, still_allowed))


def _may_stay(request: Request, tenant: Tenant) -> bool:
    """Whether session and membership still hold; a database that is away ends no stream."""
    try:
        who = caller(request, tenant.access, request.app.state.settings)
        entered = tenancy.enter(tenant.access, who, tenant.membership.park_code)
    except UnavailableError:
        return True
    except (UnauthenticatedError, ForbiddenError, NotFoundError):
        return False
    return entered.audience == tenant.audience
