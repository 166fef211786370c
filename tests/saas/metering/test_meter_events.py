"""What happens to a meter, over the API: previewed, recorded, undone; what is refused, and to whom."""

from typing import Any

import httpx
import pytest

from tests.saas.conftest import Login
from tests.saas.metering.conftest import HOUR, MINUTE, START, State, got, refused, sent

EVENTS = "/points/office/events"
TIME = START + 2 * HOUR + 5 * MINUTE


def event(**more: object) -> dict[str, Any]:
    """The office's meter is exchanged; between 108 and 109 it showed 108.5, the new one 106 then."""
    common = {"kind": "replace", "time": TIME, "reason": "it was worn",
              "details": {"final_index": "108.5", "first_index": "106"}}  # fmt: skip
    return {**common, **more}


def test_a_preview_is_what_happens_and_undoing_takes_it_back(worker: httpx.Client) -> None:
    state = State(worker)
    before = state.quarters("office"), state.carbon("office-electricity")
    preview = sent(worker, f"{EVENTS}/preview", event())
    assert got(worker, EVENTS)["events"] == []
    state.agrees_with(preview, "before")
    made = sent(worker, EVENTS, event())
    assert (made["kind"], made["details"]["final_index"], made["valid"]) == ("replace", "108.5", True)
    state.agrees_with(preview, "after")
    # 0.5 kWh of the old meter and 3 of the new one between the readings 108 and 109.
    assert state.amount("office") == 18_500
    late = event(time=TIME - HOUR, kind="multiplier", details={"multiplier": "2"})
    assert refused(worker, EVENTS, late) == (409, "event_order")
    taking_back = sent(worker, f"{EVENTS}/{made['id']}/undo/preview")
    sent(worker, f"{EVENTS}/{made['id']}/undo", {"reason": "another meter"})
    state.agrees_with(taking_back, "after")
    assert (state.quarters("office"), state.carbon("office-electricity")) == before
    assert refused(worker, f"{EVENTS}/{made['id']}/undo", {"reason": "again"}) == (409, "conflict")


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"details": {"final_index": "108.5"}}, "event_details"),
        ({"details": {"final_index": 108.5, "first_index": "0"}}, "event_details"),
        ({"kind": "rollover", "details": {}}, "event_details"),
        ({"details": {"final_index": "107.9", "first_index": None}}, "event_index"),
        ({"details": {"final_index": None, "first_index": "109.5"}}, "event_index"),
        ({"time": 4_000_000_000_000}, "invalid"),
        ({"kind": "undo"}, "invalid"),
        ({"reason": ""}, "invalid"),
    ],
)
def test_what_cannot_have_happened(worker: httpx.Client, wrong: dict[str, object], expected: str) -> None:
    for path in (EVENTS, f"{EVENTS}/preview"):
        assert refused(worker, path, event(**wrong)) == (422, expected)


def test_whose_meter_it_is(login: Login, anonymous: httpx.Client) -> None:
    for name, status in (("verifier", 403), ("miller", 404), ("neighbour", 404)):
        for path in (EVENTS, f"{EVENTS}/preview"):
            assert refused(login(name), path, event())[0] == status
        assert refused(login(name), f"{EVENTS}/1/undo", {"reason": "mine?"})[0] == status
    assert refused(anonymous, EVENTS, event()) == (401, "unauthenticated")
