"""A new park in a browser: from an administrator's log-in to its first live carbon, over simulated meters.

The walk counts what is typed. The park is archived at its end; this file runs last.
"""

from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.end_to_end.conftest import Demo
from tests.end_to_end.test_live_page import violations

SLOW_MS = 180_000
expect.set_options(timeout=SLOW_MS)
MOST_TYPED = 60  # characters of free text, the log-in aside
CODE = "east"


class Walk:
    """The page, and what was typed on it."""

    def __init__(self, page: Page) -> None:
        self.page, self.typed = page, 0

    def type(self, field: Locator, text: str) -> None:
        field.fill(text)
        self.typed += len(text)

    def type_in(self, test_id: str, text: str) -> None:
        self.type(self.page.get_by_test_id(test_id), text)

    def next(self, step: int) -> None:
        self.page.get_by_test_id("wizard-next").click()
        expect(self.page.get_by_test_id("wizard-title")).to_have_attribute("data-step", str(step))


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
    page.set_default_timeout(SLOW_MS)
    page.add_init_script("localStorage.setItem('pc.language', 'en')")
    login, password = demo.login("admin")
    page.goto(demo.status()["url"])
    page.get_by_test_id("login").fill(login)
    page.get_by_test_id("password").fill(password)
    page.get_by_test_id("sign-in").click()
    page.wait_for_url("**/p/*/live")
    page.get_by_role("link", name="Parks").click()
    expect(page.locator("[data-park=demo]")).to_be_visible()
    assert violations(page) == []
    page.get_by_test_id("park-new").click()
    expect(page.get_by_test_id("wizard-title")).to_have_attribute("data-step", "1")
    assert violations(page) == []
    walk = Walk(page)
    page.get_by_test_id("wizard-next").click()
    expect(page.get_by_text("This is missing.").first).to_be_visible()  # a step says what it lacks
    walk.type_in("park-name-zh", "东区")
    walk.type_in("park-name-en", "East")
    walk.next(2)
    walk.next(3)
    page.get_by_test_id("firm-add").click()
    walk.type_in("firm-zh-0", "工厂")
    walk.type_in("firm-en-0", "Mill")
    walk.next(4)
    page.get_by_test_id("firm-template-0").select_option("office")
    page.get_by_test_id("park-simulated").check()
    page.reload()  # resumed where it was kept: before this step
    expect(page.get_by_test_id("wizard-title")).to_have_attribute("data-step", "3")
    walk.next(4)
    page.get_by_test_id("firm-template-0").select_option("office")
    page.get_by_test_id("park-simulated").check()
    assert violations(page) == []
    walk.next(5)
    walk.next(6)
    page.get_by_test_id("target-add").click()
    walk.type_in("target-value-0", "9000")
    walk.next(7)
    page.get_by_test_id("person-add").click()
    walk.type_in("person-login-0", "east.op")
    walk.next(8)
    expect(page.get_by_test_id("park-plan")).to_be_visible()
    assert violations(page) == []
    page.get_by_test_id("wizard-make").click()
    expect(page.get_by_test_id("invitation-link")).to_be_visible()
    page.get_by_test_id("wizard-live").click()
    page.wait_for_url(f"**/p/{CODE}/live")
    expect(page.locator('[data-figure="now"][data-value]').first).to_be_visible()
    assert walk.typed < MOST_TYPED
    live = admin.get(f"/api/v1/parks/{CODE}/live").json()
    assert live["frame"]["now"]["value"] > 0
    switcher = page.get_by_role("combobox", name="Park")
    switcher.select_option("demo")
    page.wait_for_url("**/p/demo/live")
