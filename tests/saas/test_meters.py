"""Meters over the API: who sees which, what is said of the last reading, and a point over time."""

import time

import psycopg
import pytest
from parkcarbon_platform.services import localtime

from tests.saas import seed
from tests.saas.conftest import Login, World

PARK = "/api/v1/parks/alpha"


def test_the_park_sees_every_meter_and_an_enterprise_its_own(login: Login) -> None:
    every = login("operator").get(f"{PARK}/meters").json()
    assert {p["code"] for p in every["points"]} == seed.POINTS.keys()
    mine = login("steelworker").get(f"{PARK}/meters").json()
    assert {p["code"] for p in mine["points"]} == {c for c, of in seed.POINTS.items() if of[0] == "steel"}
    assert [e["code"] for e in mine["enterprises"]] == ["steel"]


@pytest.mark.parametrize("who", ["operator", "verifier", "steelworker"])
def test_enterprises_are_named_alone_as_with_their_meters(login: Login, who: str) -> None:
    client = login(who)
    named = client.get(f"{PARK}/enterprises").json()["enterprises"]
    assert named == client.get(f"{PARK}/meters").json()["enterprises"]
    assert "steel" in {one["code"] for one in named}
    assert (len(named) == 1) == (who == "steelworker")


def test_a_point_says_when_and_what_it_last_read(login: Login) -> None:
    points = {p["code"]: p for p in login("operator").get(f"{PARK}/meters").json()["points"]}
    assert points["steel-power"]["last"]["value"] == "1000.5"
    assert abs(points["steel-power"]["last"]["time"] - time.time() * 1000) < 600_000
    assert (points["incomer"]["last"], points["incomer"]["state"]) == (None, "silent")
    assert points["steel-main"]["multiplier"] == "1"


def test_findings_are_counted_until_somebody_resolves_them(login: Login, world: World) -> None:
    with psycopg.connect(world.owner_url) as connection:
        steel = {"park_id": world.alpha.id, "enterprise_id": world.alpha.enterprises["steel"],
                 "point_id": world.alpha.points["steel-gas"]}  # fmt: skip
        for rule, severity in (("gap", "warning"), ("spike", "error")):
            seed.insert(
                connection,
                "core.finding",
                **steel,
                rule=rule,
                severity=severity,
                time="2026-01-01",
                detail="",
            )
        seed.insert(
            connection, "core.finding_note", **steel, rule="gap", time="2026-01-01", state="resolved",
            note="seen", author="x",
        )  # fmt: skip
    points = {p["code"]: p for p in login("steelworker").get(f"{PARK}/meters").json()["points"]}
    assert points["steel-gas"]["findings"] == {"error": 1, "warning": 0, "information": 0}


def test_a_point_s_life_shows_what_was_done_and_what_was_taken_back(login: Login, world: World) -> None:
    with psycopg.connect(world.owner_url) as connection:
        steel = {"park_id": world.alpha.id, "enterprise_id": world.alpha.enterprises["steel"],
                 "point_id": world.alpha.points["steel-gas"], "author": "x"}  # fmt: skip
        made = seed.insert(
            connection, "core.meter_event", **steel, kind="calibration", time="2026-01-01", reason="yearly"
        )
        seed.insert(
            connection, "core.meter_event", **steel, kind="undo", time="2026-01-01", reason="wrong meter",
            undoes=made,
        )  # fmt: skip
    life = login("steelworker").get(f"{PARK}/points/steel-gas").json()
    [event] = life["events"]
    assert (event["id"], event["kind"], event["undone"]["reason"]) == (made, "calibration", "wrong meter")
    assert [u["source"] for u in life["uses"]] == ["steel-gas"]
    assert (life["base_unit"], life["base_per_unit"]) == ("mL", 1e6)
    assert {"gap", "spike", "rollover"} <= {r["name"] for r in life["rules"]}
    assert login("steelworker").get(f"{PARK}/points/office-main").status_code == 404


def test_days_and_hours_add_up_to_their_quarters(login: Login, world: World) -> None:
    client = login("operator")
    to = localtime.to_ms(world.until)
    start = to - 12 * 3_600_000
    path = f"{PARK}/points/steel-main/series?from={start}&to={to}"
    by = {step: client.get(f"{path}&step={step}").json()["amounts"] for step in ("quarter", "hour", "day")}
    assert (len(by["quarter"]), len(by["hour"])) == (48, 12)
    assert {sum(a["amount_base"] for a in amounts) for amounts in by.values()} == {
        48 * seed.QUARTER["steel-main"]
    }
    # The park's midnight, not Greenwich's.
    assert all((a["start"] + 8 * 3_600_000) % 86_400_000 == 0 for a in by["day"])
    assert client.get(f"{PARK}/points/steel-main/series?from=0&to={to}").status_code == 422


