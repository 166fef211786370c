"""The routes of factors and conversions, for the table of all routes."""

from tests.saas.routes import LOOKED_AT, NOTE, Call

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
    ("GET", "/factors/{factor}/uses"): Call(),
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
