"""Every route of the API: one's own park 200, a neighbour's 404, nobody 401, without the role 403.

A route that is not in the table fails: whoever adds one says here who may use it (docs/security.md, T1).
"""

import time
from contextlib import closing
from dataclasses import replace
from uuid import uuid4

import httpx
import psycopg
import pytest
from parkcarbon_platform.live.process import LiveProcess
from parkcarbon_platform.services.access import identity, people
from parkcarbon_saas import auditing
from parkcarbon_saas.main import FEATURES, create_app
from parkcarbon_saas.settings import Settings

from tests.saas import alert_routes, budget_routes, place_routes, seed
from tests.saas.conftest import Login, World
from tests.saas.routes import Call
from tests.support.processes import wait_until

API = "/api/v1"
DAY_MS = 86_400_000
PUBLIC = {
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("POST", f"{API}/session"),
    ("POST", f"{API}/edge/enrol"),
    ("POST", f"{API}/invitation"),
    ("GET", f"{API}/session/sso"),
    ("POST", f"{API}/wall"),
    ("POST", f"{API}/session/sso"),
    ("POST", f"{API}/session/sso/start"),
}
OF_ONESELF = {("GET", f"{API}/session"), ("DELETE", f"{API}/session"), ("POST", f"{API}/session/password"),
              ("GET", f"{API}/session/others"), ("DELETE", f"{API}/session/others/{{key}}"),
              ("GET", f"{API}/session/second-factor"), ("POST", f"{API}/session/second-factor"),
              ("POST", f"{API}/session/second-factor/confirm"),
              ("POST", f"{API}/session/second-factor/recovery-codes"),
              ("POST", f"{API}/session/second-factor/removal")}  # fmt: skip

# For whoever holds a link for a screen; no session opens them (test_wall.py).
OF_SCREENS = {("GET", f"{API}/wall{part}") for part in ("", "/live", "/day", "/stream")}


def span() -> str:
    now = int(time.time()) // 900 * 900_000  # costs are of whole quarter hours
    return f"from={now - DAY_MS}&to={now}"


