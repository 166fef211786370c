"""National zero-carbon parks on a real ledger: each number by hand, the differences exact, decisions kept."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from parkcarbon_local import fonts_tree
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.reports import words
from parkcarbon_platform.reports.zero_carbon import report
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.services.national import (
    comparing,
    entries,
    factor_database,
    files,
    outlook,
    settings,
    showing,
    years,
)
from parkcarbon_platform.services.national.entries import ZeroCarbonEntryError
from parkcarbon_platform.services.national.models import ZeroCarbonEntry, ZeroCarbonSettings, ZeroCarbonYear
from parkcarbon_platform.services.national.settings import ZeroCarbonSettingError

from tests.support.metered import MINUTE, START, MeteredPark, Reading, at, document, named, point, source
from tests.support.stack import Database

# One day of 2025 in Shanghai, of which every quarter hour counts.
DAY = at(START + 8 * 60 * MINUTE).date()
NOW = at(START) + timedelta(days=60)
WHO = Actor("operator")
KG = 10**6


def content() -> dict[str, Any]:
    made = document()
    made["enterprises"].append(named("mill", industry=None))
    made["devices"].append(named("park-meter", enterprise=None, node=None, serial=None))
    steam = {"quantity": "energy", "carrier": "steam", "unit": "GJ", "max_rate": 10_000}
    made["points"] += [
        point("sold-steam", **steam, direction="export") | {"device": "park-meter"},
        point("steam", **steam),
        point("pv", direction="generation"),
        point("out", direction="export") | {"device": "park-meter"},
        point("clinker", quantity="mass", carrier="process:cement_clinker", unit="t", direction="production"),
    ]
    made["sources"] = [s for s in made["sources"] if s["code"] != "gas-unknown"] + [
        source("steam", {"steam": 1}, category="purchased_heat", carrier="steam", formula="heat_default",
               factor="purchased_heat", internal_transfer=True),
        source("clinker", {"clinker": 1}, category="process", carrier="process:cement_clinker", scope=1,
               formula="process_product", factor="process.cement_clinker"),
    ]  # fmt: skip
    return made


def day(code: str, step: float) -> list[Reading]:
    return [(code, START + i * 15 * MINUTE, round(i * step, 6), 0) for i in range(97)]


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        made = MeteredPark(database, content())
        # A day: 960 kWh less 48; 960 m3 of gas; 24 GJ from a neighbour; 2.4 GJ sold; 192 kWh of sun; 96 out.
        made.write(
            day("main", 1) + day("office", 0.5) + day("gas", 10) + day("steam", 0.25)
            + day("sold-steam", 0.025) + day("pv", 2) + day("out", 1) + day("clinker", 1)
        )  # fmt: skip
        settlement.settle(made.pools, made.id, lambda *_: None, clock=lambda: NOW)
        yield made
        made.close()


def shown(park: MeteredPark, year: int = DAY.year) -> ZeroCarbonYear:
    with park.pools.tenant(park.id) as connection:
        return showing.year(connection, years.reader(connection, NOW).year(year))


def decide(park: MeteredPark, note: str = "as the authority said", **values: object) -> None:
    with park.pools.tenant(park.id) as connection:
        wanted = ZeroCarbonSettings.model_validate(values)
        settings.save(connection, park.id, WHO, wanted, note)


def evidence(park: MeteredPark) -> int:
    with psycopg.connect(park.owner_url) as owner:
        row = owner.execute(
            """INSERT INTO core.evidence (park_id, name, media_type, size, sha256, content, author)
            VALUES (%s, 'letter.pdf', 'application/pdf', 1, '', '', 'x') RETURNING id""",
            (park.id,),
        ).fetchone()
    assert row is not None
    return int(row[0])


def test_every_amount_of_the_year_by_hand(park: MeteredPark) -> None:
    found = shown(park)
    mg = {line.code.partition(":")[0] + ":" + line.flow: line.mg for line in found.lines}
    # Main 960 kWh less 48 of the office, and the office's: each at 0.8325, not at the grid's average.
    assert mg["electricity:electricity_in"] == round(912 * 0.8325 * KG)
    assert mg["office-electricity:electricity_in"] == round(48 * 0.8325 * KG)
    # 96 kWh left the park: of the 192 kWh of its own sun, which earns nothing.
    assert mg["out:electricity_out"] == 0
    # 2.4 GJ of steam sold x 110 kg/GJ; what one enterprise buys of the other is in neither.
    assert mg["sold-steam:heat_out"] == -264 * KG
    assert not any(line.source == "steam" for line in found.lines)
    gas = next(line for line in found.lines if line.source == "gas")
    assert (gas.quantity, gas.factor_from, gas.flow) == (960 * KG, "ledger", "fuel")
    assert gas.mg == round(960 * Decimal(gas.factor) * KG)
    clinker = next(line for line in found.lines if line.source == "clinker")
    assert clinker.mg == round(96 * Decimal(clinker.factor) * KG)
    assert sum(found.groups.values()) == found.total_mg == sum(line.mg for line in found.lines)
    assert (found.days, found.is_over) == (1, NOW.year > DAY.year)
    # Without the national database the figure is provisional.
    assert found.provisional
    assert found.database_values == 0


def test_the_denominator_needs_an_equivalent_value(park: MeteredPark) -> None:
    before = shown(park)
    assert before.core.value is None
    assert before.energy is not None
    # 960 kWh bought, 192 of the sun, 96 out; of the sun 96 are used on the spot.
    assert (before.energy.electricity_wh, before.energy.onsite_wh) == (1_056_000, 96_000)
    decide(
        park, equivalent_kgce_per_kwh="0.3", clean_share="electricity", onsite_direct=True, small_limit="0.5"
    )
    found = shown(park)
    assert found.energy is not None
    # Natural gas by the heat value of its factor, 389.31 GJ per 10^4 m3; steam sold at 1 GJ / 29.3076.
    coal = 960 * 0.038931 / 29.3076 * 1000 - 2.4 / 29.3076 * 1000
    tce = (coal + 1056 * 0.3) / 1000
    assert found.energy.tce == pytest.approx(tce, rel=1e-4)
    assert found.core.value == pytest.approx(found.total_mg / 1e9 / tce, rel=1e-4)
    assert (found.core.limit, found.core.verdict) == (0.5, "missed")
    assert found.direct.value == pytest.approx(96 / 1056)
    clean = next(one for one in found.guiding if one.code == "clean_energy")
    assert (clean.value, clean.verdict) == (pytest.approx(96 / 1056), "missed")


def test_certificates_count_at_nothing_and_old_or_nuclear_ones_do_not(park: MeteredPark) -> None:
    file = evidence(park)
    before = shown(park)
    with psycopg.connect(park.owner_url) as owner:
        for number, technology, generated, amount in (
            ("GEC-1", "wind", date(DAY.year, 1, 1), 100_000),
            ("GEC-2", "nuclear", date(DAY.year, 1, 1), 50_000),
            ("GEC-3", "solar", date(DAY.year - 3, 1, 1), 30_000),
        ):  # fmt: skip
            owner.execute(
                """WITH g AS (INSERT INTO core.green_supply (park_id, kind, number, supplier, technology,
                  amount_wh, generated_from, generated_to, evidence_id, author)
                  VALUES (%s, 'certificate', %s, 'x', %s, %s, %s, %s, %s, 'x') RETURNING id, park_id)
                SELECT id FROM g""",
                (park.id, number, technology, amount, generated, generated, file),
            )
            owner.execute(
                """INSERT INTO core.green_use (park_id, enterprise_id, supply_id, source_id, month,
                  amount_wh, author)
                SELECT g.park_id, s.enterprise_id, g.id, s.id, %s, g.amount_wh, 'x' FROM core.green_supply g,
                core.emission_source s WHERE g.number = %s AND s.code = 'electricity'""",
                (DAY.replace(day=1), number),
            )
    decide(park, vintage_months=24, equivalent_kgce_per_kwh="0.3")
    found = shown(park)
    assert before.total_mg - found.total_mg == round(100 * 0.8325 * KG)
    assert found.energy is not None
    assert found.energy.certified_wh == 100_000
    codes = {(one.code, one.detail) for one in found.findings}
    assert ("certificate_too_old", "GEC-3") in codes
    assert any(code == "not_renewable" for code, _ in codes)
    counted = next(line for line in found.lines if line.evidence == "certificate" and line.mg == 0)
    assert counted.numbers == ["GEC-1"]


def test_differences_from_every_other_ruleset_add_up_exactly(park: MeteredPark) -> None:
    with park.pools.tenant(park.id) as connection:
        found = comparing.comparison(connection, DAY.year, NOW)
    assert {one.ruleset for one in found.beside} >= {"territorial", "ghg_protocol"}
    for one in found.beside:
        assert one.total_mg + sum(one.causes.values()) == found.total_mg
        assert sum(s.after_mg for s in one.sources) == found.total_mg
        for each in one.sources:
            assert each.before_mg + sum(each.causes.values()) == each.after_mg
    territorial = next(one for one in found.beside if one.ruleset == "territorial")
    assert territorial.causes["gases"] == 0
    # Steam that is sold and own sun that goes out are deducted by this method alone.
    sold = next(s for s in territorial.sources if s.source == "sold-steam")
    assert sold.causes["boundary"] == -264 * KG
    power = next(s for s in territorial.sources if s.source == "electricity")
    # 912 kWh x (0.8325 - 0.5306), less 100 kWh with certificates
    assert power.causes["green"] == -round(100 * 0.8325 * KG)
    assert power.causes["factor"] == pytest.approx(912 * (0.8325 - 0.5306) * KG, abs=50)
    gases = next(one for one in found.beside if one.ruleset == "ghg_protocol").causes["gases"]
    assert gases < 0


def test_decisions_are_versions_with_a_reason(park: MeteredPark) -> None:
    decide(park, "the rule moved", grid_kg_per_kwh="0.8273")
    with park.pools.tenant(park.id) as connection:
        found = settings.read(connection)
    newest = found.history[0]
    assert (newest.author, newest.note) == ("operator", "the rule moved")
    assert "grid_kg_per_kwh" in newest.changed
    assert "equivalent_kgce_per_kwh" in found.open
    office = next(line for line in shown(park).lines if line.source == "office-electricity")
    assert office.mg == round(48 * 0.8273 * KG)
    decide(park)
    with pytest.raises(ZeroCarbonSettingError):
        decide(park, base_year=2030, target_year=2030)
    with pytest.raises(ZeroCarbonSettingError):
        decide(park, feedstock=["nothing"])
    decide(park, feedstock=["gas"])
    assert not any(line.source == "gas" for line in shown(park).lines)
    decide(park)


HEADER = "factor,name_zh,value,unit,reference_state,version,citation\n"


def imported(park: MeteredPark, rows: str, *, dry_run: bool = False) -> Any:  # noqa: ANN401
    with park.pools.tenant(park.id) as connection:
        return factor_database.load(connection, park.id, (HEADER + rows).encode(), dry_run=dry_run)


def test_the_national_database_is_imported_row_by_row_and_ends_the_provisional_figure(
    park: MeteredPark,
) -> None:
    bad = imported(
        park,
        "gas,x,1,kg/m3,,,y\nfuel.natural_gas,x,2.1,kg/m3,,,y\nfuel.diesel,x,-1,kg/t,,,y\nfuel.coke,x,2,kg/t,,,\n",
    )
    assert [(e.row, e.column) for e in bad.errors] == [
        (2, "factor"), (3, "reference_state"), (4, "value"), (5, "citation"),
    ]  # fmt: skip
    good = (
        "fuel.natural_gas,天然气,2.154,kg/m3,293.15K_101.325kPa,,表 1\n"
        "process.cement_clinker,熟料,535,kg/t,,,表 2\n"
    )
    assert imported(park, good, dry_run=True).created == 2
    assert shown(park).database_values == 0
    assert imported(park, good).created == 2
    assert imported(park, good).unchanged == 2
    (changed,) = imported(park, good.replace("2.154", "2.2")).errors
    assert changed.code == "changed"
    found = shown(park)
    assert (found.provisional, found.database_values) == (False, 2)
    gas = next(line for line in found.lines if line.source == "gas")
    assert (gas.mg, gas.factor_from, gas.citation) == (round(960 * 2.154 * KG), "database", "表 1")
    # It is a factor set of this park alone, and prices the ledger only where the park adopts it.
    with park.pools.tenant(park.id) as connection:
        from parkcarbon_platform.services.factor_library import adopting
        from parkcarbon_platform.services.ledger import factors

        choice = adopting.choice(connection)
        assert "efdb-v2" in {row.code for row in choice.sets}
        assert "efdb-v2" not in choice.in_force
        plain = factors.book(connection).resolve("fuel.natural_gas", "CN", DAY)
        assert plain.version.value != Decimal("2.154")
        adopted = factors.book_of(connection, ["efdb-v2"]).resolve("fuel.natural_gas", "CN", DAY)
        assert adopted.version.value == Decimal("2.154")
    with park.pools.tenant(park.id + 1) as connection:
        assert factor_database.read(connection).stored == {}


def test_entered_figures_have_evidence_and_go_before_meters(park: MeteredPark) -> None:
    file = evidence(park)

    def enter(code: str, part: str | None, whole: str | None, **more: object) -> None:
        entry = ZeroCarbonEntry.model_validate(
            {
                "year": DAY.year,
                "code": code,
                "part": part,
                "whole": whole,
                "evidence": file,
                "note": "report",
                **more,
            }
        )
        with park.pools.tenant(park.id) as connection:
            entries.save(connection, park.id, WHO, entry)

    enter("solid_waste", "85", "100")
    enter("waste_heat", "40", "100")
    enter("waste_pressure", "30", "50")
    enter("product:clinker", "101.5", "107", unit="kgce/t")
    found = {one.code: one for one in shown(park).guiding}
    assert (found["solid_waste"].value, found["solid_waste"].verdict) == (0.85, "met")
    # 70 of 150: the mean is weighted by what there is.
    assert (found["waste_heat"].value, found["waste_heat"].verdict) == (pytest.approx(70 / 150), "missed")
    assert (found["product_energy"].value, found["product:clinker"].verdict) == (1.0, "met")
    assert found["water_reuse"].verdict == "unknown"
    assert found["solid_waste"].evidence_name == "letter.pdf"
    enter("solid_waste", None, None)
    assert {one.code: one for one in shown(park).guiding}["solid_waste"].verdict == "unknown"
    for wrong in (("solid_waste", "2", "1"), ("solid_waste", "1", "0"), ("product:x", "1", "2")):
        with pytest.raises(ZeroCarbonEntryError):
            enter(*wrong)
    with pytest.raises(ZeroCarbonEntryError):
        enter("solid_waste", "1", "2", evidence=None)
    with pytest.raises(NotFoundError):
        enter("solid_waste", "1", "2", evidence=2**31)


def reported(park: MeteredPark, year: int, item: str, base: int, unit: str) -> None:
    with psycopg.connect(park.owner_url) as owner:
        owner.execute(
            """WITH n AS (SELECT nextval(pg_get_serial_sequence('core.activity_record', 'id')) AS id),
            r AS (INSERT INTO core.activity_record (id, root_id, version, park_id, enterprise_id, kind, item,
              purpose, account, from_day, to_day, quantity, unit, base_quantity, note, comment, author)
              SELECT n.id, n.id, 1, %(park)s, (SELECT id FROM core.enterprise WHERE park_id = %(park)s
              AND code = 'mill'), 'history', %(item)s, '', '', %(from)s, %(to)s, 1, %(unit)s, %(base)s, '',
              '', 'x'
              FROM n RETURNING id, park_id, enterprise_id)
            INSERT INTO core.activity_step (record_id, park_id, enterprise_id, number, state, author)
            SELECT id, park_id, enterprise_id, 1, 'approved', 'y' FROM r""",
            {
                "park": park.id, "item": item, "from": date(year, 1, 1), "to": date(year + 1, 1, 1),
                "unit": unit, "base": base,
            },
        )  # fmt: skip


def test_past_years_without_meters_count_and_carry_a_forecast(park: MeteredPark) -> None:
    decide(park, equivalent_kgce_per_kwh="0.3", small_limit="0.5")
    for year, megawatt_hours in ((2022, 1000), (2023, 900), (2024, 810)):
        reported(park, year, "electricity", megawatt_hours * 10**6, "MWh")
        reported(park, year, "natural_gas", 100_000 * 10**6, "m3")
    found = shown(park, 2023)
    assert {(line.origin, line.flow) for line in found.lines} == {
        ("report", "electricity_in"), ("report", "fuel"),
    }  # fmt: skip
    # 900 MWh x 0.8325 + 100,000 m3 x the factor of natural gas
    (gas,) = [Decimal(line.factor) for line in found.lines if line.flow == "fuel"]
    assert found.total_mg == round((900_000 * Decimal("0.8325") + 100_000 * gas) * KG)
    assert (found.days, found.of_days) == (365, 365)
    with park.pools.tenant(park.id) as connection:
        ahead = outlook.outlook(connection, datetime(2025, 6, 1, tzinfo=UTC))
    by_year = {one.year: one for one in ahead.points}
    assert (ahead.whole_years, ahead.method, ahead.figure) == (3, "trend", "core")
    last = by_year[ahead.target_year]
    assert last.expected is not None
    assert last.lower is not None
    assert last.upper is not None
    assert last.lower <= last.expected <= last.upper
    core = [by_year[year].core or 0 for year in (2022, 2023, 2024)]
    assert core[0] > core[1] > core[2] > last.expected > 0


def test_the_report_says_the_figures_of_the_page_in_both_languages(park: MeteredPark) -> None:
    found = shown(park)
    with park.pools.tenant(park.id) as connection:
        given = files.figures(connection, DAY.year, NOW)
    assert files.document(given, "en", str(fonts_tree.folder())).startswith(b"%PDF-1.7")
    assert given.year == found.model_dump(mode="json")
    for language in ("zh", "en"):
        document = report.document(given, language)
        answer, composition, *_ = document.sections
        assert words.tonnes(found.total_mg) in answer.paragraphs[0]
        rows = composition.tables[0].rows
        assert [row[1] for row in rows] == [
            *(words.tonnes(mg) for mg in found.groups.values()), words.tonnes(found.total_mg),
        ]  # fmt: skip
        lines = document.sections[3].tables[0].rows
        assert [row[-1] for row in lines] == [words.tonnes(line.mg) for line in found.lines]
        told = [text for s in document.sections for t in s.tables for row in t.rows for text in row]
        # No word is missing: a code stands nowhere.
        prefixes = ("indicator_", "setting_", "found_", "flow_", "origin_", "group_", "cause_", "verdict_")
        assert [text for text in told if text.startswith(prefixes)] == []
        assert f"{found.total_mg:,}" in document.sections[-1].paragraphs[0]


def test_a_neighbour_has_nothing(park: MeteredPark) -> None:
    with park.pools.tenant(park.id + 1) as connection, pytest.raises(NotFoundError):
        years.reader(connection, NOW)
