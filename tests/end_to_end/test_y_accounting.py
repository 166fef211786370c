"""What the pages of accounting are for, done as people do it, and no page breaks the security policy.

A source from a template gets figures and is ended again; somebody is invited, enters, and is removed; the
quality plan takes a note; every page is seen once in Chinese.
"""

import base64
import json
import re
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from parkcarbon_platform.services.access import totp
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.end_to_end.conftest import Demo, fill_in, patient_context, sign_in
from tests.end_to_end.test_live_page import violations

POINT, ENTERPRISE = "office-main-import", "office"
WALKED = (
    "live", "costs", "meters", "health", "edges", "activity", "computed", "computed?tab=records",
    "quarantine", "sources", "sources?tab=green", "factors", "inventory", "figures", "quality-plan",
    "reports", "locks", "drivers", "pathways", "measures", "people", "audit", "account",
    "benchmark", "budgets?form=whatif", "alerts", "alerts?tab=rules", "alerts?tab=receivers",
)  # fmt: skip


TEXTS = Path(__file__).parents[2] / "saas/web/src/i18n/en.json"
WORDS = """main => {
  const copy = main.cloneNode(true);
  for (const code of copy.querySelectorAll("code")) code.remove();
  return copy.textContent;
}"""
KEY = re.compile(rf"\b(?:{'|'.join(json.loads(TEXTS.read_text()))})\.[a-z_]+\b(?!\.)")


class Seen:
    """What the browser says about the security policy, and errors of scripts."""

    def __init__(self, page: Page) -> None:
        self.faults: list[str] = []
        page.on("console", lambda m: "Content Security Policy" in m.text and self.faults.append(m.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))


def entered(context: BrowserContext, demo: Demo, role: str, language: str = "en") -> Page:
    page = context.new_page()
    page.add_init_script(f"localStorage.setItem('pc.language', '{language}')")
    sign_in(page, demo, role)
    return page


def visit(page: Page, path: str) -> None:
    page.goto(page.url.split("/p/")[0] + f"/p/demo/{path}")


@pytest.fixture(scope="module")
def operator(browser: Browser, demo: Demo) -> Iterator[Page]:
    context = patient_context(browser)
    yield entered(context, demo, "operator")
    context.close()


@pytest.fixture(scope="module")
def seen(operator: Page) -> Seen:
    return Seen(operator)


def test_a_source_from_a_template_has_its_figure_in_the_inventory(operator: Page, seen: Seen) -> None:
    page = operator
    visit(page, "sources?new=1")
    page.locator("#source-enterprise").select_option(ENTERPRISE)
    page.locator("#source-template").select_option("electricity")
    page.locator("#source-en").fill("Office again")
    picker = page.get_by_test_id("source-point")
    picker.fill(POINT)
    page.locator(f"[data-testid=pick][data-point={POINT}]").click()
    page.locator("#source-reason").fill("The same meter once more")
    page.get_by_test_id("source-try").click()
    expect(page.get_by_test_id("source-trial")).to_contain_text("Already counted by")
    page.get_by_test_id("source-save").click()
    card = page.get_by_test_id("source-card")
    expect(page.get_by_role("heading", name="Office again")).to_be_visible()
    code = re.findall(r"source=([\w-]+)", page.url)[0]
    # It has figures at once: it can be ended, not deleted.
    expect(card).to_contain_text("not deleted")
    assert page.get_by_test_id("source-delete").count() == 0
    search = page.get_by_test_id("sources-search")
    search.fill("nowhere at all")
    expect(page.get_by_test_id("sources-table")).to_have_count(0)
    # The field stays, with its caret: what is typed in the middle stays in the middle.
    search.press("Home")
    search.press_sequentially("else ")
    expect(search).to_have_value("else nowhere at all")
    expect(page).to_have_url(re.compile("else"))
    search.fill(code.upper())
    rows = page.get_by_test_id("sources-table").locator("tr[data-source]")
    expect(rows).to_have_count(1)
    expect(rows).to_have_attribute("data-source", code)
    expect(card).to_be_visible()
    assert violations(page) == []
    visit(page, f"inventory?enterprise={ENTERPRISE}&by=source&view=table")
    figure = page.locator(f"[data-inventory=source][data-key={code}]").first
    expect(figure).to_be_visible()
    assert int(figure.get_attribute("data-value") or "") > 0
    described(page, code)
    ended(page, code)
    assert seen.faults == []