LOOKED_AT = ("verifier",)  # a verifier changes nothing
NO_PLANNER = ("enterprise",)  # the whole park's figures are for operators and verifiers
# It touches no amounts, so that the park stays as it is.
CALIBRATION: dict[str, object] = {
    "kind": "calibration", "time": int(time.time() * 1000) - DAY_MS, "reason": "test",
    "details": {"accuracy_class": "0.5S", "certificate": "JL-1"},
}  # fmt: skip
OFFICE: dict[str, object] = {
    "name_zh": "办公用电", "name_en": "Office", "enterprise": "steel", "category": "purchased_electricity",
    "carrier": "electricity", "scope": 2, "formula": "electricity_location", "factor": "grid_electricity",
    "activity": [{"point": "nowhere"}], "scenes": {"building": "1"},
}  # fmt: skip
WHY: dict[str, object] = {"note": "test"}
SOURCES = {
    ("GET", "/sources"): Call(),
    ("POST", "/sources"): Call(
        body={"code": "office", "definition": OFFICE, "reason": "test"}, forbidden=LOOKED_AT, done=422
    ),
    ("POST", "/sources/try"): Call(body=OFFICE, forbidden=LOOKED_AT, done=422),
    ("GET", "/source-templates"): Call("industry=3110"),
    ("GET", "/source-gaps"): Call(),
    ("GET", "/sources/{source}"): Call(),
    ("GET", "/sources/{source}/after"): Call("from=2026-01-01", forbidden=LOOKED_AT),
    ("PATCH", "/sources/{source}"): Call(
        body={"scenes": {"shares": {"building": "0.5"}}, "reason": "test"}, forbidden=LOOKED_AT, done=422
    ),
    ("POST", "/sources/{source}/end"): Call(body={"reason": "test"}, forbidden=LOOKED_AT, done=422),
    ("POST", "/sources/{source}/replace"): Call(
        body={"code": "office", "from": "2020-01-01", "definition": OFFICE, "reason": "test"},
        forbidden=LOOKED_AT,
        done=422,
    ),
    ("POST", "/sources/{source}/delete"): Call(body={"reason": "test"}, forbidden=LOOKED_AT, done=409),
    ("GET", "/green-supplies"): Call(),
    ("POST", "/green-supplies"): Call(
        body={
            "kind": "certificate", "number": "GEC-1", "supplier": "Wind farm", "technology": "wind",
            "amount_wh": 1, "generated_from": "2026-01-01", "generated_to": "2026-01-31",
            "enterprise": "steel", "evidence": 9_999_999,
        },
        forbidden=LOOKED_AT,
        done=404,
    ),
    ("POST", "/green-supplies/{item}/uses"): Call(
        body={"source": "nowhere", "month": "2026-01-01", "amount_wh": 1}, forbidden=LOOKED_AT, done=404
    ),
    ("POST", "/green-supplies/{item}/withdraw"): Call(body=WHY, forbidden=LOOKED_AT, done=404),
    ("POST", "/green-uses/{item}/release"): Call(body=WHY, forbidden=LOOKED_AT, done=404),
}  # fmt: skip
METERING = {
    ("GET", "/points/{point}/events"): Call(),
    ("POST", "/points/{point}/events"): Call(body=CALIBRATION, forbidden=LOOKED_AT, done=201),
    ("POST", "/points/{point}/events/preview"): Call(body=CALIBRATION, forbidden=LOOKED_AT),
    ("POST", "/points/{point}/events/{item}/undo"): Call(
        body={"reason": "test"}, forbidden=LOOKED_AT, done=404
    ),
    ("POST", "/points/{point}/events/{item}/undo/preview"): Call(forbidden=LOOKED_AT, done=404),
    ("GET", "/points/{point}/corrections"): Call(),
    # Long before the park's first reading: there is nothing to shape.
    ("POST", "/points/{point}/corrections"): Call(
        body={"kind": "substitute", "from": 946_684_800_000, "to": 946_688_400_000, "reason": "test"},
        forbidden=LOOKED_AT,
        done=201,
    ),
    ("POST", "/points/{point}/corrections/preview"): Call(
        body={
            "kind": "edit",
            "from": 946_684_800_000,
            "to": 946_688_400_000,
            "amount": "1.5",
            "reason": "test",
        },
        forbidden=LOOKED_AT,
    ),
    ("POST", "/points/{point}/corrections/{item}/undo"): Call(
        body={"reason": "test"}, forbidden=LOOKED_AT, done=404
    ),
    ("POST", "/points/{point}/corrections/{item}/undo/preview"): Call(forbidden=LOOKED_AT, done=404),
    ("GET", "/virtual-points"): Call(),
    ("PUT", "/virtual-points/{code}"): Call(
        body={
            "name_zh": "双倍",
            "name_en": "Twice",
            "enterprise": "steel",
            "quantity": "energy",
            "carrier": "electricity",
            "unit": "kWh",
            "expression": "2 * a",
            "inputs": {"a": "steel-main"},
        },
        forbidden=LOOKED_AT,
    ),
    # Nothing ends in the future, so that the order of the calls does not matter.
    ("POST", "/virtual-points/{code}/end"): Call(
        body={"time": 4_102_444_800_000, "reason": "test"}, forbidden=LOOKED_AT, done=422
    ),
    ("POST", "/virtual-points/check"): Call(body={"expression": "a", "inputs": {"a": "steel-main"}}),
    ("POST", "/virtual-points/evaluate"): Call(
        body={
            "expression": "a / b",
            "inputs": {"a": "steel-gas", "b": "steel-main"},
            "from": 946_684_800_000,
            "to": 4_000_000_000_000,
        },
    ),
    ("GET", "/conversions"): Call(),
    ("PUT", "/conversions/{code}"): Call(
        body={
            "kind": "accounting_heat",
            "name_zh": "热",
            "name_en": "Heat",
            "enterprise": "steel",
            "carrier": "steam",
            "unit": "GJ",
            "amount": "steel-main",
            "basis": "full",
            "enthalpy_kj_per_kg": "2777",
        },
        forbidden=LOOKED_AT,
        done=422,
    ),
    ("POST", "/conversions/{code}/preview"): Call(
        body={
            "kind": "accounting_heat",
            "name_zh": "热",
            "name_en": "Heat",
            "enterprise": "steel",
            "carrier": "steam",
            "unit": "GJ",
            "amount": "steel-main",
            "basis": "full",
            "enthalpy_kj_per_kg": "2777",
        },
        forbidden=LOOKED_AT,
        done=422,
    ),
    ("POST", "/conversions/{code}/end"): Call(
        body={"time": 4_102_444_800_000, "reason": "test"}, forbidden=LOOKED_AT, done=422
    ),
    ("GET", "/record-points"): Call(),
    ("PUT", "/record-points/{code}"): Call(
        body={
            "records": "bills",
            "item": "diesel",
            "name_zh": "车队柴油",
            "name_en": "Fleet diesel",
            "enterprise": "steel",
            "quantity": "mass",
            "carrier": "diesel",
            "unit": "kWh",
        },
        forbidden=LOOKED_AT,
        done=422,
    ),
    ("POST", "/record-points/{code}/preview"): Call(
        body={
            "records": "bills",
            "item": "diesel",
            "name_zh": "车队柴油",
            "name_en": "Fleet diesel",
            "enterprise": "steel",
            "quantity": "mass",
            "carrier": "diesel",
            "unit": "kWh",
        },
        forbidden=LOOKED_AT,
        done=422,
    ),
    ("POST", "/record-points/{code}/end"): Call(
        body={"time": 4_102_444_800_000, "reason": "test"}, forbidden=LOOKED_AT, done=422
    ),
    ("GET", "/points/{point}/records"): Call(span()),
    ("GET", "/allocations"): Call(forbidden=("enterprise",)),
    ("POST", "/allocations"): Call(
        body={
            "point": "nowhere",
            "method": "share",
            "valid_from": 946_684_800_000,
            "reason": "test",
            "shares": [{"enterprise": "steel", "weight": "1"}],
        },
        forbidden=("enterprise", "verifier"),
        done=404,
    ),
    ("POST", "/allocations/preview"): Call(
        body={
            "point": "nowhere",
            "method": "share",
            "valid_from": 946_684_800_000,
            "reason": "test",
            "shares": [{"enterprise": "steel", "weight": "1"}],
        },
        forbidden=("enterprise", "verifier"),
        done=404,
    ),
    ("POST", "/allocations/{item}/end"): Call(
        body={"time": 946_684_800_000, "reason": "test"}, forbidden=("enterprise", "verifier"), done=404
    ),
    ("GET", "/locks"): Call(forbidden=("enterprise",)),
    # Long before the park's first reading: nothing is held.
    ("POST", "/locks"): Call(
        body={"from": 946_684_800_000, "to": 946_771_200_000, "reason": "test"},
        forbidden=("enterprise", "verifier"),
        done=201,
    ),
    ("POST", "/locks/{item}/release"): Call(
        body={"reason": "test"}, forbidden=("enterprise", "verifier"), done=404
    ),
    ("GET", "/differences"): Call(forbidden=("enterprise",)),
    ("POST", "/differences/accept"): Call(
        body={"lock": 999999, "note": "test", "seen": ["x"]}, forbidden=("enterprise", "verifier"), done=404
    ),
    ("POST", "/differences/dismiss"): Call(
        body={"lock": 999999, "note": "test", "seen": ["x"]}, forbidden=("enterprise", "verifier"), done=404
    ),
}
# Of an enterprise that is not there: 404 says that the role was let in.
REPORT: dict[str, object] = {
    "enterprise": "nobody", "item": "water", "from_day": "2025-01-01", "to_day": "2025-02-01",
    "quantity": "1", "unit": "m3",
}  # fmt: skip
LOAD: dict[str, object] = {
    "enterprise": "nobody",
    "item": "coal",
    "kind": "take",
    "time": 1_700_000_000_000,
    "net": "1",
}
LOT: dict[str, object] = {
    "enterprise": "nobody", "item": "coal", "code": "L1", "from_day": "2025-01-01", "to_day": "2025-02-01",
    "mass": "1", "basis": "ar", "ncv": "20",
}  # fmt: skip
NOTE: dict[str, object] = {"note": "test"}
# Long before the park's first hour: nothing is restated.
HOURS: dict[str, object] = {"from": 946_684_800_000, "to": 946_688_400_000}
# With evidence that is not there: 404 says that the role was let in.
DETERMINED: dict[str, object] = {
    "factor": "grid_electricity", "version": "x", "value": "0.5", "unit": "kg/kWh", "evidence": 999_999,
    "valid_from": "2025-01-01", "citation": "a test",
}  # fmt: skip
FACTORS = {
    ("GET", "/factors"): Call("q=grid"),
    ("GET", "/factors/needs"): Call(),
    ("GET", "/factors/{factor}"): Call(),
    ("GET", "/factor-sets"): Call(),
    ("PUT", "/factor-sets"): Call(
        body={"sets": ["nowhere"], "reason": "test"}, forbidden=("enterprise", "verifier"), done=422
    ),
    # A set that is none: 422 says that the role was let in.
    ("PUT", "/gwp"): Call(body={"gwp": "AR3"}, forbidden=("enterprise", "verifier"), done=422),
    ("POST", "/restatements/preview"): Call(body=HOURS, forbidden=("enterprise",)),
    ("GET", "/restatements"): Call(forbidden=("enterprise",)),
    # An empty span: 422 says that the role was let in, and nothing is restated.
    ("POST", "/restatements"): Call(
        body={"from": 0, "to": 0, "reason": "test"}, forbidden=("enterprise", "verifier"), done=422
    ),
    ("POST", "/restatements/{item}/cancel"): Call(forbidden=("enterprise", "verifier"), done=409),
    ("GET", "/own-factors"): Call(),
    ("POST", "/own-factors"): Call(body=DETERMINED, forbidden=LOOKED_AT, done=404),
    ("POST", "/own-factors/{item}/{decision}"): Call(body=NOTE, forbidden=LOOKED_AT, done=404),
}
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
    **budget_routes.ROUTES,
    **alert_routes.ROUTES,
    ("PUT", "/targets"): Call(
        body={"targets": [{"kind": "carbon", "year": 2030, "value": 1}]}, forbidden=("enterprise", "verifier")
    ),
}  # fmt: skip
# A year in which the park has nothing: what is lacking is said.
EXPORTS = {
    ("GET", "/exports"): Call(),
    # An empty period: 422 says that the role was let in, and nothing is made.
    ("POST", "/exports"): Call(
        body={
            "kind": "inventory_report",
            "from": "2001-01-01",
            "to": "2001-01-01",
            "ruleset": "ghg_protocol",
        },
        done=422,
    ),
    ("POST", "/exports/of-inventory"): Call(
        body={"kind": "inventory_report", "inventory": 999_999}, done=404
    ),
    # An enterprise that there is not: whoever is let in is told so; of a tenant it is always their own.
    ("POST", "/exports/everything"): Call(body={"enterprise": 1}, forbidden=LOOKED_AT, done=422),
    ("GET", "/exports/{item}"): Call(done=404),
    ("GET", "/exports/{item}/file"): Call(done=404),
    ("GET", "/exports/{item}/check"): Call(done=404),
}
YEAR = "from=2001-01-01&to=2002-01-01&ruleset=ghg_protocol"
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
INVENTORY = {
    ("GET", "/rulesets"): Call(),
    ("GET", "/flows"): Call("from=2026-11-01&to=2026-12-01"),
    ("GET", "/flows/file"): Call("from=2026-11-01&to=2026-12-01&table=links"),
    ("GET", "/flows/tables"): Call("from=2026-11-01&to=2026-12-01"),
    ("GET", "/inventory"): Call(YEAR),
    ("GET", "/inventory/explain"): Call(f"{YEAR}&by=scope&key=1"),
    ("GET", "/inventory/explain/months"): Call(f"{YEAR}&source=no-such", done=404),
    ("GET", "/inventory/bridge"): Call(YEAR),
    ("GET", "/inventory/figures"): Call(YEAR),
    ("GET", "/inventories/{item}/figures"): Call(done=404),
    ("GET", "/quality-plan"): Call(),
    ("GET", "/quality-plan/file"): Call("format=csv"),
    ("GET", "/quality-plan/notes"): Call("subject=plan"),
    # A field that there is not: 422 says that the role was let in, and nothing is kept.
    ("PUT", "/quality-plan/notes"): Call(
        body={"subject": "plan", "values": {"nothing": "x"}}, forbidden=LOOKED_AT, done=422
    ),
    ("GET", "/inventories"): Call(),
    # An empty period: 422 says that the role was let in, and nothing is kept.
    ("POST", "/inventories"): Call(
        body={"from": "2001-01-01", "to": "2001-01-01", "ruleset": "ghg_protocol"},
        forbidden=LOOKED_AT,
        done=422,
    ),
    ("GET", "/inventories/{item}"): Call(done=404),
    ("POST", "/inventories/{item}/transitions"): Call(body={"to": "validating"}, done=404),
    ("POST", "/inventories/{item}/comments"): Call(body={"note": "test"}, done=404),
    ("POST", "/inventories/{item}/cancel"): Call(forbidden=LOOKED_AT, done=404),
    ("GET", "/inventories/{item}/items"): Call(done=404),
    ("GET", "/inventories/{item}/explain"): Call(done=404),
    ("GET", "/inventories/{item}/explain/months"): Call("source=no-such", done=404),
    ("GET", "/inventories/{item}/differences"): Call(done=404),
    ("GET", "/base-year"): Call(),
    ("PUT", "/base-year"): Call(
        body={"inventory": 999_999, "threshold": 0.05, "policy": "test"}, forbidden=LOOKED_AT, done=404
    ),
}
ACTIVITY = {
    ("GET", "/activity"): Call("year=2025"),
    ("GET", "/activity/items"): Call(),
    ("GET", "/activity/grid"): Call("year=2025"),
    ("GET", "/activity/reconciliation"): Call("year=2025"),
    ("GET", "/activity/history"): Call(),
    ("GET", "/activity/history/template"): Call("format=csv"),
    ("POST", "/activity/history"): Call(
        content=b"period,item,quantity,unit\n2023,water,1,m3\n", forbidden=LOOKED_AT
    ),
    ("POST", "/activity"): Call(body=REPORT, forbidden=LOOKED_AT, done=404),
    ("POST", "/activity/approve"): Call(body={"reports": [999_999]}, forbidden=LOOKED_AT, done=404),
    ("GET", "/activity/{report}"): Call(done=404),
    **{
        ("POST", f"/activity/{{report}}/{step}"): Call(body=NOTE, forbidden=LOOKED_AT, done=404)
        for step in ("submit", "approve", "reject", "withdraw")
    },
    ("GET", "/drivers"): Call(),
    ("GET", "/drivers/grid"): Call("year=2025"),
    ("GET", "/fuel-stock"): Call("item=coal"),
    ("POST", "/fuel-stock/entries"): Call(body=LOAD, forbidden=LOOKED_AT, done=404),
    ("POST", "/fuel-stock/lots"): Call(body=LOT, forbidden=LOOKED_AT, done=404),
    ("POST", "/fuel-stock/entries/{entry}/cancel"): Call(body=NOTE, forbidden=LOOKED_AT, done=404),
    ("POST", "/fuel-stock/lots/{lot}/cancel"): Call(body=NOTE, forbidden=LOOKED_AT, done=404),
}
BARE: dict[str, object] = {"code": "x", "name_zh": "x", "name_en": "x", "points": []}
MAPPING: dict[str, object] = {"dialect": "fields", "values": {"x": "$.x"}}
# Of an edge and a meter that are not there: 404 says that the role was let in.
CONNECTING = {
    ("GET", "/edges"): Call(),
    ("POST", "/edges"): Call(
        body={"code": "x-edge", "name_zh": "x", "name_en": "x", "enterprise": "nobody"},
        forbidden=LOOKED_AT,
        done=404,
    ),
    ("GET", "/edges/{edge}"): Call(done=404),
    ("DELETE", "/edges/{edge}"): Call(forbidden=LOOKED_AT, done=404),
    **{
        (method, f"/edges/{{edge}}/{what}"): Call(forbidden=LOOKED_AT, done=404)
        for what in ("tokens", "login")
        for method in ("POST", "DELETE")
    },
    ("GET", "/edges/{edge}/config"): Call(done=404),
    ("PUT", "/edges/{edge}/config"): Call(
        body={"based_on": 0, "connector": []}, forbidden=LOOKED_AT, done=404
    ),
    ("POST", "/edges/{edge}/commands"): Call(body={"kind": "test"}, forbidden=LOOKED_AT, done=404),
    ("GET", "/edges/{edge}/commands/{command}"): Call(done=404),
    ("GET", "/edges/{edge}/commands/{command}/file"): Call(done=404),
    ("GET", "/edges/{edge}/ledger"): Call(done=404),
    ("POST", "/points/plausible"): Call(body={"values": []}),
    ("POST", "/devices"): Call(body=BARE, forbidden=LOOKED_AT, done=422),
    ("POST", "/devices/check"): Call(body=BARE, forbidden=LOOKED_AT),
    ("GET", "/devices/{device}/mapping"): Call(done=404),
    ("PUT", "/devices/{device}/mapping"): Call(body=MAPPING, forbidden=LOOKED_AT, done=404),
    ("POST", "/devices/{device}/mapping/preview"): Call(body={"mapping": MAPPING, "sample": "1"}, done=404),
    ("GET", "/devices/{device}/messages"): Call(done=404),
    ("GET", "/devices/{device}/ladder"): Call(done=404),
    ("GET", "/devices/{device}/ladder/stream"): Call(done=404),
    ("GET", "/devices/{device}/ladder/topic"): Call(done=404, query="topic=a"),
    ("GET", "/devices/{device}/login"): Call(done=404),
    ("POST", "/devices/{device}/login"): Call(body={}, forbidden=LOOKED_AT, done=404),
    ("DELETE", "/devices/{device}/login"): Call(forbidden=LOOKED_AT, done=404),
}
NOT_THEM = ("enterprise", "verifier")
# Of an enterprise and of people who are not there: 404 says that the role was let in.
NEW_MEMBER: dict[str, object] = {
    "login": "newcomer", "name": "x", "role": "enterprise", "enterprise": "nobody",
}  # fmt: skip
PEOPLE = {
    ("GET", "/people"): Call(forbidden=NOT_THEM),
    ("POST", "/people"): Call(body=NEW_MEMBER, forbidden=NOT_THEM, done=404),
    ("PUT", "/people/{login}"): Call(body={"role": "verifier"}, forbidden=NOT_THEM, done=404),
    ("DELETE", "/people/{login}"): Call(forbidden=NOT_THEM, done=404),
    ("POST", "/people/{login}/invitation"): Call(forbidden=NOT_THEM, done=404),
    ("DELETE", "/people/{login}/sessions"): Call(forbidden=NOT_THEM, done=404),
    ("GET", "/terms"): Call(),
    ("PUT", "/terms"): Call(
        body={"is_named": False, "shares_intervals": True, "shares_production": True},
        forbidden=("operator", "verifier"),
    ),
    ("GET", "/wall-links"): Call(forbidden=NOT_THEM),
    ("POST", "/wall-links"): Call(body={"name": "Hall", "expires_at": 0}, forbidden=NOT_THEM, done=422),
    ("DELETE", "/wall-links/{item}"): Call(forbidden=NOT_THEM, done=404),
    ("GET", "/access-policy"): Call(forbidden=("enterprise",)),
    ("PUT", "/access-policy"): Call(body={"second_factor_roles": []}, forbidden=NOT_THEM),
    ("GET", "/tokens"): Call(forbidden=NOT_THEM),
    ("POST", "/tokens"): Call(
        body={"name": "x1", "role": "verifier", "expires_at": 0}, forbidden=NOT_THEM, done=422
    ),
    ("DELETE", "/tokens/{item}"): Call(forbidden=NOT_THEM, done=404),
}
# Administrators alone: the operator is refused, too (test_people.py).
OF_ADMINS = {("PUT", "/people/{login}/account"), ("DELETE", "/people/{login}/second-factor")}
OF_A_PARK = {
    ("GET", "/live"): Call(),
    ("GET", "/live/day"): Call(),
    ("GET", "/live/stream"): Call(),
    ("GET", "/explain"): Call(f"figure=interval&start={int(time.time() * 1000) - 7_200_000}"),
    ("GET", "/sources/{source}/ledger"): Call(span()),
    ("GET", "/points/{point}/intervals"): Call(span()),
    ("GET", "/points/{point}/readings"): Call(span()),
    ("GET", "/meters"): Call(),
    ("GET", "/meters/template"): Call("format=csv"),
    ("POST", "/meters/import"): Call(content=b"point,digits\nsteel-main,8", forbidden=("verifier",)),
    ("GET", "/points/{point}"): Call(),
    ("GET", "/points/{point}/series"): Call(span() + "&step=hour"),
    # A meter without sub-meters: 404 says that the role was let in.
    ("GET", "/points/{point}/remainder"): Call(span() + "&step=hour", done=404),
    ("GET", "/health/summary"): Call(),
    ("GET", "/health/coverage"): Call(span()),
    ("GET", "/health/findings"): Call(),
    # No such finding or reading: 404 says that the role was let in.
    ("POST", "/health/findings/note"): Call(
        body={
            "findings": [{"point": "steel-main", "rule": "gap", "time": 0}],
            "state": "acknowledged",
            "note": "test",
        },
        forbidden=("verifier",),
        done=404,
    ),
    ("GET", "/health/balance"): Call(span()),
    ("GET", "/health/revisions"): Call(),
    ("POST", "/health/revisions/accept"): Call(
        body={"ids": [999999], "note": "test"}, forbidden=("verifier",), done=404
    ),
    ("POST", "/health/revisions/dismiss"): Call(
        body={"ids": [999999], "note": "test"}, forbidden=("verifier",), done=404
    ),
    ("GET", "/quarantine"): Call(),
    ("POST", "/quarantine/replay"): Call(body={"reason": "none"}, forbidden=LOOKED_AT, done=404),
    # What is replayed or dismissed is not there: 404 says that the role was let in.
    ("POST", "/quarantine/{item}/replay"): Call(body={}, forbidden=LOOKED_AT, done=404),
    ("POST", "/quarantine/{item}/dismiss"): Call(
        body={"note": "test"}, forbidden=LOOKED_AT, done=404
    ),
    ("POST", "/evidence"): Call(
        content=b"%PDF-1.7", headers={"Content-Type": "application/pdf", "X-File-Name": "a.pdf"},
        forbidden=("verifier",), done=201,
    ),
    ("GET", "/evidence/{evidence_id}"): Call(done=404),
    **METERING,
    **SOURCES,
    ("GET", "/tariffs"): Call(),
    ("PUT", "/tariffs/{code}"): Call(
        body={"name_zh": "x", "name_en": "x", "versions": []}, forbidden=("enterprise", "verifier"), done=422
    ),
    ("GET", "/costs"): Call(span()),
    ("GET", "/costs/ranking"): Call(span()),
    ("GET", "/demand"): Call("month=2026-11"),
    ("GET", "/resources"): Call(span()),
    **ACTIVITY,
    **CONNECTING,
    **FACTORS,
    **INVENTORY,
    **PEOPLE,
    **ANALYSES,
    ("GET", "/audit"): Call(forbidden=("enterprise",)),
    ("GET", "/audit/chain"): Call(forbidden=("enterprise",)),
    ("GET", "/audit/export"): Call(forbidden=("enterprise",)),
    **EXPORTS,
    **PLANNED,
    **place_routes.ROUTES,
}  # fmt: skip
# They only compute, or try and roll back.
LOOKS = {path for method, path in OF_A_PARK if method == "POST" and path.endswith(("/preview", "/check"))}
LOOKS |= {"/budgets/proposal"} | alert_routes.LOOKS
LOOKS |= {"/points/plausible", "/virtual-points/evaluate", "/analyses/table"}
DRY_RUNS = {"/meters/import", "/activity/history", "/zero-carbon/factors"}
NAMES = {
    "{login}": "nobody-here",
    "{factor}": "grid_electricity",
    "{decision}": "approve",
    "{edge}": "nowhere",
    "{command}": "00000000-0000-4000-8000-000000000000",
    "{device}": "nowhere",
    "{source}": "steel-electricity",
    "{enterprise}": "steel",
    "{point}": "steel-main",
    "{item}": "999999",
    "/planning/{kind}": "/planning/scenarios",
    "/places/{kind}/{code}": "/places/enterprise/steel",
    "{image}": "999999",
    "/norms/{norm}": "/norms/floor",
    "/budgets/{kind}": "/budgets/carbon",
    "{evidence_id}": "999999",
    "{code}": "two-part",
    "{report}": "999999",
    "{entry}": "999999",
    "{lot}": "999999",
    "{run}": "999999",
    "{rule}": "999999",
    "{receiver}": "999999",
}


