"""A provider of single sign-on sharing no code with ours (npm oidc-provider), and a browser that uses it."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx

import bootstrap
from tests.support.processes import free_port

CLIENT, SECRET = "parkcarbon", "a secret of the client & co"


@contextmanager
def running(log: Path, redirect: str, people: dict[str, dict[str, Any]], **options: object) -> Iterator[str]:
    """The provider's name for itself."""
    with bootstrap.one_at_a_time():
        command = bootstrap.peer_program("oidc.cjs")
    port = free_port()
    given = {"port": port, "client": CLIENT, "secret": SECRET, "redirect": redirect, "people": people}
    with log.open("ab") as said:
        process = subprocess.Popen(
            [*command, json.dumps(given | options)], stdout=subprocess.PIPE, stderr=said, text=True
        )
    try:
        assert process.stdout is not None
        assert any(line.startswith("{") for line in process.stdout), log.read_text(errors="replace")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.communicate()


class _Form(HTMLParser):
    """The first form of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember where it goes, and its fields."""
        told = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.action:
            self.action = told.get("action", "")
        elif tag == "input" and told.get("name"):
            self.fields[told["name"]] = told.get("value", "")


def logged_in(address: str, person: str, redirect: str) -> dict[str, str]:
    """Type a name at the provider, agree to everything; with what it sends the browser back."""
    with httpx.Client(timeout=30) as browser:
        answer = browser.get(address)
        for _ in range(12):
            place = answer.headers.get("Location")
            if place and place.startswith(redirect):
                return dict(httpx.URL(place).params)
            if place:
                answer = browser.get(urljoin(str(answer.url), place))
                continue
            form = _Form(answer.text)
            assert form.action, re.sub(r"<[^>]+>", " ", answer.text)[:600]
            filled = {**form.fields, **{k: person for k in ("login",) if k in form.fields}, "password": "any"}
            answer = browser.post(urljoin(str(answer.url), form.action), data=filled)
    raise AssertionError("the provider never sent the browser back")
