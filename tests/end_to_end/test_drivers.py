"""What drives carbon, in a browser: a change explained, elasticities with doubts, a refusal in words."""

from parkcarbon_platform.services.analysis import uploaded
from playwright.sync_api import BrowserContext, Page, expect

from tests.end_to_end.conftest import Demo, sign_in
from tests.end_to_end.test_live_page import violations

THREE_YEARS = b"year,emissions,output,energy\n2020,95.1,950,29\n2021,98.2,1060,31\n2022,100.6,1162,32.76\n"


def at(page: Page, query: str) -> None:
    page.goto(page.url.split("/p/")[0] + "/p/demo/drivers" + query)
    expect(page.get_by_test_id("ask")).to_be_visible()


def bring(page: Page, name: str, content: bytes) -> None:
    """Choose a table, and compute it by keyboard."""
    page.get_by_test_id("ask").get_by_role("button", name="A table").click()
    page.get_by_test_id("analysis-file").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    expect(page.get_by_test_id("table-read")).to_be_visible()
    page.get_by_test_id("ask-go").press("Enter")


def done(page: Page, state: str) -> None:
    expect(page.locator(f"[data-testid=run][data-state={state}]")).to_be_visible()


def test_a_change_is_explained_drivers_are_judged_and_three_years_are_refused(
    context: BrowserContext, demo: Demo
) -> None:
    page = context.new_page()
    page.add_init_script("localStorage.setItem('pc.language', 'en')")
    sign_in(page, demo)
    of_the_park(page)
    explain(page)
    estimate(page)
    compare(page)


def of_the_park(page: Page) -> None:
    """The demo's ledger is a few days old: one month or two, which is a result either way."""
    page.get_by_test_id("why-month").click()
    # Months apart from a few days there is nothing in this ledger; in an older one there is.
    told = page.get_by_test_id("month-change").or_(page.get_by_text("Nothing to compare with yet"))
    expect(told).to_be_visible()
    at(page, "")
    page.get_by_test_id("ask-go").click()
    expect(page.locator("[data-testid=run]:is([data-state=done], [data-state=refused])")).to_be_visible()
    assert violations(page) == []


def explain(page: Page) -> None:
    at(page, "")
    bring(page, "two-years.csv", uploaded.template("lmdi", "csv"))
    done(page, "done")
    bars = page.get_by_test_id("run").get_by_test_id("waterfall").locator("li")
    # Before, three factors, after.
    expect(bars).to_have_count(5)
    # 1000·0.30·2.10 + 500·0.20·2.60 = 890; 1080·0.28·2.05 + 520·0.19·2.60 = 876.8.
    expect(bars.first).to_contain_text("890")
    expect(bars.last).to_contain_text("877")
    expect(page.get_by_test_id("sum-check")).to_contain_text("\u221213")
    assert violations(page) == []
    page.get_by_role("button", name="Ratios").click()
    expect(page.get_by_test_id("sum-check")).to_contain_text("0.985")
    page.get_by_test_id("lmdi-toggle").click()
    expect(page.get_by_test_id("effect-table").locator("tbody tr")).to_have_count(4)
    # The index of output less one, and each plant's part of it in percentage points, which add up to it.
    rows = page.get_by_test_id("parts-enterprise").locator("tbody tr")
    expect(rows).to_have_count(3)
    parts = [float(row.locator("td").first.inner_text().replace("\u2212", "-")) for row in rows.all()]
    assert abs(sum(parts[:-1]) - parts[-1]) < 0.02
    assert violations(page) == []


def estimate(page: Page) -> None:
    at(page, "?kind=stirpat")
    bring(page, "three-years.csv", THREE_YEARS)
    done(page, "refused")
    expect(page.get_by_test_id("refusal")).to_contain_text("3 observations, 2 drivers")
    assert violations(page) == []
    bring(page, "twelve-months.csv", uploaded.template("stirpat", "csv"))
    done(page, "done")
    expect(page.get_by_test_id("forest").locator("li")).to_have_count(3)
    expect(page.get_by_test_id("forest")).to_contain_text("goes with")
    expect(page.get_by_test_id("notes").locator("[data-code=small_sample]")).to_be_visible()
    for name, table in (("stirpat", "driver"), ("trace", "trace"), ("fit", "fit")):
        page.get_by_test_id(f"{name}-toggle").click()
        expect(page.get_by_test_id(f"{table}-table")).to_be_visible()
        page.get_by_test_id(f"{name}-toggle").click()
    assert violations(page) == []
    # The address holds what is shown, and the other language and theme are as good.
    page.evaluate("localStorage.setItem('pc.theme', 'dark')")
    page.reload()
    done(page, "done")
    assert violations(page) == []


def compare(page: Page) -> None:
    at(page, "?kind=decoupling")
    bring(page, "growth.csv", uploaded.template("decoupling", "csv"))
    done(page, "done")
    expect(page.get_by_test_id("tapio-table")).to_contain_text("Strong decoupling")
    assert violations(page) == []
    expect(page.get_by_test_id("run-link")).not_to_have_count(0)
