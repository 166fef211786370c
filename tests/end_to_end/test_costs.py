"""The page of electricity cost in a real Chromium on the running demo: its figures add up, and open."""

import json
import re
import subprocess
from contextlib import closing
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.end_to_end.conftest import BIN, Demo, sign_in
from tests.end_to_end.test_live_page import violations
from tests.support.processes import wait_until

ZONE = ZoneInfo("Asia/Shanghai")
API = "/api/v1/parks/demo"


def ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def yesterday() -> tuple[datetime, datetime]:
    midnight = datetime.now(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=1), midnight


def of_yesterday(demo: Demo, path: str, **query: str) -> dict[str, Any]:
    start, end = yesterday()
    with closing(demo.client()) as client:
        answer = client.get(f"{API}/{path}", params={"from": ms(start), "to": ms(end), **query})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


@pytest.fixture(scope="module")
def measured(demo: Demo) -> None:
    """The back-fill has delivered the whole of yesterday, of the incomers and of the water meters."""

    def whole() -> bool:
        water = {r["carrier"]: r for r in of_yesterday(demo, "resources")["resources"]}
        return of_yesterday(demo, "costs")["coverage"] == 1 and bool(water["water"]["quantity"])

    wait_until(whole, "yesterday's back-fill and settlement", timeout_s=600, every_s=2)


@pytest.fixture
def costs(context: BrowserContext, demo: Demo, measured: None) -> Page:
    page = context.new_page()
    sign_in(page, demo)
    return to_costs(page)


def to_costs(page: Page, query: str = "") -> Page:
    page.goto(re.sub(r"/(live|home|costs).*", f"/costs{query}", page.url))
    page.wait_for_selector("[data-cost=total][data-value]")
    return page


def amounts(page: Page, selector: str, name: str) -> list[Decimal]:
    found = page.locator(selector).evaluate_all(f"es => es.map(e => e.dataset.{name})")
    return [Decimal(str(value)) for value in found]


