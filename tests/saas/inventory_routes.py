"""The routes of inventories and exports, for the table of all routes."""

from tests.saas.routes import LOOKED_AT, Call

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
