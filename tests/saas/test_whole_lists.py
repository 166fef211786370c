"""Every list that grows with the park comes a page at a time; the others are named here, and why."""

import json
from typing import Any

import pytest
from parkcarbon_saas import main

# What is told of one figure, period or thing: it is read as a whole, and half of it would be wrong.
OF_ONE_THING = """
    activity/{report} budgets budgets/{kind} costs devices/{device}/ladder devices/{device}/login
    devices/{device}/messages drivers edges/{edge}/config edges/{edge}/ledger
    enterprises/{enterprise}/home explain exports/{item}/check factors/{factor} flows fuel-stock
    health/balance health/coverage health/summary inventories/{item} inventories/{item}/explain/months
    inventories/{item}/figures inventories/{item}/items inventory inventory/bridge inventory/explain/months
    inventory/figures live live/day places places/{kind}/{code} places/{kind}/{code}/heat planning
    planning/base planning/macc points/{point} points/{point}/intervals points/{point}/remainder
    points/{point}/series quality-plan quality-plan/notes resources site-plan sources/{source}
    sources/{source}/ledger terms zero-carbon zero-carbon/comparison zero-carbon/outlook zero-carbon/settings
    benchmark norms norms/{norm}
"""
# As many as the platform brings along, as it allows, or as somebody has set by hand for the whole park.
FEW = """
    activity/items alerts/receivers factor-sets functions rulesets source-templates search targets
"""
# Of the platform, of a person, and of a screen.
OUTSIDE = """
    /admin/drafts/{draft} /admin/system /admin/wizard /session /session/others /wall/day /wall/live
"""
# Of these pages are counted: the list of factors by rows (`after`), the lines of an explanation by `offset`.
COUNTED = "factors inventory/explain inventories/{item}/explain"
PARK = "/api/v1/parks/{park}/"


def whole() -> set[str]:
    of_park = f"{OF_ONE_THING} {FEW} {COUNTED}".split()
    return {PARK + path for path in of_park} | {"/api/v1" + path for path in OUTSIDE.split()}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return dict(json.loads(main.openapi()))


def lists_in(described: dict[str, Any], schema: dict[str, Any]) -> bool:
    """Whether an answer has a list of things; numbers and words of one of them are none."""
    known = described["components"]["schemas"]

    def resolved(given: dict[str, Any]) -> dict[str, Any]:
        return resolved(known[given["$ref"].rpartition("/")[2]]) if "$ref" in given else given

    def is_list(given: dict[str, Any]) -> bool:
        items = resolved(given.get("items", {}))
        return given.get("type") == "array" and items.get("type") not in ("string", "integer", "number")

    found = resolved(schema)
    fields = found.get("properties", {}).values()
    return is_list(found) or any(is_list(one) for field in fields for one in (field, *field.get("anyOf", ())))


def test_lists_come_a_page_at_a_time(described: dict[str, Any]) -> None:
    unpaged = set()
    for path, calls in described["paths"].items():
        call = calls.get("get")
        answer = call and call["responses"].get("200", {}).get("content", {}).get("application/json")
        if not answer or not lists_in(described, answer["schema"]):
            continue
        asked = {one["name"] for one in call.get("parameters", [])}
        if "cursor" not in asked:
            unpaged.add(path)
    assert unpaged == whole()


def test_pages_have_a_size_and_tell_where_the_next_one_begins(described: dict[str, Any]) -> None:
    known = described["components"]["schemas"]
    sized = 0
    for path, calls in described["paths"].items():
        asked = {one["name"] for one in calls.get("get", {}).get("parameters", [])}
        if "cursor" not in asked:
            continue
        schema = calls["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert "cursor" in known[schema["$ref"].rpartition("/")[2]]["properties"], path
        sized += "limit" in asked
    assert sized > 40
