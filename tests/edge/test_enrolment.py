"""Enrolment's client side: whom it trusts, where a token may go, and the text of a configuration."""

import http.server
import json
import ssl
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from parkcarbon_edge.enrolment import default_folder, enrol, replaced
from parkcarbon_edge.errors import EnrolmentError
from parkcarbon_edge.settings import load_settings
from parkcarbon_local import certificates
from parkcarbon_platform.services.connecting import edges

ANSWER = {
    "park": "demo", "edge": "gate-way", "partition": "0a",
    "uplink": {"url": "mqtts://carbon.example", "username": "edge.demo.gate-way", "client_id": "x",
               "password": "secret", "ca_pem": None, "of a later version": 1},
    "config": None,
}  # fmt: skip


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as it is told, and keeps what it was asked."""

    status = 200
    asked: list[tuple[str, dict[str, str]]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).asked.append((self.path, body))
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(json.dumps(ANSWER).encode() if self.status == 200 else b"<html>")

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def platform(status: int = 200, tls: ssl.SSLContext | None = None) -> Iterator[tuple[int, type[Handler]]]:
    handler = type("Told", (Handler,), {"status": status, "asked": []})
    with http.server.HTTPServer(("127.0.0.1", 0), handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1], handler
        finally:
            server.shutdown()
            thread.join()


def test_the_platforms_certificate_is_checked(tmp_path: Path) -> None:
    now = certificates.utc_now()
    authority = certificates.new_authority("test", now)
    made = certificates.new_server(authority, ["localhost"], now)
    ca, certificate = tmp_path / "ca.pem", tmp_path / "server.pem"
    ca.write_text(authority.certificate)
    certificate.write_text(made.certificate + made.key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with platform(tls=context) as (port, told):
        with pytest.raises(EnrolmentError, match=r"not of an authority.*--ca"):
            enrol(f"https://localhost:{port}", "token", tmp_path / "a")
        with pytest.raises(EnrolmentError, match=r"not for 127\.0\.0\.1"):
            enrol(f"https://127.0.0.1:{port}", "token", tmp_path / "a", ca=ca)
        assert told.asked == []  # nobody who was not checked has seen the token
        assert enrol(f"https://localhost:{port}/", "token", tmp_path / "a", ca=ca).edge == "gate-way"
        ((path, body),) = told.asked
        assert (path, body["token"]) == ("/api/v1/edge/enrol", "token")
        assert body["host"]
        assert body["version"]
    config = tomllib.loads((tmp_path / "a" / "edge.toml").read_text())
    assert config["uplink"]["url"] == "mqtts://carbon.example"
    assert "ca_file" not in config["uplink"]  # a public authority
    with pytest.raises(EnrolmentError, match=r"cannot be reached|No such file"):
        enrol(f"https://localhost:{port}", "token", tmp_path / "a", ca=tmp_path / "nothing")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_token_is_not_sent_on(status: int, tmp_path: Path) -> None:
    with platform(status) as (port, told), pytest.raises(EnrolmentError, match=str(status)):
        enrol(f"http://127.0.0.1:{port}", "token", tmp_path)
    assert [path for path, _ in told.asked] == ["/api/v1/edge/enrol"]


def test_an_answer_that_is_none_changes_nothing(tmp_path: Path) -> None:
    with platform(502) as (port, _), pytest.raises(EnrolmentError, match="answers 502"):
        enrol(f"http://127.0.0.1:{port}", "token", tmp_path)
    with pytest.raises(EnrolmentError, match="refuses the connection"):
        enrol(f"http://127.0.0.1:{port}", "token", tmp_path)
    for url in ("carbon.example", "ftp://carbon.example", "https://"):
        with pytest.raises(EnrolmentError, match="is no address"):
            enrol(url, "token", tmp_path)
    assert not (tmp_path / "edge.toml").exists()


BEFORE = """# of the operator
park = "demo"
edge = "gate-way"
partition = "00"
[uplink]
url = "mqtt://old"     # old
cycle_s = 1.0
username = "x"
[spool]
path = "/spool"
[[connector]]
name = "url"
url = "mqtt://meter"
"""


def test_the_client_id_is_the_one_that_was_given(tmp_path: Path) -> None:
    config = tmp_path / "edge.toml"
    with platform() as (port, handler):
        enrol(f"http://127.0.0.1:{port}", "token", tmp_path)
        assert handler.asked[0][1]["takes_client_id"]
        assert load_settings(config).client_id == "x"
        # An edge that was enrolled before goes on as it was.
        config.write_text(
            "\n".join(x for x in config.read_text().splitlines() if not x.startswith("client_id"))
        )
        assert load_settings(config).client_id == "pc-demo-gate-way"
        enrol(f"http://127.0.0.1:{port}", "token", tmp_path)
        assert load_settings(config).client_id == "x"


def test_only_the_named_keys_of_a_section_change() -> None:
    text = replaced(BEFORE, "uplink", {"url": "mqtts://new", "ca_file": "/ca.pem", "username": ""})
    before, after = tomllib.loads(BEFORE), tomllib.loads(text)
    assert after.pop("uplink") == {"url": "mqtts://new", "ca_file": "/ca.pem", "cycle_s": 1.0}
    assert {**after, "uplink": before["uplink"]} == before
    assert "# of the operator" in text
    moved = tomllib.loads(replaced(BEFORE, "", {"partition": "0a"}))
    assert moved == {**before, "partition": "0a"}
    added = replaced('park = "a"', "uplink", {"url": "x"})
    assert tomllib.loads(added) == {"park": "a", "uplink": {"url": "x"}}


def test_the_service_starts_what_root_has_enrolled(monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parents[2]
    unit = (root / "deploy" / "gateway" / "parkcarbon-edge.service").read_text()
    options = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line and line[0] != "#")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert options["ExecStart"].split() == [
        f"{edges.GATEWAY_FOLDER}/bin/parkcarbon-edge", "run", "--config", f"{default_folder()}/edge.toml",
    ]  # fmt: skip
    assert f"/var/lib/{options['StateDirectory']}" == str(default_folder())