def test_the_energy_that_is_paid_for_is_the_true_one(demo: Demo, measured: None) -> None:
    start, end = yesterday()
    done = subprocess.run(
        [str(BIN / "parkcarbon-simulator"), "truth", "--dir", str(demo.folder / "demo"), "--json",
         "--from", start.isoformat(), "--to", end.isoformat()],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    truth = {row["point"]: row["quantity"] for row in json.loads(done.stdout)["points"]}
    park = of_yesterday(demo, "costs")
    assert park["energy_wh"] / 1000 == pytest.approx(
        truth["incomer-1-import"] + truth["incomer-2-import"], rel=1e-4
    )
    steel = of_yesterday(demo, "costs", enterprise="steel")
    assert steel["energy_wh"] / 1000 == pytest.approx(truth["steel-main-import"], rel=1e-4)
    water = next(r for r in of_yesterday(demo, "resources")["resources"] if r["carrier"] == "water")
    meters = [code for code in truth if code.endswith("water-volume")]
    assert len(meters) == 5
    assert water["quantity"] / 1e6 == pytest.approx(sum(truth[code] for code in meters), rel=1e-3)


def test_the_figures_on_the_page_add_up(costs: Page) -> None:
    costs.get_by_test_id("cost-days-toggle").click()
    costs.wait_for_selector("[data-day]")
    page: dict[str, Any] = costs.evaluate("""() => {
      const all = (selector, name) =>
        [...document.querySelectorAll(selector)].map(e => Number(e.dataset[name]));
      return {
        energy: all('.cost-kpis [data-energy]', 'energy')[0],
        periods: all('[data-period]', 'energy'), days: all('[data-day]', 'energy'),
        parts: all('[data-day] [data-part]', 'part'),
      };
    }""")
    assert len(page["days"]) >= 2
    assert sum(page["periods"]) == sum(page["days"]) == sum(page["parts"]) == page["energy"] > 0
    (total,) = amounts(costs, ".kpi-now [data-cost=total]", "value")
    parts = amounts(costs, ".kpi-parts [data-cost]", "value")
    assert len(parts) == 4
    assert sum(parts) == total
    periods = amounts(costs, "[data-period] [data-cost]", "value")
    (energy,) = amounts(costs, ".kpi-parts [data-cost=energy]", "value")
    assert sum(periods) == energy


def test_a_sum_opens_its_lines_and_gives_the_focus_back(costs: Page) -> None:
    number = costs.locator(".kpi-now [data-cost=total]")
    number.focus()
    costs.keyboard.press("Enter")
    drawer = costs.get_by_test_id("cost-explain")
    drawer.locator("[data-cost-total]").wait_for()
    lines = amounts(costs, "[data-line]", "line")
    (total,) = amounts(costs, "[data-cost-total]", "costTotal")
    assert len(lines) >= 4
    assert sum(lines) == total == Decimal(drawer.get_attribute("data-clicked") or "-1")
    drawer.get_by_test_id("line-expand").first.click()
    points = drawer.locator("[data-line-point]")
    assert points.evaluate_all("es => es.map(e => e.dataset.linePoint)") == [
        "incomer-1-import",
        "incomer-2-import",
    ]
    costs.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(number).to_be_focused()


def test_an_account_is_chosen_and_the_address_holds_it(costs: Page) -> None:
    row = costs.locator("[data-account=steel]")
    row.wait_for()
    row.get_by_role("button").click()
    expect(costs.get_by_test_id("cost-freshness")).to_contain_text(re.compile("Zhufeng|铸峰"))
    assert "enterprise=steel" in costs.url
    costs.reload()
    expect(costs.get_by_test_id("cost-freshness")).to_contain_text(re.compile("Zhufeng|铸峰"))
    # 16.3 MW at a contract of 15 MW: the overshoot is paid. Its power factor of 0.86 costs 2 %.
    costs.locator(".kpi-parts [data-cost=demand]").click()
    costs.locator("[data-cost-total]").wait_for()
    lines = amounts(costs, "[data-line]", "line")
    assert lines[0] == 15_000 * 40
    costs.keyboard.press("Escape")
    assert costs.locator("[data-factor]").get_attribute("data-factor") == "0.86"


def test_an_enterprise_sees_its_own_bill_and_no_editor(
    context: BrowserContext, demo: Demo, measured: None
) -> None:
    page = context.new_page()
    sign_in(page, demo, "enterprise")
    to_costs(page)
    page.locator("[data-account]").first.wait_for()
    assert page.locator("[data-account]").count() == 1
    assert page.get_by_test_id("tariff-edit").count() == 0


def change_price(page: Page, period: str, price: str) -> None:
    page.get_by_test_id("tariff-edit").click()
    drawer = page.get_by_test_id("tariff-drawer")
    drawer.locator("select").first.select_option("example-two-part")
    drawer.get_by_test_id(f"price-{period}").fill(price)


def add_holiday(page: Page, day: str) -> None:
    days = page.get_by_test_id("tariff-holidays")
    days.locator("input[type=date]").first.fill(day)
    days.locator(".button").click()
    expect(days.locator("li").filter(has_text=day)).to_be_visible()


def test_an_operator_changes_a_price(costs: Page, demo: Demo) -> None:
    with closing(demo.client()) as client:
        given = next(
            t for t in client.get(f"{API}/tariffs").json()["tariffs"] if t["code"] == "example-two-part"
        )
        body = {k: v for k, v in given.items() if k not in ("code", "author", "changed_at", "knots")}
        (before,) = amounts(costs, ".kpi-parts [data-cost=energy]", "value")
        try:
            change_price(costs, "flat", "cheap")
            expect(costs.get_by_role("alert")).to_be_visible()
            expect(costs.get_by_test_id("tariff-save")).to_be_disabled()
            costs.get_by_test_id("price-flat").fill("9.5")
            add_holiday(costs, "2099-01-01")
            costs.get_by_test_id("tariff-save").click()
            expect(costs.get_by_test_id("tariff-drawer")).to_be_hidden()
            wait_until(
                lambda: amounts(costs, ".kpi-parts [data-cost=energy]", "value")[0] > 2 * before,
                "the new price on the page", timeout_s=240, every_s=0.2,
            )  # fmt: skip
            expect(costs.get_by_test_id("tariff-edit")).to_be_focused()
            kept = client.get(f"{API}/tariffs").json()["tariffs"]
            versions = next(t for t in kept if t["code"] == "example-two-part")["versions"]
            assert "2099-01-01" in {day for version in versions for day in version["holidays"]}
        finally:
            assert client.put(f"{API}/tariffs/example-two-part", json=body).status_code == 200


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_accessibility_violations(
    context: BrowserContext, demo: Demo, measured: None, language: str, theme: str
) -> None:
    page = context.new_page()
    page.add_init_script(
        f"localStorage.setItem('pc.language', '{language}'); localStorage.setItem('pc.theme', '{theme}')"
    )
    sign_in(page, demo)
    to_costs(page)
    page.locator("[data-account=steel]").wait_for()
    assert violations(page) == []
    page.get_by_test_id("cost-days-toggle").click()
    page.locator(".kpi-now [data-cost=total]").click()
    page.locator("[data-cost-total]").wait_for()
    page.wait_for_timeout(600)  # the drawer slides in; contrast is judged at rest
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("cost-explain")).to_be_hidden()
    page.get_by_test_id("tariff-edit").click()
    page.get_by_test_id("tariff-save").wait_for()
    page.wait_for_timeout(600)
    assert violations(page) == []
    page.goto(page.url.split("?")[0] + "?tab=resources")
    page.locator("[data-resource=water]").wait_for()
    assert violations(page) == []
