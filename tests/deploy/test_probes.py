"""Readiness is asked of our own address, whatever proxy the environment names."""

import http.server
import threading

import pytest
from parkcarbon_local import probes


class Ready(http.server.BaseHTTPRequestHandler):
    """Says yes to everything, silently."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_proxy_is_not_asked_for_our_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with http.server.HTTPServer(("127.0.0.1", 0), Ready) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        assert probes.api_is_ready(f"http://127.0.0.1:{server.server_port}")
