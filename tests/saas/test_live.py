"""The live page's calls, with a live process running."""

import httpx
from parkcarbon_platform.live.process import LiveProcess
from parkcarbon_saas.features.live.schemas import Frame

from tests.saas.conftest import Login

PARK = "/api/v1/parks/alpha"


def total(parts: list[dict[str, int]]) -> int:
    return sum(part["value"] for part in parts)


def test_every_sum_of_the_frame_agrees(live: LiveProcess, login: Login) -> None:
    frame = login("operator").get(f"{PARK}/live").json()["frame"]
    Frame.model_validate(frame)
    now = frame["now"]["value"]
    # 1000.5, 50 and the rest's 49.5 kW at 0.6 kg; 200.25 m3/h at 2 kg; the heat is a transfer
    assert now == 600_300 + 30_000 + 29_700 + 400_500
    for parts in ("scopes", "scenes", "carriers", "flows"):
        assert total(frame[parts]) == now, parts
    assert frame["transfers"] == 165_000
    assert frame["unallocated"] == 29_700
    assert total(frame["enterprises"]) - frame["transfers"] + frame["unallocated"] == now
    assert frame["today"]["fallback"] is True
    assert frame["now"]["live_share"] == 1.0


def test_anonymous(anonymous: httpx.Client) -> None:
    assert anonymous.get(f"{PARK}/live").status_code == 401
