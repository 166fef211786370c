"""Manual and bills in a real Chromium: an enterprise enters a bill, the operator approves it."""

import re
import time
from contextlib import closing

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.end_to_end.conftest import Demo, fill_in, sign_in
from tests.end_to_end.test_live_page import violations
from tests.support.processes import wait_until

DAY_MS = 86_400_000
SHANGHAI_MS = 8 * 3_600_000


def yesterday() -> str:
    return time.strftime("%Y-%m-%d", time.gmtime((time.time() * 1000 + SHANGHAI_MS - DAY_MS) / 1000))


def measured(demo: Demo, point: str) -> bool:
    """Whether the meter's intervals of yesterday are there (the demo fills its history after the start)."""
    start = (int(time.time() * 1000) + SHANGHAI_MS) // DAY_MS * DAY_MS - SHANGHAI_MS - DAY_MS
    path = f"/api/v1/parks/demo/points/{point}/intervals"
    client = demo.client()
    found = client.get(path, params={"from": start, "to": start + DAY_MS}).json()
    client.close()
    return len(found["intervals"]) > 4


def open_page(page: Page, demo: Demo, query: str = "") -> None:
    page.goto(f"{demo.url}/p/demo/activity{query}")
    page.locator(".activity-skeleton").first.wait_for(state="detached")


def test_a_bill_with_evidence_is_approved_by_the_operator_and_reconciled(
    context: BrowserContext, demo: Demo
) -> None:
    context.add_init_script('localStorage["pc.language"] = "en"')
    page = context.new_page()
    sign_in(page, demo, "enterprise")
    open_page(page, demo)
    page.get_by_test_id("enter").click()
    form = page.get_by_test_id("report-form")
    account = f"A-{time.time_ns()}"
    form.get_by_label("First day").fill(yesterday())
    form.get_by_label("Last day").fill(yesterday())
    form.get_by_label("Quantity", exact=True).fill("1")
    form.get_by_label("Account or meter number").fill(account)
    # The main meter is proposed: it is named by its name and code.
    meter = form.get_by_test_id("bill-meter")
    expect(meter).to_have_value(re.compile(r" · [a-z0-9-]+$"))
    point = meter.input_value().rpartition(" · ")[2]
    # Escape closes the list of meters, and leaves the form with what was written.
    meter.click()
    expect(page.get_by_test_id("pick").first).to_be_visible()
    meter.press("Escape")
    expect(page.get_by_test_id("pick")).to_have_count(0)
    expect(form.get_by_label("Account or meter number")).to_have_value(account)
    bill = {"name": "invoice.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 invoice"}
    page.get_by_test_id("evidence-files").set_input_files(bill)
    wait_until(lambda: measured(demo, point), "yesterday's intervals", timeout_s=600, every_s=2)
    page.get_by_test_id("save-submit").click()
    report = page.get_by_test_id("report")
    expect(report).to_have_attribute("data-state", "submitted")
    expect(report.get_by_test_id("evidence")).to_contain_text("invoice.pdf")
    # Who submitted it cannot approve it.
    expect(report.get_by_test_id("approve")).to_have_count(0)
    with page.expect_download() as download:
        report.get_by_test_id("evidence").click()
    assert download.value.path().read_bytes() == b"%PDF-1.7 invoice"
    cancel_a_laboratory_result(page, demo)
    import_a_past_year(page, demo)
    context.clear_cookies()
    sign_in(page, demo)
    approve_past_years(page, demo)
    open_page(page, demo, "?tab=reconciliation")
    row = page.get_by_test_id("reconciled").filter(has_text=yesterday()).first
    expect(row).to_have_attribute("data-state", "differs")
    row.get_by_role("button").click()
    page.get_by_test_id("approve").click()
    expect(page.get_by_test_id("report")).to_have_attribute("data-state", "approved")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("report-drawer")).to_have_count(0)
    expect(row.get_by_role("button")).to_be_focused()


def cancel_a_laboratory_result(page: Page, demo: Demo) -> None:
    """A wrong one is entered, and cancelled with a reason."""
    open_page(page, demo, "?tab=stock&fuel=coal")
    form, code = page.get_by_test_id("add-lot"), f"L-{time.time_ns()}"
    form.get_by_label("Sample or report").fill(code)
    form.get_by_label("First day").fill("2026-01-01")
    form.get_by_label("Last day").fill("2026-01-15")
    form.get_by_label("Mass as received").fill("30")
    form.get_by_label("Net calorific value").fill("24.1")
    form.get_by_role("button", name="Add").click()
    lot = page.get_by_test_id("stock-lot").filter(has_text=code)
    lot.get_by_role("button", name=f"Cancel {code}").press("Enter")
    note = lot.get_by_test_id("cancel-note")
    expect(note).to_be_focused()
    note.press("Escape")
    expect(lot.get_by_role("button", name=f"Cancel {code}")).to_be_focused()
    lot.get_by_role("button", name=f"Cancel {code}").click()
    note.fill("another fuel's")
    note.press("Enter")
    expect(lot).to_have_count(0)