# Of the whole platform, for its administrators: a call, and what an administrator gets.
OF_PLATFORM = {
    ("GET", "/admin/parks"): (None, 200),
    ("GET", "/admin/system"): (None, 200),
    ("GET", "/admin/parks/{park}/file"): (None, 200),
    ("POST", "/admin/parks/plan"): (None, 422),
    ("POST", "/admin/parks/apply"): (None, 422),
    ("POST", "/admin/parks/{park}/clone"): ({"code": "copy", "name_zh": "副本", "name_en": "Copy"}, 200),
    ("PUT", "/admin/parks/{park}/state"): ({"state": "active", "reason": "test"}, 409),
    ("POST", "/admin/parks/{park}/delete"): ({"confirm": "alpha", "reason": "test"}, 409),
    ("GET", "/admin/deletions"): (None, 200),
    ("GET", "/admin/wizard"): (None, 200),
    ("GET", "/admin/meter-table"): (None, 200),
    ("POST", "/admin/meter-table"): (None, 422),
    ("POST", "/admin/drafts"): ({}, 201),
    ("GET", "/admin/drafts/{draft}"): (None, 404),
    ("PUT", "/admin/drafts/{draft}"): ({"version": 1, "step": 1, "answers": {}}, 404),
    ("DELETE", "/admin/drafts/{draft}"): (None, 404),
    ("GET", "/admin/drafts/{draft}/preview"): (None, 404),
    ("POST", "/admin/drafts/{draft}/make"): (None, 404),
}


