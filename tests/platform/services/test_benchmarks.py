"""Enterprises against norms and newcomers to a park, over a real ledger, by numbers worked out by hand."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from parkcarbon_platform import cli
from parkcarbon_platform.calculation.accounting.figures.intensities import Intensity
from parkcarbon_platform.calculation.accounting.figures.standard_coal import Energy
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services.access import terms
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.activity import activity
from parkcarbon_platform.services.budgets import benchmarking, keeping, moving_in, norms, what_ifs
from parkcarbon_platform.services.budgets.benchmark_models import (
    Benchmark,
    BenchmarkLine,
    NormWanted,
    WhatIf,
    WhatIfAsked,
)
from parkcarbon_platform.services.budgets.keeping import BudgetError
from parkcarbon_platform.services.budgets.norms import NormError
from parkcarbon_platform.services.inventories.intensity import Boundary, intensities_of
from parkcarbon_platform.services.national import factor_database, functions, settings
from parkcarbon_platform.services.national.models import ZeroCarbonSettings
from parkcarbon_platform.storage import oversight
from parkcarbon_platform.storage.database import Connection

from tests.platform.services.test_budgets import KWH, MG, NOW, WHO, content, fill, hours, ids, wanted
from tests.support.metered import MeteredPark, named, point, source
from tests.support.stack import Database

# What each has of the works' electricity, m2 of floor, and t of tiles a month.
FLOOR = {"works": 1000, "mill": 250, "forge": 4000}
TILES = {"works": 100, "mill": 100}
# Hours of January to August 2026, and of the same months of 2025, of which each has a tenth less.
HOURS = hours(date(2026, 1, 1), date(2026, 9, 1))


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        made = MeteredPark(database, described())
        fill(made, {"electricity": ("works", 1), "mill-electricity": ("mill", 2),
                    "forge-electricity": ("forge", 4)})  # fmt: skip
        report(made)
        yield made
        made.close()


def described() -> dict[str, Any]:
    made = content()
    made["enterprises"].append(named("forge", industry=None))
    made["points"] += [
        point("third"),
        point("acid", quantity="mass", carrier="product:nitric_acid", unit="t", direction="consumption"),
        point("ice", carrier="ice"),
    ]
    made["sources"].append(source("forge-electricity", {"third": 1}, enterprise="forge"))
    return made


@contextmanager
def connected(park: MeteredPark, made: dict[str, Any], hours_of: str | None = None) -> Iterator[None]:
    """A source more, for a while; `hours_of`: with as many hours as another, each a kg of its gas."""
    with psycopg.connect(park.owner_url) as owner:
        gas = made.get("gas", "CO2")
        source_id = owner.execute(
            """INSERT INTO core.emission_source (park_id, enterprise_id, code, name_zh, name_en, category,
                 carrier, scope, formula, factor, gas)
               SELECT park_id, id, %(code)s, %(code)s, %(code)s, %(category)s, %(carrier)s, %(scope)s,
                 %(formula)s, %(factor)s, %(gas)s FROM core.enterprise WHERE code = %(enterprise)s
               RETURNING id""",
            {**made, "gas": gas},
        ).fetchone()[0]
        for term in made["activity"]:
            owner.execute(
                """INSERT INTO core.source_term (park_id, source_id, point_id, role, weight)
                   VALUES (%s, %s, %s, 'activity', 1)""",
                (park.id, source_id, park.points[term["point"]]),
            )
        owner.execute(
            """INSERT INTO series.ledger_entry (hour, source_id, park_id, enterprise_id, revision, state,
                 fallback, covered_s, quantity, estimated, co2_mg, gas_mg, factor_version_id, known_at)
               SELECT l.hour, %(source)s, l.park_id, s.enterprise_id, 1, 1, false, 3600, 1000, 0, %(co2)s,
                 %(gas)s, l.factor_version_id, now()
               FROM series.ledger_entry l JOIN core.emission_source o ON o.id = l.source_id,
                 core.emission_source s WHERE o.code = %(like)s AND s.id = %(source)s""",
            {"source": source_id, "like": hours_of, "co2": 10**6 if gas == "CO2" else 0,
             "gas": None if gas == "CO2" else 10**6},
        )  # fmt: skip
    try:
        yield
    finally:
        with psycopg.connect(park.owner_url) as owner:
            owner.execute("DELETE FROM series.ledger_entry WHERE source_id = %s", (source_id,))
            owner.execute("DELETE FROM core.source_term WHERE source_id = %s", (source_id,))
            owner.execute("DELETE FROM core.emission_source WHERE id = %s", (source_id,))


def report(park: MeteredPark) -> None:
    """Floors of both years, and tiles month by month; the forge tells no tiles."""
    for code, mine in ids(park).items():
        with park.pools.tenant(park.id, mine) as connection:
            tell = Teller(connection, park.id, mine)
            tell.approve("floor_area", date(2025, 1, 1), date(2026, 1, 1), FLOOR[code], "m2")
            for month in range(1, 9):
                first, end = date(2026, month, 1), date(2026, month + 1, 1)
                tell.approve("floor_area", first, end, FLOOR[code], "m2")
                if code in TILES:
                    tell.approve("product:tiles", first, end, TILES[code], "t")
                if code == "mill":
                    first, end = first.replace(year=2025), end.replace(year=2025)
                    tell.approve("product:tiles", first, end, 50, "t")


class Teller:
    """What one person of an enterprise writes and another approves."""

    def __init__(self, connection: Connection, park_id: int, enterprise_id: int) -> None:
        self.connection = connection
        self.writer, self.reader = (
            activity.Actor(park_id, enterprise_id, name) for name in ("writer", "reader")
        )

    def approve(self, item: str, first: date, end: date, amount: int, unit: str) -> None:
        draft = activity.Draft("driver", item, first, end, Decimal(amount), unit)
        row = activity.save(self.connection, self.writer, draft, today=NOW.date())
        activity.step(self.connection, self.writer, row.id, "submitted")
        activity.step(self.connection, self.reader, row.id, "approved")


def norm(park: MeteredPark, code: str, **values: object) -> None:
    asked = NormWanted.model_validate(
        {"name_zh": code, "name_en": code, "kind": "carbon", "item": "floor_area", "unit": "kg/m2",
         "limit": 4, "citation": "a table of the province", "valid_from": "2020-01-01", **values}
    )  # fmt: skip
    with park.pools.tenant(park.id) as connection:
        norms.save(connection, park.id, WHO, code, asked)


@pytest.fixture(autouse=True)
def no_norms(park: MeteredPark) -> None:
    with park.pools.tenant(park.id) as connection:
        for row in norms.every(connection):
            norms.end(connection, park.id, WHO, row.code)


def ask(park: MeteredPark, viewer: str | None = None, year: int = 2026) -> Benchmark:
    """As the pages do: an overseer's look is marked as such."""
    with oversight.looking() as sight:
        sight.is_overseer = viewer is None
        with park.pools.tenant(park.id) as connection:
            return benchmarking.benchmark(connection, year, NOW, viewer=viewer)


