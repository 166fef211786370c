"""Inventories of the real ledger: they agree with it to the milligram, and say what is lacking."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from parkcarbon_platform import cli
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services.inventories import computing
from parkcarbon_platform.services.inventories.computing import Computed
from parkcarbon_platform.services.inventories.question import Question, QuestionError
from parkcarbon_platform.services.ledger import settlement

from tests.support.metered import MINUTE, START, MeteredPark, Reading, at, document, point, source
from tests.support.stack import Database

DAY = at(START + 8 * 60 * MINUTE).date()
NEXT = DAY + timedelta(days=1)
FIRST, LAST = DAY.replace(day=1), (DAY.replace(day=1) + timedelta(days=32)).replace(day=1)
NOW = at(START) + timedelta(days=400)


def content() -> dict[str, Any]:
    made = document()
    made["enterprises"].append({"code": "mill", "name_zh": "mill", "name_en": "mill", "industry": None})
    made["points"] += [
        point("incomer", multiplier=100),
        point("steam", quantity="energy", carrier="steam", unit="GJ", direction="import", max_rate=10_000),
        point("export", direction="export"),
    ]
    made["sources"] = [s for s in made["sources"] if s["code"] != "gas-unknown"] + [
        source("lost", {"incomer": 1, "main": -1}, enterprise=None, scenes={"energy": 1}),
        source("steam", {"steam": 1}, category="purchased_heat", carrier="steam", formula="heat_default",
               factor="purchased_heat", internal_transfer=True, scenes={"industry": 0.3, "building": 0.7}),
    ]  # fmt: skip
    made["sources"][0]["activity"] = [
        {"point": "main", "weight": 1}, {"point": "office", "weight": -1}, {"point": "export", "weight": -1},
    ]  # fmt: skip
    return made


def day(code: str, step: float) -> list[Reading]:
    return [(code, START + i * 15 * MINUTE, round(i * step, 6), 0) for i in range(97)]


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        made = MeteredPark(database, content())
        made.write(
            day("main", 1) + day("office", 0.5) + day("incomer", 0.125) + day("gas", 10) + day("steam", 0.25)
            + day("export", 0.75)
        )  # fmt: skip
        settlement.settle(made.pools, made.id, lambda *_: None, clock=lambda: NOW)
        yield made
        made.close()


def ask(
    park: MeteredPark, ruleset: str, *, start: date = FIRST, end: date = LAST, enterprise: str | None = None,
    gwp: str = "AR6", approach: str | None = None,
) -> Computed:  # fmt: skip
    with park.pools.tenant(park.id) as connection:
        asked = Question(start, end, ruleset, enterprise, gwp, approach)
        return computing.computed(connection, asked, NOW)


def ledger_mg(park: MeteredPark, *, transfers: int) -> int:
    ((total,),) = park.rows(
        """SELECT sum(l.co2_mg * CASE WHEN s.internal_transfer THEN %s ELSE 1 END)
        FROM core.ledger_entry l JOIN core.emission_source s ON s.id = l.source_id
        WHERE l.superseded_at IS NULL""",
        transfers,
    )
    return int(total)


def test_the_territorial_total_is_the_ledgers(park: MeteredPark) -> None:
    found = ask(park, "territorial").totals("location")
    assert found.total == ledger_mg(park, transfers=0) > 0
    assert found.transfers == ledger_mg(park, transfers=1) - found.total == 24 * 110 * 10**6
    enterprises = sum(found.by["enterprise"].values())
    assert enterprises - found.transfers + found.unallocated == found.total
    assert {name: sum(parts.values()) for name, parts in found.by.items() if name != "enterprise"} == {
        name: found.total for name in found.by if name != "enterprise"
    }
    assert list(found.by["month"]) == [FIRST.isoformat()]
    assert found.fallback == found.by["scope"]["2"]  # grid factors end with 2023


def test_a_days_total_is_that_of_the_days_command(park: MeteredPark) -> None:
    one = ask(park, "territorial", start=DAY, end=NEXT).totals("location")
    assert one == ask(park, "territorial").totals("location")
    assert ask(park, "territorial", start=NEXT, end=LAST).totals("location").total == 0


def test_gross_purchases_leave_in_what_was_exported(park: MeteredPark) -> None:
    net = ask(park, "gbt_32151", enterprise="works")
    gross = ask(park, "ghg_protocol", enterprise="works")
    # main 960 kWh less office 48 kWh less 72 kWh exported.
    (electricity,) = [i for i in net.items if i.source == "electricity"]
    (location,) = [i for i in gross.items if i.source == "electricity" and i.basis == "location"]
    (market,) = [i for i in gross.items if i.source == "electricity" and i.basis == "market"]
    assert (electricity.quantity, location.quantity, market.quantity) == (840_000, 912_000, 912_000)
    assert location.gas_mg * 840 == electricity.gas_mg * 912
    # The national average without market-traded non-fossil electricity, 2023: 0.6096 kg/kWh.
    assert market.gas_mg == round(912_000 * 609.6)
    assert market.fallback
    assert {i.basis for i in gross.items if i.source in ("gas", "steam")} == {"any"}


def test_fuels_bring_methane_and_nitrous_oxide_where_they_are_asked_for(park: MeteredPark) -> None:
    found = {i.gas: i for i in ask(park, "ghg_protocol").items if i.source == "gas"}
    assert {i.gas for i in ask(park, "territorial").items} == {"CO2"}
    # 960 m3 at 389.31 GJ per 10^4 m3, 0.001 kg CH4 and 0.0001 kg N2O a GJ (IPCC 2006, volume 2, table 2.3).
    assert found["CH4"].gas_mg == round(960 * 389.31 / 10**4 * 0.001 * 10**6)
    assert found["N2O"].gas_mg == round(960 * 389.31 / 10**4 * 0.0001 * 10**6)
    assert found["CH4"].co2e_mg == round(found["CH4"].gas_mg * 27.9)
    sums = ask(park, "ghg_protocol").totals("location")
    assert set(sums.by["gas"]) == {"CO2", "CH4", "N2O"}


def test_the_checklist_says_what_is_lacking(park: MeteredPark) -> None:
    lacks = {(row.rule, row.source) for row in ask(park, "territorial").lacks}
    assert {("low_coverage", "gas"), ("fallback_factor", "electricity")} <= lacks
    before = ask(park, "territorial", start=date(2020, 1, 1), end=date(2020, 3, 1))
    (silent,) = [row for row in before.lacks if row.source == "gas"]
    assert (silent.rule, silent.severity) == ("no_activity", "error")
    assert silent.months == (date(2020, 1, 1), date(2020, 2, 1))
    assert before.lacks[0].severity == "error"


def test_what_cannot_be_asked_is_refused(park: MeteredPark) -> None:
    for ruleset, more in (
        ("nothing", {}), ("gbt_32151", {}), ("territorial", {"enterprise": "works"}),
        ("territorial", {"end": FIRST}), ("territorial", {"gwp": "AR3"}),
        ("territorial", {"approach": "equity_share"}),
    ):  # fmt: skip
        with pytest.raises(QuestionError):
            ask(park, ruleset, **more)
    with pytest.raises(NotFoundError):
        ask(park, "gbt_32151", enterprise="nowhere")


def test_the_command_prints_the_same(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", park.owner_url)
    arguments = ["inventory", "metered", "--from", FIRST.isoformat(), "--to", LAST.isoformat()]
    assert cli.main([*arguments, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["totals"]["location"]["total_mg"] == ledger_mg(park, transfers=0)
    assert cli.main(arguments) == 0
    assert "location-based" in capsys.readouterr().out
    beside = printed["figures"]
    assert beside["uncertainty"][0]["total_mg"] == printed["totals"]["location"]["total_mg"]
    assert beside["energy"]["calorific_g"] > 0


def test_a_neighbour_has_nothing(park: MeteredPark, database: Database) -> None:
    with park.pools.tenant(park.id + 1) as connection, pytest.raises(NotFoundError):
        computing.computed(connection, Question(FIRST, LAST, "territorial"), NOW)
