"""An inventory in a browser: computed, explained, kept, approved by another, verified and locked.

The lock stays in the demo, on a year that has passed: this file runs last.
"""

from contextlib import closing
from datetime import UTC, datetime

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.end_to_end.conftest import Demo, patient_context, sign_in
from tests.end_to_end.test_live_page import violations


def opened(context: BrowserContext, demo: Demo, role: str, path: str) -> Page:
    page = context.new_page()
    page.add_init_script("localStorage.setItem('pc.language', 'en')")
    sign_in(page, demo, role)
    page.goto(page.url.split("/p/")[0] + "/p/demo" + path)
    return page


def value(page: Page, selector: str) -> int:
    return int(page.locator(selector).first.get_attribute("data-value") or "")


def test_what_is_computed_now_adds_up_and_explains_itself(context: BrowserContext, demo: Demo) -> None:
    page = opened(context, demo, "operator", "/inventory")
    expect(page.locator("[data-inventory=total]")).to_be_visible()
    assert violations(page) == []
    total = value(page, "[data-inventory=total]")
    assert total > 0
    parts = page.locator("[data-inventory=group]")
    expect(parts).to_have_count(2)
    assert sum(int(part.get_attribute("data-value") or "") for part in parts.all()) == total
    page.get_by_test_id("inventory-toggle").click()
    expect(page.get_by_test_id("inventory-table")).to_be_visible()
    assert "view=table" in page.url
    scope = value(page, "[data-inventory=group][data-key='1']")
    page.locator("[data-inventory=group][data-key='1']").click()
    terms = page.get_by_test_id("inventory-terms")
    expect(terms.locator("[data-term]").first).to_be_visible()
    # Meanwhile hours may have settled: the terms add up to their own total, which is not less.
    told = int(terms.get_attribute("data-explain-total") or "")
    assert told >= scope
    assert sum(int(t.get_attribute("data-value") or "") for t in terms.locator("[data-term]").all()) == told
    by_factor = [
        int(row.get_attribute("data-by-factor") or "") for row in terms.locator("[data-by-factor]").all()
    ]
    assert sum(by_factor) == told
    page.get_by_test_id("inventory-term").first.click()
    expect(page.get_by_test_id("inventory-month").first).to_be_visible()
    # The address holds the figure and the term that are open.
    page.reload()
    page.get_by_test_id("inventory-month").first.click()
    expect(page.get_by_test_id("inventory-hour").first).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(terms).to_have_count(0)
    assert "explain=" not in page.url
    page.locator("[data-inventory=group][data-key='1']").click()
    expect(terms.locator("[data-term]").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-inventory=group][data-key='1']")).to_be_focused()
    page.get_by_test_id("inventory-boundary").select_option("steel")
    page.get_by_test_id("inventory-ruleset").select_option("ghg_protocol")
    page.get_by_role("button", name="Market-based").click()
    expect(page.locator("[data-inventory=total]")).to_be_visible()
    assert "basis=market" in page.url


def test_the_way_to_the_lock(browser: Browser, demo: Demo) -> None:
    """Each person in a browser of their own."""
    year = datetime.now(UTC).year - 1
    people = {role: patient_context(browser) for role in ("operator", "enterprise", "verifier")}
    try:
        pages = {
            role: opened(context, demo, role, f"/inventory?tab=kept&period={year}")
            for role, context in people.items()
        }
        walk(pages)
    finally:
        for context in people.values():
            context.close()
    with closing(demo.client()) as client:
        locks = client.get("/api/v1/parks/demo/locks").json()["locks"]
        assert locks[0]["reason"].startswith("inventory ")


def walk(pages: dict[str, Page]) -> None:
    author, operator, verifier = (pages[role] for role in ("enterprise", "operator", "verifier"))
    author.get_by_test_id("inventory-begin").first.click()
    author.get_by_test_id("inventory-keep").click()
    step(author, "validating", "validating")
    for page in (operator, verifier):
        page.reload()
        page.get_by_test_id("kept-open").first.click()
    step(operator, "approved", "approved")
    assert violations(operator) == []
    step(operator, "submitted", "submitted")
    again(verifier)
    step(verifier, "in_verification", "in_verification")
    say(verifier, "finding-new", "Where is the gas bill of March?", "inventory-finding")
    detail(verifier, "findings")
    again(author)
    say(author, "finding-note", "Attached to the report of March.", "finding-answer")
    step(author, "in_verification", "in_verification")
    again(verifier)
    say(verifier, "finding-note", "Seen.", "finding-resolved")
    expect(verifier.locator("[data-kind=finding][data-resolved=true]")).to_be_visible()
    step(verifier, "verified", "verified")
    again(operator)
    operator.get_by_test_id("inventory-to-locked").click()
    expect(operator.get_by_test_id("confirm")).to_contain_text("late readings")
    assert violations(operator) == []
    operator.get_by_test_id("confirm-do").click()
    detail(operator, "locked")
    expect(operator.locator("[data-kind=transition]")).to_have_count(8)


def again(page: Page) -> None:
    page.reload()


def step(page: Page, to: str, state: str) -> None:
    page.get_by_test_id(f"inventory-to-{to}").click()
    detail(page, state)


def detail(page: Page, state: str) -> None:
    expect(page.locator(f"[data-testid=kept-detail][data-state={state}]")).to_be_visible()


def say(page: Page, field: str, note: str, button: str) -> None:
    page.get_by_test_id(field).fill(note)
    page.get_by_test_id(button).click()
    expect(page.get_by_text(note)).to_be_visible()