def address(path: str, call: Call, park: str = "alpha") -> str:
    for name, value in NAMES.items():
        path = path.replace(name, value)
    return f"{API}/parks/{park}{path}?{call.query}"


def status(client: httpx.Client, method: str, path: str, call: Call, park: str = "alpha") -> int:
    sent = {"json": call.body} if call.content is None else {"content": call.content}
    with client.stream(method, address(path, call, park), headers=call.headers, **sent) as answer:
        return answer.status_code


def routes() -> set[tuple[str, str]]:
    paths = create_app(Settings(database_url="", demo=True)).openapi()["paths"]
    return {(method.upper(), path) for path, methods in paths.items() for method in methods}


def test_every_route_is_in_a_table() -> None:
    known = (
        PUBLIC
        | OF_ONESELF
        | OF_SCREENS
        | {(m, f"{API}/parks/{{park}}{p}") for m, p in set(OF_A_PARK) | OF_ADMINS}
    )
    known |= {(method, f"{API}{path}") for method, path in OF_PLATFORM}
    assert len(OF_A_PARK) > 5
    assert all(route.include_in_schema for feature in FEATURES for route in feature.router.routes)
    assert routes() == known


# What an approver of an enterprise may, and an editor may not.
APPROVALS = {("POST", f"/activity/{step}") for step in ("approve", "{report}/approve", "{report}/reject")}
APPROVALS |= {("PUT", "/terms"), ("POST", "/own-factors/{item}/{decision}")}


