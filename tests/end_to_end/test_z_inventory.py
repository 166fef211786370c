"""An inventory in a browser: computed, explained, kept, approved by another, verified and locked.

The lock stays in the demo, on a year that has passed: this file runs last.
"""

import io
import json
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pypdf
from playwright.sync_api import Browser, BrowserContext, Download, Page, expect

from tests.end_to_end.conftest import Demo, patient_context, sign_in
from tests.end_to_end.test_live_page import violations
from tests.support.processes import wait_until

MG_PER_T = 10**9


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
    """Each person in a browser of their own; of a year that the works' bills are of."""
    year = datetime.now(UTC).year - 1
    wait_until(lambda: total_of(demo, year) > 0, "the bills in the ledger", timeout_s=300, every_s=1)
    people = {role: patient_context(browser) for role in ("operator", "enterprise", "verifier")}
    try:
        pages = {
            role: opened(context, demo, role, f"/inventory?tab=kept&period={year}")
            for role, context in people.items()
        }
        walk(pages)
        assert same_in_pack(pages["operator"]) == total_of(demo, year)
    finally:
        for context in people.values():
            context.close()
    with closing(demo.client()) as client:
        locks = client.get("/api/v1/parks/demo/locks").json()["locks"]
        assert locks[0]["reason"].startswith("inventory ")


def total_of(demo: Demo, year: int) -> int:
    """What the works emitted in a year, as the ledger has it now."""
    asked = {
        "from": f"{year}-01-01",
        "to": f"{year + 1}-01-01",
        "ruleset": "gbt_32151",
        "enterprise": "steel",
    }
    with closing(demo.client()) as client:
        found: dict[str, Any] = client.get(
            "/api/v1/parks/demo/inventory", params=asked | {"enterprise": "steel"}
        ).json()
    return int(found["totals"][0]["total"])


def same_in_pack(page: Page) -> int:
    """The total of the kept inventory that is open: the page, the workbook and both PDFs say the same."""
    expect(page.locator("[data-inventory=total]").first).to_be_visible()
    total = value(page, "[data-inventory=total]")
    assert total > 0
    with zipfile.ZipFile(io.BytesIO(made_file(page, "verification_pack"))) as pack:
        book = openpyxl.load_workbook(io.BytesIO(pack.read("inventory.xlsx")))
        texts = {name: pdf_text(pack.read(name)) for name in ("report-en.pdf", "report-zh.pdf")}
        (basis, told), *_ = json.loads(pack.read("manifest.json"))["totals_mg"].items()
    rows = {tuple(row[:3]): row[4] for row in book["Summary"].iter_rows(min_row=5, values_only=True)}
    assert rows[basis, "total", "all"] == told == total
    shown = f"{total / MG_PER_T:.3f}"  # far from a tie: half a milligram of a tonne is never at stake
    for name, text in texts.items():
        spaces = str.maketrans("", "", "\u00a0\u202f, ")
        assert shown in text.translate(spaces), name
    return total


def made_file(page: Page, kind: str) -> bytes:
    page.get_by_test_id(f"kept-make-{kind}").click()
    line = page.locator("[data-testid=kept-detail] [data-testid=report][data-state=done]").first
    expect(line).to_be_visible()
    return downloaded(page, lambda: line.get_by_test_id("report-file").click())


def downloaded(page: Page, click: Callable[[], None]) -> bytes:
    with page.expect_download() as found:
        click()
    download: Download = found.value
    return download.path().read_bytes()


def pdf_text(content: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


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
    # It may be told before its field is emptied.
    expect(page.get_by_text(note).and_(page.locator(":not(textarea)"))).to_be_visible()
