"""Locked periods, virtual points, shared meters and remainders in a real Chromium, by role."""

import re
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.end_to_end.conftest import Demo, patient_context, sign_in
from tests.end_to_end.test_live_page import violations
from tests.support.processes import wait_until

PARK = "/api/v1/parks/demo"
POINT, SOURCE, NAME = "office-main-import", "office-electricity", "Building electricity"
HOUR_MS, DAY_MS = 3_600_000, 86_400_000
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def client(demo: Demo) -> Iterator[httpx.Client]:
    made = demo.client()
    made.timeout = httpx.Timeout(120)
    yield made
    made.close()


def open_page(context: BrowserContext, demo: Demo, role: str, *, language: str = "en") -> Page:
    page = context.new_page()
    page.add_init_script(f"localStorage.setItem('pc.language', '{language}')")
    sign_in(page, demo, role)
    return page


def address(demo: Demo, path: str) -> str:
    return f"{demo.url}/p/demo/{path}"


def local(ms: int) -> str:
    """As a field for date and time takes it, in the park's zone."""
    return datetime.fromtimestamp(ms / 1000, SHANGHAI).strftime("%Y-%m-%dT%H:%M:%S")


def amounts(client: httpx.Client, point: str, start: int, end: int) -> dict[int, int]:
    """Quarter hours of a point, in base units."""
    answer = client.get(f"{PARK}/points/{point}/series", params={"from": start, "to": end, "step": "quarter"})
    return {row["start"]: row["amount_base"] for row in answer.json()["amounts"]}


def settled_hour(client: httpx.Client) -> int:
    """An hour of yesterday that the back-fill has reached."""
    start = (int(time.time() * 1000) - DAY_MS) // HOUR_MS * HOUR_MS

    def found() -> bool:
        answer = client.get(
            f"{PARK}/sources/{SOURCE}/ledger", params={"from": start, "to": start + HOUR_MS}
        ).json()
        return any(hour["covered_s"] == 3600 for hour in answer["hours"])

    wait_until(found, "the ledger of yesterday", timeout_s=600, every_s=2)
    return start


def lock_by_form(page: Page, start: int) -> None:
    """Lock an hour; the form says so while readings of it are still being settled."""
    page.get_by_test_id("lock-open").click()
    form = page.get_by_test_id("lock-form")
    form.locator("#lock-month").select_option("other")
    page.get_by_test_id("field-lock-from").fill(local(start))
    page.get_by_test_id("field-lock-to").fill(local(start + HOUR_MS))
    form.locator("#lock-reason").fill("Reported to the city")

    page.get_by_test_id("lock-add").click()

    def locked() -> bool:
        if page.get_by_test_id("lock-form").count() == 0:
            return True
        ready = page.locator("[data-testid=confirm-do]:enabled")
        if ready.count():
            ready.click()
        return False

    wait_until(locked, "the period to be locked", timeout_s=600, every_s=1)


def decided(client: httpx.Client, lock: int) -> list[dict[str, Any]]:
    found = client.get(f"{PARK}/differences", params={"state": "accepted", "lock": lock}).json()
    return list(found["differences"])


