"""Faults injected into the running demo by name, seen on the Meter health page with their remedy, and ended.

Points are chosen so that no other test looks at them: gauges of sub-meters, and registers whose yesterday,
which is compared with the truth elsewhere, stays untouched.
"""

import re
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.end_to_end.conftest import BIN, Demo, sign_in
from tests.end_to_end.test_live_page import violations

SILENT, DRIFTING, CONTRADICTING = "water-blowers-power", "depot-charging-power", "hotel-main-power"
JUMPING, FALLING, UNKNOWN = "electronics-chillers-import", "food-coldstore-import", "office-main-import"
FAULTS = {
    SILENT: ["gap"],
    DRIFTING: ["clock-drift", "--seconds", "300"],
    CONTRADICTING: ["duplicate", "--difference", "2"],
    JUMPING: ["spike"],
    FALLING: ["reset"],
    UNKNOWN: ["unknown-point"],
}
# A register is read once a minute, a check comes once a minute, and the page asks three times a minute.


def fault(demo: Demo, *arguments: str) -> str:
    done = subprocess.run(
        [str(BIN / "parkcarbon-simulator"), "fault", *arguments, "--dir", str(demo.folder / "demo")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


@pytest.fixture(scope="module")
def faulty(demo: Demo) -> Iterator[Demo]:
    """The demo with its faults, which end when the tests do."""
    try:
        for point, (name, *options) in FAULTS.items():
            fault(demo, name, "--point", point, *options)
        assert SILENT in fault(demo, "list")
        yield demo
    finally:
        fault(demo, "clear")


@pytest.fixture
def page(context: BrowserContext, faulty: Demo) -> Page:
    """The Meter health page, signed in as the operator."""
    page = context.new_page()
    page.add_init_script("localStorage.setItem('pc.language', 'en')")
    sign_in(page, faulty)
    page.goto(page.url.replace("/live", "/health"))
    page.get_by_test_id("calendar").wait_for()
    return page


def test_each_fault_is_found_with_its_remedy(page: Page) -> None:
    found = {
        (DRIFTING, "clock_drift"): "#gateways",
        (CONTRADICTING, "different_value"): "#readings",
        (JUMPING, "spike"): f"/meters/{JUMPING}/event",
        (FALLING, "reset"): f"/meters/{FALLING}/event",
    }
    for (point, rule), way in found.items():
        row = page.locator(f'[data-testid=finding][data-rule="{rule}"][data-point="{point}"]').first
        expect(row).to_be_visible()
        expect(row.get_by_test_id("remedy")).to_have_attribute("href", re.compile(re.escape(way)))
    late = page.locator(f'[data-testid=point-state][data-point="{SILENT}"][data-late=true]')
    expect(late).to_be_visible()
    expect(page.get_by_test_id("health-verdict")).to_have_attribute("data-well", "false")
    expect(page.get_by_role("link", name=re.compile("^In quarantine: [1-9]"))).to_be_visible()


def test_a_finding_is_marked_as_seen_with_a_note(page: Page) -> None:
    page.goto(f"{page.url}?rule=clock_drift&point={DRIFTING}")
    row = page.locator(f'[data-testid=finding][data-point="{DRIFTING}"]').first
    expect(row).to_be_visible()
    row.get_by_role("checkbox").check()
    page.get_by_test_id("decision-note").fill("The clock is set tonight")
    page.get_by_test_id("decide-acknowledged").click()
    expect(page.locator("[data-testid=finding]")).to_have_count(0)
    page.get_by_role("button", name="Seen", exact=True).click()
    expect(page).to_have_url(re.compile("state=acknowledged"))
    expect(row).to_contain_text("The clock is set tonight")


def test_a_contradiction_is_decided(page: Page) -> None:
    page.goto(f"{page.url}?point={CONTRADICTING}#readings")
    row = page.locator(f'[data-testid=contradiction][data-point="{CONTRADICTING}"]').first
    expect(row).to_be_visible()
    row.get_by_role("checkbox").check()
    page.get_by_test_id("decision-note").fill("The first is right")
    page.get_by_test_id("decide-dismiss").click()
    expect(page.get_by_test_id("decision-note")).to_have_count(0)
    page.get_by_role("button", name="Dismissed", exact=True).click()
    expect(page.locator("[data-testid=contradiction]").first).to_contain_text("The first is right")


@pytest.mark.parametrize(("language", "theme"), [("en", "dark"), ("zh-CN", "light")])
def test_no_accessibility_violations(
    context: BrowserContext, faulty: Demo, language: str, theme: str
) -> None:
    page = context.new_page()
    page.add_init_script(
        f"localStorage.setItem('pc.language', '{language}'); localStorage.setItem('pc.theme', '{theme}')"
    )
    sign_in(page, faulty)
    page.goto(page.url.replace("/live", "/health?balance=table&points=all"))
    page.get_by_test_id("calendar").wait_for()
    page.get_by_test_id("balance-table").wait_for()
    page.wait_for_timeout(1000)
    assert violations(page) == []


def test_an_enterprise_sees_its_own_meters_only(context: BrowserContext, faulty: Demo) -> None:
    page = context.new_page()
    sign_in(page, faulty, "enterprise")
    page.goto(page.url.replace("/home", "/health?points=all"))
    page.locator("[data-testid=point-state]").first.wait_for()
    points = page.locator("[data-testid=point-state]").evaluate_all("es => es.map(e => e.dataset.point)")
    assert points
    assert len({str(point).split("-")[0] for point in points}) == 1


def test_faults_end(faulty: Demo) -> None:
    fault(faulty, "clear")
    assert "No fault lasts" in fault(faulty, "list")
