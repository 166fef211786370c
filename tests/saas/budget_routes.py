"""The routes of budgets, for the table of all routes."""

from tests.saas.routes import Call

YEAR = "year=2026"
WANTED: dict[str, object] = {"kind": "carbon", "year": 2026, "total": 12}
NORM: dict[str, object] = {
    "name_zh": "x", "name_en": "x", "kind": "carbon", "item": "floor_area", "unit": "kg/m2",
    "limit": 2, "citation": "a table", "valid_from": "2020-01-01",
}  # fmt: skip
ROUTES = {
    ("GET", "/budgets"): Call(YEAR),
    ("GET", "/budgets/{kind}"): Call(YEAR),
    ("POST", "/budgets/proposal"): Call(body=WANTED, forbidden=("verifier",)),
    ("PUT", "/budgets"): Call(body=WANTED, forbidden=("verifier",), done=204),
    ("DELETE", "/budgets/{kind}"): Call("year=2099", forbidden=("verifier",), done=404),
    ("GET", "/benchmark"): Call(YEAR),
    ("GET", "/norms"): Call(),
    ("GET", "/norms/{norm}"): Call(done=404),
    # Before there is one: what one takes off the list, the next does not find.
    ("DELETE", "/norms/{norm}"): Call(forbidden=("enterprise", "verifier"), done=404),
    ("PUT", "/norms/{norm}"): Call(body=NORM, forbidden=("enterprise", "verifier")),
    ("POST", "/what-if/preview"): Call(body={"name": "x"}, forbidden=("enterprise",)),
    ("GET", "/what-ifs"): Call(forbidden=("enterprise",)),
    ("POST", "/what-ifs"): Call(body={"name": "x"}, forbidden=("enterprise", "verifier"), done=201),
    ("DELETE", "/what-ifs/{item}"): Call(forbidden=("enterprise", "verifier"), done=404),
    ("POST", "/budgets/of-plan"): Call(body={"plan": 999999}, forbidden=("enterprise", "verifier"), done=404),
}
