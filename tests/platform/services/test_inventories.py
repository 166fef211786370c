"""Inventories of the real ledger: they agree with it to the milligram, and say what is lacking."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import psycopg
import pytest
from parkcarbon_platform import cli
from parkcarbon_platform.calculation.accounting.rulesets.base import Named
from parkcarbon_platform.errors import ConflictError, NotFoundError
from parkcarbon_platform.services.access import terms
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.activity import evidence
from parkcarbon_platform.services.activity.activity import Actor as NoteActor
from parkcarbon_platform.services.flows import showing
from parkcarbon_platform.services.health import meter_health
from parkcarbon_platform.services.inventories import (
    computing,
    condensed,
    explaining,
    notes,
    shown,
    tracing,
    uncertain,
)
from parkcarbon_platform.services.inventories.computing import Computed
from parkcarbon_platform.services.inventories.explaining import Part
from parkcarbon_platform.services.inventories.question import Question, QuestionError
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.services.sources import green
from parkcarbon_platform.storage import inventory_lacks, oversight
from parkcarbon_platform.storage.database import Connection

from tests.support.metered import MINUTE, START, MeteredPark, Reading, at, document, named, point, source
from tests.support.noted import read_by, unnoted
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
    made["record_points"] = [
        named(code, enterprise="works", records=kind, item="coal", quantity="mass", carrier="coal", unit="t")
        for code, kind in (("coal-bought", "bills"), ("coal-burnt", "stock"))
    ]
    made["sources"] = [s for s in made["sources"] if s["code"] != "gas-unknown"] + [
        source("lost", {"incomer": 1, "main": -1}, enterprise=None, scenes={"energy": 1}),
        source("steam", {"steam": 1}, category="purchased_heat", carrier="steam", formula="heat_default",
               factor="purchased_heat", internal_transfer=True, scenes={"industry": 0.3, "building": 0.7}),
        *(source(f"boiler-{code}", {code: 1}, category="stationary_combustion", carrier="coal", scope=1,
                 formula="fuel_combustion", factor="fuel.bituminous_coal")
          for code in ("coal-bought", "coal-burnt")),
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
        found = computing.computed(connection, asked, NOW)
        told = shown.shown(connection, asked, NOW)
    # What pages show is added up apart from items wherever that is possible: it is the same.
    assert told.totals == {basis: found.totals(basis) for basis in found.rules.bases}
    assert (told.lacks, told.named()) == (found.lacks, found.named())
    return found


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


def share(park: MeteredPark, *, everything: bool) -> None:
    with park.pools.tenant(park.id, works(park)) as connection:
        terms.say(
            connection, park.id, works(park), Actor("worker"), is_named=True, shares_intervals=everything,
            shares_production=everything,
        )  # fmt: skip


def test_who_oversees_a_park_has_the_same_figures_of_it(park: MeteredPark) -> None:
    def told() -> tuple[object, object, object]:
        with park.pools.tenant(park.id) as connection:
            found = computing.computed(connection, Question(FIRST, LAST, "ghg_protocol"), NOW)
            said = notes.read(connection, None)
            measured = uncertain.instruments(connection, said, *uncertain.span(found)).amounts
            seen = connection.execute("SELECT count(*) FROM core.interval").fetchone()
            return found.items, measured, seen

    before = told()
    share(park, everything=False)
    assert told() == before
    with oversight.looking() as sight:
        sight.is_overseer = True
        items, measured, seen = told()
    share(park, everything=True)
    assert (items, measured) == before[:2]
    assert seen != before[2]  # no quarter hours


def supply(number: str, generated: tuple[date, date], file: int) -> green.NewSupply:
    return green.NewSupply(
        "certificate", number, "Wind farm", "wind", 500_000, *generated, None, None, evidence_id=file
    )


def test_evidence_of_green_power_counts_once_and_only_while_it_holds(park: MeteredPark) -> None:
    operator = Actor("operator")
    old = (FIRST.replace(year=FIRST.year - 2), FIRST.replace(year=FIRST.year - 2, day=28))
    before = ask(park, "ghg_protocol").totals("market").total
    with park.pools.tenant(park.id) as connection:
        file = evidence.add(
            connection, park.id, None, name="c.pdf", media_type="application/pdf", content=b"%PDF-1.4 x",
            author="operator",
        )  # fmt: skip
        made, late = (
            green.add(connection, park.id, operator, supply(number, span, file.id))
            for number, span in (("GEC-2026-Ab 001", (FIRST, FIRST)), ("GEC-2024-001", old))
        )  # fmt: skip
        for number in ("gec2026ab001", "ＧＥＣ－２０２６－ａｂ　００１", "GEC–2026—Ab\u200b001"):
            with pytest.raises(ConflictError, match="registered already"):
                green.add(connection, park.id, operator, supply(number, (FIRST, FIRST), file.id))
        with pytest.raises(green.GreenError):
            green.add(connection, park.id, operator, supply(" - ", (FIRST, FIRST), file.id))
        used = [
            green.use(connection, park.id, operator, row.id, source="electricity", month=FIRST, amount_wh=wh)
            for row, wh in ((made, 300_000), (late, 200_000))
        ]  # fmt: skip
    found = ask(park, "ghg_protocol")
    market = [i for i in found.items if i.source == "electricity" and i.basis == "market"]
    assert sorted((i.quantity, i.gas_mg) for i in market) == [(300_000, 0), (612_000, round(612_000 * 609.6))]
    assert found.totals("market").total == before - round(300_000 * 609.6)
    (lack,) = [row for row in found.lacks if row.rule == "expired_certificate"]
    assert (lack.source, lack.months, lack.severity) == ("electricity", (FIRST,), "error")
    assert not [row for row in ask(park, "gbt_32151", enterprise="works").lacks if "certificate" in row.rule]
    # All activity is of one day: its evidence is that of the month, and another day has none.
    assert ask(park, "ghg_protocol", start=DAY, end=NEXT).totals("market") == found.totals("market")
    assert ask(park, "ghg_protocol", start=NEXT, end=LAST).totals("market").total == 0
    explained = explain(park, found, Part("market", "source", "electricity"))
    assert explained.value == sum(line.value for t in explained.terms for line in t.lines)
    assert explained.value == sum(i.gas_mg for i in market)
    assert {"green_electricity.certificate", "grid_electricity_excluding_market_non_fossil"} == {
        f.factor for f in explained.factors.values()
    }
    with park.pools.tenant(park.id) as connection:
        asked = Question(FIRST, LAST, "ghg_protocol")
        _, told = tracing.open_term(connection, asked, Part("market"), "electricity", NOW)
        whole = {row.id: row.amount_wh for row in green.supplies(connection)}
        assert sorted((u.number, u.amount_wh, u.supply_wh) for u in told) == sorted(
            (row.number, row.amount_wh, whole[row.supply_id]) for row in used
        )
        assert not tracing.open_term(connection, asked, Part("location"), "electricity", NOW)[1]
    with park.pools.tenant(park.id, works(park)) as connection:
        # An enterprise sees the same figure with the park's evidence, whose number is not its own.
        asked = Question(FIRST, LAST, "ghg_protocol", "works")
        mine = computing.computed(connection, asked, NOW).items
        assert mine == ask(park, "ghg_protocol", enterprise="works").items
        assert {row.number for row in green.uses(connection)} == {None}
    with park.pools.tenant(park.id) as connection:
        for row in used:
            green.release(connection, operator, row.id, "another month")
    assert ask(park, "ghg_protocol").totals("market").total == before


def say(park: MeteredPark, subject: str, **values: str) -> None:
    owners = [("source:gas", "works"), ("source:steam", "works")]
    with park.pools.tenant(park.id) as connection:
        notes.write(
            connection, NoteActor(park.id, None, "operator"), subject, values,
            reason="register of shareholders", enterprise="works" if subject == "plan" else None,
            owners=lambda: owners,
        )  # fmt: skip


def test_what_is_held_in_part_counts_in_part(park: MeteredPark) -> None:
    whole = {i.source: i for i in ask(park, "ghg_protocol", enterprise="works").items if i.gas == "CO2"}
    missing = ask(park, "ghg_protocol", enterprise="works", approach="equity_share")
    assert missing.totals("market") == ask(park, "ghg_protocol", enterprise="works").totals("market")
    assert {"gas", "electricity"} <= {row.source for row in missing.lacks if row.rule == "share_missing"}
    say(park, "plan", equity_percent="60")
    say(park, "source:gas", equity_percent="33.3", operational_control="no")
    found = ask(park, "ghg_protocol", enterprise="works", approach="equity_share")
    part = {i.source: i for i in found.items if i.gas == "CO2"}
    # GHG Protocol Corporate Standard, chapter 3: emissions by the share of the equity.
    assert part["electricity"].gas_mg == round(whole["electricity"].gas_mg * Fraction(60, 100))
    assert part["gas"].gas_mg == round(whole["gas"].gas_mg * Fraction(333, 1000))
    for basis in found.rules.bases:
        sums = found.totals(basis)
        assert {sum(parts.values()) for parts in sums.by.values()} == {sums.total}
    told = {row.source: (row.share, row.detail) for row in found.lacks if row.rule == "part_counts"}
    assert told["gas"] == (0.333, "register of shareholders (operator)")
    controlled = ask(park, "ghg_protocol", enterprise="works", approach="operational_control")
    assert {i.source for i in controlled.items} == whole.keys() - {"gas"}
    assert ("part_counts", "gas") in {(row.rule, row.source) for row in controlled.lacks}
    with pytest.raises(QuestionError):
        ask(park, "gbt_32151", enterprise="works", approach="equity_share")
    say(park, "plan", equity_percent="")
    say(park, "source:gas", equity_percent="", operational_control="")


def works(park: MeteredPark) -> int:
    return int(park.rows("SELECT id FROM core.enterprise WHERE code = 'works'")[0][0])


def explain(park: MeteredPark, found: Computed, part: Part) -> explaining.Explanation:
    with park.pools.tenant(park.id) as connection:
        return explaining.explain(connection, found.question, found.items, part)


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
    assert [row.detail for row in ask(park, "territorial").lacks if row.rule == "heat_as_metered"] == [
        "steam"
    ]
    doubled = [row.source for row in ask(park, "territorial").lacks if row.rule == "doubled_records"]
    assert doubled == ["boiler-coal-bought", "boiler-coal-burnt"]
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
    assert cli.main(["explain", *arguments[1:], "--limit", "1"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert lines.pop() == ["by", "territorial", "CO2"]
    told = {
        kind: [int(row[1].split()[0]) for row in lines if row[0] == kind]
        for kind in {row[0] for row in lines}
    }
    assert told["total"] == [sum(told["factor"])] == [sum(told["source"] + told["others"])]
    assert cli.main(["explain", *arguments[1:], "--source", "gas"]) == 0
    first, *months = capsys.readouterr().out.splitlines()
    assert first.split("\t")[1] == months[0].split("\t")[1]
    beside = printed["figures"]
    assert beside["uncertainty"][0]["total_mg"] == printed["totals"]["location"]["total_mg"]
    assert beside["energy"]["calorific_g"] > 0


def tell_heat(park: MeteredPark, parameters: str | None) -> None:
    """As if the meter were a point converted from the mass of steam."""
    kind, formula = (
        ("register", None) if parameters is None else ("virtual", f'{{"parameters": {parameters}}}')
    )
    with psycopg.connect(park.owner_url) as connection:
        connection.execute(
            "UPDATE core.point SET kind = %s, formula = %s::jsonb WHERE code = 'steam'", (kind, formula)
        )


def test_heat_counts_by_the_convention_of_the_ruleset(park: MeteredPark) -> None:
    """24 GJ: at 2777.0 kJ/kg in full, so less feed water 24 x 2693.26 / 2777.0 GJ, at 110 kg/GJ."""

    def told(ruleset: str, basis: Named = "location") -> tuple[int, int, list[str]]:
        found = ask(park, ruleset, enterprise="works")
        (item,) = [i for i in found.items if i.source == "steam"]
        question = Question(FIRST, LAST, ruleset, "works")
        with park.pools.tenant(park.id) as connection:
            first = tracing.explain(connection, question, Part(basis, "source", "steam"), NOW)
        assert first.value == item.co2e_mg
        return item.quantity, item.gas_mg, [row.rule for row in found.lacks if row.rule.startswith("heat")]

    assert told("gbt_32151") == (24 * 10**9, 2640 * 10**6, ["heat_as_metered"])
    tell_heat(park, '{"enthalpy_kj_per_kg": "2777.0", "basis": "full"}')
    less = Fraction("2693.26") / Fraction("2777.0")
    assert told("gbt_32151") == (
        round(24 * 10**9 * less), round(2640 * 10**6 * less), ["heat_converted"],
    )  # fmt: skip
    assert told("ghg_protocol") == (24 * 10**9, 2640 * 10**6, [])
    # The meter of another owner: an enterprise is told the convention of its bill, and nothing of the meter.
    with psycopg.connect(park.owner_url) as connection:
        (works,) = connection.execute("SELECT id FROM core.enterprise WHERE code = 'works'").fetchone() or ()
        moved = "UPDATE core.point SET enterprise_id = %s WHERE code = 'steam' RETURNING enterprise_id"
        (former,) = (
            connection.execute("SELECT enterprise_id FROM core.point WHERE code = 'steam'").fetchone() or ()
        )
        connection.execute(moved, (None,))
    with park.pools.tenant(park.id, works) as connection:
        seen = "SELECT count(*) FROM core.point"
        before = connection.execute(seen).fetchone()
        assert inventory_lacks.heat_points(connection, ["steam"]) == [("steam", "", "2777.0", "full")]
        assert connection.execute(seen).fetchone() == before
    with park.pools.tenant(park.id, works + 1000) as connection:
        assert inventory_lacks.heat_points(connection, ["steam"]) == []
    with psycopg.connect(park.owner_url) as connection:
        connection.execute(moved, (former,))
    tell_heat(park, '{"basis": "full"}')
    assert told("gbt_32151") == (24 * 10**9, 2640 * 10**6, ["heat_convention"])
    tell_heat(park, None)


def months_of_hours(park: MeteredPark) -> None:
    """The day's hours once more in two later months, in other amounts."""
    for days, times in ((40, 3), (75, 7)):
        with psycopg.connect(park.owner_url) as connection:
            connection.execute(
                """INSERT INTO series.ledger_entry (hour, source_id, park_id, enterprise_id, revision, state,
                     fallback, covered_s, quantity, estimated, co2_mg, gas_mg, factor_version_id, known_at)
                   SELECT hour + %s * interval '1 day', source_id, park_id, enterprise_id, 1, 1, fallback,
                     covered_s, quantity * %s + 1, quantity / 3, co2_mg * %s + 1, gas_mg * %s,
                     factor_version_id, known_at
                   FROM series.ledger_entry WHERE superseded_at IS NULL AND hour < %s""",
                (days, times, times, times, at(START) + timedelta(days=2)),
            )