def editor(world: World) -> str:
    """Somebody who enters the data of an enterprise and approves none."""
    login = f"editor-{uuid4().hex[:6]}"
    with psycopg.connect(world.owner_url) as owner:
        identity.create_user(owner, login, seed.PASSWORD, name="Editor", locale="en")
        steel = people.Membership(world.alpha.id, "alpha", "enterprise", "steel", approves=False)
        identity.let_in(owner, login, "alpha", "enterprise", enterprise="steel")
        people.change(owner, login, steel)
    return login


def expected_of(method: str, path: str, call: Call, role: str) -> int:
    if role == "editor" and (method, path) in APPROVALS:
        return 403
    return 403 if {"editor": "enterprise"}.get(role, role) in call.forbidden else call.done


def screen_of(url: str, operator: httpx.Client) -> httpx.Client:
    """A browser that holds a link for a screen, and nothing else."""
    body = {"name": "Hall", "expires_at": int(time.time() * 1000) + DAY_MS}
    token = operator.post(f"{API}/parks/alpha/wall-links", json=body).json()["token"]
    client = httpx.Client(base_url=url, timeout=30)
    assert client.post(f"{API}/wall", json={"token": token}).status_code == 200
    # Sent everywhere, as whoever stole it would; the browser itself keeps it to /wall.
    client.headers["Cookie"] = f"pc_wall={token}; pc_session={token}"
    return client