def test_a_locked_hour_waits_for_the_operator_and_a_verifier_looks(
    browser: Browser, context: BrowserContext, demo: Demo, client: httpx.Client
) -> None:
    start = settled_hour(client)
    page = open_page(context, demo, "operator")
    page.goto(address(demo, "locks"))
    lock_by_form(page, start)
    lock = page.locator('[data-testid="lock"][data-released="false"]').first
    number = int(lock.get_attribute("data-lock") or 0)
    body = {"kind": "edit", "from": start, "to": start + HOUR_MS, "amount": "9000", "reason": "the bill"}
    made = client.post(f"{PARK}/points/{POINT}/corrections", json=body)
    assert made.status_code == 201, made.text
    try:
        # From the hour in Explain to what waits for a decision.
        quarter = start + HOUR_MS // 4
        page.goto(address(demo, f"explain?figure=interval&start={quarter}&by=enterprise&key=office"))
        page.locator("tr", has_text=NAME).first.get_by_test_id("term-expand").click()
        page.get_by_test_id("hour-locked").first.click()
        page.wait_for_url(f"**/locks?source={SOURCE}")
        row = page.locator(f'[data-testid="difference"][data-source="{SOURCE}"]')
        expect(row).to_contain_text("Correction: edit")
        found = client.get(f"{PARK}/differences", params={"lock": number, "source": SOURCE}).json()
        (waiting,) = found["differences"]
        assert int(row.get_attribute("data-mg") or 0) == waiting["difference_mg"] > 0
        row.get_by_test_id("difference-open").click()
        expect(page.get_by_test_id("difference-hour")).to_have_count(1)

        verifier = open_page(patient_context(browser), demo, "verifier")
        verifier.goto(address(demo, "locks"))
        verifier.locator(f'[data-testid="difference"][data-source="{SOURCE}"]').wait_for()
        for hidden in ("lock-open", "release-open", "pick-lock", "pick-source"):
            expect(verifier.get_by_test_id(hidden)).to_have_count(0)
        verifier.context.close()

        row.get_by_test_id("pick-source").check()
        page.get_by_test_id("decision-note").fill("the bill says so")
        page.get_by_test_id("decide-accept").click()
        expect(row).to_have_count(0)
        assert [d["note"] for d in decided(client, number)] == ["the bill says so"]
        ledger = client.get(f"{PARK}/sources/{SOURCE}/ledger", params={"from": start, "to": start + 1}).json()
        (current,) = [hour for hour in ledger["hours"] if hour["superseded_at"] is None]
        assert current["reason"] == "restatement: the bill says so"
        # The park's unallocated electricity loses what the enterprise gains: it waits under the same lock.
        page.goto(address(demo, f"locks?lock={number}"))
        waits = page.locator('[data-testid="difference"][data-source="unallocated-electricity"]')
        expect(waits).to_have_count(1)
        released = page.locator(f'[data-testid="lock"][data-lock="{number}"]')
        released.get_by_test_id("release-open").click()
        page.get_by_test_id("release-reason").fill("the report was withdrawn")
        page.get_by_test_id("release").click()
        expect(released).to_have_attribute("data-released", "true")
        expect(waits).to_have_count(0)
    finally:
        for item in client.get(f"{PARK}/locks").json()["locks"]:
            if item["released_at"] is None:
                client.post(f"{PARK}/locks/{item['id']}/release", json={"reason": "a test"})
        undone = client.post(
            f"{PARK}/points/{POINT}/corrections/{made.json()['id']}/undo", json={"reason": "a test"}
        )
        assert undone.status_code == 201, undone.text


def test_an_enterprise_writes_a_formula_and_sees_no_others_matters(
    context: BrowserContext, demo: Demo, client: httpx.Client
) -> None:
    page = open_page(context, demo, "enterprise")
    own = page.evaluate("fetch('/api/v1/session').then(r => r.json())")["memberships"][0]["enterprise"][
        "code"
    ]
    page.goto(address(demo, "locks"))
    expect(page.get_by_text("Your role does not include this")).to_be_visible()
    page.goto(address(demo, "computed?tab=shared"))
    page.get_by_test_id("virtual-new").wait_for()
    expect(page.get_by_role("button", name="Shared meters")).to_have_count(0)
    page.get_by_test_id("virtual-new").click()

    picker = page.get_by_test_id("add-input")
    state = page.get_by_test_id("formula-state")
    # By keyboard alone; of its own meters only.
    for words in (f"{own}-main-import", f"{own} water volume"):
        picker.click()
        picker.fill(words)
        picker.press("ArrowDown")
        picker.press("ArrowUp")
        picker.press("Enter")
    expect(page.get_by_test_id("formula-input")).to_have_count(2)
    picker.click()
    picker.fill("incomer")
    expect(page.get_by_test_id("pick")).to_have_count(0)
    picker.press("Escape")
    expression = page.get_by_test_id("expression")
    expression.fill("a + b")
    expect(state).to_have_attribute("data-state", "wrong")
    expect(state).to_contain_text("Wh and mL cannot be added")
    page.get_by_role("button", name="Remove b").click()
    expression.fill("0.5 \u00d7 a")
    expect(state).to_have_attribute("data-state", "fits")
    shown = page.get_by_test_id("formula-value")
    shown.wait_for()
    for field, text in (("name_zh", "一半"), ("name_en", "A half"), ("code", f"{own}-half")):
        page.get_by_test_id(f"field-{field}").fill(text)
    page.get_by_test_id("virtual-save").click()
    page.wait_for_url(f"**/computed/virtual/{own}-half")
    page.get_by_test_id("used-by").wait_for(state="attached")
    # A half of each quarter hour, rounded half to even.
    end = int(time.time() * 1000) - 2 * HOUR_MS
    whole = amounts(client, f"{own}-main-import", end - 4 * HOUR_MS, end)
    halves = amounts(client, f"{own}-half", end - 4 * HOUR_MS, end)
    assert halves == {at: round(value / 2) for at, value in whole.items()} != {}