def import_a_past_year(page: Page, demo: Demo) -> None:
    """Twelve months, which nobody who imports them is offered to approve."""
    open_page(page, demo, "?tab=history")
    rows = "".join(f"2019-{month:02},diesel,{time.time_ns() % 10**9},t\n" for month in range(1, 13))
    content = ("period,item,quantity,unit\n" + rows).encode()
    file = {"name": "years.csv", "mimeType": "text/csv", "buffer": content}
    page.get_by_test_id("import-file").set_input_files(file)
    page.get_by_test_id("import-store").click()
    expect(past_year(page)).to_have_attribute("data-state", "submitted")
    expect(page.get_by_test_id("approval")).to_have_count(0)


def approve_past_years(page: Page, demo: Demo) -> None:
    """The operator approves them at once."""
    open_page(page, demo, "?tab=history")
    page.get_by_test_id("approval-year").select_option("2019")
    expect(page.get_by_test_id("approve-all")).to_have_text("Approve 12 reports")
    page.get_by_test_id("approve-all").click()
    expect(past_year(page)).to_have_attribute("data-state", "approved")


def past_year(page: Page) -> Locator:
    return page.get_by_test_id("past-year").filter(has_text="2019").filter(has_text="Diesel")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_axe_finds_nothing(context: BrowserContext, demo: Demo, theme: str, language: str) -> None:
    context.add_init_script(
        f'localStorage["pc.theme"] = "{theme}"; localStorage["pc.language"] = "{language}"'
    )
    page = context.new_page()
    sign_in(page, demo)
    for tab in ("bills", "reports", "reconciliation", "stock", "drivers", "history"):
        open_page(page, demo, f"?tab={tab}")
        assert violations(page) == [], tab
    open_page(page, demo, "?tab=bills")
    page.get_by_test_id("enter").click()
    page.get_by_test_id("report-form").wait_for()
    page.wait_for_timeout(500)  # the drawer has come to rest
    assert violations(page) == [], "form"


def test_a_cell_of_the_grid_opens_by_keyboard(context: BrowserContext, demo: Demo) -> None:
    context.add_init_script('localStorage["pc.language"] = "en"')
    page = context.new_page()
    sign_in(page, demo)
    open_page(page, demo)
    cell = page.locator('[data-testid="month-cell"][data-state="missing"]').first
    cell.focus()
    page.keyboard.press("Enter")
    form = page.get_by_test_id("report-form")
    expect(form.get_by_label("First day")).to_have_value(str(cell.get_attribute("data-month")))
    page.keyboard.press("Escape")
    expect(cell).to_be_focused()


REPORTS = "activity?tab=reports&kind=history&year=2020"


def sixty_reports(demo: Demo) -> None:
    """A past year by month of five carriers."""
    with closing(demo.client("enterprise")) as client:
        known = client.get("/api/v1/parks/demo/activity/items").json()["items"]
        carriers = [item for item in known if item["group"] == "carrier"][:5]
        lines = [f"2020-{month:02},{c['code']},7,{c['units'][0]}" for c in carriers for month in range(1, 13)]
        content = "\n".join(["period,item,quantity,unit", *lines]).encode()
        done = client.post("/api/v1/parks/demo/activity/history?dry_run=false", content=content)
        assert done.json()["errors"] == []


def test_older_reports_by_keyboard_and_by_their_address_after_log_in(
    context: BrowserContext, demo: Demo
) -> None:
    sixty_reports(demo)
    context.add_init_script('localStorage["pc.language"] = "en"')
    page = context.new_page()
    page.goto(f"{demo.url}/p/demo/{REPORTS}")
    page.wait_for_url("**/login?next=*")
    fill_in(page, *demo.login("enterprise"))
    page.wait_for_url(f"**/{REPORTS}")
    rows, place = page.get_by_test_id("report-row"), page.get_by_test_id("pager").get_by_role("status")
    expect(rows).to_have_count(50)
    newest = str(rows.first.get_attribute("data-report"))
    page.get_by_test_id("pager-older").press("Enter")
    expect(place).to_have_text(re.compile(r"^51–\d+$"))
    expect(page.locator(f"[data-report='{newest}']")).to_have_count(0)
    assert violations(page) == []
    second = str(rows.first.get_attribute("data-report"))
    context.clear_cookies()
    page.goto(page.url)  # somebody else is sent the second page, and is not logged in
    page.wait_for_url("**/login?next=*")
    fill_in(page, *demo.login("operator"))
    page.wait_for_url(f"**/{REPORTS}&page=*")
    expect(rows.first).to_have_attribute("data-report", second)
    page.get_by_test_id("pager-newer").press("Enter")
    expect(rows.first).to_have_attribute("data-report", newest)
    assert page.url.endswith(REPORTS)
