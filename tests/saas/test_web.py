"""The pages: assets for ever, the page itself never; headers that keep strangers' scripts out."""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.saas.conftest import World, serving


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><head><title>page</title></head>")
    (tmp_path / "favicon.svg").write_text("<svg/>")
    (tmp_path / "assets" / "app-1a2b3c.js").write_text("plain")
    (tmp_path / "assets" / "app-1a2b3c.js.br").write_bytes(b"packed")
    (tmp_path.parent / "secret.txt").write_text("secret")
    return tmp_path


@pytest.fixture
def client(world: World, built: Path) -> Iterator[httpx.Client]:
    settings = world.settings.model_copy(update={"static_dir": built})
    with serving(settings) as url, httpx.Client(base_url=url, timeout=60) as client:
        yield client


def test_any_path_of_the_application_is_the_page(client: httpx.Client) -> None:
    for path in ("/", "/p/alpha/live", "/p/alpha/wall?x=1", "/index.html"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "page" in answer.text
        assert answer.headers["Cache-Control"] == "no-cache"


def test_assets_are_immutable_and_packed_where_taken(client: httpx.Client) -> None:
    plain = client.get("/assets/app-1a2b3c.js", headers={"Accept-Encoding": "identity"})
    assert plain.text == "plain"
    assert "immutable" in plain.headers["Cache-Control"]
    with client.stream("GET", "/assets/app-1a2b3c.js", headers={"Accept-Encoding": "gzip, br"}) as packed:
        assert packed.headers["Content-Encoding"] == "br"
        assert packed.headers["Content-Type"].startswith("text/javascript")
        assert b"".join(packed.iter_raw()) == b"packed"
    assert client.get("/assets/gone.js").status_code == 404
    assert client.get("/favicon.svg").text == "<svg/>"


@pytest.mark.parametrize("path", ["/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt"])
def test_nothing_outside_the_folder_is_served(client: httpx.Client, path: str) -> None:
    assert "secret" not in client.get(path).text


def test_security_headers_are_on_everything(client: httpx.Client) -> None:
    for path in ("/", "/assets/app-1a2b3c.js", "/healthz", "/api/v1/session", "/api/v1/nothing"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert scripts == "script-src 'self'"
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "server" not in headers


def test_the_script_of_the_page_runs_and_no_other(client: httpx.Client, built: Path) -> None:
    data, script = '<script type="application/json" id="hints">{}</script>', "\n  document.title = 'é';\n"
    (built / "index.html").write_text(
        f"<!doctype html><head>{data}<script>{script}</script></head>", encoding="utf-8"
    )
    policy = client.get("/p/alpha/live").headers["Content-Security-Policy"]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy
    assert "sha256" not in client.get("/favicon.svg").headers["Content-Security-Policy"]


def test_styles_need_a_nonce_that_is_good_for_one_page(client: httpx.Client) -> None:
    nonces = set()
    for path in ("/", "/p/alpha/live", "/index.html"):
        answer = client.get(path, headers={"If-None-Match": "*"})
        (nonce,) = re.findall(r'<meta property="csp-nonce" nonce="([\w-]+)" />', answer.text)
        assert f"style-src 'self' 'nonce-{nonce}';" in answer.headers["Content-Security-Policy"]
        # A browser that asks whether its copy still holds would join an old page to a new policy.
        assert not {"etag", "last-modified"} & set(answer.headers)
        nonces.add(nonce)
    assert len(nonces) == 3
    assert "nonce" not in client.get("/favicon.svg").headers["Content-Security-Policy"]


def test_without_a_build_the_page_says_how_to_make_one(world: World, tmp_path: Path) -> None:
    settings = world.settings.model_copy(update={"static_dir": tmp_path / "none"})
    with serving(settings) as url:
        answer = httpx.get(url, timeout=60)
    assert answer.status_code == 503
    assert "npm run build" in answer.text
