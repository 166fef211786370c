"""`make screenshots`: the pictures of docs/guides, taken of the demo by a real Chromium.

They are small on purpose: a page at 1280 × 800, written as WebP by the browser itself.
"""

import argparse
import base64
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.end_to_end.conftest import Demo, launched, sign_in
from tests.support.processes import wait_until

FOLDER = Path(__file__).parents[1] / "docs" / "images"
MOST_BYTES = 120_000
QUALITY = 80
SIZE = {"width": 1280, "height": 800}
SETTLED_MS = 3_000  # until charts have drawn and frames have come


@dataclass(frozen=True)
class Shot:
    """A picture: of which page, seen by whom, in which language, after what was done there."""

    name: str
    role: str
    page: str
    ready: str
    language: str = "en"
    prepare: Callable[[Page], None] | None = None


def explain(page: Page) -> None:
    """Open the terms of what is emitted now."""
    page.locator('[data-figure="today"]:not([data-by])').first.click()
    page.locator("[data-explain-total]").first.wait_for()


SHOTS = (
    Shot("operator-live", "operator", "live", '[data-figure="now"][data-value]'),
    Shot("operator-explain", "operator", "live", '[data-figure="today"][data-value]', prepare=explain),
    Shot("operator-flows", "operator", "flows", ".card svg"),
    Shot("operator-health", "operator", "health", ".card table"),
    Shot("operator-live-zh", "operator", "live", '[data-figure="now"][data-value]', language="zh-CN"),
    Shot("enterprise-home", "enterprise", "home", '[data-testid="home-kpis"]'),
    Shot("enterprise-home-zh", "enterprise", "home", '[data-testid="home-kpis"]', language="zh-CN"),
    Shot("enterprise-connect", "enterprise", "connect", "h1"),
    Shot("admin-parks", "admin", "/parks", "[data-park=demo]"),
    Shot("admin-system", "admin", "/system", ".card table"),
    Shot("verifier-inventory", "verifier", "inventory", ".kpi-value"),
)


@contextmanager
def running(folder: str | None) -> Iterator[Demo]:
    """The demo in a folder, or a fresh one."""
    place = Path(folder or tempfile.mkdtemp(prefix="parkcarbon-demo-"))
    place.chmod(0o711)  # as root the database runs as a user of its own, who must be able to enter
    demo = Demo(place)
    try:
        demo.command("up", "--detach")
        wait_until(lambda: demo.status().get("ready"), "the demo to be ready", timeout_s=600, every_s=1)
        yield demo
    finally:
        if folder is None:
            demo.command("down", check=False)
            shutil.rmtree(place, ignore_errors=True)


def take(browser: Browser, demo: Demo, shot: Shot) -> bytes:
    """One picture."""
    context = browser.new_context(viewport=SIZE, locale="en-GB", reduced_motion="reduce")
    context.add_init_script(f"localStorage.setItem('pc.language', '{shot.language}')")
    page = context.new_page()
    sign_in(page, demo, shot.role)
    park = page.url.split("/p/")[1].split("/")[0]
    page.goto(f"{demo.url}{shot.page if shot.page.startswith('/') else f'/p/{park}/{shot.page}'}")
    page.locator(shot.ready).first.wait_for()
    if shot.prepare:
        shot.prepare(page)
    page.wait_for_timeout(SETTLED_MS)
    session = context.new_cdp_session(page)
    found = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    context.close()
    return base64.b64decode(found["data"])


def main() -> int:
    """Take all pictures, or those named."""
    parser = argparse.ArgumentParser(prog="make screenshots", description=__doc__)
    parser.add_argument("--of", help="the data folder of a demo that runs")
    parser.add_argument("names", nargs="*", help="of pictures (all)")
    asked = parser.parse_args()
    shots = [shot for shot in SHOTS if not asked.names or shot.name in asked.names]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running(asked.of or os.environ.get("PARKCARBON_TEST_DEMO_DIR")) as demo, launched() as browser:
        for shot in shots:
            content = take(browser, demo, shot)
            if len(content) > MOST_BYTES:
                sys.stderr.write(f"{shot.name} has {len(content)} bytes, more than {MOST_BYTES}\n")
                return 1
            (FOLDER / f"{shot.name}.webp").write_bytes(content)
            sys.stdout.write(f"{shot.name}: {len(content) / 1000:.0f} kB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