def test_a_point_is_chosen_by_keyboard_as_the_server_finds_it(context: BrowserContext, demo: Demo) -> None:
    page = open_page(context, demo, "operator")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address(demo, "computed/virtual/new"))
    picker = page.get_by_test_id("add-input")
    picks, inputs = page.get_by_test_id("pick"), page.get_by_test_id("formula-input")
    # Faster than the server: what is entered is the second of what is found then.
    picker.press_sequentially("steel", delay=1)
    picker.press("ArrowDown")
    picker.press("Enter")
    expect(inputs).to_have_count(1)
    found = page.evaluate("fetch('/api/v1/parks/demo/points?q=steel&with_amounts=true').then(r => r.json())")
    second = found["points"][1]
    expect(inputs.first).to_contain_text(f"{second['code']} · {second['unit']}")
    # It cannot be chosen twice; the mark follows the arrows, and Escape leaves all as it is.
    picker.fill("steel")
    expect(picks.first).to_have_attribute("data-point", found["points"][0]["code"])
    expect(page.locator(f"[data-testid=pick][data-point={second['code']}]")).to_have_count(0)
    picker.press("ArrowDown")
    marked = picks.nth(1)
    expect(marked).to_have_attribute("aria-selected", "true")
    expect(picker).to_have_attribute("aria-activedescendant", str(marked.get_attribute("id")))
    picker.press("Escape")
    expect(picker).to_have_value("")
    expect(picker).to_have_attribute("aria-expanded", "false")
    expect(inputs).to_have_count(1)
    assert [url for url in asked if "/parks/demo/meters" in url] == []


def test_a_form_waits_for_a_choice_whose_answer_is_on_its_way(context: BrowserContext, demo: Demo) -> None:
    page = open_page(context, demo, "operator")
    page.goto(address(demo, "alerts?tab=rules"))
    rules = page.get_by_test_id("alert-rule")
    expect(rules.first).to_be_visible()
    before = rules.count()
    page.get_by_test_id("template-no_data").click()
    picker, form = page.get_by_test_id("rule-point"), page.get_by_test_id("rule-form")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/parks/demo/points?*", hold)
    picker.fill("steel")
    picker.press("Enter")
    expect(picker).to_have_attribute("aria-busy", "true")
    expect(picker).to_have_value("steel")
    # A rule about nothing would be about everything.
    picker.press("Enter")
    page.get_by_test_id("rule-save").click()
    for route in held:
        route.continue_()
    page.unroute("**/parks/demo/points?*")
    expect(picker).to_have_attribute("aria-busy", "false")
    expect(form.locator(".chip")).to_have_count(1, timeout=30_000)
    assert rules.count() == before
    # Two at once: both come, however late.
    page.route("**/parks/demo/points?*", hold)
    held.clear()
    for words in ("steel", "office"):
        picker.fill(words)
        picker.press("Enter")
    page.wait_for_timeout(500)
    for route in held:
        route.continue_()
    page.unroute("**/parks/demo/points?*")
    expect(form.locator(".chip")).to_have_count(3, timeout=30_000)
    # One that belongs to a form that is gone is given up.
    page.route("**/parks/demo/points?*", hold)
    picker.fill("office")
    picker.press("Enter")
    form.get_by_role("button", name="Cancel").click()
    expect(form).to_have_count(0)
    assert rules.count() == before


def test_a_picker_says_that_nothing_is_found_and_that_the_server_does_not_answer(
    context: BrowserContext, demo: Demo
) -> None:
    page = open_page(context, demo, "operator")
    page.goto(address(demo, "computed/shared/new"))
    picker = page.get_by_test_id("shared-meter")
    picker.fill("nowhere at all")
    told = page.locator(".picker-list [role=status]")
    expect(told).to_have_text("Nothing matches")
    page.route("**/parks/demo/points?*", lambda route: route.fulfill(status=503, body="{}"))
    picker.fill("steel")
    expect(told).to_have_class("field-fault", timeout=30_000)
    page.unroute("**/parks/demo/points?*")
    picker.fill("steel main")
    expect(page.get_by_test_id("pick").first).to_be_visible()
    # What the address names is named by the server; sub-meters measure what the meter does.
    page.goto(address(demo, "computed/shared/new?point=campus-main-import"))
    expect(picker).to_have_value(re.compile(r" · campus-main-import$"))
    page.get_by_role("button", name="by sub-meter").click()
    page.get_by_test_id("tenant-submeter").click()
    expect(page.get_by_test_id("pick").first).to_be_visible()
    assert set(page.locator(".picker-list .unit").all_inner_texts()) <= {"kWh", "MWh"}
    assert page.locator("[data-testid=pick][data-point=campus-main-import]").count() == 0


