"""Edges in a real Chromium on the running demo: a period is changed and acknowledged, a gateway added."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.end_to_end.conftest import Demo, sign_in
from tests.end_to_end.test_live_page import violations

AGENT = str(Path(sys.executable).parent / "parkcarbon-edge")


@pytest.fixture
def page(context: BrowserContext, demo: Demo) -> Page:
    page = context.new_page()
    page.add_init_script("localStorage.setItem('pc.language', 'en')")
    sign_in(page, demo)
    return page


def test_a_period_is_changed_and_acknowledged_and_a_gateway_is_added(
    page: Page, demo: Demo, tmp_path: Path
) -> None:
    base = f"{demo.url}/p/demo/edges"
    page.goto(f"{base}/plant-a")
    expect(page.get_by_test_id("config-point").first).to_be_visible()
    change_the_period(page, "45")
    assert violations(page) == []
    change_the_period(page, "60")
    page.get_by_test_id("command-diagnose").click()
    expect(page.get_by_test_id("command-answer")).to_have_attribute("data-state", "done")
    add_a_gateway(page, base, tmp_path / "gateway")


def change_the_period(page: Page, seconds: str) -> None:
    """Of the first point; until the edge has said that it is in force."""
    standing = page.get_by_test_id("config-standing")
    before = int(standing.get_attribute("data-version") or 0) if standing.count() else 0
    period = page.locator("input[type=number]").first
    period.fill(seconds)
    page.get_by_test_id("config-save").click()
    expect(standing).to_have_attribute("data-version", str(before + 1))
    expect(standing).to_have_attribute("data-standing", "in_force")
    expect(period).to_have_value(seconds)


def add_a_gateway(page: Page, base: str, folder: Path) -> None:
    """Made by keyboard; its commands carried out beside the browser, which sees it come."""
    page.goto(base)
    page.get_by_test_id("edge-add").press("Enter")
    page.locator("#edge-code").fill("browser-made")
    page.locator("#edge-code").press("Enter")
    ladder = page.get_by_test_id("edge-ladder")
    expect(ladder).to_have_attribute("data-online", "false")
    assert violations(page) == []
    _, enrol, url, token = page.locator(".edges-command pre").nth(1).inner_text().split()
    subprocess.run([AGENT, enrol, url, token, "--dir", str(folder)], check=True, capture_output=True)
    with subprocess.Popen(
        [AGENT, "run", "--config", str(folder / "edge.toml")], stderr=subprocess.DEVNULL
    ) as agent:
        try:
            expect(ladder).to_have_attribute("data-online", "true")
        finally:
            agent.terminate()
