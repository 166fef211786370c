"""Day totals of the real ledger, by the service and by the command."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from parkcarbon_platform import cli
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.services.ledger.totals import Totals, day_totals

from tests.support.metered import MINUTE, START, MeteredPark, Reading, at, document, point, source
from tests.support.stack import Database

DAY = at(START + 8 * 60 * MINUTE).date()


def with_transfer() -> dict[str, object]:
    content = document()
    content["points"] += [
        point("incomer", multiplier=100),
        point("steam", quantity="energy", carrier="steam", unit="GJ", direction="import", max_rate=10_000),
    ]
    content["sources"] = [s for s in content["sources"] if s["code"] != "gas-unknown"] + [
        source("lost", {"incomer": 1, "main": -1}, enterprise=None, scenes={"energy": 1}),
        source("steam", {"steam": 1}, category="purchased_heat", carrier="steam", formula="heat_default",
               factor="purchased_heat", internal_transfer=True),
    ]  # fmt: skip
    return content


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database, with_transfer())
    yield metered
    metered.close()


def day(code: str, step: float) -> list[Reading]:
    return [(code, START + i * 15 * MINUTE, round(i * step, 6), 0) for i in range(97)]


def totals(park: MeteredPark) -> Totals:
    settlement.settle(park.pools, park.id, lambda *_: None)
    with park.pools.tenant(park.id) as connection:
        return day_totals(connection, DAY)


def test_the_park_is_enterprises_less_transfers_plus_unallocated(park: MeteredPark) -> None:
    park.write(
        day("main", 1) + day("office", 0.5) + day("incomer", 0.125) + day("gas", 10) + day("steam", 0.25)
    )
    found = totals(park)
    assert found["complete"]
    rows = {row["source"]: row for row in found["sources"]}
    # main 960 kWh, office 48 kWh, incomer 1200 kWh, gas 960 m3, steam 24 GJ
    assert {code: row["quantity"] for code, row in rows.items()} == {
        "electricity": 912_000, "office-electricity": 48_000, "lost": 240_000, "gas": 960_000_000,
        "steam": 24_000_000_000,
    }  # fmt: skip
    assert rows["steam"]["kg_co2"] == 24 * 110
    assert rows["lost"]["kg_co2"] == pytest.approx(240 * 0.5306)
    enterprises = sum(row["mg_co2"] for row in found["sources"] if row["enterprise"])
    park_total = found["park"]
    assert park_total["transfers_mg"] == rows["steam"]["mg_co2"]
    assert park_total["unallocated_mg"] == rows["lost"]["mg_co2"]
    assert park_total["mg_co2"] == enterprises - park_total["transfers_mg"] + park_total["unallocated_mg"]
    by_carrier = {(row["enterprise"], row["carrier"]): row["quantity"] for row in found["enterprises"]}
    assert by_carrier["works", "electricity"] == 960_000
    assert set(by_carrier) == {("works", "electricity"), ("works", "natural_gas"), ("works", "steam")}


def test_a_day_with_a_hole_is_incomplete_and_a_bridged_one_estimated(park: MeteredPark) -> None:
    park.write(
        day("main", 1) + [r for r in day("office", 0.5) if not START + 1 < r[1] < START + 120 * MINUTE]
    )
    found = totals(park)
    assert not found["complete"]
    rows = {row["source"]: row for row in found["sources"]}
    assert rows["office-electricity"]["quantity"] == 48_000
    assert rows["office-electricity"]["estimated_share"] == pytest.approx(2 / 24, abs=1e-6)
    assert rows["gas"]["mg_co2"] == 0


def test_the_commands_print_it(
    park: MeteredPark, database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    park.write(day("main", 1))
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", database.owner_url)
    monkeypatch.setenv("PARKCARBON_DATABASE_APP_URL", database.app_url)
    monkeypatch.setenv("PARKCARBON_DATABASE_DIRECTORY_URL", database.directory_url)
    monkeypatch.setenv("PARKCARBON_REDIS_URL", "redis://127.0.0.1:1/0")
    assert cli.main(["settle", "metered"]) == 0
    assert (
        cli.main(["settle", "metered", "--from", "2025-11-01T00:00+08:00", "--to", "2026-01-01T00:00Z"]) == 0
    )
    assert "points will be computed again" in capsys.readouterr().out
    assert cli.main(["totals", "metered", "--day", DAY.isoformat(), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["complete"] is False
    assert cli.main(["totals", "metered", "--day", date(2030, 1, 1).isoformat()]) == 0
    assert "(incomplete)" in capsys.readouterr().out
    assert cli.main(["factors", "show", "grid_electricity", "--region", "CN"]) == 0
    assert "0.5306 kg/kWh" in capsys.readouterr().out
    assert cli.main(["factors", "list"]) == 0
    assert cli.main(["job", "list"]) == 0
    assert cli.main(["job", "retry", "1"]) == 1
    assert "not_found" in capsys.readouterr().err
