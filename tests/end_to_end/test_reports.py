"""Reports in a browser: a report and a verification pack are made, downloaded, and held against the park."""

import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from parkcarbon_platform.reports import words
from parkcarbon_platform.services.exports import checking
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from tests.end_to_end.conftest import Demo, sign_in
from tests.end_to_end.test_live_page import violations


def made(page: Page, kind: str, folder: Path) -> Path:
    """Ask for a file of two days that are over, and download it."""
    today = datetime.now(UTC).date()
    page.get_by_label("From day").fill((today - timedelta(days=4)).isoformat())
    page.get_by_label("Up to day").fill((today - timedelta(days=2)).isoformat())
    page.locator("label", has_text=kind).first.click()
    page.get_by_test_id("make-report").click()
    line = page.locator("[data-testid=report]").first
    expect(line).to_contain_text(kind)
    expect(page.locator("[data-testid=report]").first).to_have_attribute("data-state", "done")
    with page.expect_download() as download:
        line.get_by_test_id("report-file").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_report_and_a_pack_that_agrees_with_the_park(
    context: BrowserContext, demo: Demo, tmp_path: Path
) -> None:
    page = context.new_page()
    page.add_init_script("localStorage.setItem('pc.language', 'en')")
    sign_in(page, demo)
    page.goto(page.url.split("/p/")[0] + "/p/demo/reports")
    expect(page.get_by_test_id("make-report")).to_be_enabled()
    assert violations(page) == []
    assert made(page, "Inventory report", tmp_path).read_bytes().startswith(b"%PDF-")
    pack = made(page, "Verification pack", tmp_path)
    assert checking.check_file(pack.read_bytes())[1] == []
    with zipfile.ZipFile(pack) as archive:
        assert {"inventory.xlsx", "report-zh.pdf", "data/readings.csv", "manifest.sig"} <= {
            *archive.namelist()
        }
    page.locator("[data-testid=report]").first.get_by_test_id("report-check").click()
    expect(page.get_by_test_id("report-checked")).to_have_attribute("data-differences", "0")
    assert violations(page) == []
    older_files(page)


def older_files(page: Page) -> None:
    """A page of the list has an address; from beyond the oldest file one comes back to the newest."""
    page.goto(page.url + "?page=1")
    expect(page.get_by_test_id("pager-older")).to_be_disabled()
    expect(page.get_by_test_id("report")).to_have_count(0)
    assert violations(page) == []
    page.get_by_test_id("pager-newer").click()
    expect(page.get_by_test_id("report").first).to_be_visible()
    expect(page.get_by_test_id("pager")).to_have_count(0)
    assert "page=" not in page.url
    page.goto(page.url.split("/p/")[0] + "/no-such-page")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")
    assert violations(page) == []


FACTORS = (
    "factor,name_zh,value,unit,reference_state,citation\n"
    "fuel.natural_gas,天然气,2.154,kg/m3,293.15K_101.325kPa,table 1\n"
)


def shown(page: Page, figure: str) -> int:
    return int(page.locator(f"[data-zero={figure}]").first.get_attribute("data-value") or "")


def opened(page: Page, path: str) -> None:
    page.goto(page.url.split("/p/")[0] + "/p/demo" + path)


def decide(page: Page) -> None:
    """What the rules leave open, with a reason; then the national factors, checked before they are kept."""
    opened(page, "/zero-carbon?tab=rules")
    page.get_by_test_id("setting-equivalent_kgce_per_kwh").fill("0.3")
    page.get_by_test_id("setting-clean_share").select_option("electricity")
    page.get_by_test_id("setting-note").fill("letter of the bureau")
    page.get_by_test_id("setting-save").click()
    expect(page.locator(".zero-history")).to_contain_text("letter of the bureau")
    file = {"name": "factors.csv", "mimeType": "text/csv", "buffer": FACTORS.encode()}
    page.get_by_test_id("database-file").set_input_files(file)
    expect(page.get_by_test_id("database-outcome")).to_have_attribute("data-created", "1")
    page.get_by_test_id("database-keep").click()
    expect(page.get_by_test_id("database-outcome")).to_contain_text("are kept")
    assert violations(page) == []


