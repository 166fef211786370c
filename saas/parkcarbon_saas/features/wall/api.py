"""Screens: a link shows the live page of one park in public terms to whoever holds it; it opens nothing else.

The browser gives its token once and keeps a cookie that is sent to these addresses alone; no other address
reads it.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from parkcarbon_platform.errors import UnauthenticatedError, UnavailableError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import wall_links
from parkcarbon_platform.services.access.access import Access
from parkcarbon_platform.services.access.wall_links import WallLinkError, WallLinkRow
from parkcarbon_platform.services.live.frames import PUBLIC

from parkcarbon_saas import paging
from parkcarbon_saas.auth import AccessNeeded, SettingsNeeded, in_person, refuse_cross_site
from parkcarbon_saas.features.live import api as live_pages
from parkcarbon_saas.features.live import schemas as live_schemas
from parkcarbon_saas.features.wall import schemas
from parkcarbon_saas.sse import EventStream, Hub
from parkcarbon_saas.tenancy import OperatorNeeded

router = APIRouter(tags=["wall"])

COOKIE = "pc_wall"
PATH = "/api/v1/wall"
STREAMS = -(1 << 40)  # below the numbers of people and programs: streams are counted by link, too
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


def screen(request: Request, access: AccessNeeded) -> WallLinkRow:
    """The link that this screen was given."""
    return _shown(access, request.cookies.get(COOKIE))


ScreenNeeded = Annotated[WallLinkRow, Depends(screen)]


def _shown(access: Access, token: str | None) -> WallLinkRow:
    if not token:
        raise WallLinkError("There is no link.")
    with access.directory() as connection:
        return wall_links.by_token(connection, token, localtime.now())


@router.post("/wall", dependencies=[Depends(refuse_cross_site)])
def open_wall(
    body: schemas.WallToken, response: Response, access: AccessNeeded, settings: SettingsNeeded
) -> schemas.WallPark:
    """Give the token of a link: sets the screen's cookie."""
    # Failures are not counted: 256 bits are not guessed, and a screen that goes on with an ended link would
    # keep everybody at its address from logging in.
    found = _shown(access, body.token)
    left = found.expires_at - localtime.now()
    response.set_cookie(
        COOKIE, body.token, max_age=int(left.total_seconds()), path=PATH, secure=settings.secure,
        httponly=True, samesite="strict",
    )  # fmt: skip
    return schemas.park(found)


@router.get("/wall")
def wall(link: ScreenNeeded, response: Response) -> schemas.WallPark:
    """The park that this screen shows."""
    response.headers["Cache-Control"] = "no-store"
    return schemas.park(link)


@router.get("/wall/live", response_model=live_schemas.Live)
def wall_live(link: ScreenNeeded, access: AccessNeeded) -> Response:
    """The newest public frame and the last ten minutes."""
    return live_pages.snapshot_of(access, link.park_id, PUBLIC)


@router.get("/wall/day")
def wall_day(link: ScreenNeeded, access: AccessNeeded) -> live_schemas.Day:
    """Quarter hours of the whole park, today and yesterday."""
    return live_pages.day_of(access, link.park_id, None)


@router.get("/wall/stream", responses=live_pages.STREAM, response_class=EventStream, status_code=200)
async def wall_stream(request: Request, link: ScreenNeeded, access: AccessNeeded) -> EventStream:
    """A public frame each second, until the link is revoked."""
    hub: Hub = request.app.state.hub

    def holds() -> bool:
        try:
            return screen(request, access).id == link.id
        except UnavailableError:
            return True
        except UnauthenticatedError:
            return False

    async def still_allowed() -> bool:
        return await run_in_threadpool(holds)

    return EventStream(hub.stream(link.park_id, PUBLIC, STREAMS - link.id, still_allowed))


@router.get("/parks/{park}/wall-links", dependencies=[Depends(in_person)])
def links(
    tenant: OperatorNeeded, *, limit: paging.Limit = None, after: paging.AfterNumber = None
) -> schemas.WallLinks:
    """The links for screens, the newest first."""
    with tenant.access.directory() as connection:
        rows = wall_links.links(connection, tenant.park_id, after=after, limit=paging.one_more(limit))
    shown, cursor = paging.numbered(rows, limit)
    return schemas.WallLinks(links=[schemas.link(row) for row in shown], cursor=cursor)


@router.post("/parks/{park}/wall-links", status_code=201, dependencies=[Depends(in_person)])
def add_link(
    tenant: OperatorNeeded, body: schemas.WantedWallLink, response: Response
) -> schemas.MadeWallLink:
    """Make a link for a screen; it is shown once."""
    response.headers["Cache-Control"] = "no-store"
    with tenant.access.directory() as connection:
        token = wall_links.add(
            connection, tenant.park_id, body.name, author=tenant.actor.name,
            expires_at=localtime.from_ms(body.expires_at), now=localtime.now(),
        )  # fmt: skip
    return schemas.MadeWallLink(token=token)


@router.delete("/parks/{park}/wall-links/{item}", status_code=204, dependencies=[Depends(in_person)])
def revoke_link(tenant: OperatorNeeded, item: Id) -> None:
    """End a link."""
    with tenant.access.directory() as connection:
        wall_links.revoke(connection, tenant.park_id, item, tenant.actor.name)