def lines(found: Benchmark, code: str) -> dict[str, BenchmarkLine]:
    (one,) = [one for one in found.norms if one.norm.code == code]
    return {line.enterprise: line for line in one.lines}


def test_an_area_has_the_intensity_of_a_year_and_is_held_against_the_norm(park: MeteredPark) -> None:
    norm(park, "floor", limit=10, advanced=5)
    found = lines(ask(park), "floor")
    # 0.55 kg an hour x 8,760 hours of a year: 4,818 kg, of which the mill has half and the forge a quarter.
    year = 0.55 * 8760
    assert found["works"].value == pytest.approx(year / 1000, abs=1e-6)
    assert found["mill"].value == pytest.approx(year / 2 / 250, abs=1e-6)
    assert found["forge"].value == pytest.approx(year / 4 / 4000, abs=1e-6)
    assert list(found) == ["forge", "works", "mill"]
    assert [line.rank for line in found.values()] == [1, 2, 3]
    assert [line.verdict for line in found.values()] == ["advanced", "advanced", "within"]
    assert found["works"].months == list(range(1, 9))
    # A tenth less was emitted in the same months of 2025, and 2024 is not known.
    assert [(p.year, p.value) for p in found["works"].past] == [
        (2025, pytest.approx(year / 1.1 / 1000, abs=1e-6)), (2024, None),
    ]  # fmt: skip
    assert found["mill"].saving == pytest.approx((year / 2 / 250 - 5) * 250 / 1000, abs=1e-6)
    assert found["forge"].saving == 0


