"""The routes of places and site plans, for the table of all routes."""

from tests.saas.routes import Call

DAYS = "from=2026-11-01&to=2026-11-08"
# A PNG's head: nobody decodes more of it than its size.
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x02\0\0\0"
PARK_S = ("enterprise", "verifier")
ROUTES = {
    ("GET", "/places"): Call(DAYS),
    ("GET", "/places/{kind}/{code}"): Call(DAYS),
    ("GET", "/places/{kind}/{code}/heat"): Call(DAYS),
    ("GET", "/site-plan"): Call(),
    ("POST", "/site-plan/images"): Call(
        content=PNG, headers={"Content-Type": "image/png"}, forbidden=PARK_S, done=201
    ),
    ("GET", "/site-plan/images/{image}"): Call(done=404),
    # There is no such version: 409 says that the role was let in.
    ("PUT", "/site-plan"): Call(
        body={"version": 999_999, "image": None, "shapes": []}, forbidden=PARK_S, done=409
    ),
}
