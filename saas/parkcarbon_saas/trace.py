"""A trace id for each request: in the answer's header, in problems and in every log line of the request."""

import logging
import secrets
import time
from collections.abc import Iterable
from contextvars import ContextVar
from urllib.parse import quote

from parkcarbon_platform.telemetry import figures, tracing
from parkcarbon_platform.telemetry.tracing import Opened, Place
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("parkcarbon.access")

HEADER = "X-Trace-Id"
SERVER_ERROR = 500
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_trace_id: ContextVar[str] = ContextVar("trace_id", default="-")

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HSTS = "max-age=31536000; includeSubDomains"


def policy_of_page(nonce: str, script_hashes: Iterable[str]) -> str:
    """The policy of a page: its own inline scripts, by their SHA-256 (base64), and styles with a nonce.

    Ant Design writes style elements at run time, so that no hash can be known of these.
    """
    scripts = " ".join(["script-src 'self'", *(f"'sha256-{found}'" for found in script_hashes)])
    return CONTENT_SECURITY_POLICY.replace("script-src 'self'", scripts).replace(
        "style-src 'self'", f"style-src 'self' 'nonce-{nonce}'"
    )


def current_trace_id() -> str:
    """The trace id of the request being answered; a dash outside of one."""
    return _trace_id.get()


def place_of(headers: Headers) -> Place:
    """The caller's span (W3C traceparent), else a trace of its own."""
    return tracing.place_of(headers.get("traceparent")) or Place(secrets.token_hex(16))


def observe(scope: Scope, status: int, taken_s: float, opened: Opened) -> None:
    """Count an answer by its route's pattern: paths are without number, and hold names."""
    route = getattr(scope.get("route"), "path", "none")
    method = scope["method"] if scope["method"] in METHODS else "other"
    opened.call(f"{method} {route}")
    opened.know(status=status, route=route)
    if status >= SERVER_ERROR:
        opened.fail(str(status))
    figures.REQUESTS.labels(method, route, str(status)).inc()
    figures.REQUEST.labels(route).observe(taken_s)


class TraceMiddleware:
    """Outermost, around the server's own errors too: trace id, security headers, one log line a request."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self.headers = {**SECURITY_HEADERS, **({"Strict-Transport-Security": HSTS} if secure else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        place = place_of(Headers(scope=scope))
        with tracing.span("request", parent=place, kind="server") as opened:
            await self._answer(scope, receive, send, place.trace, opened)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, trace_id: str, opened: Opened
    ) -> None:
        token = _trace_id.set(trace_id)
        began, status, complete = time.perf_counter(), 0, False

        async def send_with_headers(message: Message) -> None:
            nonlocal status, complete
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[HEADER] = trace_id
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)
            complete = message["type"] == "http.response.body" and not message.get("more_body", False)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            # Starlette raises again what it has answered and we have logged: the server would log it once
            # more, without its trace id.
            if not complete:
                raise
        finally:
            taken_ms = (time.perf_counter() - began) * 1000
            # Quoted: a line break in a path would begin a log line of the caller's.
            observe(scope, status, taken_ms / 1000, opened)
            log.info("%s %s %s %.0f ms", scope["method"], quote(scope["path"]), status, taken_ms)
            _trace_id.reset(token)