def test_who_may_make_which_call(
    live: LiveProcess, login: Login, anonymous: httpx.Client, url: str, world: World
) -> None:
    names = ("operator", "steelworker", "verifier", "neighbour", "admin", editor(world))
    clients = {name: login(name) for name in names}
    roles = {"operator": "operator", "steelworker": "enterprise", "verifier": "verifier", "admin": "operator"}
    roles[names[-1]] = "editor"
    screen = screen_of(url, clients["operator"])
    wrong = []
    for (method, path), call in OF_A_PARK.items():
        for name, client in clients.items():
            expected = 404 if name == "neighbour" else expected_of(method, path, call, roles[name])
            if (got := status(client, method, path, call)) != expected:
                wrong.append((method, path, name, got, expected))
        for name, client in (("anonymous", anonymous), ("screen", screen)):
            if (got := status(client, method, path, call)) != 401:
                wrong.append((method, path, name, got, 401))
    assert wrong == []


def test_the_platform_is_for_its_administrators(login: Login, anonymous: httpx.Client, url: str) -> None:
    clients = {name: login(name) for name in ("operator", "steelworker", "verifier", "neighbour", "admin")}
    wrong = []
    with closing(screen_of(url, clients["operator"])) as screen:
        strangers = {"anonymous": anonymous, "screen": screen}
        for (method, path), (body, done) in OF_PLATFORM.items():
            address = f"{API}{path.replace('{park}', 'alpha').replace('{draft}', '999999')}"
            for name, client in {**clients, **strangers}.items():
                expected = 401 if name in strangers else {"admin": done}.get(name, 403)
                got = client.request(method, address, json=body).status_code
                if got != expected:
                    wrong.append((method, path, name, got, expected))
    assert wrong == []