def test_the_first_answer_of_explain_is_what_all_its_months_add_up_to(park: MeteredPark) -> None:
    months_of_hours(park)
    last = LAST + timedelta(days=100)
    asked = (
        (Question(FIRST, last, "territorial"), "location"),
        (Question(FIRST + timedelta(days=3), last, "ghg_protocol", gwp="AR5"), "location"),
        (Question(FIRST, last, "ghg_protocol"), "market"),
        (Question(FIRST, last, "ghg_protocol", "works", approach="equity_share"), "market"),
    )
    say(park, "source:gas", equity_percent="33.3")
    for question, basis in asked:
        first_answers_agree(park, question, basis)
    say(park, "source:gas", equity_percent="")


def first_answers_agree(park: MeteredPark, question: Question, basis: Named) -> None:
    with park.pools.tenant(park.id) as connection:
        found = computing.computed(connection, question, NOW)
        sums = found.totals(basis)
        assert len(sums.by["month"]) == 3
        # By month and scene the first answer is from the months themselves.
        dimensions = sums.by.keys() - set(condensed.BY_MONTH) if basis == "location" else {"enterprise"}
        parts = [Part(basis, by, key) for by in sorted(dimensions) for key in sums.by[by]]
        for part in [Part(basis), Part(basis, "transfers"), Part(basis, "unallocated"), *parts]:
            first = tracing.explain(connection, question, part, NOW)
            full = explaining.explain(connection, question, found.items, part)
            assert [alike(term) for term in first.terms] == [alike(term) for term in full.terms]
            assert (first.value, first.total, first.by_factor) == (full.value, full.total, full.by_factor)
            assert first.value == sum(row.value for row in first.by_factor)
            if part.by is None:
                opened(connection, question, first)
        assert tracing.explain(connection, question, Part(basis), NOW).total == sums.total


