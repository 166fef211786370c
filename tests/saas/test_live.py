"""The live page's calls, with a live process running."""

import httpx
import psycopg
from parkcarbon_platform.live.process import LiveProcess
from parkcarbon_saas.features.live.schemas import Frame

from tests.saas.conftest import Login, World

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


def test_an_enterprises_line_is_less_its_neighbours_meter_and_shows_nothing_of_it(
    login: Login, world: World
) -> None:
    """Steel's main feeds the office, which measures itself: what steel used is the rest."""
    alpha, steel = world.alpha, login("steelworker")
    term = (
        alpha.id,
        alpha.enterprises["steel"],
        alpha.sources["steel-electricity"],
        alpha.points["office-main"],
    )
    with psycopg.connect(world.owner_url) as owner:
        owner.execute(
            """INSERT INTO core.source_term (park_id, enterprise_id, source_id, point_id, role, weight)
            VALUES (%s, %s, %s, %s, 'activity', -1)""",
            term,
        )
    try:
        day = steel.get(f"{PARK}/live/day").json()
        # 250.001 less 12.5 kWh a quarter hour at 0.6 kg, and 50.000001 m3 at 2 kg.
        expected = round((250_001 - 12_500) * 4 * 0.6) + round(50_000_001 * 4 * 2 / 1000)
        line = day["yesterday"] + day["today"]
        assert line
        assert {q["g_per_h"] for q in line} == {expected}
        asked = {"figure": "interval", "start": line[0]["start"]}
        told = steel.get(f"{PARK}/explain", params=asked).json()
        assert told["value"] == expected
        assert {p["point"] for t in told["terms"] for p in t["points"]} == {"steel-main", "steel-gas"}
    finally:
        with psycopg.connect(world.owner_url) as owner:
            owner.execute("DELETE FROM core.source_term WHERE source_id = %s AND point_id = %s", term[2:])


def test_anonymous(anonymous: httpx.Client) -> None:
    assert anonymous.get(f"{PARK}/live").status_code == 401
