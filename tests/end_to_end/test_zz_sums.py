"""Scopes, scenes, enterprises, the workbook and the PDF of one kept inventory say the same total.

The inventory stays in the demo: this file runs after those that look for the newest one.
"""

import io
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

import openpyxl
import pypdf
from playwright.sync_api import BrowserContext, Download, Page, expect

from tests.end_to_end.conftest import Demo
from tests.end_to_end.test_live_page import violations
from tests.end_to_end.test_y_accounting import Seen, entered, visit

MG_PER_T = 10**9


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
    with zipfile.ZipFile(io.BytesIO(made_file(page, "verification_pack"))) as pack:
        book = openpyxl.load_workbook(io.BytesIO(pack.read("inventory.xlsx")))
        texts = {name: pdf_text(pack.read(name)) for name in ("report-en.pdf", "report-zh.pdf")}
    rows = {tuple(row[:3]): row[4] for row in book["Summary"].iter_rows(min_row=5, values_only=True)}
    assert rows["location", "total", "all"] == total
    shown = f"{total / MG_PER_T:.3f}"  # far from a tie: half a milligram of a tonne is never at stake
    for name, text in texts.items():
        assert shown in text.replace("\u00a0", "").replace("\u202f", "").replace(",", "").replace(" ", ""), (
            name
        )
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
