"""The routes of sources, for the table of all routes."""

from tests.saas.routes import LOOKED_AT, Call

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
    ("GET", "/green-uses"): Call(),
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