def test_a_link_for_a_screen_opens_four_addresses_and_nothing_else_does(
    live: LiveProcess, login: Login, anonymous: httpx.Client, url: str
) -> None:
    """The kiosk is a link, not a role (docs/decisions/0078-kiosk.md)."""
    operator = login("operator")
    with closing(screen_of(url, operator)) as screen:
        for method, path in OF_ONESELF:
            for client in (screen, anonymous):
                assert client.request(method, path.replace("{key}", "999999")).status_code == 401, path
        for method, path in OF_SCREENS:
            for client in (operator, anonymous):
                assert client.request(method, path).status_code == 401, path
        wait_until(lambda: screen.get(f"{API}/wall/live").status_code == 200, "the first frame")
        for method, path in OF_SCREENS:
            with screen.stream(method, path) as answer:
                assert answer.status_code == 200, path


def test_every_unsafe_call_is_in_the_audit_log(
    live: LiveProcess, login: Login, world: World, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Done or refused: an event of this call by this person; who only looks changes nothing."""
    # Somebody who has not been refused before, and whose refusals are all written down.
    monkeypatch.setattr(auditing, "REFUSALS", 100_000)
    client = login(person)
    silent, loud, tried = [], [], 0
    with psycopg.connect(world.owner_url, autocommit=True) as owner:

        def events(after: int) -> list[tuple[int, str, str, int]]:
            sql = """SELECT number, action, outcome, changed FROM core.audit_event
                     WHERE park_id = %s AND number > %s AND actor = %s ORDER BY 1"""
            return owner.execute(sql, (world.alpha.id, after, person)).fetchall()

        last = max((number for number, *_ in events(0)), default=0)
        for (method, path), known in OF_A_PARK.items():
            # What is as wanted already is no change.
            new_name = {**(known.body or {}), "name_en": "Double"}
            call = replace(known, body=new_name) if path == "/virtual-points/{code}" else known
            got = status(client, method, path, call)
            new = events(last)
            last = max((number for number, *_ in new), default=last)
            looks = method == "GET" or path in LOOKS | DRY_RUNS
            tried += not looks
            # A file that is taken along is written down, and changes no row.
            if looks and any(outcome == "done" and rows for *_, outcome, rows in new):
                loud.append((method, path, new))
            if (
                path not in alert_routes.AS_WANTED
                and not looks
                and not any((outcome == "done") == (got < 400) for *_, outcome, _ in new)
            ):
                silent.append((method, path, got, new))
    assert tried > 40
    assert (silent, loud) == ([], [])


def test_an_enterprise_user_does_not_see_its_neighbour(login: Login) -> None:
    client = login("steelworker")
    for path in (
        "/points/office-main/readings",
        "/points/office-main/intervals",
        "/sources/office-heat/ledger",
    ):
        assert client.get(f"{API}/parks/alpha{path}?{span()}").status_code == 404
    assert client.get(f"{API}/parks/alpha/points/incomer/readings?{span()}").status_code == 404


@pytest.mark.parametrize("name", ["operator", "neighbour"])
def test_session_lists_one_s_own_parks_only(login: Login, name: str) -> None:
    memberships = login(name).get(f"{API}/session").json()["memberships"]
    assert [m["park"]["code"] for m in memberships] == [{"operator": "alpha", "neighbour": "beta"}[name]]


def test_an_admin_is_operator_of_every_park(login: Login) -> None:
    memberships = login("admin").get(f"{API}/session").json()["memberships"]
    assert [(m["park"]["code"], m["role"]) for m in memberships] == [
        ("alpha", "operator"),
        ("beta", "operator"),
    ]
