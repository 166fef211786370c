"""Search: what one may see, by words of names or codes, whatever signs are typed."""

import httpx
import pytest

from tests.saas.conftest import Login, World


def found(client: httpx.Client, text: str) -> list[tuple[str, str]]:
    answer = client.get("/api/v1/parks/alpha/search", params={"q": text})
    assert answer.status_code == 200, answer.text
    return [(hit["kind"], hit["code"]) for hit in answer.json()["hits"]]


@pytest.mark.usefixtures("world")
def test_meters_enterprises_and_factors_are_found_by_words(login: Login, world: World) -> None:
    client = login("operator")
    hits = found(client, "STEEL")
    assert hits[0] == ("enterprise", "steel")
    assert ("point", "steel-main") in hits
    # Each word has to be there, in any order.
    assert ("point", "steel-main") in found(client, "main steel")
    assert found(client, "steel nothing-has-this") == []
    assert ("factor", "grid_electricity") in found(client, "grid_el")
    # Signs of patterns mean themselves.
    assert found(client, "%") == []
    assert found(client, "steel_main") == []
    assert found(client, "\\") == []
    assert all(code != "steel-main" for _, code in found(client, "beta"))


@pytest.mark.usefixtures("world")
def test_an_enterprise_finds_nothing_of_others(login: Login) -> None:
    hits = found(login("steelworker"), "a")
    assert {code for kind, code in hits if kind == "enterprise"} <= {"steel"}
    assert all("steel" in code for kind, code in hits if kind == "point")
    assert login("neighbour").get("/api/v1/parks/alpha/search", params={"q": "steel"}).status_code == 404
