"""The ladder of a device: asked once, or told as it is climbed."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from parkcarbon_platform.errors import ForbiddenError, NotFoundError, UnauthenticatedError, UnavailableError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.connecting import broker_access, broker_logins, broker_rights, ladder
from parkcarbon_platform.services.connecting.ladder import Ladder

from parkcarbon_saas import tenancy
from parkcarbon_saas.auth import SettingsNeeded, caller
from parkcarbon_saas.features.devices import ladder_schemas as schemas
from parkcarbon_saas.settings import Settings
from parkcarbon_saas.sse import PING, PING_S, RETRY, EventStream, Hub
from parkcarbon_saas.tenancy import CODE, Tenant, TenantNeeded

router = APIRouter(prefix="/parks/{park}/devices/{device}/ladder", tags=["devices"])

DeviceCode = Annotated[str, Path(pattern=CODE, description="code of the meter")]
Since = Annotated[
    int | None, Query(ge=0, le=4_102_444_800_000, description="ms; what was before is not looked at (1 h)")
]
Topic = Annotated[str, Query(max_length=500, description="as it is entered in the device")]
BACK = timedelta(hours=1)
LOOK_S = 1.0
# A page that is left open all night is no reason to ask the database all night.
LONGEST_S = 2 * 3600.0

STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Server-sent events: `event: ladder` with a Ladder as data whenever it has changed, a "
        "comment as ping at least each 15 s, `retry: 2000`.",
        "content": {"text/event-stream": {"schema": {"$ref": "#/components/schemas/Ladder"}}},
    }
}


def _from(since: int | None) -> datetime:
    earliest = localtime.now() - BACK
    return earliest if since is None else max(earliest, localtime.from_ms(since))


Dialect = Annotated[
    Literal["fields", "thingsboard", "sparkplug"],
    Query(description="what it is going to speak, as long as it has no mapping"),
]


def _look(tenant: Tenant, settings: Settings, device: str, since: datetime, dialect: str) -> Ladder:
    """The ladder; where the rights at the broker would say more, they are asked for outside a transaction."""
    cache = tenant.access.cache

    def once() -> Ladder:
        with tenant.transaction() as connection:
            return ladder.look(
                connection, cache, settings, device, since=since, now=localtime.now(), dialect=dialect
            )

    found = once()
    if found.asks is None:
        return found
    broker_rights.ask(cache, settings, found.asks)
    return once()


def _asked(since: Since = None, dialect: Dialect = "fields") -> tuple[datetime, str]:
    return _from(since), dialect


Asked = Annotated[tuple[datetime, str], Depends(_asked)]


@router.get("")
def look(tenant: TenantNeeded, device: DeviceCode, settings: SettingsNeeded, asked: Asked) -> schemas.Ladder:
    """How far the device has come, and what it hangs on."""
    return schemas.ladder(_look(tenant, settings, device, *asked))


@router.get("/topic")
def topic(
    tenant: TenantNeeded, device: DeviceCode, settings: SettingsNeeded, topic: Topic
) -> schemas.TopicVerdict:
    """Whether the broker takes messages on a topic from the device: in MQTT 3.1.1 it tells it nothing."""
    with tenant.transaction() as connection:
        logins = broker_logins.device_logins(connection, device)
    login = next((login.login for login in logins if login.ended_at is None), None)
    if login is None:
        raise NotFoundError("The device has no log-in.", remedy="Give it a password first.")
    rights = broker_access.of(settings, timeout_s=broker_rights.TIMEOUT_S).rights(login)
    return schemas.topic_verdict(broker_rights.judge(topic, rights))


@router.get("/stream", responses=STREAM, response_class=EventStream, status_code=200)
async def stream(
    request: Request, tenant: TenantNeeded, device: DeviceCode, settings: SettingsNeeded, asked: Asked
) -> EventStream:
    """The ladder, again whenever it has changed."""
    first = await run_in_threadpool(_look, tenant, settings, device, *asked)
    hub: Hub = request.app.state.hub
    person = tenant.caller.session.user_id
    hub.check(person)

    def again() -> Ladder:
        entered = _still(request, tenant)
        return _look(entered, settings, device, *asked)

    return EventStream(_events(hub, person, first, again))


def _still(request: Request, tenant: Tenant) -> Tenant:
    """The tenant, if session and membership still hold."""
    who = caller(request, tenant.access, request.app.state.settings)
    return tenancy.enter(tenant.access, who, tenant.membership.park_code)


async def _events(
    hub: Hub, person: int, first: Ladder, again: Callable[[], Ladder]
) -> AsyncGenerator[bytes, None]:
    loop = asyncio.get_running_loop()
    ends, sent_at = loop.time() + LONGEST_S, loop.time()
    shown = schemas.ladder(first)
    with hub.counted(person):
        yield RETRY + schemas.event(shown)
        while loop.time() < ends and not await hub.closes_within(LOOK_S):
            try:
                found = schemas.ladder(await run_in_threadpool(again))
            except UnavailableError:
                continue
            except (UnauthenticatedError, ForbiddenError, NotFoundError):
                return
            changed = found.rungs != shown.rungs
            if changed or loop.time() - sent_at >= PING_S:
                sent_at, shown = loop.time(), found
                yield schemas.event(found) if changed else PING
