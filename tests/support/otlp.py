"""A collector of OpenTelemetry: takes spans over HTTP (OTLP, protobuf), and keeps them."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)


class Seen(NamedTuple):
    """A span as it came; ids are hexadecimal."""

    service: str
    name: str
    trace: str
    span: str
    parent: str
    links: tuple[tuple[str, str], ...]
    facts: dict[str, object]
    taken_ns: int
    failed: bool


class Collector:
    """Listens on a port of its own."""

    def __init__(self) -> None:
        self.spans: list[Seen] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                assert self.path == "/v1/traces"
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers.get("Content-Encoding") == "gzip":
                    body = gzip.decompress(body)
                collector.spans += read(ExportTraceServiceRequest.FromString(body))
                answer = ExportTraceServiceResponse().SerializeToString()
                self.send_response(200)
                self.send_header("Content-Type", "application/x-protobuf")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
                """Nobody reads it."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def named(self, name: str) -> list[Seen]:
        return [span for span in self.spans if span.name == name]


def read(request: ExportTraceServiceRequest) -> list[Seen]:
    """The spans of a request."""
    found = []
    for resource in request.resource_spans:
        told = {item.key: item.value.string_value for item in resource.resource.attributes}
        for scope in resource.scope_spans:
            for span in scope.spans:
                facts = {
                    item.key.removeprefix("parkcarbon."): getattr(
                        item.value, str(item.value.WhichOneof("value"))
                    )
                    for item in span.attributes
                }
                links = tuple((link.trace_id.hex(), link.span_id.hex()) for link in span.links)
                found.append(
                    Seen(
                        told["service.name"], span.name, span.trace_id.hex(), span.span_id.hex(),
                        span.parent_span_id.hex(), links, facts,
                        span.end_time_unix_nano - span.start_time_unix_nano, span.status.code == 2,
                    )
                )  # fmt: skip
    return found


@contextmanager
def collecting() -> Iterator[Collector]:
    """Listen while the block runs."""
    collector = Collector()
    thread = threading.Thread(target=collector.server.serve_forever)
    thread.start()
    try:
        yield collector
    finally:
        collector.server.shutdown()
        collector.server.server_close()
        thread.join()
