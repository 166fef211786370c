"""Reports in a browser: a report and a verification pack are made, downloaded, and held against the park."""

import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from parkcarbon_platform.services.exports import checking
from playwright.sync_api import BrowserContext, Page, expect

from tests.end_to_end.conftest import Demo, sign_in
from tests.end_to_end.test_live_page import violations

SLOW_MS = 240_000  # the machine may be busy with other things
expect.set_options(timeout=SLOW_MS)


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
    with page.expect_download(timeout=SLOW_MS) as download:
        line.get_by_test_id("report-file").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_report_and_a_pack_that_agrees_with_the_park(
    context: BrowserContext, demo: Demo, tmp_path: Path
) -> None:
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
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
