"""Points and meters to choose from: by a few letters, by what they measure and by code; who sees which."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.saas import seed
from tests.saas.conftest import Login, World

PARK = "/api/v1/parks/alpha"


def codes(login: Login, query: str = "", who: str = "operator", of: str = "points") -> list[str]:
    answer = login(who).get(f"{PARK}/{of}?{query}")
    assert answer.status_code == 200, answer.text
    return [one["code"] for one in answer.json()[of]]


@pytest.fixture
def integrated(world: World) -> Iterator[str]:
    """A gauge whose integral is counted as an amount."""
    change = "UPDATE core.point SET integrated = %s WHERE id = %s"
    with psycopg.connect(world.owner_url) as owner:
        owner.execute(change, (True, world.alpha.points["steel-gas-flow"]))
    yield "steel-gas-flow"
    with psycopg.connect(world.owner_url) as owner:
        owner.execute(change, (False, world.alpha.points["steel-gas-flow"]))


def test_a_point_to_choose_says_what_the_list_of_meters_says_of_it(login: Login) -> None:
    client = login("operator")
    answer = client.get(f"{PARK}/points").json()
    meters = client.get(f"{PARK}/meters").json()
    names = list(answer["points"][0])
    assert answer["points"] == [{name: one[name] for name in names} for one in meters["points"]]
    assert (answer["carriers"], answer["cursor"]) == (meters["carriers"], None)
    devices = client.get(f"{PARK}/devices").json()["devices"]
    names = list(devices[0])
    assert devices == [{name: one[name] for name in names} for one in meters["devices"]]


def test_words_are_found_in_codes_names_and_units(login: Login) -> None:
    def having(*words: str) -> list[str]:
        said = {c: f"{c} 名 {c} {c.title()} {of[3]}".lower() for c, of in seed.POINTS.items()}
        return sorted(code for code, text in said.items() if all(word in text for word in words))

    for words in (("main",), ("steel", "m3"), ("名", "office"), ("gj/h",), ("nowhere",)):
        assert codes(login, f"q={'%20'.join(words).upper()}") == having(*words)
    # Signs that mean something to the database mean nothing here.
    for sign in ("%25", "_", "%5C"):
        assert codes(login, f"q={sign}") == codes(login, f"q={sign}", of="devices") == []
    assert codes(login, "q=STEEL%20meter", of="devices") == ["steel-meter"]


def test_points_are_found_by_what_they_measure(login: Login, integrated: str) -> None:
    def of(*, carrier: str = "", quantity: str = "", kinds: tuple[str, ...] = ()) -> list[str]:
        return sorted(
            code
            for code, (_, q, c, _, k) in seed.POINTS.items()
            if carrier in ("", c) and quantity in ("", q) and (not kinds or k in kinds)
        )

    assert codes(login, "carrier=steam") == of(carrier="steam")
    assert codes(login, "quantity=energy&carrier=electricity") == of(carrier="electricity", quantity="energy")
    assert codes(login, "kind=gauge&kind=virtual") == of(kinds=("gauge",))
    assert codes(login, "with_amounts=true") == sorted([*of(kinds=("register",)), integrated])
    assert codes(login, "with_amounts=true&kind=gauge") == [integrated]
    assert login("operator").get(f"{PARK}/points?kind=meter").status_code == 422


def test_codes_are_named_as_far_as_one_sees_them(login: Login) -> None:
    asked = "code=steel-main&code=office-main&code=nowhere"
    assert codes(login, asked) == ["office-main", "steel-main"]
    assert codes(login, asked, "steelworker") == ["steel-main"]
    assert codes(login, f"{asked}&q=office") == ["office-main"]
    devices = "code=steel-meter&code=office-meter"
    assert codes(login, devices, "steelworker", "devices") == ["steel-meter"]
    many = "&".join(["code=steel-main"] * 101)
    for wrong in (many, "code=Not%20a%20code"):
        for of in ("points", "devices"):
            assert login("operator").get(f"{PARK}/{of}?{wrong}").status_code == 422


def test_an_enterprise_chooses_among_its_own(login: Login) -> None:
    own = sorted(code for code, of in seed.POINTS.items() if of[0] == "steel")
    answer = login("steelworker").get(f"{PARK}/points").json()
    assert [one["code"] for one in answer["points"]] == own
    assert answer["carriers"] == sorted({seed.POINTS[code][2] for code in own})
    assert codes(login, "q=office", "steelworker") == []
    assert codes(login, "", "steelworker", "devices") == ["steel-meter"]


def test_the_meters_of_one_device_are_told_alone_also_where_it_has_no_point(
    login: Login, world: World
) -> None:
    client = login("operator")
    found = client.get(f"{PARK}/meters?device=steel-meter").json()
    assert [one["code"] for one in found["devices"]] == ["steel-meter"]
    assert [one["code"] for one in found["points"]] == sorted(
        code for code, of in seed.POINTS.items() if of[0] == "steel"
    )
    with psycopg.connect(world.owner_url) as owner:
        seed.insert(owner, "core.device", park_id=world.alpha.id, **seed.named("without-a-point"))
    found = client.get(f"{PARK}/meters?device=without-a-point").json()
    assert ([one["code"] for one in found["devices"]], found["points"]) == (["without-a-point"], [])
    assert login("steelworker").get(f"{PARK}/meters?device=without-a-point").json()["devices"] == []
