"""Every error as application/problem+json (RFC 9457), translated in this one place."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from parkcarbon_platform.errors import (
    ConflictError,
    ForbiddenError,
    GoneError,
    InvalidError,
    MisdirectedError,
    NotFoundError,
    PlatformError,
    TooManyError,
    UnauthenticatedError,
    UnavailableError,
)
from parkcarbon_platform.services.access import audit
from parkcarbon_platform.services.live.explain import ExpiredError
from pydantic import BaseModel, Field
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parkcarbon_saas.trace import current_trace_id

log = logging.getLogger("parkcarbon.api")

MEDIA_TYPE = "application/problem+json"

STATUS: tuple[tuple[type[PlatformError], HTTPStatus], ...] = (
    (UnauthenticatedError, HTTPStatus.UNAUTHORIZED),
    (ForbiddenError, HTTPStatus.FORBIDDEN),
    (ExpiredError, HTTPStatus.GONE),
    (GoneError, HTTPStatus.GONE),
    (NotFoundError, HTTPStatus.NOT_FOUND),
    (ConflictError, HTTPStatus.CONFLICT),
    (InvalidError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (MisdirectedError, HTTPStatus.MISDIRECTED_REQUEST),
    (TooManyError, HTTPStatus.TOO_MANY_REQUESTS),
    (UnavailableError, HTTPStatus.SERVICE_UNAVAILABLE),
)
RETRY_AFTER_S = {HTTPStatus.SERVICE_UNAVAILABLE: 2, HTTPStatus.TOO_MANY_REQUESTS: 60}

REMEDY = {
    HTTPStatus.NOT_FOUND: "Check the address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Use a method that the API description names for this address.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Send less at once.",
}
# Python's own name of this status has changed: a code may not.
CODES = {HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large"}


Fact = str | int | float | bool


class InputError(BaseModel):
    """One thing that is wrong with the input."""

    location: list[str | int]
    message: str


class Problem(BaseModel):
    """An error: what it is, what was found, and what to do about it."""

    type: str = Field(description="code of the error, stable")
    title: str
    status: int
    detail: str
    remedy: str
    trace_id: str
    facts: dict[str, Fact] | None = Field(default=None, description="what was found, by name")
    errors: list[InputError] | None = Field(default=None, description="for invalid input: each fault")


RESPONSES: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "Error",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}


def problem_schemas() -> dict[str, Any]:
    """The schema of a problem and of what it refers to, by name."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs", {}), "Problem": schema}


def status_of(error: PlatformError) -> HTTPStatus:
    """The HTTP status of a platform error."""
    found = (status for kind, status in STATUS if isinstance(error, kind))
    return next(found, HTTPStatus.INTERNAL_SERVER_ERROR)


def problem(
    status: HTTPStatus, code: str, detail: str, remedy: str, *, facts: dict[str, Fact] | None = None,
    errors: list[InputError] | None = None, headers: dict[str, str] | None = None,
) -> JSONResponse:  # fmt: skip
    """The answer that carries a problem."""
    if trail := audit.current.get():
        trail.refusal = code
    body = Problem(
        type=code, title=status.phrase, status=status, detail=detail, remedy=remedy,
        trace_id=current_trace_id(), facts=facts or None, errors=errors,
    )  # fmt: skip
    content = body.model_dump(exclude_none=True)
    return JSONResponse(
        content, status, media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store", **(headers or {})}
    )


def _platform_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, PlatformError)
    status = status_of(error)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("%s: %s", error.code, error, exc_info=error)
    elif status == HTTPStatus.SERVICE_UNAVAILABLE:
        log.warning("%s: %s", error.code, error.__cause__ or error)
    headers = {"Retry-After": str(RETRY_AFTER_S[status])} if status in RETRY_AFTER_S else None
    # Facts of a failing server may name what is inside it; those of a request name what was asked.
    facts = {n: v for n, v in error.facts.items() if status < 500 and isinstance(v, Fact)}
    return problem(status, error.code, error.message, error.advice, facts=facts, headers=headers)


def _invalid_input(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [InputError(location=list(e["loc"]), message=str(e["msg"])) for e in error.errors()]
    detail = "; ".join(f"{'.'.join(map(str, f.location))}: {f.message}" for f in faults[:5])
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", detail, "Correct the input as described.", errors=faults
    )


def _http_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    remedy = REMEDY.get(status, "Check the request.")
    headers = dict(error.headers) if error.headers else None
    code = CODES.get(status, status.name.lower())
    return problem(status, code, str(error.detail), remedy, headers=headers)


class SizeMiddleware:
    """Around Starlette's limit of bodies: it answers in plain text where the length was told in advance."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_swapped = False

        async def send_problem(message: Message) -> None:
            nonlocal is_swapped
            too_large = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            if message["type"] == "http.response.start" and message["status"] == too_large:
                is_swapped = Headers(scope=message).get("Content-Type", "").startswith("text/plain")
                if is_swapped:
                    detail = "The body is larger than this address takes."
                    answer = problem(too_large, CODES[too_large], detail, REMEDY[too_large])
                    await answer(scope, receive, send)
            if not is_swapped:
                await send(message)

        await self.app(scope, receive, send_problem)


def _unexpected(_: Request, error: Exception) -> JSONResponse:
    log.error("unexpected error", exc_info=error)
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "internal_error",
        "Something went wrong on the server.",
        "Try again; if it stays, give the trace id to whoever runs the platform: it finds the log lines.",
    )


def install(app: FastAPI) -> None:
    """Let the app answer every error as a problem."""
    app.add_exception_handler(PlatformError, _platform_error)
    app.add_exception_handler(RequestValidationError, _invalid_input)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)
