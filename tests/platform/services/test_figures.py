"""What stands beside an inventory of a real ledger: classes, bounds, standard coal, reported denominators."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from parkcarbon_platform.services.activity import activity
from parkcarbon_platform.services.activity.activity import Actor, Draft
from parkcarbon_platform.services.inventories import computing, figures, notes
from parkcarbon_platform.services.inventories.notes import NoteError
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.ledger import settlement

from tests.platform.services.test_inventories import FIRST, LAST, NOW, content, day
from tests.support.metered import MeteredPark, point
from tests.support.stack import Database

CLASSES = {"main": "0.5S", "office": "1", "gas": "1.5", "steam": "2.5"}


def described() -> dict[str, Any]:
    made = content()
    made["points"].append(point("pv", direction="generation", multiplier=1))
    for one in made["points"]:
        if one["code"] in CLASSES:
            one["accuracy_class"] = CLASSES[one["code"]]
    return made


@pytest.fixture(scope="module")
def park(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[MeteredPark]:
    with new_database() as database:
        made = MeteredPark(database, described())
        made.write(
            day("main", 1) + day("office", 0.5) + day("incomer", 0.125) + day("gas", 10) + day("steam", 0.25)
            + day("export", 0.75) + day("pv", 0.5)
        )  # fmt: skip
        settlement.settle(made.pools, made.id, lambda *_: None, clock=lambda: NOW)
        yield made
        made.close()


def ask(
    park: MeteredPark, *, ruleset: str = "territorial", enterprise: str | None = None, end: date = LAST
) -> dict[str, Any]:
    with park.pools.tenant(park.id) as connection:
        found = computing.computed(connection, Question(FIRST, end, ruleset, enterprise), NOW)
        return figures.document(figures.figures_of(connection, found, NOW))


def say(park: MeteredPark, subject: str, **values: str) -> None:
    with park.pools.tenant(park.id) as connection:
        notes.write(
            connection, Actor(park.id, None, "operator"), subject, values, reason="test",
            owners=lambda: [("point:pv", "works"), ("point:main", "works")],
        )  # fmt: skip


def test_what_nobody_knows_is_not_covered(park: MeteredPark) -> None:
    (found,) = ask(park)["uncertainty"]
    unknown = {row["key"]: row["amount_mg"] for row in found["unknown"]}
    assert "factor:grid_electricity" in unknown
    gas = next(row for row in found["sources"] if row["source"] == "gas")
    assert gas["share"] > 0
    known = {row["key"]: row for row in found["contributors"]}
    assert known["net_calorific_value:fuel.natural_gas"]["citation"].startswith("2006 IPCC")
    assert known["meter:gas"]["upper"] == pytest.approx(0.015)
    assert 0 < found["covered_share"] < 1
    assert sum(row["share"] for row in found["contributors"]) == pytest.approx(1)


def test_approach_1_takes_the_wider_side_of_what_monte_carlo_draws(park: MeteredPark) -> None:
    (found,) = ask(park)["uncertainty"]
    one, two = found["approach_1"], found["approach_2"]
    # Heat values of natural gas are within -3.1 and +5 %: ±5 % to the first, as they are to the second.
    assert 0.8 < (two["upper_mg"] - two["lower_mg"]) / 2 / one["half_width_mg"] < 1
    assert one["lower_mg"] < found["total_mg"] < one["upper_mg"]
    assert sum(two["counts"]) == two["draws"]


def test_a_longer_period_with_the_same_data_has_the_same_interval(park: MeteredPark) -> None:
    whole = ask(park)["uncertainty"][0]
    again = ask(park, end=LAST + timedelta(days=62))["uncertainty"][0]
    assert again["approach_1"] == whole["approach_1"]
    assert again["approach_2"] == whole["approach_2"]


def test_a_stated_uncertainty_covers_what_was_unknown(park: MeteredPark) -> None:
    before = ask(park)["uncertainty"][0]
    say(park, "factor:grid_electricity", uncertainty_percent="5")
    after = ask(park)["uncertainty"][0]
    assert after["covered_share"] > before["covered_share"]
    stated = next(row for row in after["contributors"] if row["key"] == "factor:grid_electricity")
    assert (stated["upper"], stated["citation"]) == (pytest.approx(0.05), "test (operator)")
    say(park, "factor:grid_electricity", uncertainty_percent="")
    assert ask(park)["uncertainty"][0] == before


def test_energy_is_net_and_counts_the_sun(park: MeteredPark) -> None:
    works = ask(park, ruleset="gbt_32151", enterprise="works")["energy"]
    lines = {row["code"]: row for row in works["lines"]}
    assert (lines["pv"]["role"], lines["pv"]["quantity"]) == ("generated", 48_000)
    # GB/T 2589-2020: 0.1229 kgce/kWh; 840 kWh is net of what was exported.
    assert lines["pv"]["calorific_g"] == round(48 * 122.9)
    assert lines["electricity"]["calorific_g"] == round(840 * 122.9)
    # 389.31 GJ per 10^4 m3 / 29.3076 is 1.3284 kgce/m3.
    assert lines["gas"]["calorific_g"] == pytest.approx(lines["gas"]["quantity"] / 1e6 * 1328.35, rel=1e-4)
    assert lines["steam"]["calorific_g"] == pytest.approx(lines["steam"]["quantity"] / 1e9 * 34_120, rel=1e-6)
    assert works["equivalent_g"] is None
    assert works["calorific_g"] == sum(row["calorific_g"] for row in works["lines"])
    # What is bought inside the park is no energy of the park: it came in as something else.
    whole = {row["code"] for row in ask(park)["energy"]["lines"]}
    assert "steam" not in whole
    assert {"lost", "pv", "electricity", "gas"} <= whole


def test_the_plan_says_the_equivalent_value_and_roles(park: MeteredPark) -> None:
    say(park, "plan", equivalent_kgce_per_kwh="0.2995")
    say(park, "point:pv", energy_role="secondary")
    energy = ask(park)["energy"]
    assert energy["equivalent"]["value"] == "0.2995"
    assert energy["equivalent_g"] > energy["calorific_g"]
    assert "pv" not in {row["code"] for row in energy["lines"]}
    say(park, "plan", equivalent_kgce_per_kwh="")
    say(park, "point:pv", energy_role="")


def report(park: MeteredPark, item: str, quantity: str, unit: str, enterprise: str | None = None) -> None:
    actor = Actor(park.id, None, "operator")
    with park.pools.tenant(park.id) as connection:
        draft = Draft("driver", item, FIRST, LAST, Decimal(quantity), unit, enterprise=enterprise)
        made = activity.save(connection, actor, draft, today=LAST)
        activity.step(connection, actor, made.id, "submitted")
        activity.step(connection, Actor(park.id, None, "other"), made.id, "approved")


def test_a_denominator_is_reported_or_a_gap(park: MeteredPark) -> None:
    before = {(r["numerator"], r["denominator"]): r for r in ask(park)["intensities"]}
    assert before["co2e", "output_current"]["gap"] == "not_reported"
    assert before["co2e", "output_current"]["value"] is None
    assert before["co2e", "tce_calorific"]["value"] is not None
    report(park, "output_current", "200", "10k CNY")
    report(park, "price_index", "125", "1")
    report(park, "land_area", "2.5", "ha")
    report(park, "value_added", "10", "10k CNY", "works")
    found = {(r["numerator"], r["denominator"]): r for r in ask(park)["intensities"]}
    total = ask(park)["uncertainty"][0]["total_mg"]
    current = Decimal(found["co2e", "output_current"]["value"])
    assert float(current) == pytest.approx(total / 1e6 / 200, abs=1e-6)
    # 200 at 125 % of the base year's prices are 160.
    assert float(found["co2e", "output_constant"]["value"]) == pytest.approx(total / 1e6 / 160, abs=1e-6)
    assert float(found["co2e", "land_area"]["amount"]) == 2.5
    # The mill has no source: nobody waits for its value added.
    assert float(found["co2e", "value_added"]["value"]) == pytest.approx(total / 1e6 / 10, abs=1e-6)
    assert found["co2e", "floor_area"]["gap"] == "not_reported"
    assert found["tce_equivalent", "output_current"]["gap"] == "numerator"


def test_fields_are_checked(park: MeteredPark) -> None:
    for subject, field, value in (
        ("factor:grid_electricity", "uncertainty_percent", "0"),
        ("factor:grid_electricity", "uncertainty_percent", "1e999"),
        ("point:main", "ct_class", "7"),
        ("point:main", "energy_role", "magic"),
        ("plan", "equivalent_kgce_per_kwh", "12"),
        ("plan", "nothing", "x"),
    ):
        with pytest.raises(NoteError):
            say(park, subject, **{field: value})
