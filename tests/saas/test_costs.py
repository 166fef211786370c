"""Costs, demand and tariffs over the API: figures of a seeded park, and who may see and change what."""

import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import psycopg
import pytest

from tests.saas import seed
from tests.saas.conftest import Login, World
from tests.support import tariffs

PARK = "/api/v1/parks/alpha"
HOURS = 30
PLAIN = [{"months": list(range(1, 13)), "days": ["workday", "weekend", "holiday"],
          "ranges": tariffs.ranges([("00:00", "24:00", "flat")])}]  # fmt: skip


def flat(**more: object) -> dict[str, Any]:
    made = tariffs.tariff(
        tariffs.version(prices={"flat": "0.6"}, schedules=PLAIN),
        contracts=[tariffs.contract(None), tariffs.contract("steel", demand_kw="900")],
    )
    made.pop("code")
    return {**made, **more}


def span() -> tuple[int, int]:
    """Of the seeded hours; not the last, for this may run in the hour after."""
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    return round((hour - timedelta(hours=HOURS)).timestamp() * 1000), round(hour.timestamp() * 1000)


def costs(client: httpx.Client, **query: object) -> dict[str, Any]:
    start, end = span()
    answer = client.get(f"{PARK}/costs", params={"from": start, "to": end, **query})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@pytest.fixture
def operator(login: Login) -> httpx.Client:
    client = login("operator")
    answer = client.put(f"{PARK}/tariffs/two-part", json=flat())
    assert answer.status_code == 200, answer.text
    return client


def reactive(world: World) -> None:
    """A reactive register of the steel works: 0.8 by power factor, in every seeded quarter hour."""
    with psycopg.connect(world.owner_url) as connection:
        found = connection.execute(
            "SELECT id FROM core.point WHERE park_id = %s AND code = 'steel-reactive'", (world.alpha.id,)
        ).fetchone()
        if found:
            return
        device = connection.execute(
            "SELECT min(id) FROM core.device WHERE park_id = %s", (world.alpha.id,)
        ).fetchone()
        assert device is not None
        point = seed.insert(
            connection, "core.point", park_id=world.alpha.id, enterprise_id=world.alpha.enterprises["steel"],
            device_id=device[0], **seed.named("steel-reactive"), quantity="reactive_energy",
            carrier="electricity", unit="kvarh", kind="register", direction="import",
        )  # fmt: skip
        connection.execute(
            """INSERT INTO series.interval (start, quantity, covered_s, status, point_id, park_id,
                 enterprise_id)
               SELECT start, round(quantity * 0.75), 900, 0, %s, park_id, enterprise_id
               FROM series.interval WHERE point_id = %s""",
            (point, world.alpha.points["steel-main"]),
        )


def test_the_park_pays_for_what_its_incomers_measure(operator: httpx.Client) -> None:
    found = costs(operator)
    energy = HOURS * 4 * seed.QUARTER["incomer"]
    assert found["energy_wh"] == energy == sum(p["energy_wh"] for p in found["periods"])
    assert sum(day["energy_wh"] for day in found["days"]) == energy
    energy_lines = [line for line in found["lines"] if line["kind"] == "energy"]
    assert sum(p["quantity_wh"] for line in energy_lines for p in line["points"]) == energy
    for line in energy_lines:
        exact = Decimal(line["quantity"]) * Decimal(line["price"]) * Decimal(line["multiple"])
        assert abs(exact - Decimal(line["amount"])) <= Decimal("0.005")
    assert Decimal(found["total"]) == sum(Decimal(line["amount"]) for line in found["lines"])
    assert found["tariffs"][0]["example"] is True
    assert found["coverage"] == 1


def test_an_enterprise_user_sees_and_pays_only_its_own(operator: httpx.Client, login: Login) -> None:
    client = login("steelworker")
    own = costs(client)
    assert own["owner"]["enterprise"] == "steel"
    assert own == costs(operator, enterprise="steel")
    start, end = span()
    params: dict[str, str | int] = {"from": start, "to": end}
    assert client.get(f"{PARK}/costs", params={**params, "enterprise": "office"}).status_code == 404
    ranking = client.get(f"{PARK}/costs/ranking", params=params).json()
    assert [a["owner"]["enterprise"] for a in ranking["accounts"]] == ["steel"]
    contracts = [c for t in client.get(f"{PARK}/tariffs").json()["tariffs"] for c in t["contracts"]]
    assert {c["enterprise"] for c in contracts} == {"steel"}


def test_the_ranking_is_the_sum_of_the_accounts(operator: httpx.Client) -> None:
    start, end = span()
    ranking = operator.get(f"{PARK}/costs/ranking", params={"from": start, "to": end}).json()
    assert [a["owner"]["enterprise"] for a in ranking["accounts"]] == [None, "steel", "office"]
    for account in ranking["accounts"]:
        code = account["owner"]["enterprise"]
        alone = costs(operator, **({"enterprise": code} if code else {}))
        assert (account["total"], account["energy_wh"]) == (alone["total"], alone["energy_wh"])
    assert ranking["accounts"][2]["total"] is None  # nobody agreed a tariff with the office