def described(page: Page, code: str) -> None:
    """Another scene moves tonnes from scene to scene, none out of the total."""
    visit(page, f"sources?source={code}&do=edit")
    page.locator("#edit-en").fill("Office, a second time")
    page.locator("#edit-scene-industry").fill("60")
    expect(page.get_by_test_id("source-edit-save")).to_be_disabled()
    page.locator("#edit-scene-building").fill("40")
    page.locator("#edit-reason").fill("Two fifths are offices")
    expect(page.get_by_test_id("source-edit-effect").locator("tbody tr")).to_have_count(2)
    page.get_by_test_id("source-edit-save").click()
    expect(page.get_by_test_id("source-card")).to_contain_text("40%")
    visit(page, f"sources?source={code}&do=replace")
    page.locator("#replace-factor").fill("grid_electricity_fossil_only")
    page.get_by_test_id("source-replace-try").click()
    expect(page.get_by_test_id("source-compared")).to_be_visible()
    assert violations(page) == []


def ended(page: Page, code: str) -> None:
    """The dialog says how many hours go before they go."""
    visit(page, f"sources?source={code}&do=end")
    before = datetime.now(UTC).date() - timedelta(days=60)
    page.locator("#source-last-day").fill(before.isoformat())
    effect = page.get_by_test_id("source-after").first
    expect(effect).to_be_visible()
    assert int(effect.get_attribute("data-hours") or "") > 0
    page.get_by_test_id("source-end").click()
    expect(page.get_by_test_id("confirm")).to_contain_text("taken back")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("confirm")).to_have_count(0)
    expect(page.get_by_test_id("source-end")).to_be_focused()
    page.get_by_test_id("source-end").click()
    page.get_by_test_id("confirm-reason").fill("It was there twice")
    page.get_by_test_id("confirm-do").click()
    expect(page.locator(f"[data-source={code}]")).to_contain_text("Ended")


