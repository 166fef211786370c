"""Places and site plans over HTTP: what is served, refused and seen by whom."""

import struct
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.saas.conftest import Login
from tests.saas.place_routes import PNG

PLAN = "/api/v1/parks/alpha/site-plan"
BOX = [[1000, 1000], [5000, 1000], [5000, 5000], [1000, 5000]]
JPEG = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08" + struct.pack(">HH", 30, 40) + bytes(10)
WEBP = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\x1f\0\0\x0f\0\0"


def send(client: httpx.Client, content: bytes) -> httpx.Response:
    return client.post(f"{PLAN}/images", content=content, headers={"Content-Type": "image/png"})


def shape(code: str, corners: list[list[int]] | None = None) -> dict[str, Any]:
    return {"kind": "enterprise", "code": code, "corners": BOX if corners is None else corners}


@pytest.mark.parametrize(
    ("content", "found"),
    [(PNG, ("image/png", 16, 16)), (JPEG, ("image/jpeg", 40, 30)), (WEBP, ("image/webp", 32, 16))],
)
def test_images_are_what_is_in_them(login: Login, content: bytes, found: tuple[str, int, int]) -> None:
    client = login("operator")
    kept = send(client, content)
    assert kept.status_code == 201, kept.text
    image = kept.json()
    assert (image["media_type"], image["width"], image["height"]) == found
    served = client.get(f"{PLAN}/images/{image['id']}")
    assert served.content == content
    assert served.headers["Content-Type"] == found[0]
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert served.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in served.headers["Content-Security-Policy"]
    assert login("neighbour").get(f"{PLAN}/images/{image['id']}").status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"\x89PNG\r\n\x1a\n", JPEG[:12],
        PNG[:16] + struct.pack(">II", 0, 5), PNG[:16] + struct.pack(">II", 99_999, 5), WEBP[:14],
    ],
)  # fmt: skip
def test_anything_else_is_refused(login: Login, content: bytes) -> None:
    answer = send(login("operator"), content)
    assert (answer.status_code, answer.json()["type"]) == (422, "plan_image")


def test_a_plan_is_saved_whole_and_an_enterprise_sees_its_own(login: Login) -> None:
    client = login("operator")
    version = client.get(PLAN).json()["version"]
    image = send(client, PNG).json()["id"]
    body: dict[str, Any] = {"version": version, "image": image, "shapes": [shape("steel"), shape("office")]}
    saved = client.put(PLAN, json=body)
    assert saved.status_code == 200, saved.text
    assert [one["code"] for one in saved.json()["shapes"]] == ["steel", "office"]
    again = client.put(PLAN, json=body)
    assert (again.status_code, again.json()["type"]) == (409, "plan_changed")
    body["version"] = saved.json()["version"]
    bow = [BOX[0], BOX[2], BOX[1], BOX[3]]
    for wrong, fault in (
        (shape("steel", bow), "crossing"), (shape("steel", BOX[:2]), "corners"),
        (shape("nobody"), "unknown_place"),
        (shape("office"), "twice"), (shape("steel", [[0, 0], [10_001, 0], [0, 9]]), "outside"),
    ):  # fmt: skip
        refused = client.put(PLAN, json={**body, "shapes": [shape("office"), wrong]})
        assert (refused.status_code, refused.json()["type"]) == (422, "plan_shape")
        assert refused.json()["facts"]["fault"] == fault
    assert client.get(PLAN).json() == saved.json()
    own = login("steelworker").get(PLAN).json()
    assert [one["code"] for one in own["shapes"]] == ["steel"]
    assert login("steelworker").get(f"{PLAN}/images/{image}").status_code == 200
    gone = client.put(PLAN, json={"version": body["version"], "image": None, "shapes": []})
    assert gone.json()["image"] is None


def test_places_of_the_caller(login: Login) -> None:
    today = datetime.now(UTC).date()
    days = f"from={today - timedelta(days=364)}&to={today + timedelta(days=2)}"
    root = "/api/v1/parks/alpha/places"
    client = login("steelworker")
    rows = client.get(f"{root}?{days}").json()["rows"]
    assert {row["place"]["code"] for row in rows if row["place"]["kind"] == "enterprise"} == {"steel"}
    for path in ("park/alpha", "enterprise/office", "meter/office-main", "node/nowhere"):
        for end in ("", "/heat"):
            assert client.get(f"{root}/{path}{end}?{days}").status_code == 404
    assert client.get(f"{root}/meter/steel-main?{days}").json()["place"]["code"] == "steel-main"
    operator = login("operator").get(f"{root}/park/alpha?{days}").json()
    parts = sum(child["amount"]["co2_mg"] for child in operator["children"])
    transfers, rest = operator["transfers"]["co2_mg"], operator["remainder"]["co2_mg"]
    assert parts - transfers + rest == operator["amount"]["co2_mg"] > 0


@pytest.mark.parametrize(
    ("first", "until"),
    [
        ("2020-01-01", "2026-01-01"), ("2026-01-01", "2026-01-01"), ("0001-01-01", "0001-01-02"),
        ("1969-12-31", "1970-01-02"), ("2200-12-31", "2201-01-01"), ("9999-12-01", "9999-12-31"),
    ],
)  # fmt: skip
def test_periods_that_nobody_can_compute_are_refused(login: Login, first: str, until: str) -> None:
    client = login("operator")
    for path in ("", "/park/alpha", "/park/alpha/heat"):
        wrong = client.get(f"/api/v1/parks/alpha/places{path}?from={first}&to={until}")
        assert (wrong.status_code, wrong.json()["type"]) == (422, "place_period")
    for edge in ("from=1970-01-01&to=1970-02-01", "from=2200-11-30&to=2200-12-31"):
        assert client.get(f"/api/v1/parks/alpha/places/park/alpha?{edge}").status_code == 200