def test_the_pages_of_the_ranking_are_the_ranking(operator: httpx.Client) -> None:
    start, end = span()

    def ask(**more: str | int) -> httpx.Response:
        return operator.get(f"{PARK}/costs/ranking", params={"from": start, "to": end, **more})

    whole = ask().json()
    assert whole["cursor"] is None
    steel = next(a for a in whole["accounts"] if a["owner"]["enterprise"] == "steel")
    assert whole["largest"] == steel["total"]
    first = ask(limit=2).json()
    assert (first["accounts"], first["cursor"]) == (whole["accounts"][:2], "@2")
    second = ask(limit=2, cursor="@2").json()
    assert (second["accounts"], second["cursor"]) == (whole["accounts"][2:], None)
    assert first["largest"] == second["largest"] == whole["largest"]
    assert ask(cursor="@9").json()["accounts"] == []
    assert {ask(cursor=wrong).status_code for wrong in ("steel", "2", "@0", "0~steel")} == {422}


def test_cutting_a_span_changes_no_energy(operator: httpx.Client) -> None:
    start, end = span()
    middle = start + 7 * 3_600_000 + 900_000
    parts = [
        operator.get(f"{PARK}/costs", params={"from": a, "to": b}).json()
        for a, b in ((start, middle), (middle, end))
    ]
    assert sum(p["energy_wh"] for p in parts) == costs(operator)["energy_wh"]


def test_demand_is_the_highest_quarter_hour(operator: httpx.Client, world: World) -> None:
    month = time.strftime("%Y-%m", time.gmtime(time.time() + 8 * 3600))
    answer = operator.get(f"{PARK}/demand", params={"month": month, "enterprise": "steel"}).json()
    assert answer["demand"]["measured_kw"] == str(Decimal(seed.QUARTER["steel-main"]) * 4 / 1000)
    assert answer["demand"]["contract_kw"] == "900"
    assert answer["whole"] is False
    assert answer["current"] is not None


def test_a_month_so_far_pays_for_demand_and_power_factor(operator: httpx.Client, world: World) -> None:
    reactive(world)
    now = time.time() + 8 * 3600
    day = time.gmtime(now)
    begin = round(datetime(day.tm_year, day.tm_mon, 1, tzinfo=UTC).timestamp() - 8 * 3600) * 1000
    params: dict[str, str | int] = {"from": begin, "to": begin + 31 * 86_400_000, "enterprise": "steel"}
    found = operator.get(f"{PARK}/costs", params=params).json()
    amounts = {line["rule"]: Decimal(line["amount"]) for line in found["lines"]}
    measured = Decimal(seed.QUARTER["steel-main"]) * 4 / 1000
    assert amounts["contract_demand"] == 900 * 40
    over = (measured - 900 * Decimal("1.05")) * 40 * 2
    assert abs(amounts["overshoot"] - over) <= Decimal("0.005")
    factor = found["months"][0]["power_factor"]
    assert (factor["factor"], factor["percent"]) == ("0.80", "5")
    basis = sum(amount for rule, amount in amounts.items() if rule != "power_factor")
    assert Decimal(factor["basis"]) == basis
    assert abs(amounts["power_factor"] - basis * 5 / 100) <= Decimal("0.005")


def test_a_tariff_that_contradicts_itself_is_refused(operator: httpx.Client) -> None:
    ranges = tariffs.ranges([("00:00", "08:10", "flat"), ("08:10", "24:00", "flat")])
    wrong = flat(
        versions=[tariffs.version(prices={"flat": "0.6"}, schedules=[{**PLAIN[0], "ranges": ranges}])]
    )
    answer = operator.put(f"{PARK}/tariffs/two-part", json=wrong)
    assert (answer.status_code, answer.json()["type"]) == (422, "invalid_tariff")
    assert "quarter hours" in answer.json()["detail"]
    unknown = flat(contracts=[tariffs.contract("nobody")])
    assert operator.put(f"{PARK}/tariffs/two-part", json=unknown).status_code == 422
    second = {**flat(), "contracts": [tariffs.contract(None)]}
    assert operator.put(f"{PARK}/tariffs/other", json=second).status_code == 422


def test_a_new_price_is_a_new_version_and_the_old_one_stays_on_record(
    operator: httpx.Client, world: World
) -> None:
    before = Decimal(costs(operator)["total"])
    dearer = flat(versions=[tariffs.version(prices={"flat": "1.2"}, schedules=PLAIN)])
    shown = operator.put(f"{PARK}/tariffs/two-part", json=dearer).json()
    assert (shown["author"], shown["versions"][0]["prices"]["flat"]) == ("operator", "1.2")
    assert Decimal(costs(operator)["total"]) > before
    with psycopg.connect(world.owner_url) as connection:
        rows = connection.execute(
            """SELECT body->'prices'->>'flat', superseded_at IS NULL FROM core.tariff_version
               WHERE park_id = %s""",
            (world.alpha.id,),
        ).fetchall()
    assert ("0.6", False) in rows
    assert ("1.2", True) in rows


@pytest.mark.parametrize("query", ["from=0&to=900000000000", "from=0&to=0", "from=60000&to=900000"])
def test_spans_that_cannot_be_priced_are_refused(operator: httpx.Client, query: str) -> None:
    assert operator.get(f"{PARK}/costs?{query}").status_code == 422
