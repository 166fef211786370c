"""A shared meter divided over the API: tenants add up to it, each sees its own part, operators decide."""

from typing import Any

import httpx
import pytest

from tests.saas.conftest import Login
from tests.saas.metering.conftest import END, HOUR, PARK, QUARTER, START, State, got, refused, sent

SHARES = [{"enterprise": "works", "weight": "2"}, {"enterprise": "mill", "weight": "1"}]


def allocation(**more: object) -> dict[str, Any]:
    common = {"point": "office", "method": "area", "valid_from": START + HOUR, "shares": SHARES,
              "reason": "tenancy agreement"}  # fmt: skip
    return {**common, **more}


def test_tenants_add_up_and_each_sees_its_own(operator: httpx.Client, login: Login) -> None:
    made = sent(operator, "/allocations", allocation())
    assert {(s["enterprise"], s["target"], s["weight"]) for s in made["shares"]} == {
        ("works", "office-works", "2"), ("mill", "office-mill", "1"),
    }  # fmt: skip
    state = State(operator)
    works, mill = (state.quarters(f"office-{name}") for name in ("works", "mill"))
    assert sorted(works) == sorted(mill) == list(range(START + HOUR, END, QUARTER))
    # 1 kWh a quarter hour in two to one: parts by largest remainder, so that none is lost.
    assert {works[t][0] + mill[t][0] for t in works} == {1000}
    assert {works[t][0] for t in works} == {667}
    miller = login("miller")
    assert State(miller).amount("office-mill") == 12 * 333
    for code in ("office-works", "office"):
        assert refused(miller, f"/points/{code}", method="GET") == (404, "not_found")
    assert refused(operator, "/allocations", allocation()) == (409, "allocated")
    path, ending = f"/allocations/{made['id']}/end", {"time": START + 2 * HOUR, "reason": "moved out"}
    assert refused(operator, path, {**ending, "time": START + HOUR}) == (422, "invalid")
    assert refused(operator, path, {**ending, "time": START + 2 * HOUR + 1}) == (422, "invalid")
    assert sent(operator, path, ending)["valid_to"] == START + 2 * HOUR
    assert max(state.quarters("office-mill")) == START + 2 * HOUR - QUARTER
    assert refused(operator, path, ending) == (409, "conflict")
    by_meter = [{"enterprise": "works", "submeter": "main"}, {"enterprise": "mill", "submeter": "mill-main"}]
    later = allocation(method="submeter", valid_from=START + 3 * HOUR, shares=by_meter)
    sent(operator, "/allocations", later)
    # 10 kWh and 1 kWh on their own meters.
    assert state.quarters("office-works")[END - QUARTER][0] == round(1000 * 10 / 11)
    listed = got(login("verifier"), "/allocations")["allocations"]
    assert [a["method"] for a in listed if a["point"] == "office"] == ["submeter", "area"]


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"point": "power"}, (422, "invalid")),
        ({"point": "nowhere"}, (404, "not_found")),
        ({"valid_from": START + 1}, (422, "invalid")),
        ({"shares": []}, (422, "invalid")),
        ({"shares": [SHARES[0], SHARES[0]]}, (422, "invalid")),
        ({"shares": [{"enterprise": "works", "submeter": "office"}]}, (422, "invalid")),
        ({"shares": [{"enterprise": "works", "weight": "0"}]}, (422, "invalid")),
        ({"shares": [{"enterprise": "nobody", "weight": "1"}]}, (404, "not_found")),
        ({"method": "submeter", "shares": [{"enterprise": "works", "submeter": "gas"}]}, (422, "invalid")),
        ({"method": "submeter", "shares": [{"enterprise": "works", "submeter": "main-works"}]},
         (404, "not_found")),
        ({"method": "mood"}, (422, "invalid")),
    ],
)  # fmt: skip
def test_what_cannot_be_divided(
    operator: httpx.Client, wrong: dict[str, object], expected: tuple[int, str]
) -> None:
    assert refused(operator, "/allocations", allocation(**{"point": "main", **wrong})) == expected
    assert "main" not in {a["point"] for a in got(operator, "/allocations")["allocations"]}


def test_operators_divide(login: Login, anonymous: httpx.Client) -> None:
    ending = {"time": END, "reason": "mine?"}
    for name, reads, writes in (
        ("worker", 403, 403), ("miller", 403, 403), ("verifier", 200, 403), ("neighbour", 404, 404),
    ):  # fmt: skip
        client = login(name)
        assert client.get(f"{PARK}/allocations").status_code == reads
        assert refused(client, "/allocations", allocation(point="main"))[0] == writes
        assert refused(client, "/allocations/1/end", ending)[0] == writes
    assert refused(login("operator"), "/allocations/999999/end", ending) == (404, "not_found")
    assert refused(anonymous, "/allocations", allocation()) == (401, "unauthenticated")
    assert refused(anonymous, "/allocations", method="GET") == (401, "unauthenticated")
