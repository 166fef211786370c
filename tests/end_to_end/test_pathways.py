"""The dual-carbon path in a browser: from the ledger to scenarios, measures, a portfolio and targets."""

from base64 import b64encode

from playwright.sync_api import BrowserContext, Page, expect

from tests.end_to_end.conftest import Demo, sign_in
from tests.end_to_end.test_live_page import violations

# The part of a picture's pixels that are nearly black.
DARK = """async text => {
  const bytes = Uint8Array.from(atob(text), one => one.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
  const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
  pen.drawImage(image, 0, 0);
  const {data} = pen.getImageData(0, 0, image.width, image.height);
  let dark = 0;
  for (let n = 0; n < data.length; n += 4) dark += Math.max(data[n], data[n + 1], data[n + 2]) < 60;
  return dark / (data.length / 4);
}"""


def at(page: Page, path: str) -> None:
    page.goto(page.url.split("/p/")[0] + "/p/demo" + path)


def enter_base(page: Page) -> None:
    """What the ledger knows, then taken: three scenarios come with it."""
    at(page, "/pathways")
    page.get_by_test_id("base-output").fill("1200000")
    page.get_by_test_id("base-read").click()
    expect(page.get_by_test_id("base-found")).to_contain_text("hours of the ledger")
    assert violations(page) == []
    page.get_by_test_id("base-take").click()
    expect(page.get_by_test_id("preview-words")).to_contain_text("2060")
    assert violations(page) == []


def compare(page: Page) -> None:
    page.get_by_test_id("compare").click()
    expect(page.get_by_test_id("pathway-result")).to_be_visible()
    assert violations(page) == []
    wedges = page.locator(".card").filter(has=page.get_by_test_id("wedges-toggle"))
    with page.expect_download() as picture:
        wedges.get_by_test_id("chart-png").click()
    # Lines and words are; areas whose colour only the style sheet names were.
    assert page.evaluate(DARK, b64encode(picture.value.path().read_bytes()).decode()) < 0.05
    page.get_by_test_id("fan-toggle").click()
    row = page.get_by_test_id("pathway-result").get_by_role("row", name="2060")
    expect(row.first).to_be_visible()
    page.get_by_test_id("push-deep").click()
    expect(page.get_by_test_id("pushed")).to_contain_text("targets are in force")
    with page.expect_download() as saved:
        page.get_by_test_id("plan-report").click()
    assert saved.value.path().read_bytes()[:2] == b"PK"


def choose_measures(page: Page) -> None:
    at(page, "/measures")
    page.get_by_test_id("library").select_option("motors-10gwh")
    page.get_by_test_id("measure-capex").fill("120")
    page.get_by_test_id("measure-save").click()
    expect(page.locator("[data-measure=motors-10gwh]")).to_contain_text("120")
    page.get_by_test_id("price-electricity").fill("180")
    page.get_by_test_id("market-save").click()
    page.get_by_test_id("macc-toggle").click()
    expect(page.get_by_role("row", name="Efficient motors").last).to_contain_text("%")
    assert violations(page) == []


def find_portfolio(page: Page) -> None:
    page.get_by_test_id("policy-add").select_option("carbon_price")
    page.get_by_test_id("policy-value-0").fill("90")
    page.get_by_test_id("portfolio-find").click()
    expect(page.get_by_test_id("portfolio-words")).to_contain_text("no choice is cheaper")
    assert violations(page) == []
    page.get_by_test_id("policy-add").select_option("emission_cap")
    page.get_by_test_id("policy-value-1").fill("0.0001")
    page.get_by_test_id("portfolio-find").click()
    expect(page.get_by_test_id("portfolio-words")).to_contain_text("The cap is missed")


def test_from_the_ledger_to_targets(context: BrowserContext, demo: Demo) -> None:
    page = context.new_page()
    page.add_init_script("localStorage.setItem('pc.language', 'en')")
    sign_in(page, demo)
    enter_base(page)
    compare(page)
    choose_measures(page)
    find_portfolio(page)