def opened(connection: Connection, question: Question, first: explaining.Explanation) -> None:
    for term in first.terms:
        found, _ = tracing.open_term(
            connection, question, first.part, term.code, NOW, deduction=term.deduction
        )
        assert alike(found.term) == alike(term)
        assert sum(month.value for month in found.months) == term.value


def alike(term: explaining.Term) -> explaining.Term:
    """Estimates are rounded once a month or once a period: no part of the figure."""
    return replace(term, estimated_share=round(term.estimated_share, 4))


def test_all_that_figures_of_a_period_are_made_of_is_noted_when_it_changes(park: MeteredPark) -> None:
    """Else somebody is told that nothing has changed."""
    with park.pools.tenant(park.id) as connection:
        for ruleset, enterprise in (("territorial", None), ("ghg_protocol", None), ("gbt_32151", "works")):
            asked = Question(FIRST, LAST, ruleset, enterprise, "AR6")
            shown.shown(connection, asked, NOW)
            for part in (Part("location"), Part("location", "month", FIRST.isoformat())):
                tracing.explain(connection, asked, part, NOW)
        for enterprise in (None, "works"):
            showing.flows(connection, showing.question(FIRST, LAST, enterprise), NOW)
        for by_enterprise in (False, True):
            meter_health.calendar(
                connection, at(START), NOW - timedelta(days=360), NOW, by_enterprise=by_enterprise
            )
        read = read_by(connection)
    assert {"core.quality_note", "core.finding", "core.activity_record", "core.meter_event"} <= read
    assert not unnoted(park.owner_url, read)


def test_periods_of_one_boundary_are_counted_as_each_by_itself(park: MeteredPark) -> None:
    asked = [
        Question(first, last, "gbt_32151", "works", "AR6") for first, last in ((FIRST, LAST), (DAY, NEXT))
    ]
    with park.pools.tenant(park.id) as connection:
        found = shown.counted(connection, asked, NOW)
        each = [computing.computed(connection, one, NOW) for one in asked]
    for side, one in zip(found, each, strict=True):
        assert one.items
        assert not side.is_empty
        assert side.totals == one.totals(one.rules.bases[0])
        assert side.expected_s == sum(item.expected_s for item in one.items)
        assert side.covered_s == sum(min(item.covered_s, item.expected_s) for item in one.items)


def test_a_neighbour_has_nothing(park: MeteredPark, database: Database) -> None:
    with park.pools.tenant(park.id + 1) as connection, pytest.raises(NotFoundError):
        computing.computed(connection, Question(FIRST, LAST, "territorial"), NOW)