def gaps(found: Benchmark, code: str) -> list[tuple[str, str, list[str]]]:
    (one,) = [one for one in found.norms if one.norm.code == code]
    return [(lacking.enterprise, lacking.reason, lacking.sources) for lacking in one.lacking]


GAS = source(
    "forge-gas", {"gas": 1}, enterprise="forge", category="stationary_combustion", carrier="natural_gas",
    scope=1, formula="fuel_combustion", factor="fuel.natural_gas",
)  # fmt: skip
COLD = source(
    "forge-ice", {"ice": 1}, enterprise="forge", category="purchased_heat", carrier="ice",
    formula="heat_default", factor="purchased_heat",
)  # fmt: skip
ACID = source(
    "mill-acid", {"acid": 1}, enterprise="mill", category="process", carrier="product:nitric_acid", scope=1,
    formula="process_product", factor="process.nitric_acid.high_pressure", gas="N2O",
)  # fmt: skip


def test_who_has_a_source_that_was_never_seen_has_no_place(park: MeteredPark) -> None:
    # What the gas of the forge is nobody knows: else it would be the best of the park by what is lacking.
    norm(park, "floor", limit=10)
    norm(park, "tiles", item="product:tiles", unit="kg/t")
    assert next(iter(lines(ask(park), "floor"))) == "forge"
    with connected(park, GAS):
        found = ask(park)
        assert gaps(found, "floor") == [("forge", "never_seen", ["forge-gas"])]
        assert [(one.rank, one.ranked) for one in lines(found, "floor").values()] == [(1, 2), (2, 2)]
        # An enterprise is told its own gap, and nobody else's.
        assert gaps(ask(park, "forge"), "floor") == [("forge", "never_seen", ["forge-gas"])]
        mill = ask(park, "mill")
        assert (gaps(mill, "floor"), lines(mill, "floor")["mill"].ranked) == ([], None)
        assert "forge" not in mill.model_dump_json()
    assert gaps(ask(park), "floor") == []


def test_a_source_that_had_not_begun_takes_no_place_of_an_earlier_year(park: MeteredPark) -> None:
    norm(park, "floor", limit=10)
    with connected(park, GAS):
        with psycopg.connect(park.owner_url) as owner:
            owner.execute(
                "UPDATE core.emission_source SET valid_from = '2026-03-01' WHERE code = 'forge-gas'"
            )
        assert gaps(ask(park), "floor") == [("forge", "never_seen", ["forge-gas"])]
        assert gaps(ask(park, year=2025), "floor") == []
        assert "forge" in lines(ask(park, year=2025), "floor")


def test_energy_without_a_coefficient_is_no_low_energy(park: MeteredPark) -> None:
    norm(park, "floor", limit=10)
    norm(park, "coal", kind="energy", unit="kgce/m2")
    with connected(park, COLD, "forge-electricity"):
        found = ask(park)
        assert gaps(found, "coal") == [("forge", "no_coefficient", ["forge-ice"])]
        assert set(lines(found, "coal")) == {"works", "mill"}
        # Its carbon is known.
        assert "forge" in lines(found, "floor")


def test_a_product_has_what_its_months_used(park: MeteredPark) -> None:
    norm(park, "tiles", kind="electricity", item="product:tiles", unit="kWh/t", limit=8)
    norm(park, "coal", kind="energy", item="product:tiles", unit="kgce/t", limit=1)
    norm(park, "pieces", kind="energy", item="product:tiles", unit="kgce/piece", limit=1)
    found = lines(ask(park), "tiles")
    # 1.1 kWh an hour, of eight months, by 800 t: 8.02 kWh/t.
    assert found["works"].value == pytest.approx(HOURS * 1.1 / 800, abs=1e-6)
    assert found["works"].amount == 800
    # What the limit of 8 kWh would have saved in these months, not in a year [MWh].
    assert found["works"].saving == pytest.approx((HOURS * 1.1 / 800 - 8) * 800 / 1000, abs=1e-6)
    assert (found["works"].verdict, found["mill"].verdict) == ("above", "within")
    # The mill made 400 t with a tenth less electricity in 2025.
    assert found["mill"].past[0].value == pytest.approx(HOURS * KWH / 1000 / 2 / 400, abs=1e-6)
    assert found["works"].past[0].value is None
    assert "forge" not in found
    # 0.1229 kgce a kWh, GB/T 2589-2020.
    coal = lines(ask(park), "coal")["works"].value
    assert coal == pytest.approx(HOURS * 1.1 * 0.1229 / 800, abs=1e-4)
    (pieces,) = [one for one in ask(park).norms if one.norm.code == "pieces"]
    assert {(one.enterprise, one.reason) for one in pieces.lacking} == {
        ("works", "other_unit"), ("mill", "other_unit"),
    }  # fmt: skip


