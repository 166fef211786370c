"""Plans in the real database: made of what was entered, worked out as jobs, bound to their inputs."""

import io
import re
from collections.abc import Iterator

import numpy as np
import pytest
from openpyxl import load_workbook
from parkcarbon_platform.calculation.pathways.errors import PathwayError
from parkcarbon_platform.errors import ConflictError, NotFoundError
from parkcarbon_platform.reports.document import Language
from parkcarbon_platform.reports.plan import report as plan_report
from parkcarbon_platform.services import jobs
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.analysis import runs
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.planning import (
    costs,
    curve,
    fitted,
    inputs,
    library,
    report,
    running,
    targets,
    working,
)
from parkcarbon_platform.services.planning.models import (
    PathwayRequest,
    PlanAnalysis,
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


def made(place: Workplace, plan_id: int, form: report.Form, language: report.Asked) -> bytes:
    with place.database.tenant(place.park_id) as connection:
        return report.make(report.figures(connection, plan_id), form, language, "")


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
    text = told(place, row.id, "en")
    # The figures of the result stand in the report, and what it is bound to.
    assert f"{deep['total'][-1] / 10_000:,.2f}" in text
    assert done.request_sha256.hex() in text
    assert "A scenario is not a prediction" in text
    assert "情景不是预测" in told(place, row.id, "zh")
    assert made(place, row.id, "pdf", "zh-CN").startswith(b"%PDF")


def told(place: Workplace, plan_id: int, language: Language) -> str:
    with place.database.tenant(place.park_id) as connection:
        document = plan_report.document(report.figures(connection, plan_id), language)
    return repr(document)


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
    for language, title in (("zh-CN", "逐年结果"), ("en", "Year by year")):
        book = load_workbook(io.BytesIO(made(place, row.id, "xlsx", language)))
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


def test_cited_costs_count_once_their_currency_has_a_rate(place: Workplace) -> None:
    """904.0982 EUR/kW of rooftop photovoltaics (Danish Energy Agency, prices of 2025) is 904,098 EUR a MW."""
    inputs.save_base(place, ACTOR, BASE)
    pv = library.every()["pv-1mw"]
    inputs.save_measure(place, ACTOR, "pv-1mw", pv)
    with place.database.tenant(place.park_id) as connection:
        before = curve.curve(inputs.every(connection), "baseline", 2026, "cost")
    assert before.bars[0].cost is None
    inputs.save_market(place, ACTOR, PlanMarket(prices={"electricity": 180}, exchange={"EUR": 8}))
    with place.database.tenant(place.park_id) as connection:
        after = curve.curve(inputs.every(connection), "baseline", 2026, "cost")
    saved = 3_960 * 180 - 12_259 * 8
    assert after.bars[0].payback == pytest.approx(904_098 * 8 / saved, abs=0.01)
    own = pv.model_copy(update={"capex": 3e6, "opex": 2e4})
    assert costs.of(own, PlanMarket(exchange={"EUR": 8})) == (3e6, 2e4)


def test_every_cited_figure_of_the_library_is_the_product_it_states() -> None:
    for code, one in library.every().items():
        if not any(cited.field == "capex" for cited in one.cited):
            assert "No cost" in one.note or "Enter" in one.note, code
        for cited in one.cited:
            assert (cited.currency is None) == (cited.field not in ("capex", "opex")), code
            factors = re.findall(r"[\d,.]+(?= EUR/k?| kW| MW)", cited.basis)
            if cited.field == "capex" and cited.currency == "EUR" and "kW" in cited.basis:
                sizes = {"5 MW": 5000.0, "10 MWh": 10_000.0}
                size = next((v for k, v in sizes.items() if k in cited.basis), None)
                numbers = [float(f.replace(",", "")) for f in factors]
                assert cited.value == pytest.approx(numbers[0] * (size or numbers[-1]), rel=2e-5), code


STIRPAT = {"method": "ols", "impact": "emissions", "period": "month", "drivers": ["output", "energy", "rain"],
           "draws": 200}  # fmt: skip


def analysed(place: Workplace) -> int:
    """A finished analysis of emissions = output^0.6 · energy^0.3 · rain^0.1 with some noise."""
    random = np.random.Generator(np.random.PCG64(5))
    x = np.exp(random.normal(0, 0.3, (24, 3)))
    y = x ** [0.6, 0.3, 0.1]
    rows = [
        [f"2024-{i:02}", float(np.prod(y[i]) * np.exp(0.01 * random.normal())), *map(float, x[i])]
        for i in range(24)
    ]
    table = {"columns": ["month", "emissions", "output", "energy", "rain"], "rows": rows}
    run = runs.request(
        place.database, place.park_id, ACTOR, kind="stirpat", title="24 months", source="table",
        options=STIRPAT, table=table,
    )  # fmt: skip
    assert run.job_id is not None
    jobs.run(place.database, place.park_id, run.job_id)
    return run.id


def test_elasticities_of_a_stored_analysis_stand_beside_a_scenario(place: Workplace) -> None:
    inputs.save_base(place, ACTOR, BASE)
    run_id = analysed(place)
    asked = PathwayRequest(
        name="with elasticities", scenarios=["policy"], draws=200, analysis=PlanAnalysis(run=run_id)
    )
    row = running.request(place, ACTOR, asked)
    work(place)
    done = found(place, row.id)
    assert done.result is not None
    given = done.request["asked"]["elasticities"]
    assert given["names"] == ["output", "energy"]
    assert given["mean"] == pytest.approx([0.6, 0.3], abs=0.05)
    assert 0 < given["covariance"][0][0] < 0.01
    with place.database.tenant(place.park_id) as connection:
        cited = runs.get(connection, run_id)
    assert (given["fit"]["run"], given["fit"]["results_sha256"]) == (run_id, cited.results_sha256)
    assert given["fit"]["held"] == ["rain"]
    path = done.result["paths"][0]
    # At the median the path follows the coefficients: E₀ · Π (X/X₀)^b.
    growth = path["output"][-1] / path["output"][0], path["energy"][-1] / path["energy"][0]
    plain = path["total"][0] * growth[0] ** given["mean"][0] * growth[1] ** given["mean"][1]
    assert path["elastic"][2][-1] == pytest.approx(plain, rel=0.25)
    assert f"analysis {run_id} " in told(place, row.id, "en")
    twice = PlanAnalysis(run=run_id, drivers={"output": "energy"})
    with pytest.raises(fitted.ElasticityError):
        running.request(place, ACTOR, asked.model_copy(update={"analysis": twice}))
    with pytest.raises(NotFoundError):
        running.request(place, ACTOR, asked.model_copy(update={"analysis": PlanAnalysis(run=10**6)}))
