"""The routes of connecting meters, for the table of all routes."""

from tests.saas.routes import LOOKED_AT, Call

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
