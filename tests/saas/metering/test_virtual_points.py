"""Virtual points over the API: what an expression is, that it follows its inputs, and whose it may be."""

from typing import Any

import httpx
import pytest

from tests.saas.conftest import Login
from tests.saas.metering.conftest import END, PARK, START, State, got, refused, sent

CHECK = "/virtual-points/check"
SPAN = {"from": START, "to": END}


def wanted(expression: str = "m - 0.5 * o", **more: object) -> dict[str, Any]:
    common = {
        "name_zh": "净", "name_en": "Net", "enterprise": "works", "quantity": "energy", "unit": "kWh",
        "carrier": "electricity", "expression": expression, "inputs": {"m": "main", "o": "office"},
    }  # fmt: skip
    return {**common, **more}


def put(client: httpx.Client, code: str, body: dict[str, Any]) -> dict[str, Any]:
    return sent(client, f"/virtual-points/{code}", body, method="PUT")


def test_a_point_is_defined_computed_and_defined_anew(worker: httpx.Client) -> None:
    asked = {"expression": "m - 0.5 * o", "inputs": {"m": "main", "o": "office"}}
    assert sent(worker, CHECK, asked) == {"kind": "amount", "base": "Wh"}
    made = put(worker, "net", wanted())
    assert (made["point"], made["enterprise"], made["inputs"]) == ("net", "works", asked["inputs"])
    state = State(worker)
    assert set(state.quarters("net").values()) == {(9500, "measured")}
    put(worker, "net", wanted("m + o"))
    assert state.amount("net") == state.amount("main") + state.amount("office")
    assert "net" in {p["point"] for p in got(worker, "/virtual-points")["points"]}
    edit = {"kind": "edit", **SPAN, "amount": "1", "reason": "x"}
    assert refused(worker, "/points/net/corrections", edit) == (422, "correction")


def test_what_ends_keeps_what_it_was_and_is_computed_no_more(
    worker: httpx.Client, operator: httpx.Client
) -> None:
    put(worker, "late", wanted())
    put(worker, "later", wanted("2 * l", inputs={"l": "late"}))
    end, whole = "/virtual-points/late/end", State(worker).quarters("late")
    half = {"time": START + (END - START) // 2, "reason": "the line is closed"}
    assert refused(worker, end, half) == (409, "in_use")
    assert sent(worker, "/virtual-points/later/end", {"reason": "first"})["ended"]["reason"] == "first"
    assert refused(worker, end, {**half, "time": half["time"] + 1}) == (422, "invalid")
    lock = sent(operator, "/locks", {"from": START, "to": END, "reason": "verified"})
    assert refused(worker, end, half) == (409, "locked")
    sent(operator, f"/locks/{lock['id']}/release", {"reason": "a test"})
    ended = sent(worker, end, half)["ended"]
    assert (ended["at"], ended["reason"]) == (half["time"], "the line is closed")
    kept = State(worker).quarters("late")
    assert kept == {start: found for start, found in whole.items() if start < half["time"]} != {}
    assert refused(worker, end, half) == (409, "conflict")
    assert put(worker, "late", wanted())["ended"] is None
    assert State(worker).quarters("late") == whole


def test_a_ratio_is_of_sums_and_no_point(worker: httpx.Client) -> None:
    ratio = {"expression": "o / m", "inputs": {"m": "main", "o": "office"}}
    assert sent(worker, CHECK, ratio) == {"kind": "ratio", "base": "Wh/Wh"}
    found = sent(worker, "/virtual-points/evaluate", {**ratio, **SPAN})
    assert (found["value"], found["sums"]) == ("0.1", {"m": 160_000, "o": 16_000})
    nothing = sent(worker, "/virtual-points/evaluate", {**ratio, "from": 0, "to": 900_000})
    assert nothing["value"] is None
    assert refused(worker, "/virtual-points/share", wanted("o / m"), method="PUT") == (422, "expression")


@pytest.mark.parametrize(
    ("code", "body", "expected"),
    [
        ("new", wanted("m +"), (422, "expression")),
        ("new", wanted("m + q"), (422, "expression")),
        ("new", wanted("m", inputs={"m": "gas"}), (422, "expression")),
        ("new", wanted("m", inputs={"m": "power"}), (422, "expression")),
        ("new", wanted("m", inputs={}), (422, "expression")),
        ("new", wanted("m", inputs={"m": "nowhere"}), (404, "not_found")),
        ("new", wanted(enterprise="nobody"), (404, "not_found")),
        ("new", wanted(unit="parsec"), (422, "unit")),
        ("main", wanted(), (409, "conflict")),
        ("new", wanted(colour="red"), (422, "invalid")),
    ],
)
def test_what_is_no_point(
    operator: httpx.Client, code: str, body: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert refused(operator, f"/virtual-points/{code}", body, method="PUT") == expected


def test_a_circle_is_refused(worker: httpx.Client) -> None:
    put(worker, "one", wanted("a", inputs={"a": "main"}))
    put(worker, "two", wanted("a", inputs={"a": "one"}))
    circle = wanted("a", inputs={"a": "two"})
    assert refused(worker, "/virtual-points/one", circle, method="PUT") == (422, "expression")
    # The meaning of a code stays.
    other = wanted("a", inputs={"a": "main"}, enterprise=None)
    assert refused(worker, "/virtual-points/one", other, method="PUT") == (403, "forbidden")


def test_an_enterprise_computes_from_its_own_meters(login: Login, anonymous: httpx.Client) -> None:
    put(login("operator"), "of-the-park", wanted("a", inputs={"a": "mill-main"}, enterprise=None))
    put(login("worker"), "of-the-works", wanted("a", inputs={"a": "main"}))
    miller = login("miller")
    listed = {p["point"] for p in got(miller, "/virtual-points")["points"]}
    assert listed.isdisjoint({"of-the-park", "of-the-works"})
    theirs = {"expression": "a", "inputs": {"a": "main"}}
    assert refused(miller, CHECK, theirs) == (404, "not_found")
    assert refused(miller, "/virtual-points/evaluate", {**theirs, **SPAN}) == (404, "not_found")
    spying = wanted("a", inputs={"a": "main"}, enterprise="mill")
    assert refused(miller, "/virtual-points/spy", spying, method="PUT") == (404, "not_found")
    planted = wanted("a", inputs={"a": "mill-main"}, enterprise="works")
    assert refused(miller, "/virtual-points/planted", planted, method="PUT") == (404, "not_found")
    taken = wanted("a", inputs={"a": "mill-main"}, enterprise="mill")
    assert refused(miller, "/virtual-points/of-the-works", taken, method="PUT")[0] == 409
    for name, status in (("verifier", 403), ("neighbour", 404)):
        assert refused(login(name), "/virtual-points/x1", wanted(), method="PUT")[0] == status
    assert anonymous.put(f"{PARK}/virtual-points/x1", json=wanted()).status_code == 401
    assert anonymous.get(f"{PARK}/virtual-points").status_code == 401
