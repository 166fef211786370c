"""The routes of alerts and of the search, for the table of all routes."""

from tests.saas.routes import Call

NONE = {"ids": [999_999]}
RULE: dict[str, object] = {"template": "no_data", "minutes": 60}
LOOKED_AT = ("verifier",)
ROUTES = {
    ("GET", "/search"): Call("q=steel"),
    ("GET", "/enterprises/{enterprise}/home"): Call(),
    ("GET", "/alerts"): Call(),
    ("GET", "/alerts/counts"): Call(),
    ("POST", "/alerts/acknowledge"): Call(body={**NONE}, forbidden=LOOKED_AT, done=404),
    ("POST", "/alerts/assign"): Call(body={**NONE, "assignee": None}, forbidden=LOOKED_AT, done=404),
    ("POST", "/alerts/snooze"): Call(body={**NONE, "minutes": 60}, forbidden=LOOKED_AT, done=404),
    ("GET", "/alerts/rules"): Call(),
    ("POST", "/alerts/rules"): Call(body=RULE, forbidden=LOOKED_AT, done=201),
    ("POST", "/alerts/rules/trial"): Call(body=RULE, forbidden=LOOKED_AT),
    ("POST", "/alerts/rules/recommended"): Call(forbidden=LOOKED_AT),
    ("PUT", "/alerts/rules/{rule}"): Call(body=RULE, forbidden=LOOKED_AT, done=404),
    ("DELETE", "/alerts/rules/{rule}"): Call(forbidden=LOOKED_AT, done=404),
    ("GET", "/alerts/receivers"): Call(forbidden=LOOKED_AT),
    ("GET", "/alerts/deliveries"): Call(forbidden=LOOKED_AT),
    # 422: whoever is let in is told that this is no address.
    ("POST", "/alerts/receivers"): Call(
        body={"kind": "email", "address": "nobody"}, forbidden=LOOKED_AT, done=422
    ),
    ("DELETE", "/alerts/receivers/{receiver}"): Call(forbidden=LOOKED_AT, done=404),
    ("POST", "/alerts/receivers/{receiver}/trial"): Call(forbidden=LOOKED_AT, done=404),
}
LOOKS = {"/alerts/rules/trial"}
# Where all of it is there already, nothing is changed and nothing written down.
AS_WANTED = {"/alerts/rules/recommended"}
