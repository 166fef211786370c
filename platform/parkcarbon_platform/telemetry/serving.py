"""`/metrics` and `/healthz` of a process, on a port of their own that only operators reach."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from prometheus_client import REGISTRY, CollectorRegistry, make_wsgi_app

# Longer than any step of a loop takes: a commit waits up to 3 s for a connection, a lock 1 s.
STILL_S = 60.0


class Heart:
    """Beats while the process's loops turn; a process without one is alive as long as it answers."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._beat_at: dict[str, float] = {}

    def beat(self, loop: str = "") -> None:
        """A loop has come round."""
        self._beat_at[loop] = self._clock()

    def forget(self, loop: str) -> None:
        """This loop has ended, and is not missed."""
        self._beat_at.pop(loop, None)

    @property
    def silent_s(self) -> float:
        """How long ago the loop that is slowest last beat [s]; 0 before the first."""
        now = self._clock()
        return max((now - at for at in list(self._beat_at.values())), default=0.0)


HEART = Heart()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """A scrape every few seconds is no news."""


def application(heart: Heart, registry: CollectorRegistry = REGISTRY) -> Callable[..., Iterable[bytes]]:
    """The WSGI application of the two paths."""
    figures = make_wsgi_app(registry)

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == "/metrics":
            answered: Iterable[bytes] = figures(environ, start_response)
            return answered
        still = heart.silent_s
        status, text = (
            ("200 OK", "ok") if still < STILL_S else ("503 Unavailable", f"still for {still:.0f} s")
        )
        if path != "/healthz":
            status, text = "404 Not Found", "/metrics or /healthz"
        start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
        return [f"{text}\n".encode()]

    return answer


@contextmanager
def served(port: int, host: str = "0.0.0.0", heart: Heart = HEART) -> Iterator[int]:  # noqa: S104 -- scraped from outside
    """Serve while the block runs; port 0 serves nothing. Yields the port."""
    if not port:
        yield 0
        return
    server = _Server((host, port), _Quiet)
    server.set_app(application(heart))
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
