"""The routes of budgets, for the table of all routes."""

from tests.saas.routes import Call

YEAR = "year=2026"
WANTED: dict[str, object] = {"kind": "carbon", "year": 2026, "total": 12}
ROUTES = {
    ("GET", "/budgets"): Call(YEAR),
    ("GET", "/budgets/{kind}"): Call(YEAR),
    ("POST", "/budgets/proposal"): Call(body=WANTED, forbidden=("verifier",)),
    ("PUT", "/budgets"): Call(body=WANTED, forbidden=("verifier",), done=204),
    ("DELETE", "/budgets/{kind}"): Call("year=2099", forbidden=("verifier",), done=404),
    ("POST", "/budgets/of-plan"): Call(body={"plan": 999999}, forbidden=("enterprise", "verifier"), done=404),
}
