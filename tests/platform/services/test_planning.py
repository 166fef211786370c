"""Plans in the real database: made of what was entered, worked out as jobs, bound to their inputs."""

import io
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook
from parkcarbon_platform.calculation.pathways.errors import PathwayError
from parkcarbon_platform.errors import ConflictError, NotFoundError
from parkcarbon_platform.services import jobs
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.planning import curve, inputs, library, report, running, targets, working
from parkcarbon_platform.services.planning.models import (
    PathwayRequest,
    PlanBase,
    PlanElasticities,
    PlanLever,
    PlanMarket,
    PlanMeasure,
    PlanPolicy,
    PlanScenario,
    PlanTarget,
    PortfolioRequest,
)

from tests.support import delivery, park
from tests.support.stack import Database

ACTOR = Actor("planner")
BASE = PlanBase.model_validate(
    {
        "year": 2024, "output": 1_000_000, "growth": 4, "grid": 0.58, "zero": 0.05,
        "sectors": [
            {"name": "materials", "share": 0.4, "intensity": 12, "process": 0.1,
             "mix": {"electricity": 0.3, "natural_gas": 0.2, "coal": 0.5}},
            {"name": "equipment", "share": 0.6, "intensity": 3,
             "mix": {"electricity": 0.7, "natural_gas": 0.3}},
        ],
        "factors": {"natural_gas": 0.0561, "coal": 0.095},
    }
)  # fmt: skip


@pytest.fixture
def place(database: Database) -> Iterator[Workplace]:
    park_id = delivery.apply(database, park.park_file(["works-energy"], ["works-power"]), {})
    with delivery.pools(database) as pools:
        yield Workplace(pools, park_id, lambda *_: None)


def work(place: Workplace) -> None:
    """What a worker does until nothing is due."""
    with place.database.tenant(place.park_id) as connection:
        due = [row.job_id for row in running.every(connection) if row.state == "queued"]
    for job in due:
        assert job is not None
        jobs.run(place.database, place.park_id, job)


def found(place: Workplace, plan_id: int) -> running.PlanRow:
    with place.database.tenant(place.park_id) as connection:
        return running.find(connection, plan_id)


def test_a_pathway_from_the_base_year_to_targets(place: Workplace) -> None:
    desk = inputs.save_base(place, ACTOR, BASE)
    assert set(desk.scenarios) == {"baseline", "policy", "deep"}
    fit = PlanElasticities(names=["energy"], mean=[1.0], covariance=[[0.0]])
    asked = PathwayRequest(
        name="three", scenarios=["baseline", "policy", "deep"], draws=300, budget=2e7, elasticities=fit
    )
    row = running.request(place, ACTOR, asked)
    assert (row.state, row.result) == ("queued", None)
    with pytest.raises(ConflictError, match="no result"):
        targets.push(place, ACTOR, row.id, None, "")
    work(place)
    done = found(place, row.id)
    assert done.state == "done"
    assert done.result is not None
    years = done.result["years"]
    first, _, deep = done.result["paths"]
    for wedge in done.result["wedges"]:
        after = next(path for path in done.result["paths"] if path["scenario"] == wedge["after"])
        for i in range(len(years)):
            parts = sum(values[i] for values in wedge["by_aspect"].values())
            assert parts == pytest.approx(first["total"][i] - after["total"][i], abs=0.01)
    # Elasticities of 1 follow energy alone.
    middle = deep["elastic"][2]
    assert middle[0] == pytest.approx(deep["total"][0])
    pushed = targets.push(place, ACTOR, row.id, "deep", "as planned")
    carbon = {one.year: float(one.value) for one in pushed if one.kind == "carbon"}
    assert carbon == {year: round(deep["total"][i]) for i, year in enumerate(years) if i}
    assert {one.plan_id for one in pushed} == {row.id}


def test_the_same_request_gives_the_same_result_though_inputs_change(place: Workplace) -> None:
    inputs.save_base(place, ACTOR, BASE)
    asked = PathwayRequest(name="once", scenarios=["policy"], draws=200, seed=7)
    first = running.request(place, ACTOR, asked)
    work(place)
    before = found(place, first.id)
    inputs.save_base(place, ACTOR, BASE.model_copy(update={"growth": 9.0}))
    assert working.work_out(before.request) == before.result
    second = running.request(place, ACTOR, asked)
    work(place)
    after = found(place, second.id)
    assert after.request_sha256 != before.request_sha256
    assert after.result != before.result


def test_a_cancelled_plan_ends_without_a_result(place: Workplace) -> None:
    inputs.save_base(place, ACTOR, BASE)
    row = running.request(place, ACTOR, PathwayRequest(name="x", scenarios=["policy"], draws=100))
    assert running.cancel(place, row.id).state == "cancelled"
    work(place)
    assert found(place, row.id).result is None
    with pytest.raises(ConflictError, match="ended"):
        running.cancel(place, row.id)


def test_cancelling_while_it_runs_stops_between_scenarios(place: Workplace) -> None:
    inputs.save_base(place, ACTOR, BASE)
    row = running.request(place, ACTOR, PathwayRequest(name="x", scenarios=["policy", "deep"], draws=100))
    with pytest.raises(working.CancelledError):
        working.work_out(row.request, lambda _share: False)


MEASURES = {
    "lamps": {
        "kind": "efficiency", "capex": 8e6, "lifetime": 10, "saved": {"electricity": 30_000}, "ramp": 0.5,
    },
    "pump": {
        "kind": "electrification", "capex": 4e7, "lifetime": 15, "whole": True,
        "saved": {"natural_gas": 300_000, "electricity": -90_000},
    },
    "catch": {"kind": "ccus", "capex": 2e8, "opex": 2e7, "lifetime": 25, "other": 150_000, "first": 2030},
    "unknown": {"kind": "pv", "lifetime": 25, "saved": {"electricity": 10_000}},
    "needy": {"kind": "pv", "capex": 1, "lifetime": 25, "needs": ["unknown"]},
}  # fmt: skip