def test_an_enterprise_is_told_its_own_and_its_place(park: MeteredPark) -> None:
    norm(park, "floor", limit=10)
    norm(park, "tiles", item="product:tiles", unit="kg/t")
    mine = ask(park, "mill")
    assert (lines(mine, "floor")["mill"].rank, lines(mine, "floor")["mill"].ranked) == (3, 3)
    assert list(lines(mine, "floor")) == ["mill"]
    # Of two, the place would tell the other's.
    assert (lines(mine, "tiles")["mill"].rank, lines(mine, "tiles")["mill"].ranked) == (None, None)
    forge = ask(park, "forge")
    assert ([one.norm.code for one in forge.norms], forge.products) == (["floor"], [])
    assert "works" not in forge.model_dump_json()


def share(park: MeteredPark, owner: str, *, production: bool) -> None:
    mine = ids(park)[owner]
    with park.pools.tenant(park.id, mine) as connection:
        terms.say(connection, park.id, mine, Actor("worker"), is_named=True, shares_intervals=True,
                  shares_production=production)  # fmt: skip


def test_production_that_is_kept_is_in_no_intensity_that_others_see(park: MeteredPark) -> None:
    norm(park, "floor", limit=10)
    norm(park, "tiles", item="product:tiles", unit="kg/t")
    before = ask(park, "works")
    share(park, "works", production=False)
    try:
        found = ask(park)
        assert [one.enterprise for one in found.withheld] == ["works"]
        assert set(lines(found, "floor")) == {"mill", "forge"}
        assert list(lines(found, "tiles")) == ["mill"]
        # Nor does a neighbour's place tell it.
        assert lines(ask(park, "mill"), "floor")["mill"].ranked is None
        # It sees its own as before.
        assert lines(ask(park, "works"), "floor")["works"].value == lines(before, "floor")["works"].value
    finally:
        share(park, "works", production=True)
    assert ask(park, "works") == before


def test_a_parks_intensity_of_a_product_lacks_who_keeps_it(park: MeteredPark) -> None:
    # Else all of the park's carbon would be told by the output of those who show theirs.
    boundary = Boundary(date(2026, 1, 1), date(2026, 9, 1), None, ("forge", "mill", "works"))
    energy = Energy((), 10**6, None, (), None)

    def tiles() -> Intensity:
        with park.pools.tenant(park.id) as connection:
            found = intensities_of(connection, boundary, 1600 * 10**6, energy)
        (one,) = [x for x in found if (x.denominator, x.numerator) == ("product:tiles", "co2e")]
        return one

    # 1,600 kg by 800 t of each.
    assert (tiles().value, tiles().missing) == (1, ())
    share(park, "works", production=False)
    try:
        assert (tiles().value, tiles().amount, tiles().gap) == (None, None, "enterprises_missing")
        assert tiles().missing == ("works",)
    finally:
        share(park, "works", production=True)


def test_benchmarking_is_a_function_at_work_where_somebody_is_held_against_a_norm(park: MeteredPark) -> None:
    def state() -> tuple[str, str | None]:
        with park.pools.tenant(park.id) as connection:
            every = functions.functions(connection, NOW).functions
            return next((one.state, one.page) for one in every if one.code == "benchmarking")

    assert state() == ("not_live", "benchmark")
    norm(park, "nobody", item="land_area", unit="kg/ha")
    assert state() == ("not_live", "benchmark")
    norm(park, "floor")
    assert state() == ("live", "benchmark")
    with park.pools.tenant(park.id) as connection:
        (row,) = functions.evidence(connection, NOW)["held_norms"]
    assert (row.name, row.detail) == ("floor floor_area", "3 × carbon 4.0 kg/m2")


