"""My enterprise: its setup, its month and what waits, each as the pages say that it leads to."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest
from parkcarbon_platform.calculation.accounting.totals import Totals
from parkcarbon_platform.services.home import HomeFigure, figures

from tests.saas.conftest import Login, World

ALPHA = "/api/v1/parks/alpha"


def home(client: httpx.Client, enterprise: str = "steel") -> dict[str, Any]:
    answer = client.get(f"{ALPHA}/enterprises/{enterprise}/home")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def states(found: dict[str, Any]) -> dict[str, str]:
    return {step["step"]: step["state"] for step in found["steps"]}


def waiting(found: dict[str, Any]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for task in found["tasks"]:
        counted[task["task"]] += task["count"]
    return counted


@pytest.mark.usefixtures("world")
def test_figures_are_those_of_the_inventory_and_their_terms(login: Login) -> None:
    client = login("steelworker")
    found = home(client)
    for side in ("now", "before"):
        period = found[side]
        asked = {
            "from": period["start"], "to": period["end"], "ruleset": found["ruleset"],
            "enterprise": "steel", "gwp": found["gwp"],
        }  # fmt: skip
        totals = client.get(f"{ALPHA}/inventory", params=asked).json()["totals"][0]
        total, *parts = found["figures"]
        assert total[f"{side}_mg"] == totals["total"] == sum(one[f"{side}_mg"] for one in parts)
        assert found["unit_gas"] == totals["unit_gas"] == "CO2"
        for one in found["figures"]:
            if one["kind"] == "others":
                continue
            part = {} if one["carrier"] is None else {"by": "carrier", "key": one["carrier"]}
            explained = client.get(f"{ALPHA}/inventory/explain", params={**asked, **part}).json()
            assert explained["value"] == one[f"{side}_mg"]
    assert not found["is_first_run"]
    assert found["last_reading_at"] > (datetime.now(UTC) - timedelta(hours=1)).timestamp() * 1000


@pytest.mark.usefixtures("world")
def test_steps_and_tasks_are_counted_where_they_are_done(login: Login) -> None:
    client = login("steelworker")
    found = home(client)
    assert states(found)["meters"] == states(found)["readings"] == states(found)["factors"] == "done"
    assert states(found)["production"] == states(found)["bills"] == "open"
    missing = next(task for task in found["tasks"] if task["task"] == "bills_missing")
    assert missing["count"] == len(missing["of"]) > 0
    carrier = missing["of"][0]
    day = datetime.fromisoformat(found["now"]["start"])
    report = {
        "kind": "bill", "enterprise": "steel", "item": carrier, "quantity": "1", "unit": "kWh",
        "from_day": (day.replace(day=1) - timedelta(days=1)).replace(day=1).date().isoformat(),
        "to_day": (day.replace(day=1) - timedelta(days=1)).date().isoformat(),
    }  # fmt: skip
    made = client.post(f"{ALPHA}/activity", json=report)
    assert made.status_code == 201, made.text
    now = home(client)
    assert waiting(now)["reports_draft"] == waiting(found)["reports_draft"] + 1
    draft = next(task for task in now["tasks"] if task["task"] == "reports_draft")
    assert (draft["reports"], draft["year"]) == ("bills", int(str(report["from_day"])[:4]))


def test_a_carrier_of_ended_sources_wants_no_bill_and_a_verifier_no_work_of_writers(
    login: Login, world: World
) -> None:
    client = login("steelworker")
    before = next(task for task in home(client)["tasks"] if task["task"] == "bills_missing")
    end = (datetime.fromisoformat(home(client)["before"]["start"]) - timedelta(days=400)).date()
    ends = "UPDATE core.emission_source SET valid_to = %s WHERE code = 'steel-gas' AND park_id = %s"
    with psycopg.connect(world.owner_url, autocommit=True) as connection:
        connection.execute(ends, (end, world.alpha.id))
        after = next(task for task in home(client)["tasks"] if task["task"] == "bills_missing")
        connection.execute(ends, (None, world.alpha.id))
    assert set(before["of"]) - set(after["of"]) == {"natural_gas"}
    assert home(login("verifier"))["tasks"] == []


def totals(**carriers: int) -> Totals:
    return Totals(total=sum(carriers.values()), by={"carrier": carriers})


def test_what_is_no_card_of_its_own_is_among_the_others() -> None:
    total, *parts = figures(totals(a=1, b=2, c=3, d=4, e=5, f=-6), totals(a=7, g=8))
    assert [one.carrier for one in parts] == ["e", "d", "c", "b", None]
    assert parts[-1] == HomeFigure(kind="others", carrier=None, now_mg=-5, before_mg=15)
    assert total.now_mg == sum(one.now_mg for one in parts)
    assert total.before_mg == sum(one.before_mg for one in parts)


def test_an_operator_sees_what_was_agreed_and_another_enterprise_nothing(login: Login, world: World) -> None:
    assert states(home(login("operator")))["readings"] == "done"
    with psycopg.connect(world.owner_url) as connection:
        connection.execute(
            """INSERT INTO core.enterprise_terms
                 (park_id, enterprise_id, is_named, shares_intervals, shares_production, author)
               SELECT park_id, id, false, false, false, 'steelworker' FROM core.enterprise
               WHERE code = 'steel' AND park_id = %s""",
            (world.alpha.id,),
        )
    found = home(login("operator"))
    assert states(found)["readings"] == states(found)["production"] == "withheld"
    assert found["last_reading_at"] is None
    assert found["silent"] == 0
    assert states(home(login("steelworker")))["readings"] == "done"
    assert login("operator").get(f"{ALPHA}/enterprises/nobody/home").status_code == 404
    assert login("steelworker").get(f"{ALPHA}/enterprises/mill/home").status_code == 404
    assert login("neighbour").get(f"{ALPHA}/enterprises/steel/home").status_code == 404
