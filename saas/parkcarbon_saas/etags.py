"""What a browser has already is not sent again: ETag and 304 (decision 0081).

Two rules. Where a period is over, a figure depends on nothing but the park's data: its tag is made of the
state of these (a word that the database changes with them), of who asks and of what is asked, before anything
is computed; the tag is weak, for the answer says when it was computed. Of every other answer of JSON the tag
is a digest of its bytes: the work is done, and the line is spared. Both have in them who asks: nobody is told
that what another one was shown still holds.

The last answers of the first rule are kept by the process, as long as the same word stands: whoever may see
the same, and asks the same, has the same bytes (decision 0085).
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Annotated

import parkcarbon_platform
from fastapi import Depends, FastAPI, Request, Response
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import changes
from parkcarbon_platform.services.access.access import Connection
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parkcarbon_saas.auth import COOKIE
from parkcarbon_saas.tenancy import Tenant, TenantNeeded

# To be kept by who asked alone, and never used without asking whether it still holds.
CACHE = "private, no-cache"
LARGEST_BYTES = 16 << 20
# Of answers that are kept: a year of a large park is one megabyte.
KEPT_BYTES = 64 << 20
KEEP = "parkcarbon.keep"


class Unchanged(Exception):  # noqa: N818  # no error: the answer is the one that is there already
    """Who asks has the answer."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


class Kept(Exception):  # noqa: N818  # no error: the answer is one that was made before
    """Somebody who sees the same has asked the same, and nothing has changed since."""

    def __init__(self, tag: str, content: bytes) -> None:
        super().__init__(tag)
        self.tag, self.content = tag, content


class Answers:
    """Answers by what they are of, the last ones that were asked for, up to so many bytes."""

    def __init__(self, limit: int = KEPT_BYTES) -> None:
        self._limit = limit
        self._size = 0
        self._known: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> bytes | None:
        """The answer, if it is there."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
            return self._known.get(key)

    def put(self, key: str, content: bytes) -> None:
        """Keep an answer, and let go of those that nobody has asked for longest."""
        if len(content) > self._limit // 4:
            return
        with self._lock:
            self._size += len(content) - len(self._known.pop(key, b""))
            self._known[key] = content
            while self._size > self._limit:
                self._size -= len(self._known.popitem(last=False)[1])


answers = Answers()


@dataclass(frozen=True, slots=True)
class Settled:
    """What a question about a period that is over has as its tag."""

    request: Request
    response: Response
    tenant: Tenant

    def check(self, connection: Connection, until: date) -> None:
        """Spare the work where the answer is there already; `until` is the first local day after the period.

        First thing in the transaction that reads the figures. Raises Unchanged, Kept.
        """
        if until > localtime.local_date(localtime.now(), self.tenant.membership.timezone):
            return
        url, member = self.request.url, self.tenant.membership
        # What of the membership decides an answer was read before the word: it may be older than that.
        key = digest(
            version(), changes.word(connection), member.role, member.park_id, member.enterprise_id,
            member.enterprise_code, member.approves, member.gwp, member.timezone, url.path, url.query,
            self.request.headers.get("Accept-Language"),
        )  # fmt: skip
        tag = 'W/"' + digest(key, self.tenant.caller.token) + '"'
        if is_known(tag, self.request.headers.get("If-None-Match")):
            raise Unchanged(tag)
        content = answers.get(key)
        if content is not None:
            raise Kept(tag, content)
        self.request.scope[KEEP].append(key)
        self.response.headers["ETag"] = tag
        self.response.headers["Cache-Control"] = CACHE


def settled(request: Request, response: Response, tenant: TenantNeeded) -> Settled:
    """The tag of this question."""
    return Settled(request, response, tenant)


SettledNeeded = Annotated[Settled, Depends(settled)]


def digest(*parts: object) -> str:
    """The same for the same parts, and told apart where they are not."""
    found = hashlib.blake2b(digest_size=16)
    for part in parts:
        told = part if isinstance(part, bytes) else repr(part).encode()
        found.update(len(told).to_bytes(8, "big") + told)
    return found.hexdigest()


@cache
def version() -> str:
    """This program: another one may answer otherwise."""
    roots = (Path(__file__).parent, *(Path(place) for place in parkcarbon_platform.__path__))
    files = sorted(path for root in roots for path in root.rglob("*.py"))
    return digest(*((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files))


def is_known(tag: str, asked: str | None) -> bool:
    """Whether a tag is among those of If-None-Match; weak and strong ones are alike there (RFC 9110)."""
    if asked is None:
        return False
    return tag.removeprefix("W/") in {one.strip().removeprefix("W/") for one in asked.split(",")}


def install(app: FastAPI) -> None:
    """Answer 304 where the answer is there already."""

    def unchanged(_: Request, error: Exception) -> Response:
        assert isinstance(error, Unchanged)
        return Response(status_code=304, headers={"ETag": error.tag, "Cache-Control": CACHE})

    def kept(_: Request, error: Exception) -> Response:
        assert isinstance(error, Kept)
        headers = {"ETag": error.tag, "Cache-Control": CACHE}
        return Response(error.content, media_type="application/json", headers=headers)

    app.add_exception_handler(Unchanged, unchanged)
    app.add_exception_handler(Kept, kept)


class EtagMiddleware:
    """Tags answers of JSON that have no tag yet and may be kept, by their bytes; keeps those of settled
    periods."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        keys: list[str] = []
        scope[KEEP] = keys
        await self.app(scope, receive, _Tagging(scope, send, keys).take)


