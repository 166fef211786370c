"""Every unsafe call has a trail: the platform writes down what it changes, and here what was refused.

Looking at pages leaves none; taking a file along does.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import cast

import anyio.to_thread
import redis
from fastapi import FastAPI
from fastapi.routing import APIRoute
from parkcarbon_platform.errors import PlatformError
from parkcarbon_platform.services.access import audit, terms
from parkcarbon_platform.services.access.access import Access
from parkcarbon_platform.services.access.audit import Trail
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parkcarbon_saas.auth import SAFE_METHODS
from parkcarbon_saas.tenancy import ENTERED, Tenant
from parkcarbon_saas.trace import current_trace_id

log = logging.getLogger("parkcarbon.audit")

REFUSALS, AGAIN_S = 200, 10.0  # of one person in one park at once, and after how long one more
REMEMBERED = 10_000
KEY, KEPT_S = "pc:refusals:", 86_400
# The same bucket in the cache: what is left, since when, what was left out. -1: this one is left out, too.
BUCKET = """
local at = redis.call('TIME')
local now = at[1] + at[2] / 1000000
local most = tonumber(ARGV[1])
local kept = redis.call('HMGET', KEYS[1], 'left', 'since', 'dropped')
local since, dropped = tonumber(kept[2]) or now, tonumber(kept[3]) or 0
local left = math.min(most, (tonumber(kept[1]) or most) + (now - since) / tonumber(ARGV[2]))
local answer = -1
if left >= 1 then
  answer, left, dropped = dropped, left - 1, 0
else
  dropped = dropped + 1
end
redis.call('HSET', KEYS[1], 'left', left, 'since', string.format('%.6f', now), 'dropped', dropped)
redis.call('EXPIRE', KEYS[1], ARGV[3])
return answer
"""


class RefusalBudget:
    """How many refusals of one person are written down: a loop that is refused must not fill the database.

    What is left out is counted, and the next one that is written down says how many there were. The cache
    counts for all processes; while it does not answer, each for itself.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._left: OrderedDict[tuple[int | None, str], tuple[float, float, int]] = OrderedDict()

    def take(self, park_id: int | None, actor: str, cache: redis.Redis | None = None) -> int | None:
        """None where this one is left out, else how many were left out before it."""
        if cache is None:
            return self._take_here(park_id, actor)
        try:
            answer = cache.eval(BUCKET, 1, f"{KEY}{park_id}:{actor}", REFUSALS, AGAIN_S, KEPT_S)
        except redis.RedisError as error:
            log.warning("refusals are counted by this process alone: %s", error)
            return self._take_here(park_id, actor)
        return None if answer == -1 else int(cast("int", answer))

    def _take_here(self, park_id: int | None, actor: str) -> int | None:
        now = self._clock()
        with self._guard:
            left, since, dropped = self._left.pop((park_id, actor), (float(REFUSALS), now, 0))
            left = min(float(REFUSALS), left + (now - since) / AGAIN_S)
            is_written = left >= 1
            self._left[park_id, actor] = (left - is_written, now, 0 if is_written else dropped + 1)
            while len(self._left) > REMEMBERED:
                self._left.popitem(last=False)
        return dropped if is_written else None


class AuditMiddleware:
    """Inside the tracing, around everything that opens transactions."""

    def __init__(self, app: ASGIApp, owner: FastAPI) -> None:
        self.app = app
        self.owner = owner
        self.budget = RefusalBudget()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with terms.looking():
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in SAFE_METHODS:
            await self._answer_safe(scope, receive, send)
            return

        async def send_after_refusal(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= 400:
                await anyio.to_thread.run_sync(self.refuse, trail, message["status"])
            await send(message)

        with audit.acting(trail_of(scope)) as trail:
            await self.app(scope, receive, send_after_refusal)

    async def _answer_safe(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_after_note(message: Message) -> None:
            if (
                message["type"] == "http.response.start"
                and message["status"] == 200
                and is_file(message, scope)
            ):
                await anyio.to_thread.run_sync(self.taken, scope)
            await send(message)

        await self.app(scope, receive, send_after_note)

    def taken(self, scope: Scope) -> None:
        """Write down that somebody took a file of a park along, before it leaves."""
        access: Access | None = getattr(self.owner.state, "access", None)
        entered: Tenant | None = scope.get(ENTERED)
        if access is None or entered is None:
            return
        caller, trail = entered.caller, trail_of(scope)
        is_program = caller.memberships is not None
        trail.kind = "token" if is_program else "user"
        trail.actor = f"token:{caller.session.name}" if is_program else caller.session.login
        trail.park_id, trail.enterprise_id = entered.park_id, entered.enterprise_id
        self._write(access, trail, "files")

    def refuse(self, trail: Trail, status: int) -> None:
        """Write down that the call was refused, before its answer leaves."""
        access: Access | None = getattr(self.owner.state, "access", None)
        if access is None or trail.park_id is None:
            return
        self._write(access, trail, "refusals", trail.refusal or str(status))

    def _write(self, access: Access, trail: Trail, what: str, outcome: str = audit.DONE) -> None:
        left_out = self.budget.take(trail.park_id, f"{what}:{trail.actor}", access.cache)
        if left_out is None:
            return
        if left_out:
            told = f"{trail.object()} ({left_out} {what} before it are not listed)".strip()
            trail.object = told.__str__
        try:
            with access.guarded() as database:
                audit.written(database, trail, outcome)
        except PlatformError as error:
            # The database does not answer, which is most likely why a call was refused, too.
            log.warning("%s of %s are not in the audit log: %s", what, trail.action(), error)


def is_file(start: Message, scope: Scope) -> bool:
    """Whether an answer is to be saved, not shown; empty forms tell nothing."""
    if str(getattr(scope.get("route"), "name", "")).endswith("template"):
        return False
    headers: dict[bytes, bytes] = {name.lower(): value for name, value in start.get("headers", ())}
    return headers.get(b"content-disposition", b"").lower().startswith(b"attachment")


def trail_of(scope: Scope) -> Trail:
    """The trail of a call: nobody's, until its session is known."""
    client = scope.get("client")

    def action() -> str:
        route = scope.get("route")
        if not isinstance(route, APIRoute):
            return str(scope["method"]).lower()
        return f"{route.tags[0] if route.tags else 'root'}_{route.name}"

    def what() -> str:
        found = scope.get("path_params") or {}
        return " ".join(f"{name} {value}" for name, value in found.items() if name != "park")

    address = client[0] if client else ""
    return Trail("nobody", "", address, current_trace_id(), action=action, object=what)
