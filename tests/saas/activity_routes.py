"""The routes of bills, stocks and other activity, for the table of all routes."""

from tests.saas.routes import LOOKED_AT, NOTE, Call

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
ACTIVITY = {
    ("GET", "/activity"): Call("year=2025"),
    ("GET", "/activity/items"): Call(),
    ("GET", "/activity/grid"): Call("year=2025"),
    ("GET", "/activity/meters"): Call("item=electricity"),
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
    ("GET", "/fuel-stock/entries"): Call("item=coal"),
    ("GET", "/fuel-stock/lots"): Call("item=coal"),
    ("POST", "/fuel-stock/entries"): Call(body=LOAD, forbidden=LOOKED_AT, done=404),
    ("POST", "/fuel-stock/lots"): Call(body=LOT, forbidden=LOOKED_AT, done=404),
    ("POST", "/fuel-stock/entries/{entry}/cancel"): Call(body=NOTE, forbidden=LOOKED_AT, done=404),
    ("POST", "/fuel-stock/lots/{lot}/cancel"): Call(body=NOTE, forbidden=LOOKED_AT, done=404),
}
