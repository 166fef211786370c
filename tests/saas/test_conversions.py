"""Converted points over the API: a steam main with its gauges, what one may see, and what is refused."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from parkcarbon_platform.services.access import identity

from tests.saas import seed
from tests.saas.conftest import Login, World

PARK = "/api/v1/parks/alpha"
STEAM = {
    "steam-mass": ("mass", "t", "register"),
    "steam-pressure": ("pressure", "MPa", "gauge"),
    "steam-temperature": ("temperature", "degC", "gauge"),
}
HEAT = {
    "kind": "steam_heat", "name_zh": "热力学热量", "name_en": "Thermodynamic heat", "enterprise": "steel",
    "carrier": "steam", "unit": "GJ", "amount": "steam-mass", "pressure": "steam-pressure",
    "temperature": "steam-temperature", "pressure_is": "gauge", "typical_pressure_mpa": "1.25",
    "typical_temperature_c": "204", "feed_temperature_c": "104",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def steam(world: World) -> None:
    with psycopg.connect(world.owner_url) as connection:
        steel = {"park_id": world.alpha.id, "enterprise_id": world.alpha.enterprises["steel"]}
        row = connection.execute(
            "SELECT device_id FROM core.point WHERE id = %s", (world.alpha.points["steel-main"],)
        ).fetchone()
        assert row is not None
        for code, (quantity, unit, kind) in STEAM.items():
            seed.insert(
                connection, "core.point", **steel, **seed.named(code), device_id=row[0], quantity=quantity,
                carrier="steam", unit=unit, kind=kind, direction="import",
            )  # fmt: skip


def test_heat_of_a_steam_main_is_defined_shown_and_kept_apart(login: Login) -> None:
    operator, worker = login("operator"), login("steelworker")
    made = worker.put(f"{PARK}/conversions/steam-heat", json=HEAT)
    assert made.status_code == 200
    assert made.json()["point"] == "steam-heat"
    assert {k: made.json()[k] for k in HEAT} == HEAT
    # The same again changes nothing; heat that a ruleset defines is another point.
    assert worker.put(f"{PARK}/conversions/steam-heat", json=HEAT).json() == made.json()
    booked = {k: v for k, v in HEAT.items() if k != "feed_temperature_c"}
    booked |= {"kind": "accounting_heat", "basis": "less_feed"}
    assert operator.put(f"{PARK}/conversions/steam-booked", json=booked).status_code == 200
    assert operator.put(f"{PARK}/conversions/steam-heat", json=booked).status_code == 409
    codes = ["steam-booked", "steam-heat"]
    assert [p["point"] for p in worker.get(f"{PARK}/conversions").json()["points"]] == codes
    for code in (*STEAM, *codes):
        life = worker.get(f"{PARK}/points/{code}").json()
        assert [c["point"] for c in life["conversions"]] == codes
    assert worker.get(f"{PARK}/points/steel-main").json()["conversions"] == []
    assert operator.get(f"{PARK}/virtual-points").json()["points"] == []
    mixed = {"expression": "a + b", "inputs": {"a": "steam-heat", "b": "steam-booked"}}
    answer = operator.post(f"{PARK}/virtual-points/check", json=mixed)
    assert (answer.status_code, answer.json()["type"]) == (422, "expression")
    assert answer.json()["remedy"]


def test_a_conversion_is_tried_on_the_last_day_and_nothing_stays(login: Login, world: World) -> None:
    """A day of one tonne each quarter hour; by the ruleset's table a tonne has 2,777 MJ, less 83.74 kJ/kg."""
    first = datetime(2026, 1, 1, tzinfo=UTC)
    mass = {"park_id": world.alpha.id, "enterprise_id": world.alpha.enterprises["steel"]}
    with psycopg.connect(world.owner_url) as connection:
        row = connection.execute("SELECT id FROM core.point WHERE code = 'steam-mass'").fetchone()
        assert row is not None
        for n in range(100):
            seed.insert(
                connection, "series.interval", **mass, start=first + n * timedelta(minutes=15), status=0,
                quantity=1_000_000, covered_s=900, point_id=row[0], returning="point_id",
            )  # fmt: skip
    table = {
        "kind": "accounting_heat", "name_zh": "热", "name_en": "Heat", "enterprise": "steel",
        "carrier": "steam", "unit": "GJ", "amount": "steam-mass", "basis": "less_feed",
        "enthalpy_kj_per_kg": "2777",
    }  # fmt: skip
    client = login("steelworker")
    before = client.get(f"{PARK}/conversions").json()
    found = client.post(f"{PARK}/conversions/steam-tried/preview", json=table)
    assert found.status_code == 200, found.text
    tried = found.json()
    assert tried["to"] - tried["from"] == 24 * 3_600_000
    assert tried["to"] == round(first.timestamp() * 1000) + 100 * 900_000
    assert (tried["quarters"], tried["amount_base"], tried["amount_base_unit"]) == (96, 96_000_000, "g")
    assert (tried["converted_base"], tried["base_unit"]) == (96 * round((2777 - 83.74) * 10**6), "J")
    assert (tried["estimated_base"], tried["methods"]) == (0, ["conversion"])
    assert client.get(f"{PARK}/conversions").json() == before
    assert client.get(f"{PARK}/points/steam-tried").status_code == 404