def undivided(client: httpx.Client) -> str:
    """A meter of charging that nobody has divided yet."""
    divided = {item["point"] for item in client.get(f"{PARK}/allocations").json()["allocations"]}
    points = [point["code"] for point in client.get(f"{PARK}/meters").json()["points"]]
    return str(next(p for p in points if p.endswith("-charging-import") and p not in divided))


def test_a_shared_meter_is_divided_as_tried_and_the_remainder_is_a_row(
    context: BrowserContext, demo: Demo, client: httpx.Client
) -> None:
    page = open_page(context, demo, "operator")
    meter = undivided(client)
    page.goto(address(demo, "computed/shared/new"))
    picker = page.get_by_test_id("shared-meter")
    picker.click()
    picker.fill(meter)
    page.get_by_test_id("pick").first.click()
    begin = (int(time.time() * 1000) - 2 * DAY_MS) // HOUR_MS * HOUR_MS
    page.get_by_test_id("field-allocation-from").fill(local(begin))
    page.get_by_test_id("tenant-add").click()
    for number, (tenant, area) in enumerate((("hotel", "100"), ("office", "50.5"))):
        page.get_by_test_id("tenant-enterprise").nth(number).select_option(tenant)
        page.get_by_test_id("tenant-weight").nth(number).fill(area)
    page.get_by_test_id("allocation-try").click()
    parts = page.get_by_test_id("parts")
    parts.wait_for()
    assert parts.get_attribute("data-sum") == parts.get_attribute("data-whole") != "0"
    page.get_by_test_id("allocation-reason").fill("measured floor plan")
    page.get_by_test_id("allocation-begin").click()
    try:
        page.wait_for_url("**/computed?tab=shared")
        card = page.locator(".allocation", has=page.locator('[data-testid="parts"]')).filter(
            has_text=f"{meter}-hotel"
        )
        expect(card.locator("[data-amount]:not([data-amount=''])").first).to_be_visible()
        table = card.get_by_test_id("parts")
        assert table.get_attribute("data-sum") == table.get_attribute("data-whole") != "0"
        card.get_by_test_id("end-open").click()
        page.get_by_test_id("end-reason").fill("they moved out")
        page.get_by_test_id("end").click()
        expect(card).to_have_count(0)
    finally:
        for item in client.get(f"{PARK}/allocations").json()["allocations"]:
            if item["point"] == meter and item["valid_to"] is None:
                now = int(time.time() * 1000) // 900_000 * 900_000
                client.post(f"{PARK}/allocations/{item['id']}/end", json={"time": now, "reason": "a test"})

    page.goto(address(demo, "meters?sort=tree&q=campus"))
    row = page.locator('[data-testid="remainder"][data-point="campus-main-import"]')
    row.get_by_role("link", name="Unmetered").click()
    total = page.get_by_test_id("remainder-sum")
    value, parent, generation, children = (
        int(total.get_attribute(f"data-{name}") or 0)
        for name in ("value", "parent", "generation", "children")
    )
    assert value == parent + generation - children > 0
    page.get_by_test_id("remainder-table").click()
    shown = page.locator('[data-testid="remainder-row"]')
    assert sum(int(r.get_attribute("data-amount") or 0) for r in shown.all()) == value


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh-CN", "dark")])
def test_no_accessibility_violations(context: BrowserContext, demo: Demo, language: str, theme: str) -> None:
    page = open_page(context, demo, "operator", language=language)
    page.evaluate(f"localStorage.setItem('pc.theme', '{theme}')")
    seen = {}
    for path, ready in (
        ("locks", "lock-open"),
        ("locks?new=1", "lock-form"),
        ("computed", "virtual-point"),
        ("computed?tab=shared", "parts"),
        ("computed?tab=converted", "converted-point"),
        ("computed/converted/energy-steam-heat", "converted-form"),
        ("computed/virtual/steel-auxiliary", "formula-value"),
        ("computed/shared/new", "allocation-form"),
        ("meters?sort=tree", "remainder"),
        ("meters/steel-main-import/remainder", "remainder-sum"),
    ):
        page.goto(address(demo, path))
        page.get_by_test_id(ready).first.wait_for()
        seen[path] = violations(page)
    page.get_by_test_id("remainder-table").click()
    seen["table"] = violations(page)
    page.goto(address(demo, "computed/virtual/new"))
    page.get_by_test_id("add-input").click()
    page.get_by_test_id("pick").first.wait_for()
    seen["picker"] = violations(page)
    assert {path: found for path, found in seen.items() if found} == {}