def flows_close(page: Page) -> None:
    """In the browser, too, both sides of every row are equal; a node opens its meters."""
    # The first hours of a month have nothing yet: the month that yesterday was in.
    yesterday = datetime.now(UTC) - timedelta(days=1)
    opened(page, f"/flows?period={yesterday:%Y-%m}")
    closing = page.get_by_test_id("flow-closing")
    expect(closing).to_be_visible()
    assert closing.get_attribute("data-in") == closing.get_attribute("data-out")
    for row in page.locator("[data-carrier]").all():
        assert row.get_attribute("data-in") == row.get_attribute("data-out")
    assert violations(page) == []
    node = page.locator("[data-flow-node='network/electricity']")
    node.click()
    drawer = page.get_by_test_id("flow-node")
    drawer.locator(".flow-part summary").first.click()
    expect(drawer.locator("[data-term]").first).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(node).to_be_focused()
    page.get_by_test_id("flow-toggle").click()
    expect(page.get_by_test_id("flow-links")).to_be_visible()
    assert violations(page) == []


def same_in_page_xlsx_and_pdf(page: Page, folder: Path) -> None:
    """Page, workbook and report say the same, as long as no hour came in between."""
    for _ in range(20):
        groups = told(page)
        files = {f: saved(page, f"zero-report-{f}", folder / f"zero.{f}") for f in ("xlsx", "pdf")}
        if told(page) == groups:
            break
    else:
        pytest.fail("The figures of the page never stood still.")
    total = sum(groups.values())
    assert total == shown(page, "total") > 0
    sheet = load_workbook(files["xlsx"]).worksheets[1]
    columns = {cell.value: cell.column_letter for cell in sheet[1]}
    lines = [
        (sheet[f"{columns['group']}{row}"].value, sheet[f"{columns['mg']}{row}"].value)
        for row in range(2, sheet.max_row + 1)
    ]
    for group, value in groups.items():
        assert sum(int(mg) for key, mg in lines if key == group) == value
    text = " ".join(part.extract_text() for part in PdfReader(files["pdf"]).pages)
    assert f"{total:,} mg" in " ".join(text.split())
    for value in (total, *groups.values()):
        assert words.tonnes(value) in text


def told(page: Page) -> dict[str, int]:
    opened(page, "/zero-carbon")
    expect(page.locator("[data-zero=total]")).to_be_visible()
    groups = page.locator("[data-zero=group]").all()
    return {str(g.get_attribute("data-key")): int(g.get_attribute("data-value") or "") for g in groups}