def test_a_conversion_ends_with_a_reason_and_saving_it_revives_it(login: Login) -> None:
    client = login("steelworker")
    assert client.put(f"{PARK}/conversions/steam-old", json=HEAT).json()["ended"] is None
    end = f"{PARK}/conversions/steam-old/end"
    assert client.post(end, json={"reason": ""}).status_code == 422
    ended = client.post(end, json={"reason": "the boiler is gone"})
    assert ended.status_code == 200, ended.text
    assert (ended.json()["ended"]["author"], ended.json()["ended"]["reason"]) == (
        "steelworker", "the boiler is gone",
    )  # fmt: skip
    assert client.post(end, json={"reason": "again"}).status_code == 409
    as_formula = client.post(f"{PARK}/virtual-points/steam-old/end", json={"reason": "x"})
    assert as_formula.status_code == 404
    assert client.put(f"{PARK}/conversions/steam-old", json=HEAT).json()["ended"] is None


def test_neighbours_neither_see_nor_use_it(login: Login, world: World, person: str) -> None:
    assert login("operator").put(f"{PARK}/conversions/steam-heat", json=HEAT).status_code == 200
    stranger = login("neighbour")
    assert stranger.get(f"{PARK}/conversions").status_code == 404
    assert stranger.put(f"{PARK}/conversions/steam-heat", json=HEAT).status_code == 404
    assert login("verifier").put(f"{PARK}/conversions/steam-heat", json=HEAT).status_code == 403
    with psycopg.connect(world.owner_url) as connection:
        identity.let_in(connection, person, "alpha", "enterprise", enterprise="office")
    tenant = login(person)
    assert tenant.get(f"{PARK}/conversions").json()["points"] == []
    theirs = HEAT | {"enterprise": "office"}
    assert tenant.put(f"{PARK}/conversions/their-heat", json=theirs).status_code == 404
    assert tenant.get(f"{PARK}/points/steam-heat").status_code == 404


@pytest.mark.parametrize(
    ("change", "status", "kind"),
    [
        ({"typical_pressure_mpa": None}, 422, "conversion"),
        ({"pressure": "steam-temperature"}, 422, "conversion"),
        ({"amount": "steel-main"}, 422, "conversion"),
        ({"amount": "nowhere"}, 404, None),
        ({"kind": "gas_volume", "amount": "steel-gas", "unit": "m3"}, 422, "reference_state"),
        ({"kind": "magic"}, 422, None),
        ({"compressibility": "NaN"}, 422, None),
    ],
)
def test_what_cannot_be_computed_is_refused_with_a_remedy(
    login: Login, change: dict[str, object], status: int, kind: str | None
) -> None:
    answer = login("operator").put(f"{PARK}/conversions/odd-heat", json=HEAT | change)
    assert answer.status_code == status, answer.text
    assert kind is None or (answer.json()["type"], bool(answer.json()["remedy"])) == (kind, True)