def prepare(place: Workplace) -> None:
    inputs.save_base(place, ACTOR, BASE)
    inputs.save_market(
        place, ACTOR, PlanMarket(rate=0.08, prices={"electricity": 180, "natural_gas": 90, "coal": 35})
    )
    for code, one in MEASURES.items():
        measure = PlanMeasure.model_validate({"name_zh": code, "name_en": code, **one})
        inputs.save_measure(place, ACTOR, code, measure)


def test_a_portfolio_under_policies_and_its_report(place: Workplace) -> None:
    prepare(place)
    policies = [
        PlanPolicy(kind="emission_cap", start=2035, value=880_000),
        PlanPolicy(kind="carbon_price", start=2026, value=60),
    ]
    asked = PortfolioRequest(name="cheapest", scenario="baseline", end=2045, policies=policies)
    row = running.request(place, ACTOR, asked)
    work(place)
    done = found(place, row.id)
    result = done.result
    assert result is not None
    assert result["status"] == "optimal"
    assert result["left_out"] == ["needy", "unknown"]
    late = [i for i, year in enumerate(result["years"]) if year >= 2035]
    assert all(result["emissions"][i] <= 880_000 * 1.00001 for i in late)
    assert any(one["yuan_per_t"] > 0 for one in result["marginal"])
    for language, title in (("zh-CN", "路径"), ("en", "Paths")):
        book = load_workbook(io.BytesIO(report.xlsx(done, language)))
        sheet = book[title]
        assert [cell.value for cell in sheet["A"]][1:] == result["years"]
        assert [cell.value for cell in sheet["C"]][1:] == result["emissions"]
    pushed = targets.push(place, ACTOR, row.id, None, "")
    assert len(pushed) == len(result["years"])


def test_a_portfolio_that_cannot_be_is_no_target(place: Workplace) -> None:
    prepare(place)
    asked = PortfolioRequest(
        name="too much", scenario="baseline", end=2030,
        policies=[PlanPolicy(kind="emission_cap", start=2026, value=1_000)],
    )  # fmt: skip
    row = running.request(place, ACTOR, asked)
    work(place)
    result = found(place, row.id).result
    assert result is not None
    assert result["status"] == "infeasible"
    assert {one["kind"] for one in result["missed"]} == {"cap"}
    with pytest.raises(ConflictError, match="limits"):
        targets.push(place, ACTOR, row.id, None, "")


def test_the_curve_names_what_it_cannot_place(place: Workplace) -> None:
    prepare(place)
    with place.database.tenant(place.park_id) as connection:
        known = inputs.every(connection)
    bars = curve.curve(known, "baseline", 2026, "cost").bars
    assert bars[-1].cost is None
    assert [bar.measure for bar in bars if bar.cost is not None] == sorted(
        (bar.measure for bar in bars if bar.cost is not None),
        key=lambda code: next(bar.cost or 0 for bar in bars if bar.measure == code),
    )
    with pytest.raises(NotFoundError):
        curve.curve(known, "nowhere", 2026, "cost")


def test_what_cannot_be_followed_is_refused_before_it_is_kept(place: Workplace) -> None:
    with pytest.raises(inputs.PlanInputError):
        running.request(place, ACTOR, PathwayRequest(name="x", scenarios=["baseline"]))
    inputs.save_base(place, ACTOR, BASE)
    lever = PlanLever(driver="carrier_share", start=2025, end=2030, target=0.5, item="peat")
    scenario = PlanScenario(name_zh="甲", name_en="A", levers=[lever])
    with pytest.raises(PathwayError, match="no carrier peat"):
        inputs.save_scenario(place, ACTOR, "a", scenario)
    with pytest.raises(NotFoundError):
        running.request(place, ACTOR, PathwayRequest(name="x", scenarios=["a"]))


def test_scenarios_end_and_plans_keep_theirs(place: Workplace) -> None:
    inputs.save_base(place, ACTOR, BASE)
    row = running.request(place, ACTOR, PathwayRequest(name="x", scenarios=["deep"], draws=100))
    assert set(inputs.end(place, ACTOR, "scenario", "deep").scenarios) == {"baseline", "policy"}
    work(place)
    assert found(place, row.id).state == "done"
    with pytest.raises(NotFoundError):
        inputs.end(place, ACTOR, "scenario", "deep")


def test_entered_targets_take_the_place_of_earlier_ones(place: Workplace) -> None:
    one = PlanTarget(kind="carbon", year=2030, value=500)
    own = PlanTarget(kind="energy", year=2030, value=70, enterprise="works")
    targets.save(place, ACTOR, [one, own], "first")
    found_ = targets.save(place, ACTOR, [one.model_copy(update={"value": 400.0})], "second")
    assert [(t.kind, t.enterprise, float(t.value)) for t in found_] == [
        ("carbon", None, 400.0), ("energy", "works", 70.0),
    ]  # fmt: skip
    with pytest.raises(NotFoundError):
        targets.save(place, ACTOR, [own.model_copy(update={"enterprise": "nobody"})], "")


def test_the_library_can_be_taken_as_it_is(place: Workplace) -> None:
    inputs.save_base(place, ACTOR, BASE)
    for code, measure in library.every().items():
        desk = inputs.save_measure(place, ACTOR, code, measure)
        assert measure.source
    assert set(desk.measures) == set(library.every())
