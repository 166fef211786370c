"""Locked periods over the API: the ledger stays, what waits is accepted or dismissed, operators decide."""

from typing import Any

import httpx
import pytest

from tests.saas.conftest import Login
from tests.saas.metering.conftest import END, HOUR, PARK, START, State, got, refused, sent
from tests.support.metered import MeteredPark

LOCK = {"from": START, "to": END, "enterprise": "works", "reason": "verified"}


def correct(client: httpx.Client, amount: str) -> dict[str, Any]:
    """The first two hours of the office get another amount [kWh]; 8 was measured."""
    body = {"kind": "edit", "from": START, "to": START + 2 * HOUR, "amount": amount, "reason": "late"}
    preview = sent(client, "/points/office/corrections/preview", body)
    sent(client, "/points/office/corrections", body)
    return preview


def test_what_is_locked_stays_until_somebody_decides(operator: httpx.Client) -> None:
    state = State(operator)
    before = state.carbon("office-electricity")
    lock = sent(operator, "/locks", LOCK)
    assert (lock["enterprise"], lock["author"], lock["released_at"]) == ("works", "operator", None)
    preview = correct(operator, "16")
    held = {c["source"]: c["held_mg"] for c in preview["carbon"]}
    assert preview["locked_hours"] == 4  # two hours of two sources
    assert state.carbon("office-electricity") == before
    found = got(operator, f"/differences?lock={lock['id']}")
    assert len(found["differences"]) == 4
    assert {s["source"]: s["difference_mg"] for s in found["open"]} == held
    office = sorted(
        (d for d in found["differences"] if d["source"] == "office-electricity"), key=lambda d: d["hour"]
    )
    assert [(d["locked_quantity"], d["quantity"], d["state"]) for d in office] == [(4000, 8000, "open")] * 2
    accepted = {"ids": [office[0]["id"]], "note": "counted late"}
    assert sent(operator, "/differences/accept", accepted) == {"hours": 1}
    assert state.carbon("office-electricity") == before + office[0]["difference_mg"]
    hours = got(operator, f"/sources/office-electricity/ledger?from={START}&to={START + HOUR}")["hours"]
    assert [h["revision"] for h in hours] == [2, 1]
    assert hours[0]["locked"]
    assert refused(operator, "/differences/accept", accepted) == (409, "conflict")
    read = got(operator, f"/differences?lock={lock['id']}")["open"]
    dismissed = {"lock": lock["id"], "note": "below the threshold", "seen": [row["seen"] for row in read]}
    unseen = {**dismissed, "seen": [row["seen"] for row in found["open"]]}
    assert refused(operator, "/differences/dismiss", unseen) == (409, "differences_changed")
    assert sent(operator, "/differences/dismiss", dismissed) == {"hours": 3}
    assert refused(operator, "/differences/dismiss", dismissed) == (404, "not_found")
    assert got(operator, "/differences")["open"] == []
    decided = got(operator, f"/differences?state=dismissed&lock={lock['id']}")["differences"]
    assert [(d["resolved_by"], d["note"]) for d in decided] == [("operator", "below the threshold")] * 3
    release = f"/locks/{lock['id']}/release"
    released = sent(operator, release, {"reason": "verification withdrawn"})
    assert (released["released_by"], released["open_differences"]) == ("operator", 0)
    # What was dismissed is let in, too: nothing holds the hours any more.
    assert state.carbon("office-electricity") == before + sum(d["difference_mg"] for d in office)
    assert refused(operator, release, {"reason": "again"}) == (409, "conflict")


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"to": START}, (422, "lock_period")),
        ({"to": 4_000_000_000_000}, (422, "lock_period")),
        ({"enterprise": "nobody"}, (404, "not_found")),
        ({"reason": ""}, (422, "invalid")),
    ],
)
def test_what_cannot_be_locked(
    operator: httpx.Client, wrong: dict[str, object], expected: tuple[int, str]
) -> None:
    assert refused(operator, "/locks", {**LOCK, **wrong}) == expected


def test_what_waits_to_be_settled_cannot_be_locked(operator: httpx.Client, park: MeteredPark) -> None:
    park.write([("gas", START + HOUR, 1.0, 0)])
    assert refused(operator, "/locks", LOCK) == (409, "work_waits")


def test_a_decision_names_what_it_is_about(operator: httpx.Client) -> None:
    for body in (
        {"note": "x"}, {"note": "x", "ids": [1], "lock": 1}, {"ids": [], "note": "x"}, {"lock": 1},
        {"note": "x", "lock": 1}, {"note": "x", "ids": [1], "seen": ["x"]},
    ):  # fmt: skip
        assert refused(operator, "/differences/accept", body) == (422, "invalid")
    assert refused(operator, "/differences/accept", {"ids": [999_999], "note": "x"}) == (409, "conflict")
    assert refused(operator, "/locks/999999/release", {"reason": "x"}) == (404, "not_found")


def test_operators_decide_and_verifiers_look(login: Login, anonymous: httpx.Client) -> None:
    decision, reason = {"lock": 1, "seen": ["x"], "note": "mine?"}, {"reason": "mine?"}
    for name, reads, writes in (
        ("worker", 403, 403), ("miller", 403, 403), ("verifier", 200, 403), ("neighbour", 404, 404),
    ):  # fmt: skip
        client = login(name)
        for path in ("/locks", "/differences"):
            assert client.get(f"{PARK}{path}").status_code == reads
        for path, body in (
            ("/locks", LOCK), ("/locks/1/release", reason), ("/differences/accept", decision),
            ("/differences/dismiss", decision),
        ):  # fmt: skip
            assert refused(client, path, body)[0] == writes, (name, path)
    for path, body in (("/locks", LOCK), ("/differences/accept", decision)):
        assert refused(anonymous, path, body) == (401, "unauthenticated")
