"""Scopes, scenes, enterprises, the workbook and the PDF of one kept inventory say the same total.

The inventory stays in the demo: this file runs after those that look for the newest one.
"""

from contextlib import closing
from datetime import UTC, datetime

from playwright.sync_api import BrowserContext, Page, expect

from tests.end_to_end.conftest import Demo
from tests.end_to_end.test_live_page import violations
from tests.end_to_end.test_y_accounting import Seen, entered, visit
from tests.end_to_end.test_z_inventory import same_in_pack


def test_page_workbook_and_pdf_say_the_same_total(context: BrowserContext, demo: Demo) -> None:
    year = datetime.now(UTC).year
    with closing(demo.client("operator")) as client:
        body = {"from": f"{year}-01-01", "to": f"{year + 1}-01-01", "ruleset": "ghg_protocol"}
        made = client.post("/api/v1/parks/demo/inventories", json=body)
        assert made.status_code in (201, 202), made.text
        item = made.json()["id"]
    page = entered(context, demo, "operator")
    seen = Seen(page)
    visit(page, f"inventory?tab=kept&item={item}&view=table")
    expect(page.locator("[data-inventory=total]")).to_be_visible()
    total = figure(page, "[data-inventory=total]")
    assert total > 0
    for by in ("group", "scene", "carrier", "gas", "month", "source"):
        assert parts(page, item, by) == total, by
    apart = figure(page, "[data-inventory=unallocated]") - figure(page, "[data-inventory=transfers]")
    assert parts(page, item, "enterprise") + apart == total
    assert violations(page) == []
    assert same_in_pack(page) == total
    page.get_by_test_id("kept-reports").click()
    page.wait_for_url("**/reports")
    expect(page.locator("[data-testid=report][data-state=done]").first).to_be_visible()
    page.get_by_test_id("report-check").first.click()
    expect(page.get_by_test_id("report-checked")).to_be_visible()
    assert seen.faults == []


def figure(page: Page, selector: str) -> int:
    return int(page.locator(selector).first.get_attribute("data-value") or "")


def parts(page: Page, item: int, by: str) -> int:
    """The sum of what the table shows of one dimension, location-based."""
    visit(page, f"inventory?tab=kept&item={item}&view=table&by={by}")
    expect(page.get_by_test_id("inventory-table")).to_be_visible()
    cells = page.locator(f"[data-testid=inventory-table] [data-inventory={by}][data-basis=location]")
    return sum(int(cell.get_attribute("data-value") or "") for cell in cells.all())
