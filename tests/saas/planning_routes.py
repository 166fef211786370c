"""The routes of analyses and plans, for the table of all routes."""

from tests.saas.routes import LOOKED_AT, NO_PLANNER, Call

# Without a base year: 422 says that the role was let in.
FOLLOWED: dict[str, object] = {"name_zh": "情景", "name_en": "Scenario", "levers": []}
PLANNED = {
    ("GET", "/zero-carbon"): Call("year=2025", forbidden=NO_PLANNER),
    ("GET", "/zero-carbon/outlook"): Call(forbidden=NO_PLANNER),
    ("GET", "/zero-carbon/comparison"): Call("year=2025", forbidden=NO_PLANNER),
    ("GET", "/zero-carbon/report"): Call("year=2025&form=xlsx", forbidden=NO_PLANNER),
    ("GET", "/zero-carbon/settings"): Call(forbidden=NO_PLANNER),
    ("PUT", "/zero-carbon/settings"): Call(
        body={"settings": {"target_year": 2020}, "note": "test"},
        forbidden=(*NO_PLANNER, "verifier"),
        done=422,
    ),
    ("POST", "/zero-carbon/entries"): Call(
        body={
            "year": 2025, "code": "solid_waste", "part": 1, "whole": 2, "evidence": 999_999, "note": "test",
        },
        forbidden=(*NO_PLANNER, "verifier"), done=404,
    ),
    ("GET", "/zero-carbon/factors/template"): Call("format=csv", forbidden=NO_PLANNER),
    ("POST", "/zero-carbon/factors"): Call(
        content=b"factor,name_zh,value,unit,citation\nfuel.coke,x,1,kg/t,x\n",
        forbidden=(*NO_PLANNER, "verifier"),
    ),
    ("GET", "/functions"): Call(forbidden=NO_PLANNER),
    ("PUT", "/functions/wording"): Call(
        body={"words": {"nothing": {"name_zh": "x", "name_en": "x"}}, "note": "test"},
        forbidden=(*NO_PLANNER, "verifier"), done=422,
    ),
    ("GET", "/functions/evidence"): Call(forbidden=NO_PLANNER),
    ("GET", "/planning"): Call(forbidden=("enterprise",)),
    ("GET", "/planning/base"): Call("from=0&to=0&output=1", forbidden=("enterprise",), done=422),
    ("PUT", "/planning/base"): Call(
        body={"year": 2024, "output": 0, "grid": 0.5, "factors": {},
              "sectors": [{"name": "a", "share": 1, "intensity": 1, "mix": {"electricity": 1}}]},
        forbidden=("enterprise", "verifier"), done=422,
    ),
    ("PUT", "/planning/market"): Call(
        body={"rate": 0.08, "prices": {"electricity": 180}}, forbidden=("enterprise", "verifier")
    ),
    ("PUT", "/planning/scenarios/{code}"): Call(
        body=FOLLOWED, forbidden=("enterprise", "verifier"), done=422
    ),
    ("PUT", "/planning/measures/{code}"): Call(
        body={"name_zh": "光伏", "name_en": "PV", "kind": "pv", "lifetime": 25},
        forbidden=("enterprise", "verifier"),
    ),
    ("DELETE", "/planning/{kind}/{code}"): Call(forbidden=("enterprise", "verifier"), done=404),
    ("POST", "/planning/preview"): Call(body={"scenario": FOLLOWED}, forbidden=("enterprise",), done=422),
    ("GET", "/planning/macc"): Call("scenario=baseline", forbidden=("enterprise",), done=422),
    ("GET", "/plans"): Call(forbidden=("enterprise",)),
    ("POST", "/plans/pathway"): Call(
        body={"name": "x", "scenarios": ["nowhere"]}, forbidden=("enterprise", "verifier"), done=422
    ),
    ("POST", "/plans/portfolio"): Call(
        body={"name": "x", "scenario": "nowhere"}, forbidden=("enterprise", "verifier"), done=422
    ),
    ("GET", "/plans/{item}"): Call(forbidden=("enterprise",), done=404),
    ("POST", "/plans/{item}/cancel"): Call(forbidden=("enterprise", "verifier"), done=404),
    ("GET", "/plans/{item}/report"): Call(forbidden=("enterprise",), done=404),
    ("POST", "/plans/{item}/targets"): Call(body={}, forbidden=("enterprise", "verifier"), done=404),
    ("GET", "/targets"): Call(),
    ("PUT", "/targets"): Call(
        body={"targets": [{"kind": "carbon", "year": 2030, "value": 1}]}, forbidden=("enterprise", "verifier")
    ),
}  # fmt: skip
# Drivers that there are not: 422 says that the role was let in, and nothing is queued.
ANALYSES = {
    ("GET", "/analyses"): Call(),
    ("POST", "/analyses"): Call(
        body={"kind": "stirpat", "source": "table", "options": {}}, forbidden=LOOKED_AT, done=422
    ),
    ("GET", "/analyses/this-month"): Call(),
    ("GET", "/analyses/template"): Call("kind=lmdi"),
    ("POST", "/analyses/table"): Call(
        content=b"year,t\n2024,1\n", headers={"Content-Type": "text/csv"}, forbidden=LOOKED_AT
    ),
    ("GET", "/analyses/{run}"): Call(done=404),
    ("POST", "/analyses/{run}/cancel"): Call(forbidden=LOOKED_AT, done=404),
}