def test_commands_keep_show_and_end_norms(
    park: MeteredPark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", park.owner_url)
    file = tmp_path / "norms.json"
    one = {"name_zh": "x", "name_en": "x", "kind": "carbon", "item": "floor_area", "unit": "kg/m2",
           "limit": 1, "citation": "a table", "valid_from": "2020-01-01"}  # fmt: skip
    file.write_text(json.dumps({"walked": one}))

    def said(*command: str) -> str:
        assert cli.main(list(command)) == 0
        return capsys.readouterr().out

    assert said("benchmark", "enter", "metered", str(file), "--if-new") == "1 norms were kept.\n"
    assert "walked\tx: limit 1 kg/m2 (a table)" in said("benchmark", "show", "metered", "--year", "2026")
    said("benchmark", "end", "metered", "walked")
    # What somebody has ended stays so, though the demo begins again.
    assert said("benchmark", "enter", "metered", str(file), "--if-new") == "0 norms were kept.\n"
    supposed = said("budgets", "what-if", "metered", "A works", "--electricity", "1000")
    assert "electricity\t1000 MWh" in supposed


def test_a_norm_has_versions_and_days_on_which_it_holds(park: MeteredPark) -> None:
    norm(park, "floor", limit=10)
    norm(park, "floor", limit=3, valid_to="2025-12-31")
    assert ask(park).norms == []
    assert lines(ask(park, year=2025), "floor")["works"].verdict == "above"
    with park.pools.tenant(park.id) as connection:
        assert [row.limit for row in norms.versions(connection, "floor")][:2] == [3, 10]
    for wrong in (
        {"advanced": 5},
        {"unit": "kg/t"},
        {"valid_to": "2019-01-01"},
        {"valid_from": "2020-02-31"},
    ):
        with pytest.raises(NormError):
            norm(park, "wrong", **wrong)
    with pytest.raises(NotFoundError), park.pools.tenant(park.id) as connection:
        norms.end(connection, park.id, WHO, "wrong")


def suppose(park: MeteredPark, **values: object) -> WhatIf:
    with park.pools.tenant(park.id) as connection:
        return moving_in.what_if(connection, WhatIfAsked.model_validate({"name": "x", **values}), NOW)


def test_a_newcomers_year_is_its_amounts_times_factors(park: MeteredPark) -> None:
    found = suppose(park, electricity=1000, heat=500, natural_gas=2, process=7)
    lines = {line.carrier: line for line in found.lines}
    # The grid's factor of 2023, 0.5306 kg/kWh; heat 0.11 t/GJ; a heat value of GB/T 32150's gas: near 21.6 t.
    assert lines["electricity"].carbon == pytest.approx(lines["electricity"].factor * 1000)
    assert lines["electricity"].energy == pytest.approx(122.9)
    assert lines["heat"].carbon == pytest.approx(55)
    assert lines["natural_gas"].carbon == pytest.approx(2 * 21.6, rel=0.02)
    assert found.carbon == pytest.approx(sum(line.carbon for line in found.lines))
    assert all(line.citation for line in found.lines if line.carrier != "process")


def test_a_copied_enterprise_has_its_last_twelve_whole_months(park: MeteredPark) -> None:
    found = suppose(park, copy_of="mill", scale=2)
    # September to December of 2025 at 10, January to August of 2026 at 11 tenths; the works' half, doubled.
    before = hours(date(2025, 9, 1), date(2026, 1, 1)) * MG
    tonnes = (before + HOURS * MG * 11 // 10) / 1e9
    assert found.carbon == pytest.approx(tonnes)
    assert found.park == pytest.approx(tonnes * 1.75)
    with pytest.raises(NotFoundError):
        suppose(park, copy_of="nobody")


def test_a_copy_with_gaps_is_refused(park: MeteredPark) -> None:
    asked = WhatIfAsked(name="x", copy_of="mill")
    with pytest.raises(BudgetError), park.pools.tenant(park.id) as connection:
        moving_in.what_if(connection, asked, NOW.replace(year=2027))


def test_the_years_end_moves_by_the_newcomers_part_of_it(park: MeteredPark) -> None:
    with park.pools.tenant(park.id) as connection:
        keeping.save(connection, park.id, WHO, wanted(total=8.5), NOW)
    found = suppose(park, process=365, start=12)
    this, following = found.years
    assert (this.year, this.basis, following.year, following.basis) == (
        2026, "forecast", 2027, "last_twelve_months",
    )  # fmt: skip
    # December has 31 of 365 days, and each day a tonne.
    assert (this.added, following.added) == (pytest.approx(31), 365)
    assert this.without is not None
    assert this.with_it == pytest.approx(this.without + 31)
    # 0.55 kg x 1.75 of an hour, a year of 8,760: 8.4 t are certain, and 8.5 t enough without the newcomer.
    assert this.without == pytest.approx(8.43, abs=0.01)
    assert (this.chance_without, this.chance_with) == (pytest.approx(0), pytest.approx(1))
    assert following.with_it == pytest.approx((found.park or 0) + 365)
    # It is not there before today: the 15th of September.
    assert suppose(park, process=365, start=1).years[0].added == pytest.approx(108)


def test_the_core_indicator_follows_the_national_method(park: MeteredPark) -> None:
    found = suppose(park, process=100).core
    none = suppose(park).core
    assert none.without == none.with_it
    assert found.without == none.without
    with park.pools.tenant(park.id) as connection:
        days = moving_in.years.reader(connection, NOW).year(2026).days
    assert found.added_t == pytest.approx(100 * days / 365)
    # Electricity counts at the fossil-only factor, 0.8325 kg/kWh.
    assert suppose(park, electricity=365).core.added_t == pytest.approx(365 * 0.8325 * days / 365, rel=1e-6)


def days_known(park: MeteredPark) -> int:
    with park.pools.tenant(park.id) as connection:
        return moving_in.years.reader(connection, NOW).year(2026).days


def test_another_gas_of_a_copy_is_in_its_carbon_and_not_in_the_core_indicator(park: MeteredPark) -> None:
    before = suppose(park, copy_of="mill")
    with connected(park, ACID, "mill-electricity"):
        found = suppose(park, copy_of="mill")
    # A kg of N2O an hour of twelve months, 273 by AR6.
    assert found.carbon - before.carbon == pytest.approx(365 * 24 * 0.273)
    assert found.core.added_t == before.core.added_t
    # The mill's electricity of twelve months at the method's 0.8325 kg/kWh.
    bought = hours(date(2025, 9, 1), date(2026, 1, 1)) * KWH / 2 + HOURS * KWH * 1.1 / 2
    share = days_known(park) / 365
    assert before.core.added_t == pytest.approx(bought / 1000 * 0.8325 / 1000 * share, abs=1e-6)


def test_heat_and_fuel_have_the_national_methods_factors_in_the_core_indicator(park: MeteredPark) -> None:
    chosen = ZeroCarbonSettings(heat_kg_per_gj=Decimal(90))
    row = (
        "factor,name_zh,value,unit,reference_state,citation\n"
        "fuel.natural_gas,天然气,2.5,kg/m3,293.15K_101.325kPa,a table\n"
    )
    with park.pools.tenant(park.id) as connection:
        settings.save(connection, park.id, WHO, chosen, "as the authority said")
        assert factor_database.load(connection, park.id, row.encode(), dry_run=False).errors == []
    try:
        heat, gas = suppose(park, heat=500), suppose(park, natural_gas=2)
        with connected(park, {**GAS, "enterprise": "mill"}, "mill-electricity"):
            copied = suppose(park, copy_of="mill")
        without = suppose(park, copy_of="mill")
    finally:
        with psycopg.connect(park.owner_url) as owner:
            owner.execute("DELETE FROM core.national_setting")
            owner.execute("DELETE FROM factors.factor_version WHERE citation = 'a table'")
    share = days_known(park) / 365
    # The ledger's are 110 kg/GJ and near 2.16 kg/m3.
    assert heat.core.added_t == pytest.approx(500 * 0.09 * share)
    assert gas.core.added_t == pytest.approx(2 * 25 * share)
    assert gas.carbon == pytest.approx(2 * 21.6, rel=0.02)
    # A liter of gas in each hour of twelve months.
    more = copied.core.added_t - without.core.added_t
    assert more == pytest.approx(365 * 24 * 0.001 * 0.0025 * share, abs=2e-6)


def test_a_what_if_is_kept_as_it_was_asked(park: MeteredPark) -> None:
    asked = WhatIfAsked(name="A data centre", electricity=50_000, start=7)
    with park.pools.tenant(park.id) as connection:
        number = what_ifs.keep(connection, park.id, WHO, asked)
        assert [row.asked for row in what_ifs.every(connection)] == [asked]
        assert what_ifs.end(connection, number)
        assert (what_ifs.every(connection), what_ifs.end(connection, number)) == ([], False)