PASSWORD = "quiet-harbour-lantern-47"
PARK, SESSION = "/api/v1/parks/demo", "/api/v1/session"


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    return totp.code(key, int(time.time()) // totp.STEP_S)


def admitted(demo: Demo, operator: httpx.Client, role: str) -> str:
    """The log-in name of somebody new with a password."""
    login = f"{role}-{time.time_ns()}"
    body = {"login": login, "name": login, "role": role, "locale": "en"}
    token = operator.post(f"{PARK}/people", json=body).json()["token"]
    done = httpx.post(f"{demo.url}/api/v1/invitation", json={"token": token, "password": PASSWORD})
    assert done.status_code == 200, done.text
    return login


def test_what_was_refused_before_a_second_factor_is_not_shown_after_it(browser: Browser, demo: Demo) -> None:
    with closing(demo.client()) as operator, closing(httpx.Client(base_url=demo.url, timeout=30)) as guard:
        asks, asked = (admitted(demo, operator, role) for role in ("operator", "verifier"))
        entered = guard.post(SESSION, json={"login": asks, "password": PASSWORD})
        guard.headers["X-CSRF-Token"] = entered.json()["csrf"]
        secret = guard.post(f"{SESSION}/second-factor", json={"password": PASSWORD}).json()["secret"]
        assert guard.post(f"{SESSION}/second-factor/confirm", json={"code": code_of(secret)}).is_success
        try:
            assert guard.put(f"{PARK}/access-policy", json={"second_factor_roles": ["verifier"]}).is_success
            set_up_when_asked(browser, demo, asked)
        finally:
            guard.put(f"{PARK}/access-policy", json={"second_factor_roles": []})
            for login in (asks, asked):
                operator.delete(f"{PARK}/people/{login}")


def set_up_when_asked(browser: Browser, demo: Demo, login: str) -> None:
    """The page that one asked for says what it wants; with it, it has its rows."""
    context = patient_context(browser)
    page = context.new_page()
    page.add_init_script("localStorage.setItem('pc.language', 'en')")
    page.goto(f"{demo.url}/p/demo/meters")
    fill_in(page, login, PASSWORD)
    page.wait_for_url("**/p/demo/meters")
    expect(page.get_by_test_id("meter-row")).to_have_count(0)
    page.locator("a[href$='/account'].primary").click()
    page.get_by_test_id("factor-password").fill(PASSWORD)
    page.get_by_test_id("factor-begin").click()
    page.get_by_test_id("factor-code").fill(code_of(page.get_by_test_id("factor-secret").inner_text()))
    page.get_by_test_id("factor-confirm").click()
    expect(page.get_by_test_id("recovery-codes")).to_be_visible()
    assert violations(page) == []
    page.locator("nav a[href$='/p/demo/meters']").click()
    expect(page.get_by_test_id("meter-row").first).to_be_visible()
    expect(page.locator(".problem")).to_have_count(0)
    context.close()


def test_somebody_invited_enters_as_what_they_were_invited_and_is_removed(
    operator: Page, seen: Seen, browser: Browser
) -> None:
    page = operator
    visit(page, "people")
    page.get_by_test_id("invite-login").fill("newcomer")
    page.get_by_test_id("invite-name").fill("New Comer")
    page.get_by_test_id("invite-role").select_option("verifier")
    page.get_by_test_id("invite").click()
    link = page.get_by_test_id("invitation-link").inner_text()
    context = patient_context(browser)
    theirs = context.new_page()
    theirs.goto(link)
    theirs.get_by_test_id("new-password").fill(PASSWORD)
    theirs.get_by_test_id("set-password").click()
    expect(theirs.get_by_test_id("invitation-done")).to_be_visible()
    theirs.goto(link.split("/invitation")[0])
    fill_in(theirs, "newcomer", PASSWORD)
    theirs.wait_for_url("**/p/*/live")
    visit(theirs, "account")
    expect(theirs.get_by_test_id("session")).to_have_count(1)
    visit(theirs, "sources")
    expect(theirs.get_by_test_id("sources-table")).to_be_visible()
    assert theirs.get_by_test_id("source-new").count() == 0
    context.close()
    page.reload()
    person = page.locator("[data-testid=person][data-login=newcomer]")
    expect(person).to_contain_text("1 session")
    person.get_by_test_id("person-remove").click()
    expect(page.get_by_test_id("confirm")).to_contain_text("What they entered stays")
    assert violations(page) == []
    page.get_by_test_id("confirm-do").click()
    expect(person).to_have_count(0)
    visit(page, "audit")
    expect(page.get_by_test_id("audit-chain")).to_have_attribute("data-whole", "true")
    for action, name in (("people_invite", "Person invited"), ("people_remove", "Person removed")):
        expect(page.locator(f"[data-testid=audit-event][data-action={action}]").first).to_contain_text(name)
    assert violations(page) == []
    assert seen.faults == []


def test_the_quality_plan_takes_a_note_and_figures_have_their_energy(operator: Page, seen: Seen) -> None:
    page = operator
    visit(page, "quality-plan")
    expect(page.get_by_test_id("plan-table")).to_be_visible()
    page.get_by_test_id("plan-edit").first.click()
    form = page.locator(".plan-notes").first
    form.locator("input").first.fill("Energy manager, building 3")
    form.get_by_test_id("plan-save").click()
    expect(form.locator(".plan-history")).to_contain_text("Energy manager, building 3")
    assert violations(page) == []
    visit(page, "figures")
    expect(page.get_by_test_id("figures")).to_be_visible()
    page.get_by_test_id("energy-toggle").click()
    rows = page.get_by_test_id("energy-table").locator("tbody tr")
    expect(rows.first).to_contain_text(re.compile(r"\d"))
    assert violations(page) == []
    assert seen.faults == []


def test_a_point_of_reports_is_made_and_ended(operator: Page, seen: Seen) -> None:
    page = operator
    visit(page, "computed/recorded/new")
    page.get_by_test_id("field-code").fill("walked-bills")
    page.get_by_test_id("field-name_zh").fill("走查账单")
    page.get_by_test_id("field-name_en").fill("Walked bills")
    page.get_by_test_id("field-account").fill("no such account")
    page.get_by_test_id("recorded-try").click()
    expect(page.get_by_test_id("recorded-feed")).to_have_attribute("data-reports", "0")
    page.get_by_test_id("recorded-save").click()
    page.wait_for_url("**/computed/recorded/walked-bills")
    page.get_by_test_id("end-reason").fill("Nothing is reported of it")
    page.get_by_test_id("end-point").click()
    expect(page.get_by_test_id("computed-ended")).to_be_visible()
    assert violations(page) == []
    assert seen.faults == []


def test_no_page_breaks_the_policy_or_keeps_an_english_word_of_the_server(operator: Page, seen: Seen) -> None:
    """Every page once in Chinese: no violation of the policy, no fault of a script, no key without a text."""
    page = operator
    page.evaluate("localStorage.setItem('pc.language', 'zh-CN')")
    page.add_init_script("localStorage.setItem('pc.language', 'zh-CN')")
    for path in WALKED:
        visit(page, path)
        expect(page.locator("h1")).to_contain_text(re.compile(r"[\u4e00-\u9fff]"))
        expect(page.locator(".skeleton")).to_have_count(0)
        assert page.locator("[role=alert]").all_inner_texts() == [], path
        # A key that has no text is shown as it is; what stands as code are names of things (files, columns).
        words = page.locator("main").evaluate(WORDS)
        assert KEY.findall(words) == [], path
    assert seen.faults == []
