"""Meters in a real Chromium on the running demo: imported and corrected; everything is taken back."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.end_to_end.conftest import Demo, sign_in
from tests.support.processes import wait_until

PARK = "/api/v1/parks/demo"
POINT = "campus-charging-import"
SERIAL = "SIM-CAMPUS-CHARGING"
HOUR_MS = 3_600_000


@pytest.fixture
def client(demo: Demo) -> Iterator[httpx.Client]:
    made = demo.client()
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, demo: Demo) -> Page:
    page = context.new_page()
    page.add_init_script("localStorage.setItem('pc.language', 'en')")
    sign_in(page, demo)
    return page


@pytest.fixture
def address(demo: Demo) -> str:
    return f"{demo.status()['url']}/p/demo/meters"


def amount(client: httpx.Client, start: int, end: int) -> int:
    """The point's amount in [start, end), in base units."""
    path = f"{PARK}/points/{POINT}/series?from={start}&to={end}&step=quarter"
    return sum(row["amount_base"] for row in client.get(path).json()["amounts"])


def old_reading(client: httpx.Client) -> dict[str, Any]:
    """A good reading about an hour ago."""
    now = int(time.time() * 1000)

    def found() -> list[dict[str, Any]]:
        path = f"{PARK}/points/{POINT}/readings?from={now - 3 * HOUR_MS}&to={now - HOUR_MS}"
        return [r for r in client.get(path).json()["readings"] if r["quality"] == 0]

    wait_until(lambda: bool(found()), "the back-fill's readings", timeout_s=240, every_s=2)
    return found()[0]


def take_back(page: Page) -> None:
    """Undo the newest entry of the meter's life, with a reason."""
    entry = page.locator('[data-testid="life-entry"][data-undone="false"]').first
    entry.get_by_test_id("undo-open").click()
    page.get_by_test_id("undo-reason").fill("a test")
    page.get_by_test_id("undo").click()
    expect(page.locator('[data-testid="life-entry"][data-undone="false"]')).to_have_count(0, timeout=60_000)


def test_a_file_with_a_mistake_and_then_right(
    page: Page, address: str, client: httpx.Client, tmp_path: Path
) -> None:
    page.goto(address)
    page.get_by_test_id("import-open").click()
    file = tmp_path / "meters.csv"
    file.write_text(f"point,serial,digits\n{POINT},SN-1,many\n")
    page.get_by_test_id("import-file").set_input_files(file)
    mistake = page.get_by_test_id("mistake")
    expect(mistake).to_have_count(1)
    expect(mistake).to_have_attribute("data-row", "2")
    expect(mistake).to_have_attribute("data-column", "digits")
    with page.expect_download() as download:
        page.get_by_test_id("mistakes-download").click()
    assert "many" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    file.write_text(f"point,serial\n{POINT},SN-1\n")
    page.get_by_test_id("import-file").set_input_files(file)
    expect(page.get_by_test_id("import-sum")).to_have_attribute("data-applied", "false")
    page.get_by_test_id("import-apply").click()
    expect(page.get_by_test_id("import-sum")).to_have_attribute("data-applied", "true")
    try:
        page.get_by_test_id("import-done").click()
        page.get_by_test_id("meters-search").fill("SN-1 import")
        expect(page.get_by_test_id("meter-row")).to_have_count(1)
        expect(page.get_by_test_id("meter-row")).to_have_attribute("data-point", POINT)
        assert "q=SN-1" in page.url
    finally:
        client.post(f"{PARK}/meters/import?dry_run=false", content=f"point,serial\n{POINT},{SERIAL}")


@pytest.mark.timeout(600)
def test_a_span_is_corrected_and_the_correction_undone(
    page: Page, address: str, client: httpx.Client
) -> None:
    start = old_reading(client)["time"] // HOUR_MS * HOUR_MS - HOUR_MS
    end = start + HOUR_MS
    before = amount(client, start, end)
    page.goto(f"{address}/{POINT}/correct?from={start}&to={end}")
    page.get_by_test_id("field-amount").fill("123.5")
    page.get_by_test_id("reason").fill("From the bill")
    page.get_by_test_id("wizard-next").click()
    page.get_by_test_id("preview-energy").first.wait_for(timeout=120_000)
    page.get_by_test_id("wizard-next").click()
    page.get_by_test_id("wizard-done").wait_for(timeout=120_000)
    try:
        assert amount(client, start, end) == 123_500
    finally:
        page.get_by_test_id("wizard-back-to-meter").click()
        take_back(page)
    assert amount(client, start, end) == before
