"""Energy flows of a real ledger: each number by hand, and the same sums as inventory and standard coal."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import formulas
import pytest
from openpyxl import load_workbook
from parkcarbon_local import fonts_tree
from parkcarbon_platform import cli
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.reports import words
from parkcarbon_platform.reports.energy_tables import report as tables_report
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import terms
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.activity import activity, fuel_stock
from parkcarbon_platform.services.exports import energy_tables
from parkcarbon_platform.services.flows import files, showing
from parkcarbon_platform.services.flows.models import EnergyFlows, FlowLink
from parkcarbon_platform.services.inventories import computing, figures
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.storage import flows as storage
from parkcarbon_platform.storage import oversight

from tests.support.metered import MINUTE, START, MeteredPark, Reading, at, document, named, point, source
from tests.support.stack import Database

DAY = at(START + 8 * 60 * MINUTE).date()
FIRST, LAST = DAY.replace(day=1), (DAY.replace(day=1) + timedelta(days=32)).replace(day=1)
NOW = at(START) + timedelta(days=60)
MJ = 10**6
GJ = 10**9


def content() -> dict[str, Any]:
    """Works make steam for a mill from gas, have a sub-meter and sun, which they hand on in part."""
    made = document()
    made["enterprises"].append(named("mill", industry=None))
    steam = {"quantity": "energy", "carrier": "steam", "unit": "GJ", "max_rate": 10_000}
    made["points"] += [
        point("incomer", multiplier=100),
        point("mill-main"),
        point("steam-out", **steam, direction="export"),
        point("mill-steam", **steam),
        point("sun", direction="generation"),
        point("sun-out", direction="export"),
        point("clinker", quantity="mass", carrier="process:cement_clinker", unit="t", direction="production"),
    ]
    made["points"] = [{**p, "parent": "main"} if p["code"] == "office" else p for p in made["points"]]
    mills = {"enterprise": "mill"}
    gas = next(s for s in made["sources"] if s["code"] == "gas")
    made["sources"] = [s for s in made["sources"] if s["code"] != "gas-unknown"] + [
        source("mill-electricity", {"mill-main": 1}, **mills),
        source("mill-steam", {"mill-steam": 1}, **mills, category="purchased_heat", carrier="steam",
               formula="heat_default", factor="purchased_heat", internal_transfer=True),
        source("lost", {"incomer": 1, "main": -1, "mill-main": -1, "sun-out": 1}, enterprise=None,
               scenes={"energy": 1}),
        source("clinker", {"clinker": 1}, category="process", carrier="process:cement_clinker", scope=1,
               formula="process_product", factor="process.cement_clinker"),
    ]  # fmt: skip
    gas["scenes"] = {"energy": 1}
    for device, owner in (("mill-meter", "mill"),):
        made["devices"].append(named(device, enterprise=owner, node=None, serial=None))
    for p in made["points"]:
        if p["code"].startswith("mill-"):
            p["device"] = "mill-meter"
    made["sources"][0]["activity"] = [
        {"point": "main", "weight": 1}, {"point": "office", "weight": -1}, {"point": "sun-out", "weight": -1},
    ]  # fmt: skip
    return made


def day(code: str, step: float) -> list[Reading]:
    return [(code, START + i * 15 * MINUTE, round(i * step, 6), 0) for i in range(97)]


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        made = MeteredPark(database, content())
        # A day: works 960 kWh (48 in the office) and 960 m3 of gas for 24 GJ of steam, of which the mill gets
        # 19.2; 192 kWh of sun, 96 of them handed on; the mill 480 kWh; the incomers 1,440 kWh.
        made.write(
            day("main", 1) + day("office", 0.5) + day("gas", 10) + day("steam-out", 0.25)
            + day("mill-steam", 0.2) + day("sun", 2) + day("sun-out", 1) + day("mill-main", 5)
            + day("incomer", 0.15) + day("clinker", 1)
        )  # fmt: skip
        settlement.settle(made.pools, made.id, lambda *_: None, clock=lambda: NOW)
        yield made
        made.close()


def flows(park: MeteredPark, enterprise: str | None = None) -> EnergyFlows:
    with park.pools.tenant(park.id) as connection:
        return showing.flows(connection, showing.question(FIRST, LAST, enterprise), NOW)


def links(found: EnergyFlows) -> dict[tuple[str, str], FlowLink]:
    return {(one.start, one.end): one for one in found.links}


def kwh(amount: float) -> int:
    return round(amount * 3_600_000)


# 960 m3 at 389.31 GJ per 10^4 m3 (GB/T 32151.34-2024, table C.1).
GAS_J = (960 * 38931) * 1000


def test_a_park_s_energy_by_hand(park: MeteredPark) -> None:
    found = flows(park)
    told = {key: one.amount.joules for key, one in links(found).items() if one.amount.joules}
    # Outside: 960 + 480 + (1,440 + 96 - 960 - 480) less the 96 that works take off what they hand on.
    assert told == {
        ("bought/natural_gas", "conversion/works"): GAS_J,
        ("conversion/works", "network/steam"): 24 * GJ,
        ("conversion/works", "conversion_loss/works"): GAS_J - 24 * GJ,
        ("network/steam", "enterprise/mill"): round(19.2 * GJ),
        ("network/steam", "network_loss/steam"): round(4.8 * GJ),
        ("bought/electricity", "network/electricity"): kwh(1440),
        ("generated/electricity", "network/electricity"): kwh(96),
        ("generated/electricity", "enterprise/works"): kwh(96),
        ("network/electricity", "enterprise/works"): kwh(960),
        ("network/electricity", "enterprise/mill"): kwh(480),
        ("network/electricity", "network_loss/electricity"): kwh(96),
    }
    assert found.input.joules == GAS_J + kwh(1440 + 192)
    assert found.input.joules == found.output.joules + found.losses.joules + found.unmetered.joules
    assert [(t.role, t.enterprise, t.amount.joules) for t in found.transfers if t.carrier == "steam"] == [
        ("supplies", "works", 24 * GJ),
        ("takes", "mill", round(19.2 * GJ)),
    ]
    # A twentieth of the steam gets lost and more: that is worth a look.
    assert ("imbalance", "steam") in {(f.code, f.subject) for f in found.findings}


def test_every_link_that_is_a_sum_is_that_of_its_terms(park: MeteredPark) -> None:
    for found in (flows(park), flows(park, "works"), flows(park, "mill")):
        terms = {t.key: t for t in found.terms}
        for link in found.links:
            if link.rule == "sum":
                named = [p.sign * terms[p.term].amount.joules for p in link.parts]
                assert link.amount.joules == sum(named), link
        for term in terms.values():
            if term.quantity is not None and term.joules_per_unit is not None:
                assert term.amount.joules == round(term.quantity * float(term.joules_per_unit))


def test_the_park_s_carbon_and_coal_are_those_of_the_inventory(park: MeteredPark) -> None:
    found = flows(park)
    with park.pools.tenant(park.id) as connection:
        computed = computing.computed(connection, Question(FIRST, LAST, "territorial"), NOW)
        coal = figures.figures_of(connection, computed, NOW).energy.calorific_g
    ends = [
        one.amount.co2_mg for one in found.links if one.end.split("/")[0] not in ("network", "conversion")
    ]
    assert sum(ends) == computed.totals("location").total > 0
    # Standard coal goes from what is bought and generated to the same sum.
    assert found.input.coal_g == coal
    steam = links(found)["network/steam", "enterprise/mill"].amount
    # Heat takes the CO2 of the gas along: the mill's part of it is 19.2 of 24 GJ.
    gas = sum(t.amount.co2_mg for t in found.terms if t.key == "gas")
    assert steam.co2_mg == round(gas * 19.2 / 24)


def test_an_enterprise_sees_its_sub_meters_once_and_what_they_leave(park: MeteredPark) -> None:
    found = flows(park, "works")
    told = {key: one.amount.joules for key, one in links(found).items()}
    assert told["bought/electricity", "network/electricity"] == kwh(960)
    assert told["network/electricity", "meter/office"] == kwh(48)
    assert told["network/electricity", "delivered/electricity"] == kwh(96)
    assert told["network/electricity", "unmetered/electricity"] == kwh(960 + 192 - 48 - 96)
    assert told["network/steam", "delivered/steam"] == 24 * GJ
    assert found.input.joules == found.output.joules + found.losses.joules + found.unmetered.joules
    mill = flows(park, "mill")
    assert {(one.start, one.end) for one in mill.links} == {
        ("bought/electricity", "network/electricity"), ("network/electricity", "meter/mill-main"),
        ("inside/steam", "network/steam"), ("network/steam", "meter/mill-steam"),
    }  # fmt: skip
    assert (mill.losses.joules, mill.unmetered.joules) == (0, 0)


def test_an_enterprise_s_own_view_holds_nothing_of_its_neighbours(park: MeteredPark) -> None:
    mill = int(park.rows("SELECT id FROM core.enterprise WHERE code = 'mill'")[0][0])
    with park.pools.tenant(park.id, mill) as connection:
        found = showing.flows(connection, showing.question(FIRST, LAST, "mill"), NOW)
        assert found.links == flows(park, "mill").links
        assert {t.enterprise for t in found.terms} == {"mill"}
        with pytest.raises(NotFoundError):
            showing.flows(connection, showing.question(FIRST, LAST, "works"), NOW)


def test_sums_that_are_kept_are_those_of_the_quarter_hours_and_of_the_hours(park: MeteredPark) -> None:
    """Also where a month is whole, and where nothing was measured."""
    ids = list(park.points.values())
    spans = [(FIRST, LAST), (FIRST.replace(day=1), date(2026, 1, 1)), (date(2024, 1, 1), FIRST),
             (FIRST + timedelta(days=1), LAST + timedelta(days=40))]  # fmt: skip
    with park.pools.tenant(park.id) as connection:
        for first, until in spans:
            start, end = (localtime.day_start(day, "Asia/Shanghai") for day in (first, until))
            told = connection.execute(
                """SELECT point_id, sum(quantity)::bigint, sum(estimated)::bigint FROM core.interval
                WHERE start >= %s AND start < %s GROUP BY 1""",
                (start, end),
            ).fetchall()
            assert storage.measured(connection, ids, first, until) == {row[0]: row[1:] for row in told}
            last = connection.execute(
                "SELECT max(hour) FROM core.ledger_entry WHERE hour >= %s AND hour < %s", (start, end)
            ).fetchone()
            day = storage.last_day(connection, first, until)
            hour = None if last is None or last[0] is None else localtime.local_date(last[0], "Asia/Shanghai")
            assert day == hour
        assert storage.measured(connection, ids, *spans[0])
        assert not storage.measured(connection, ids, *spans[2])


def test_only_what_an_enterprise_keeps_is_said_to_be_kept(
    park: MeteredPark, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> tuple[set[str], set[str]]:
        with oversight.looking() as sight:
            sight.is_overseer = True
            found = flows(park, "works")
        return {f.code for f in found.findings}, {n.subject for n in found.nodes if n.sort == "meter"}

    assert "sub_meters_withheld" not in told()[0]
    works = int(park.rows("SELECT id FROM core.enterprise WHERE code = 'works'")[0][0])
    for shares in (False, True):
        with park.pools.tenant(park.id, works) as connection:
            terms.say(
                connection, park.id, works, Actor("worker"), is_named=True, shares_intervals=shares,
                shares_production=True,
            )  # fmt: skip
        codes, meters = told()
        assert ("sub_meters_withheld" in codes, "office" in meters) == (not shares, shares)
    monkeypatch.setattr(storage, "measured", lambda *_: {})  # sub-meters that have measured nothing yet
    assert told() == (told()[0] - {"sub_meters_withheld"}, set())


def test_no_text_of_a_table_is_a_formula(park: MeteredPark) -> None:
    with park.pools.tenant(park.id) as connection:
        made = energy_tables.figures(connection, showing.question(FIRST, LAST, None), NOW)
    said = replace(
        made, energy=tuple(replace(one, citation="=1+1") for one in made.energy),
        emissions=tuple(replace(one, citation="=1+1") for one in made.emissions),
    )  # fmt: skip
    book = load_workbook(io.BytesIO(energy_tables.make(said, "xlsx", "en", "")))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.value == "=1+1"]
    assert [cell for cell in cells if cell.value == "'=1+1"]


def test_tables_and_the_command_say_the_same(
    park: MeteredPark, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = flows(park)
    table = files.table(found, "links", "zh-CN").decode("utf-8-sig").splitlines()
    assert len(table) == len(found.links) + 1
    assert any(line.startswith("购入 · 天然气,加工转换 · works") for line in table)
    balance = files.table(found, "balance", "en").decode("utf-8-sig").splitlines()
    assert balance[-1].split(",")[:2] == ["Total", f"{found.total.bought.joules / GJ:.9f}"]
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", park.owner_url)
    period = ["--from", FIRST.isoformat(), "--to", LAST.isoformat()]
    assert cli.main(["flows", "metered", *period, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["input"]["joules"] == found.input.joules


def test_tables_of_stock_and_products_by_hand(park: MeteredPark) -> None:
    works = dict(park.rows("SELECT code, id FROM core.enterprise"))["works"]
    with park.pools.tenant(park.id, works) as connection:
        clerk = activity.Actor(park.id, works, "clerk")
        # 100 t were there, 60.5 t came, 12 t were sold, 48.25 t are left: 100.25 t were used.
        for kind, hour, net in (("take", 1, "100"), ("purchase", 2, "60.5"), ("sale", 3, "12"),
                                ("take", 4, "48.25")):  # fmt: skip
            time = at(START + hour * 60 * MINUTE)
            entry = fuel_stock.Entry("coal", kind, time, net=Decimal(net), enterprise="works")
            fuel_stock.add_entry(connection, clerk, entry, now=NOW)
        output = activity.Draft("driver", "product:clinker", FIRST, LAST, Decimal(250), "t")
        row = activity.save(connection, clerk, output, today=NOW.date())
        activity.step(connection, clerk, row.id, "submitted")
        activity.step(connection, activity.Actor(park.id, works, "boss"), row.id, "approved")
    for owner in (None, "works"):
        with park.pools.tenant(park.id) as connection:
            made = energy_tables.figures(connection, showing.question(FIRST, LAST, owner), NOW)
        (stock,) = made.stocks
        assert (stock.enterprise, stock.item) == ("works", "coal")
        assert (stock.opening, stock.bought, stock.sold, stock.closing) == (
            100_000_000, 60_500_000, 12_000_000, 48_250_000,
        )  # fmt: skip
        by = {one.numerator: one for one in made.products}
        assert by["co2e"].amount == 250
        # kg by t: the period's emissions and its energy by 250 t.
        assert by["co2e"].value == round(Decimal(made.total_mg) / 10**6 / 250, 6)
        assert by["tce_calorific"].value == round(Decimal(made.coal_g) / 1000 / 250, 6)
        document = tables_report.document(made, "en")
        shown = (document.sections[1], document.sections[3])
        told = [cell for section in shown for row in section.tables[0].rows for cell in row]
        assert told[:7] == ["works", "Raw coal", "100.000", "60.500", "12.000", "48.250", "100.250"]
        assert told[7:10] == ["clinker", "Emissions", "250"]
        assert told[10] == f"{by['co2e'].value} kg/t"
        book = load_workbook(io.BytesIO(energy_tables.make(made, "xlsx", "en", "")))
        cells = [str(c.value) for sheet in book.worksheets for row in sheet.iter_rows() for c in row]
        assert {"100.250", f"{by['tce_calorific'].value} kgce/t"} <= set(cells)


def test_a_number_that_a_spreadsheet_would_round_stands_there_with_all_its_digits(park: MeteredPark) -> None:
    with park.pools.tenant(park.id) as connection:
        made = energy_tables.figures(connection, showing.question(FIRST, LAST, None), NOW)
    mass = 2**53 + 1
    assert int(float(mass)) != mass
    large = replace(made, emissions=(replace(made.emissions[0], mg=mass), *made.emissions[1:]))
    book = load_workbook(io.BytesIO(energy_tables.make(large, "xlsx", "en", "")))
    rows = list(book["Emissions"].iter_rows(min_row=2, values_only=True))
    assert [row[-1] for row in rows[:2]] == [f"mg {mass}", None]
    assert any("2^53" in str(row[0]) for row in book["Summary"].iter_rows(values_only=True))


def test_another_program_computes_the_tables_the_same(park: MeteredPark, tmp_path: Path) -> None:
    for owner in (None, "works", "mill"):
        found = flows(park, owner)
        with park.pools.tenant(park.id) as connection:
            made = energy_tables.figures(connection, showing.question(FIRST, LAST, owner), NOW)
        total = found.total
        gone = total.delivered.coal_g + total.left.coal_g + total.recovered.coal_g
        assert made.coal_g == found.input.coal_g - gone
        path = tmp_path / "tables.xlsx"
        path.write_bytes(energy_tables.make(made, "xlsx", "en", ""))
        solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
        cells = {str(k).split("]")[-1].replace("'", ""): v for k, v in solution.items() if "]" in str(k)}
        told = {
            str(cells[f"SUMMARY!B{n}"].value[0, 0]): cells[f"SUMMARY!C{n}"].value[0, 0]
            for n in range(2, 30)
            if f"SUMMARY!C{n}" in cells
        }
        assert int(told["energy"]) == made.coal_g
        assert int(told["emissions"]) == made.total_mg == sum(line.mg for line in made.emissions) > 0
        checks = [cells[f"ENERGY!M{n}"].value[0, 0] for n in range(2, len(made.energy) + 2)]
        assert set(checks) == {"ok"}
    document = tables_report.document(made, "zh")
    assert energy_tables.make(made, "pdf", "zh-CN", str(fonts_tree.folder())).startswith(b"%PDF-1.7")
    assert [section.title[:2] for section in document.sections] == ["表一", "表二", "表三", "表四", "表五"]
    assert document.sections[4].tables[0].rows[-1][-1] == words.tonnes(made.total_mg)