class _Tagging:
    """One answer: held back until its last byte is there."""

    def __init__(self, scope: Scope, send: Send, keys: list[str]) -> None:
        self.scope, self.send, self.keys = scope, send, keys
        self.start: Message | None = None
        self.content: list[bytes] = []

    async def take(self, message: Message) -> None:
        """A part of it."""
        if message["type"] == "http.response.start" and may_be_tagged(message):
            self.start = message
            return
        if self.start is None:
            self._keep(message)
            await self.send(message)
            return
        self.content.append(message.get("body", b""))
        if not message.get("more_body"):
            await self._finish(self.start)

    def _keep(self, message: Message) -> None:
        """Of an answer that has a key, what comes; whole at its end."""
        if message["type"] == "http.response.start" and message["status"] != 200:
            self.keys.clear()
        if not self.keys or message["type"] != "http.response.body":
            return
        self.content.append(message.get("body", b""))
        if not message.get("more_body"):
            answers.put(self.keys[0], b"".join(self.content))

    async def _finish(self, start: Message) -> None:
        asked = Headers(scope=self.scope)
        who = asked.get("Authorization"), _cookie(asked.getlist("Cookie"))
        tag = f'"{digest(who, *self.content)}"'
        headers = MutableHeaders(scope=start)
        headers["ETag"], headers["Cache-Control"] = tag, CACHE
        content = self.content
        if is_known(tag, asked.get("If-None-Match")):
            start = {**start, "status": 304}
            del headers["Content-Length"], headers["Content-Type"]
            content = []
        await self.send(start)
        await self.send({"type": "http.response.body", "body": b"".join(content)})


def may_be_tagged(start: Message) -> bool:
    """JSON that is shown: nothing that says itself whether it may be kept, no file, and nothing endless."""
    headers = Headers(raw=start.get("headers", []))
    if start["status"] != 200 or not headers.get("Content-Type", "").startswith("application/json"):
        return False
    if any(name in headers for name in ("ETag", "Cache-Control", "Content-Disposition", "Set-Cookie")):
        return False
    return int(headers.get("Content-Length", LARGEST_BYTES + 1)) <= LARGEST_BYTES


def _cookie(lines: Iterable[str]) -> str:
    """The session's cookie alone: others come and go."""
    found = (one.strip() for line in lines for one in line.split(";"))
    return next((one for one in found if one.startswith(f"{COOKIE}=")), "")