def saved(page: Page, button: str, path: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_test_id(button).click()
    download.value.save_as(path)
    return path


def held_against_a_norm(page: Page) -> None:
    """A norm is put in force, changed and ended; months that are not whole yet are said to be lacking."""
    opened(page, "/benchmark")
    expect(page.locator("[data-norm=clinker]")).to_be_visible()
    page.get_by_test_id("norm-new").click()
    fields = {"name_zh": "占地能耗", "name_en": "Walked norm", "limit": "12.5", "citation": "a table"}
    for field, value in fields.items():
        page.get_by_test_id(f"norm-{field}").fill(value)
    page.get_by_label("By which product or area").select_option("land_area")
    assert violations(page) == []
    page.get_by_test_id("norm-save").click()
    card = page.locator("section.card", has=page.locator("[data-norm=walked-norm]"))
    expect(card).to_contain_text("12.5 kgce/ha")
    card.get_by_test_id("norm-edit").click()
    page.get_by_test_id("norm-advanced").fill("13")
    page.get_by_test_id("norm-save").click()
    expect(page.get_by_role("alert")).to_contain_text("advanced value is not above the limit")
    page.get_by_test_id("norm-advanced").fill("10")
    page.get_by_test_id("norm-save").click()
    expect(card).to_contain_text("10 and less is advanced")
    assert violations(page) == []
    card.get_by_test_id("norm-end").click()
    page.get_by_test_id("confirm-do").click()
    expect(card).to_have_count(0)


def supposed(page: Page) -> None:
    """A newcomer's year follows from what it would use, and the question is kept and forgotten."""
    opened(page, "/budgets?form=whatif")
    page.get_by_test_id("whatif-name").fill("A data centre")
    page.get_by_test_id("whatif-electricity").fill("50000")
    page.get_by_test_id("whatif-try").click()
    result = page.get_by_test_id("whatif-result")
    expect(result).to_contain_text("A data centre would emit")
    # 50,000 MWh of 0.1229 kgce a kWh.
    expect(result).to_contain_text("6,145 tce")
    expect(page.get_by_test_id("whatif-year")).to_have_count(2)
    assert violations(page) == []
    page.get_by_test_id("whatif-keep").click()
    kept = page.get_by_test_id("whatif-kept")
    expect(kept).to_have_count(1)
    kept.get_by_role("button", name="Take A data centre off the list").click()
    expect(kept).to_have_count(0)


def test_the_zero_carbon_park_adds_up_and_the_functions_have_evidence(
    context: BrowserContext, demo: Demo, tmp_path: Path
) -> None:
    page = context.new_page()
    page.add_init_script("localStorage.setItem('pc.language', 'en')")
    sign_in(page, demo)
    opened(page, "/zero-carbon")
    expect(page.get_by_test_id("zero-provisional")).to_be_visible()
    expect(page.locator("[data-zero=core]")).to_have_attribute("data-value", "")
    decide(page)
    opened(page, "/zero-carbon")
    expect(page.locator("[data-zero=core]")).not_to_have_attribute("data-value", "")
    parts = [int(p.get_attribute("data-value") or "") for p in page.locator("[data-zero=group]").all()]
    assert sum(parts) == shown(page, "total") > 0
    assert violations(page) == []
    page.locator("[data-zero=group][data-key=electricity]").click()
    lines = page.get_by_test_id("zero-lines")
    expect(lines.locator("[data-term]").first).to_contain_text("0.8325")
    terms = [int(t.get_attribute("data-value") or "") for t in lines.locator("[data-term]").all()]
    assert sum(terms) == int(lines.get_attribute("data-explain-total") or "")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("[data-zero=group][data-key=electricity]")).to_be_focused()
    same_in_page_xlsx_and_pdf(page, tmp_path)
    opened(page, "/zero-carbon?tab=compare")
    beside = page.get_by_test_id("zero-beside")
    expect(beside.locator("[data-ruleset]").first).to_be_visible()
    total = int(beside.get_attribute("data-total") or "")
    for row in beside.locator("[data-ruleset]").all():
        causes = [int(c.get_attribute("data-value") or "") for c in row.locator("[data-cause]").all()]
        assert int(row.get_attribute("data-value") or "") + sum(causes) == total
    assert violations(page) == []
    opened(page, "/zero-carbon?tab=outlook")
    page.get_by_test_id("outlook-toggle").click()
    expect(page.get_by_test_id("outlook-table").locator("[data-year='2030']")).to_be_visible()
    assert violations(page) == []
    flows_close(page)
    held_against_a_norm(page)
    supposed(page)
    opened(page, "/functions")
    expect(page.locator("[data-function]")).to_have_count(12)
    expect(page.locator("[data-function=energy_query]")).to_have_attribute("data-state", "live")
    assert violations(page) == []
    with page.expect_download() as download:
        page.get_by_test_id("functions-evidence").click()
    download.value.save_as(tmp_path / "functions.zip")
    with zipfile.ZipFile(tmp_path / "functions.zip") as archive:
        assert {"functions.xlsx", "manifest.json", "manifest.sig"} <= {*archive.namelist()}
