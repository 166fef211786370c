"""A new park in a browser: from an administrator's log-in to its first live carbon, over simulated meters.

The walk counts what is typed. The park is archived at its end; this file runs last.
"""

import time
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.end_to_end.conftest import Demo
from tests.end_to_end.test_live_page import violations

CODE = "east"
MOST_TYPED, MOST_MINUTES = 60, 15  # characters of free text, the log-in aside; of simulated clicking
# Keystroke-level model (Card, Moran & Newell 1980): to think, point, press and come back to the keys; a key
# of somebody who types now and then. To read a step is not in it: half a minute each.
CHOICE_S, CHARACTER_S, READING_S, STEPS = 1.35 + 1.10 + 0.20 + 0.40, 0.50, 30, 8


class Walk:
    """The page, and what a person did on it: choices, free text, and how long all of it takes."""

    def __init__(self, page: Page) -> None:
        self.page, self.typed, self.choices, self.began = page, 0, 0, time.monotonic()

    def click(self, target: Locator) -> None:
        target.click()
        self.choices += 1

    def click_on(self, test_id: str) -> None:
        self.click(self.page.get_by_test_id(test_id))

    def choose(self, test_id: str, value: str) -> None:
        self.page.get_by_test_id(test_id).select_option(value)
        self.choices += 2

    def type_in(self, test_id: str, text: str) -> None:
        self.click_on(test_id)
        self.page.get_by_test_id(test_id).fill(text)
        self.typed += len(text)

    def next(self, step: int) -> None:
        self.click_on("wizard-next")
        expect(self.page.get_by_test_id("wizard-title")).to_have_attribute("data-step", str(step))

    def minutes(self) -> float:
        """What the machine took, and what a person takes besides."""
        a_person = self.choices * CHOICE_S + self.typed * CHARACTER_S + STEPS * READING_S
        return (time.monotonic() - self.began + a_person) / 60


@pytest.fixture
def admin(demo: Demo) -> Iterator[httpx.Client]:
    with closing(demo.client("admin")) as client:
        yield client
        client.put(
            f"/api/v1/admin/parks/{CODE}/state", json={"state": "archived", "reason": "end of the test"}
        )


def test_from_log_in_to_the_first_live_carbon_of_a_new_park(
    context: BrowserContext, demo: Demo, admin: httpx.Client
) -> None:
    page = context.new_page()
    page.add_init_script("localStorage.setItem('pc.language', 'en')")
    login, password = demo.login("admin")
    page.goto(demo.url)
    page.get_by_test_id("login").fill(login)
    page.get_by_test_id("password").fill(password)
    page.get_by_test_id("sign-in").click()
    page.wait_for_url("**/p/*/live")
    walk = Walk(page)
    walk.click(page.get_by_role("link", name="Parks"))
    expect(page.locator("[data-park=demo]")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Control+k")
    page.get_by_test_id("search-text").fill("system")
    expect(page.get_by_test_id("search-hit").first).to_contain_text("/system")
    assert violations(page) == []
    page.get_by_test_id("search-text").fill("demo")
    expect(page.locator("[data-testid=search-hit][data-kind=park]")).to_have_count(1)
    page.keyboard.press("Escape")
    system_is_shown(walk)
    walk.click_on("park-new")
    expect(page.get_by_test_id("wizard-title")).to_have_attribute("data-step", "1")
    assert violations(page) == []
    walk.click_on("wizard-next")
    expect(page.get_by_text("This is missing.").first).to_be_visible()  # a step says what it lacks
    walk.type_in("park-name-zh", "东区")
    walk.type_in("park-name-en", "East")
    walk.next(2)
    walk.next(3)
    walk.click_on("firm-add")
    walk.type_in("firm-zh-0", "工厂")
    walk.type_in("firm-en-0", "Mill")
    walk.next(4)
    walk.choose("firm-template-0", "office")
    walk.click_on("park-simulated")
    page.reload()  # resumed at the furthest step, as it was when one came there
    expect(page.get_by_test_id("wizard-title")).to_have_attribute("data-step", "4")
    walk.choose("firm-template-0", "office")
    walk.click_on("park-simulated")
    assert violations(page) == []
    walk.next(5)
    walk.next(6)
    walk.click_on("target-add")
    walk.type_in("target-value-0", "9000")
    walk.next(7)
    walk.click_on("person-add")
    walk.type_in("person-login-0", "east.op")
    walk.next(8)
    expect(page.get_by_test_id("park-plan")).to_be_visible()
    assert violations(page) == []
    walk.click_on("wizard-make")
    expect(page.get_by_test_id("invitation-link")).to_be_visible()
    walk.click_on("wizard-live")
    page.wait_for_url(f"**/p/{CODE}/live")
    figure = page.locator('[data-figure="now"][data-value]:not([data-value="0"])')
    expect(figure.first).to_be_visible()  # its first live carbon
    assert walk.typed < MOST_TYPED
    assert walk.minutes() < MOST_MINUTES
    made_alike(page, demo.url)
    page.goto(f"{demo.url}/p/{CODE}/live")
    switcher = page.get_by_role("combobox", name="Park")
    switcher.select_option("demo")
    page.wait_for_url("**/p/demo/live")


def system_is_shown(walk: Walk) -> None:
    """What comes in is told, by park; then back to the parks."""
    page = walk.page
    walk.click(page.get_by_role("link", name="System"))
    expect(page.locator("[data-testid=system-parks] [data-park=demo][data-quiet=false]")).to_be_visible()
    assert int(page.get_by_test_id("system-readings").get_attribute("data-value") or 0) > 0
    expect(page.get_by_test_id("system-storage")).to_contain_text("series.reading")
    assert violations(page) == []
    walk.click(page.get_by_role("link", name="Parks"))
    expect(page.locator("[data-park=demo]")).to_be_visible()


def made_alike(page: Page, url: str) -> None:
    """A park is the template of another one, which is shown before it is made."""
    page.goto(f"{url}/parks")
    page.locator(f"[data-park={CODE}]").get_by_test_id("park-clone").click()
    for field, text in (("name-zh", "二期"), ("name-en", "Phase two")):
        page.get_by_test_id(f"clone-{field}").fill(text)
    expect(page.get_by_test_id("clone-code")).to_have_value("phase-two")
    page.get_by_test_id("clone-plan").click()
    expect(page.get_by_test_id("park-plan")).to_be_visible()
    expect(page.get_by_test_id("park-apply")).to_be_visible()
    assert violations(page) == []
    page.get_by_test_id("park-new").click()
    expect(page.get_by_test_id("wizard-title")).to_have_attribute("data-step", "1")
    page.goto(f"{url}/parks")
    page.get_by_test_id("draft-throw-away").first.click()
    assert violations(page) == []
    page.get_by_test_id("confirm-do").click()
    expect(page.get_by_test_id("park-draft")).to_have_count(0)