@pytest.mark.parametrize(
    ("days", "room", "bucket"),
    [(1, 100, "PT15M"), (1, 50, "PT30M"), (2, 96, "PT1H"), (40, 200, "PT6H"), (366, 400, "P1D"),
     (366, 100, "P7D"), (1100, 50, "P1M")],
)  # fmt: skip
def test_as_fine_as_there_is_room_and_the_sums_are_the_same(
    login: Login, world: World, days: int, room: int, bucket: str
) -> None:
    client = login("operator")
    to = localtime.to_ms(world.until)
    path = f"{PARK}/points/steel-main/series?from={to - days * 86_400_000}&to={to}&max_points={room}"
    found = client.get(path).json()
    assert found["bucket"] == bucket
    assert 0 < len(found["amounts"]) <= room
    hours = min(24 * days, 49)
    assert sum(a["amount_base"] for a in found["amounts"]) == 4 * hours * seed.QUARTER["steel-main"]
    assert sum(a["covered_s"] for a in found["amounts"]) == hours * 3600
    assert {(a["low_base"], a["high_base"]) for a in found["amounts"]} == {(seed.QUARTER["steel-main"],) * 2}
    # The gauge was read just now, in the hour that runs.
    end = to + 2 * 3_600_000
    path = f"{PARK}/points/office-power/series?from={end - days * 86_400_000}&to={end}&max_points={room}"
    gauge = client.get(path).json()
    assert gauge["bucket"] == bucket
    assert {(r["low"], r["mean"], r["high"]) for r in gauge["rates"]} == {(seed.GAUGES["office-power"],) * 3}


def test_more_than_a_screen_has_is_refused(login: Login) -> None:
    client = login("operator")
    path = f"{PARK}/points/steel-main/series?from=0&to="
    for query in (f"{1101 * 86_400_000}&max_points=400", "1000&max_points=49", "1000&max_points=5001"):
        assert client.get(path + query).status_code == 422


def test_a_gauge_is_shown_as_a_rate(login: Login) -> None:
    now = int(time.time() * 1000)
    path = f"{PARK}/points/office-power/series?from={now - 3_600_000}&to={now + 1000}"
    found = login("operator").get(path).json()
    assert found["amounts"] == []
    assert found["rates"][-1]["mean"] == seed.GAUGES["office-power"]


ROW = "device,device_name_zh,point,name_zh,quantity,carrier,unit,kind,direction\n"


def test_a_file_is_tried_and_then_imported(login: Login) -> None:
    client = login("steelworker")
    path, content = (
        f"{PARK}/meters/import",
        ROW + "new-meter,表,new-point,点,energy,electricity,kWh,register,import",
    )
    wrong = client.post(path, content=content.replace("kWh", "m3")).json()
    assert [(e["row"], e["column"], e["value"], e["code"]) for e in wrong["errors"]] == [
        (2, "unit", "m3", "unit")
    ]
    tried = client.post(path, content=content).json()
    assert (tried["applied"], tried["created"], tried["errors"]) == (False, 1, [])
    assert client.get(f"{PARK}/points/new-point").status_code == 404
    done = client.post(f"{path}?dry_run=false", content=content).json()
    assert (done["applied"], done["created"]) == (True, 1)
    assert client.get(f"{PARK}/points/new-point").json()["point"]["enterprise"] == "steel"
    again = client.post(f"{path}?dry_run=false", content=content).json()
    assert (again["created"], again["unchanged"]) == (0, 1)


def test_a_limit_of_a_meter_that_changes_is_computed_again(login: Login, world: World) -> None:
    done = login("steelworker").post(
        f"{PARK}/meters/import?dry_run=false", content="point,digits\nsteel-main,9"
    )
    assert done.json()["changed"] == 1
    with psycopg.connect(world.owner_url) as connection:
        marked = connection.execute(
            "SELECT count(*) FROM core.invalidation WHERE point_id = %s AND reason = 'definition'",
            (world.alpha.points["steel-main"],),
        ).fetchone()
    assert marked == (1,)


def test_a_file_that_is_no_table_or_too_large_is_refused(login: Login) -> None:
    client = login("operator")
    assert client.post(f"{PARK}/meters/import", content=b"\x00\x01").json()["type"] == "table"
    assert client.post(f"{PARK}/meters/import", content=b"x" * (5 << 20)).status_code == 413


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_is_a_file(login: Login, form: str) -> None:
    client = login("operator")
    answer = client.get(f"{PARK}/meters/template?format={form}&language=en")
    assert f"meters.{form}" in answer.headers["Content-Disposition"]
    assert client.post(f"{PARK}/meters/import", content=answer.content).json()["type"] == "invalid"
