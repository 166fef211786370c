"""The demo, started as a newcomer starts it, and a real Chromium to look at it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.support.processes import wait_until

BIN = Path(sys.executable).parent
HISTORY_DAYS = 3  # enough for a whole yesterday in any time zone; the real demo fills 400

HERE = Path(__file__).parent
PATIENCE_S = 1500
PATIENCE_MS = 240_000  # of one expectation: the machine may be busy
expect.set_options(timeout=PATIENCE_MS)


class Demo:
    """The running demo: its address, log-ins and data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {
            **os.environ,
            "PARKCARBON_DATA_DIR": str(folder),
            "PARKCARBON_DEMO_HISTORY_DAYS": str(HISTORY_DAYS),
        }

    def command(self, *arguments: str, check: bool = True) -> str:
        """Run `parkcarbon …` in the demo's environment; standard output."""
        done = subprocess.run(
            [str(BIN / "parkcarbon"), *arguments],
            env=self.env, capture_output=True, text=True, timeout=900, check=False,
        )  # fmt: skip
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def status(self) -> dict[str, Any]:
        return dict(json.loads(self.command("status", "--json", check=False)))

    @cached_property
    def lasting(self) -> dict[str, Any]:
        """The status as it was first: of what stays as it is (asking takes a second of the processor)."""
        return self.status()

    @property
    def url(self) -> str:
        """Where the demo is."""
        return str(self.lasting["url"])

    def process(self, name: str) -> dict[str, Any]:
        return next(p for p in self.status()["processes"] if p["name"] == name)

    def login(self, role: str) -> tuple[str, str]:
        entry = next(e for e in self.lasting["logins"] if e["role"] == role)
        return entry["login"], entry["password"]

    def client(self, role: str = "operator") -> httpx.Client:
        """An API client that has logged in."""
        client = httpx.Client(base_url=self.url, timeout=30)
        login, password = self.login(role)
        answer = client.post("/api/v1/session", json={"login": login, "password": password})
        assert answer.status_code == 200, answer.text
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        return client


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests wait for a whole platform beside other tests: a machine that is slow is no failure."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.timeout(PATIENCE_S))


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """The whole platform with the simulated park, ready; PARKCARBON_TEST_DEMO_DIR looks at a running one."""
    given = os.environ.get("PARKCARBON_TEST_DEMO_DIR")
    folder = Path(given or tempfile.mkdtemp(prefix="parkcarbon-demo-"))
    folder.chmod(0o711)  # as root the database runs as a user of its own, who must be able to enter
    running = Demo(folder)
    try:
        running.command("up", "--detach")
        wait_until(lambda: running.status().get("ready"), "the demo to be ready", timeout_s=600, every_s=1)
        yield running
    finally:
        if not given:
            running.command("down", check=False)
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def launched() -> Iterator[Browser]:
    """A Chromium, that of the environment where it names one."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("PARKCARBON_CHROMIUM", "/usr/bin/chromium"),
            env={**os.environ, **json.loads(os.environ.get("PARKCARBON_CHROMIUM_ENV", "{}"))},
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                  "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )  # fmt: skip
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for one file: Playwright's loop runs in this thread, and asyncio refuses a second one."""
    with launched() as chromium:
        yield chromium


def fill_in(page: Page, login: str, password: str) -> None:
    """Who one is, on the log-in page."""
    page.get_by_test_id("login").fill(login)
    page.get_by_test_id("password").fill(password)
    page.get_by_test_id("sign-in").click()


def sign_in(page: Page, demo: Demo, role: str = "operator") -> None:
    page.goto(demo.url)
    fill_in(page, *demo.login(role))
    page.wait_for_url(f"**/p/*/{'home' if role == 'enterprise' else 'live'}")


# What is not said is shown by its key: words with dots between them, in what one sees, hears or points at.
KEYS_SHOWN = r"""() => [document.body.innerText, ...[...document.querySelectorAll('[title], [aria-label]')]
  .flatMap(e => [e.title, e.getAttribute('aria-label') ?? ''])].join('\n').match(/[a-z_]+(\.\w+)+/g) ?? []"""


def bare_keys(page: Page) -> set[str]:
    """Keys of texts that the page shows instead of the texts."""
    sections = json.loads((HERE.parents[1] / "saas/web/src/i18n/en.json").read_text())
    known: set[str] = set()

    def collect(tree: dict[str, Any], above: str) -> None:
        for name, value in tree.items():
            key = f"{above}{name}"
            if isinstance(value, dict):
                collect(value, f"{key}.")
            else:
                known.update((key, key.removesuffix("_one").removesuffix("_other")))

    collect(sections, "")
    return known & set(page.evaluate(KEYS_SHOWN))


def patient_context(browser: Browser) -> BrowserContext:
    """A visitor with a desk's screen who waits as long as a busy machine needs."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = patient_context(browser)
    yield context
    context.close()


@pytest.fixture
def live_page(context: BrowserContext, demo: Demo) -> Page:
    """The Live page, signed in as the operator, with figures on it."""
    page = context.new_page()
    sign_in(page, demo)
    page.wait_for_selector('[data-figure="now"][data-by="enterprise"]')
    return page
