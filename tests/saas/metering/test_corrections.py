"""Corrections over the API: what is previewed is what happens, undoing takes it back, and whose they are."""

from typing import Any

import httpx
import pytest

from tests.saas.conftest import Login
from tests.saas.metering.conftest import END, HOUR, QUARTER, START, State, got, refused, sent
from tests.support.metered import MeteredPark

OFFICE = "/points/office/corrections"


def edit(**more: object) -> dict[str, Any]:
    """Ten kilowatt hours where there were three."""
    common = {"kind": "edit", "from": START + HOUR, "to": START + HOUR + 3 * QUARTER, "amount": "10",
              "reason": "a display was read"}  # fmt: skip
    return {**common, **more}


def test_a_preview_is_what_happens_and_undoing_takes_it_back(worker: httpx.Client) -> None:
    state = State(worker)
    before = state.quarters("office"), state.carbon("office-electricity"), state.carbon("electricity")
    preview = sent(worker, f"{OFFICE}/preview", edit())
    assert [(e["point"], e["before"], e["after"]) for e in preview["energy"]] == [("office", "3", "10")]
    assert {c["source"] for c in preview["carbon"]} == {"office-electricity", "electricity"}
    assert got(worker, OFFICE)["corrections"] == []
    state.agrees_with(preview, "before")
    made = sent(worker, OFFICE, edit())
    assert (made["kind"], made["amount"], made["author"], made["valid"]) == ("edit", "10", "worker", True)
    state.agrees_with(preview, "after")
    assert state.amount("office") == 23_000
    taking_back = sent(worker, f"{OFFICE}/{made['id']}/undo/preview")
    assert (taking_back["energy"][0]["before"], taking_back["energy"][0]["after"]) == ("10", "3")
    undone = sent(worker, f"{OFFICE}/{made['id']}/undo", {"reason": "another meter's"})
    assert (undone["kind"], undone["undoes"]) == ("undo", made["id"])
    state.agrees_with(taking_back, "after")
    assert (
        state.quarters("office"), state.carbon("office-electricity"), state.carbon("electricity"),
    ) == before  # fmt: skip
    newest, first = got(worker, OFFICE)["corrections"][:2]
    assert (newest["id"], first["id"], first["valid"]) == (undone["id"], made["id"], False)
    assert (first["undone"]["author"], first["undone"]["reason"]) == ("worker", "another meter's")
    again = {"reason": "again"}
    assert refused(worker, f"{OFFICE}/{made['id']}/undo", again) == (409, "conflict")
    assert refused(worker, f"{OFFICE}/{undone['id']}/undo", again) == (409, "conflict")
    assert refused(worker, f"{OFFICE}/{undone['id']}/undo/preview") == (409, "conflict")
    assert refused(worker, f"/points/main/corrections/{made['id']}/undo", again) == (404, "not_found")


def test_another_shape_keeps_the_amount(worker: httpx.Client) -> None:
    body = {"kind": "substitute", "from": START, "to": START + HOUR, "shape": [3, 1, 0, 0], "reason": "shape"}
    made = sent(worker, OFFICE, body)
    assert made["shape"] == [3, 1, 0, 0]
    quarters = State(worker).quarters("office")
    assert [quarters[START + i * QUARTER] for i in range(4)] == [
        (3000, "substituted"), (1000, "substituted"), (0, "substituted"), (0, "substituted"),
    ]  # fmt: skip
    sent(worker, f"{OFFICE}/{made['id']}/undo", {"reason": "a test"})
    assert set(State(worker).quarters("office").values()) == {(1000, "measured")}


@pytest.mark.parametrize(
    ("point", "wrong", "expected"),
    [
        ("office", {"from": START + 1}, "correction"),
        ("office", {"to": START + HOUR}, "correction"),
        ("office", {"to": 4_000_000_000_000 // QUARTER * QUARTER}, "correction"),
        ("office", {"amount": None}, "correction"),
        ("office", {"amount": "ten"}, "correction"),
        ("office", {"amount": "1e30"}, "correction"),
        ("office", {"shape": [1]}, "correction"),
        ("office", {"shape": [0, 0, 0]}, "correction"),
        ("office", {"kind": "substitute"}, "correction"),
        ("power", {}, "correction"),
        ("office", {"kind": "guess"}, "invalid"),
        ("office", {"reason": ""}, "invalid"),
        ("office", {"colour": "red"}, "invalid"),
    ],
)
def test_what_cannot_be_corrected(
    worker: httpx.Client, point: str, wrong: dict[str, object], expected: str
) -> None:
    for path in (f"/points/{point}/corrections", f"/points/{point}/corrections/preview"):
        assert refused(worker, path, edit(**wrong)) == (422, expected)


def test_evidence_and_points_that_are_not_there(worker: httpx.Client) -> None:
    assert refused(worker, OFFICE, edit(evidence=999_999)) == (404, "not_found")
    assert refused(worker, "/points/nowhere/corrections", edit()) == (404, "not_found")
    assert refused(worker, f"{OFFICE}/999999/undo", {"reason": "x"}) == (404, "not_found")


def test_who_may_correct(login: Login, anonymous: httpx.Client, park: MeteredPark) -> None:
    undo, reason = f"{OFFICE}/1/undo", {"reason": "mine?"}
    for name, reads, writes in (("verifier", 200, 403), ("miller", 404, 404), ("neighbour", 404, 404)):
        client = login(name)
        assert client.get(f"/api/v1/parks/metered{OFFICE}").status_code == reads
        for path, body in ((OFFICE, edit()), (f"{OFFICE}/preview", edit()), (undo, reason)):
            assert refused(client, path, body)[0] == writes, (name, path)
        assert refused(client, f"{undo}/preview")[0] == writes
    assert refused(anonymous, OFFICE, edit()) == (401, "unauthenticated")
    assert refused(anonymous, OFFICE, method="GET") == (401, "unauthenticated")
    assert park.rows("SELECT count(*) FROM core.correction WHERE author IN ('miller', 'verifier')") == [(0,)]


def test_an_enterprise_sees_nothing_of_its_neighbour_s_meter(login: Login) -> None:
    miller = login("miller")
    span = f"from={START}&to={END}"
    for path in ("", "/events", "/corrections", f"/series?{span}", f"/intervals?{span}", f"/readings?{span}"):
        assert refused(miller, f"/points/main{path}", method="GET") == (404, "not_found")
    assert refused(miller, f"/sources/electricity/ledger?{span}", method="GET") == (404, "not_found")
    assert State(miller).amount("mill-main") == 16_000
