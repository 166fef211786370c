"""The routes of people and access, for the table of all routes."""

from tests.saas.routes import NOT_THEM, Call

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
