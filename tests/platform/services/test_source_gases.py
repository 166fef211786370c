"""Other gases, biogenic CO2, sinks and validity in the ledger: apart from CO2, and through locks like it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from parkcarbon_platform import cli
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.factor_library import adopting
from parkcarbon_platform.services.inventories import usual
from parkcarbon_platform.services.ledger import locks, restating, settlement, totals, weighing
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.live import topology
from parkcarbon_platform.services.meter_life import corrections
from parkcarbon_platform.services.onboarding import applying
from parkcarbon_platform.services.parks import park_file
from parkcarbon_platform.services.parks.park_file import ParkFile
from parkcarbon_platform.services.provisioning import provisioning

from tests.support.metered import START, MeteredPark, at, document, named, point, source
from tests.support.stack import Database

HOUR = 3_600_000
OPERATOR = Actor("operator")
NOW = at(START) + timedelta(days=10)
GAS = """SELECT s.code, l.co2_mg, l.gas_mg, l.revision FROM core.ledger_entry l
  JOIN core.emission_source s ON s.id = l.source_id WHERE l.superseded_at IS NULL ORDER BY 1, l.hour"""


def amount(code: str, quantity: str, carrier: str, unit: str, **more: object) -> dict[str, Any]:
    return point(
        code, quantity=quantity, carrier=carrier, unit=unit, direction="consumption", digits=12,
        max_rate=1e9, **more,
    )  # fmt: skip


def of(code: str, terms: dict[str, int], method: tuple[str, str, str], **more: object) -> dict[str, Any]:
    formula, factor, category = method
    common = {"carrier": "other", "scope": 1, "formula": formula, "factor": factor, "category": category}
    return source(code, terms, **{**common, **more})


def works() -> dict[str, Any]:
    content = document()
    content["points"] += [
        amount("acid", "mass", "product:nitric_acid", "t"),
        amount("wood", "mass", "wood", "t"),
        amount("stored", "mass", "co2", "t"),
        amount("freight", "freight", "freight", "t.km"),
        amount("leak", "volume", "biogas", "m3"),
    ]
    acid = ("process_product", "process.nitric_acid.high_pressure", "process")
    wood = ("biogenic_combustion", "biogenic.wood", "stationary_combustion")
    freight = ("mobile_distance", "freight.road.diesel", "scope3")
    content["sources"] = [
        source("electricity", {"main": 1}),
        of("acid-n2o", {"acid": 1}, acid, gas="N2O"),
        of("boiler", {"wood": 1}, wood, biogenic=True),
        of("boiler-ch4", {"wood": 1}, wood, gas="CH4"),
        of("storage", {"stored": 1}, ("sink_removal", "sink.stored", "sink")),
        of("lorries", {"freight": 1}, freight, gas="CO2e", scope=3, scope3_category=4),
    ]
    return content


@pytest.fixture
def park(database: Database) -> Iterator[MeteredPark]:
    metered = MeteredPark(database, works())
    metered.write(
        [(code, START + n * HOUR // 4, float(n), 0) for code in ("main", "acid", "wood", "stored", "freight")
         for n in range(9)]
    )  # fmt: skip
    settle(metered)
    yield metered
    metered.close()


def settle(park: MeteredPark) -> None:
    settlement.settle(park.pools, park.id, lambda *_: None, clock=lambda: NOW)


def place(park: MeteredPark) -> Workplace:
    return Workplace(park.pools, park.id, lambda *_: None, lambda: NOW)


def parsed(content: dict[str, Any]) -> ParkFile:
    return park_file.parse(yaml.safe_dump(content, allow_unicode=True))


def by_source(park: MeteredPark) -> dict[str, list[tuple[int, int | None]]]:
    found: dict[str, list[tuple[int, int | None]]] = {}
    for code, co2_mg, gas_mg, _ in park.rows(GAS):
        found.setdefault(code, []).append((co2_mg, gas_mg))
    return found


def test_only_co2_that_counts_is_co2_and_the_rest_has_its_mass(park: MeteredPark) -> None:
    # Four quarter hours of 1 unit: acid at 13.9 kg/t, wood at 1,747.2 kg/t, freight at 0.2157 kg/(t·km).
    assert by_source(park) == {
        "acid-n2o": [(0, 55_600_000)] * 2,
        "boiler": [(0, 6_988_800_000)] * 2,
        "boiler-ch4": [(0, 1_872_000)] * 2,
        "electricity": [(21_224_000, None)] * 2,
        "lorries": [(0, 862_800)] * 2,
        "storage": [(0, 4_000_000_000)] * 2,
    }
    with park.pools.tenant(park.id) as connection:
        found = totals.day_totals(connection, date(2025, 11, 25))
        view = topology.load(connection, NOW)
    assert found["park"]["mg_co2"] == 2 * 21_224_000
    gases = {row["source"]: (row["gas"], row["mg_gas"]) for row in found["sources"] if row["mg_gas"]}
    assert gases["acid-n2o"] == ("N2O", 111_200_000)
    assert len(gases) == 5
    assert view is not None
    assert [s.row.code for s in view.sources] == ["electricity"]


def test_what_is_tried_is_told_in_every_gas(park: MeteredPark) -> None:
    eight = corrections.Request("edit", at(START), at(START + HOUR), "read again", amount="8")
    (found,) = corrections.preview(place(park), OPERATOR, "acid", eight).carbon
    assert (found.source, found.gas, found.gwp) == ("acid-n2o", "N2O", "AR6")
    assert (found.before_mg, found.after_mg) == (0, 0)
    assert found.before_co2e_mg is not None
    # 4 t become 8 t of the hour: 55.6 kg of N2O more, each of them 273 kg CO2e (IPCC AR6).
    assert found.after_co2e_mg == found.before_co2e_mg + 55_600_000 * 273
    stored = corrections.Request("edit", at(START), at(START + HOUR), "read again", amount="0")
    (sink,) = corrections.preview(place(park), OPERATOR, "stored", stored).carbon
    assert (sink.is_apart, sink.before_co2e_mg, sink.after_co2e_mg) == (True, 0, 0)
    with park.pools.tenant(park.id) as connection:
        connection.execute(
            "UPDATE core.emission_source SET factor = 'process.nothing' WHERE code = 'acid-n2o'"
        )
        sums = restating.preview(connection, at(START), at(START + 2 * HOUR), NOW, None)
    assert [(key.source, value.hours, value.unpriced_hours) for key, value in sums.items()] == [
        ("acid-n2o", 0, 2)
    ]
    # A settled hour keeps its factor; one that is new has none.
    later = replace(eight, start=at(START + 5 * HOUR), end=at(START + 6 * HOUR))
    (found,) = corrections.preview(place(park), OPERATOR, "acid", later).carbon
    assert (found.unpriced_hours_before, found.unpriced_hours, found.after_co2e_mg) == (0, 1, 0)


def test_the_park_chooses_by_which_potentials_gases_count(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", park.owner_url)
    eight = corrections.Request("edit", at(START), at(START + HOUR), "read again", amount="8")
    first, last = date(2025, 11, 1), date(2025, 12, 1)
    assert cli.main(["factors", "gwp", "metered", "AR5"]) == 0
    assert cli.main(["factors", "gwp", "metered"]) == 0
    assert capsys.readouterr().out.splitlines() == ["Gases are weighed by AR5."] * 2
    (found,) = corrections.preview(place(park), OPERATOR, "acid", eight).carbon
    # 55.6 kg of N2O more, each of them 265 kg CO2e (IPCC AR5).
    assert found.gwp == "AR5"
    assert found.before_co2e_mg is not None
    assert found.after_co2e_mg == found.before_co2e_mg + 55_600_000 * 265
    with park.pools.tenant(park.id) as connection:
        asked = usual.asked(connection, first, last, ruleset="ghg_protocol")
        other = usual.asked(connection, first, last, ruleset="ghg_protocol", gwp="AR4")
    assert (asked.gwp, other.gwp, other.potentials) == ("AR5", "AR4", "AR4")
    (said,) = park.rows(
        "SELECT action, changes::text FROM core.audit_event WHERE changes::text LIKE '%%gwp%%'"
    )
    assert said[0] == "command_factors_gwp"
    assert "AR5" in said[1]
    with pytest.raises(adopting.PotentialsError):
        adopting.choose_gwp(place(park), "AR3")
    # What a file does not say stays; what it says holds.
    assert applying.plan(park.pools, parsed(works())).differences == []
    content = works()
    content["park"]["gwp"] = "AR4"
    after = parsed(content)
    (line,) = applying.plan(park.pools, after).differences
    assert [(f.name, f.before, f.after) for f in line.fields] == [("gwp", "AR5", "AR4")]
    provisioning.apply(park.pools, after)
    with park.pools.tenant(park.id) as connection:
        assert weighing.park_gwp(connection) == "AR4"


def test_an_inventory_begins_with_the_rules_of_its_boundary(park: MeteredPark) -> None:
    span = (date(2025, 11, 1), date(2025, 12, 1))
    with park.pools.tenant(park.id) as connection:
        asked = [usual.asked(connection, *span, enterprise) for enterprise in (None, "works")]
        connection.execute("UPDATE core.park SET ruleset = 'iso_14064_1'")
        asked += [usual.asked(connection, *span, enterprise) for enterprise in (None, "works")]
    # What the park has chosen is for the park; enterprises report by their own.
    assert [one.check().ruleset for one in asked] == [
        "territorial", "gbt_32151", "iso_14064_1", "gbt_32151",
    ]  # fmt: skip


def test_a_locked_hour_of_another_gas_waits_with_its_mass(park: MeteredPark) -> None:
    locks.add(place(park), OPERATOR, at(START), at(START + HOUR), enterprise=None, reason="verified")
    before = park.rows(GAS)
    park.write([("acid", START + HOUR // 8, 0.9, 0)])
    with park.pools.tenant(park.id) as connection:
        connection.execute(
            "UPDATE core.emission_source SET factor = 'process.adipic_acid' WHERE code = 'acid-n2o'"
        )
    assert park.rows(GAS) == before
    with park.pools.tenant(park.id) as connection:
        sums = restating.restate(connection, at(START), at(START + 2 * HOUR), NOW, "restatement: adipic")
    ((key, changed),) = sums.items()
    assert (key.source, changed.before_mg, changed.after_mg) == ("acid-n2o", 0, 0)
    # In AR6 N2O weighs 273: two hours of 55.6 kg, and of the one under the lock what would be more.
    assert changed.before_co2e_mg == 2 * 55_600_000 * 273
    assert changed.held_co2e_mg == (1_200_000_000 - 55_600_000) * 273
    with park.pools.tenant(park.id) as connection:
        (held,) = locks.page(connection, "open")
    # 4 t at 300 kg/t would be 1,200 kg; the locked hour keeps 55.6, the free one has been revised.
    assert (held.co2_mg, held.gas_mg, held.locked_gas_mg) == (0, 1_200_000_000, 55_600_000)
    assert by_source(park)["acid-n2o"] == [(0, 55_600_000), (0, 1_200_000_000)]
    with park.pools.tenant(park.id) as connection:
        (waits,) = locks.summary(connection)
    assert (waits.gas, waits.locked_co2e_mg, waits.co2e_mg) == ("N2O", 55_600_000 * 273, 1_200_000_000 * 273)
    seen = [waits.row.seen]
    assert (
        locks.accept(place(park), OPERATOR, ids=[held.id], lock_id=held.lock_id, seen=seen, note="right") == 1
    )
    assert by_source(park)["acid-n2o"] == [(0, 1_200_000_000)] * 2
    settle(park)
    settlement.recalculate(park.pools, park.id, at(START - HOUR), at(START + 3 * HOUR))
    settle(park)
    assert by_source(park)["acid-n2o"] == [(0, 1_200_000_000)] * 2


def test_a_source_has_hours_on_its_days_only(database: Database) -> None:
    content = document()
    content["sources"] = [
        source("before", {"office": 1}, valid_to=date(2025, 11, 24)),
        source("after", {"office": 1}, valid_from=date(2025, 11, 25)),
    ]
    park = MeteredPark(database, content)
    park.write([("office", START + n * HOUR // 4, float(n), 0) for n in range(-8, 9)])
    settle(park)
    hours = {code: [row[1] for row in park.ledger() if row[0] == code] for code in ("before", "after")}
    assert hours["before"] == [at(START - 2 * HOUR), at(START - HOUR)]
    assert hours["after"] == [at(START), at(START + HOUR)]
    with park.pools.tenant(park.id) as connection:
        connection.execute("UPDATE core.emission_source SET valid_to = '2025-11-25' WHERE code = 'before'")
        connection.execute("UPDATE core.emission_source SET valid_from = '2025-11-26' WHERE code = 'after'")
    settlement.recalculate(park.pools, park.id, at(START - 9 * HOUR), at(START + 9 * HOUR))
    settle(park)
    assert {row[0] for row in park.ledger()} == {"before"}
    park.close()


@pytest.mark.parametrize(
    ("formula", "factor", "category", "rule"),
    [
        ("carbon_balance", "carbon.natural_gas", "conversion", "reference_state"),
        ("fuel_combustion", "fuel.natural_gas", "stationary_combustion", "reference_state"),
        ("scope3_activity", "freight.rail", "scope3", "factor_missing"),
        ("carbon_balance", "carbon.coke", "conversion", "unit"),
    ],
)
def test_what_a_gas_of_unknown_state_would_emit_is_a_finding(
    database: Database, formula: str, factor: str, category: str, rule: str
) -> None:
    content = document()
    scope3 = {"scope": 3, "scope3_category": 4} if category == "scope3" else {}
    content["sources"] = [of("gas", {"gas-unknown": 1}, (formula, factor, category), **scope3)]
    park = MeteredPark(database, content)
    park.write([("gas-unknown", START + n * HOUR // 4, float(n), 0) for n in range(9)])
    settle(park)
    assert [found[2] for found in park.findings()] == [rule]
    assert park.ledger() == []
    park.close()


def test_a_plant_of_heat_and_power_burns_in_full_and_its_neighbour_buys(database: Database) -> None:
    content = document()
    content["enterprises"].append(named("brewery", industry="1513"))
    content["devices"].append(named("brewery-meter", enterprise="brewery", node=None, serial=None))
    heat = amount("heat-sold", "energy", "heat", "GJ") | {"device": "brewery-meter"}
    content["points"].append(heat)
    bought = {
        "enterprise": "brewery",
        "carrier": "heat",
        "category": "purchased_heat",
        "formula": "heat_default",
    }
    content["sources"] = [
        of("chp", {"gas": 1}, ("fuel_combustion", "fuel.natural_gas", "stationary_combustion")),
        source("brewery-heat", {"heat-sold": 1}, **bought, factor="purchased_heat", internal_transfer=True),
    ]
    park = MeteredPark(database, content)
    park.write([("gas", START + n * HOUR // 4, 250.0 * n, 0) for n in range(97)])
    park.write([("heat-sold", START + n * HOUR // 4, 3.0 * n, 0) for n in range(97)])
    settle(park)
    with park.pools.tenant(park.id) as connection:
        found = totals.day_totals(connection, date(2025, 11, 25))
    # 24,000 m³ at 21.622 t per 10⁴ m³; 288 GJ at 0.11 t/GJ, which is inside the park already.
    chp, heat_sold = 51_893, 31_680
    sources = {row["source"]: row["kg_co2"] for row in found["sources"]}
    assert sources["chp"] == pytest.approx(chp, abs=1)
    assert sources["brewery-heat"] == pytest.approx(heat_sold)
    assert found["park"]["transfers_mg"] == pytest.approx(heat_sold * 1e6)
    assert found["park"]["mg_co2"] == pytest.approx(chp * 1e6, rel=1e-4)
    assert (
        found["park"]["mg_co2"]
        == sum(round(kg * 1e6) for kg in sources.values()) - found["park"]["transfers_mg"]
    )
    park.close()
