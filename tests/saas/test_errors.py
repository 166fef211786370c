"""Every error is a problem: a code, what was found, what to do, and a trace id."""

import httpx
import pytest
from parkcarbon_platform import errors as platform
from parkcarbon_platform.telemetry import tracing
from parkcarbon_saas import errors

from tests.saas.conftest import Login, World
from tests.support.otlp import collecting
from tests.support.processes import wait_until
from tests.support.stack import ServerStack

FIELDS = {"type", "title", "status", "detail", "remedy", "trace_id"}


def assert_problem(answer: httpx.Response, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) - {"errors", "facts"} == FIELDS
    assert (problem["type"], problem["status"]) == (code, status)
    assert all(problem[name] for name in FIELDS)
    assert problem["trace_id"] == answer.headers["X-Trace-Id"]


def subclasses(kind: type) -> set[type]:
    found = set(kind.__subclasses__())
    return found | {deeper for one in found for deeper in subclasses(one)}


def test_every_platform_error_says_what_to_do() -> None:
    kinds = subclasses(platform.PlatformError)
    assert len(kinds) > 8
    assert [k.__name__ for k in kinds if not k.remedy or not k.code] == []


@pytest.mark.parametrize(("error", "status"), [
    (platform.NotFoundError("x"), 404), (platform.ForbiddenError("x"), 403),
    (platform.InvalidError("x"), 422),
    (platform.UnauthenticatedError("x"), 401), (platform.ConflictError("x"), 409),
    (platform.UnavailableError("x"), 503), (platform.PlatformError("x"), 500),
])  # fmt: skip
def test_platform_errors_become_statuses(error: platform.PlatformError, status: int) -> None:
    assert errors.status_of(error) == status


def test_unknown_addresses_and_methods(anonymous: httpx.Client) -> None:
    assert_problem(anonymous.get("/api/v1/nothing"), 404, "not_found")
    assert_problem(anonymous.put("/api/v1/session"), 405, "method_not_allowed")


def test_invalid_input_names_each_fault_and_does_not_repeat_it(anonymous: httpx.Client) -> None:
    answer = anonymous.post("/api/v1/session", json={"login": "x", "passwort": "my secret"})
    assert_problem(answer, 422, "invalid")
    assert {tuple(e["location"]) for e in answer.json()["errors"]} == {
        ("body", "password"),
        ("body", "passwort"),
    }
    assert "my secret" not in answer.text


def test_a_body_that_is_too_large_is_refused(anonymous: httpx.Client, world: World) -> None:
    body = b'{"login": "' + b"x" * (world.settings.max_body_bytes + 1) + b'"}'
    headers = {"Content-Type": "application/json"}
    # With its length told in advance, and in pieces.
    for content in (body, iter([body[:100], body[100:]])):
        answer = anonymous.post("/api/v1/session", content=content, headers=headers)
        assert_problem(answer, 413, "too_large")


def test_a_trace_id_of_the_caller_is_kept(anonymous: httpx.Client) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    answer = anonymous.get("/healthz", headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"})
    assert answer.headers["X-Trace-Id"] == trace
    assert anonymous.get("/healthz").headers["X-Trace-Id"] != trace


def test_a_request_is_a_span_of_the_trace_that_its_answer_names(
    anonymous: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with collecting() as collector:
        monkeypatch.setenv(tracing.ENDPOINT, collector.url)
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
        tracing.begin("parkcarbon-api")
        first = anonymous.get("/api/v1/admin/system").headers["X-Trace-Id"]
        caller = tracing.Place("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")
        anonymous.get("/healthz", headers={"traceparent": caller.traceparent})
        # An answer is there before its span has ended.
        wait_until(lambda: {first, caller.trace} <= {span.trace for span in collector.spans}, "the spans")
        tracing.end()
    spans = {span.trace: span for span in collector.spans if span.service == "parkcarbon-api"}
    assert (spans[first].parent, spans[first].facts["status"]) == ("", 401)
    assert (spans[caller.trace].name, spans[caller.trace].parent) == ("GET /healthz", caller.span)


def test_readiness_names_what_is_missing(anonymous: httpx.Client, stack: ServerStack) -> None:
    assert anonymous.get("/healthz").json() == {"status": "ok"}
    assert anonymous.get("/readyz").json() == {"ready": True, "database": True, "cache": True, "broker": True}
    stack.own.stop_one(stack.own.mosquitto)
    answer = anonymous.get("/readyz")
    stack.own.start_one(stack.own.mosquitto)
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": True, "cache": True, "broker": False}


def test_no_live_process_is_said(login: Login) -> None:
    answer = login("operator").get("/api/v1/parks/alpha/live")
    assert_problem(answer, 503, "no_live_frame")
    assert answer.headers["Retry-After"]
