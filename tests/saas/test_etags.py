"""What a browser has already is not computed, nor sent, again; and nothing else is told to be the same."""

from datetime import UTC, datetime, timedelta
from types import ModuleType

import httpx
import psycopg
import pytest
from parkcarbon_platform.services.flows import showing
from parkcarbon_platform.services.health import meter_health
from parkcarbon_platform.services.inventories import shown, tracing
from parkcarbon_platform.services.places import ground
from parkcarbon_saas import etags

from tests.saas.conftest import Login, World

ROOT = "/api/v1/parks/alpha"
TODAY = datetime.now(UTC).date() + timedelta(days=1)
OVER = f"from={TODAY - timedelta(days=40)}&to={TODAY - timedelta(days=1)}"
RUNNING = f"from={TODAY - timedelta(days=40)}&to={TODAY + timedelta(days=2)}"
PLACES = [f"{ROOT}/places", f"{ROOT}/places/park/alpha", f"{ROOT}/places/meter/steel-main/heat"]


def ask(client: httpx.Client, path: str, query: str, tag: str) -> httpx.Response:
    return client.get(f"{path}?{query}", headers={"If-None-Match": tag})


@pytest.mark.parametrize("path", PLACES)
def test_what_is_over_and_unchanged_is_not_computed_again(
    login: Login, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = login("operator")
    first = client.get(f"{path}?{OVER}")
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "private, no-cache"
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    monkeypatch.delattr(ground, "read")  # nothing is read for it
    again = ask(client, path, OVER, f'"other", {tag}')
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    monkeypatch.undo()
    assert ask(client, path, OVER.replace("from=", "measure=energy&from="), tag).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE series.interval SET quantity = quantity + 1 WHERE point_id = %(point)s",
        "UPDATE series.ledger_entry SET co2_mg = co2_mg + 1 WHERE park_id = %(park)s",
        "UPDATE core.point SET name_en = name_en || '.' WHERE id = %(point)s",
        "INSERT INTO core.factor_adoption (park_id, sets, author, reason)"
        " VALUES (%(park)s, '{test}', 'x', 'x')",
        "UPDATE factors.factor_version SET grade = grade WHERE factor = 'grid_electricity'",
        "INSERT INTO core.enterprise_terms (park_id, enterprise_id, is_named, shares_intervals,"
        " shares_production, author) SELECT park_id, id, false, true, true, 'x' FROM core.enterprise"
        " WHERE code = 'steel' AND park_id = %(park)s",
    ],
)
def test_after_a_change_there_is_another_answer(login: Login, world: World, change: str) -> None:
    client = login("operator")
    tags = [client.get(f"{path}?{OVER}").headers["ETag"] for path in PLACES]
    given = {"park": world.alpha.id, "point": world.alpha.points["steel-main"]}
    with psycopg.connect(world.owner_url) as owner:
        owner.execute("SELECT set_config('pc.park', %s, false)", (str(world.alpha.id),))
        assert owner.execute(change, given).rowcount > 0
    for path, tag in zip(PLACES, tags, strict=True):
        found = ask(client, path, OVER, tag)
        assert found.status_code == 200
        assert found.headers["ETag"] != tag
        assert ask(client, path, OVER, found.headers["ETag"]).status_code == 304


def ms(days: int) -> int:
    return int((datetime.now(UTC) - timedelta(days=days)).timestamp() * 1000)


@pytest.mark.parametrize(
    ("address", "module", "name"),
    [
        (f"inventory?{OVER}&ruleset=territorial", shown, "shown"),
        (f"inventory/explain?{OVER}&ruleset=territorial", tracing, "explain"),
        (f"flows?{OVER}", showing, "flows"),
        (f"health/coverage?from={ms(40)}&to={ms(3)}", meter_health, "calendar"),
    ],
)
def test_figures_of_a_period_that_is_over_are_computed_once(
    login: Login, world: World, monkeypatch: pytest.MonkeyPatch, address: str, module: ModuleType, name: str
) -> None:
    client = login("operator")
    first = client.get(f"{ROOT}/{address}")
    tag = first.headers["ETag"]
    assert first.status_code == 200
    assert tag.startswith('W/"')
    monkeypatch.delattr(module, name)  # nothing is computed for it
    again = client.get(f"{ROOT}/{address}", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    # Nor for somebody else who may see the same; the tag is their own.
    other = login("operator").get(f"{ROOT}/{address}")
    assert (other.status_code, other.content) == (200, first.content)
    assert other.headers["ETag"] not in ("", tag)
    assert other.headers["Content-Type"] == "application/json"
    monkeypatch.undo()
    with psycopg.connect(world.owner_url) as owner:
        owner.execute("SELECT set_config('pc.park', %s, false)", (str(world.alpha.id),))
        owner.execute(
            """INSERT INTO core.quality_note (park_id, subject, field, value, author)
               VALUES (%s, 'plan', 'note', 'x', 'x')""",
            (world.alpha.id,),
        )
    changed = client.get(f"{ROOT}/{address}", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] not in ("", tag)


def test_who_sees_less_has_no_kept_answer_of_who_sees_more(login: Login) -> None:
    for address in (f"flows?{OVER}", f"health/coverage?from={ms(40)}&to={ms(3)}"):
        found = [login(who).get(f"{ROOT}/{address}") for who in ("operator", "steelworker", "steelworker")]
        assert [one.status_code for one in found] == [200, 200, 200]
        assert found[0].content != found[1].content == found[2].content


def test_kept_answers_are_bounded() -> None:
    kept = etags.Answers(limit=100)
    for n in range(10):
        kept.put(str(n), bytes(20))
        kept.get("0")
    kept.put("large", bytes(26))
    assert [key for key in map(str, range(10)) if kept.get(key) is not None] == ["0", "6", "7", "8", "9"]
    assert kept.get("large") is None
    kept.put("9", bytes(5))
    assert kept.get("9") == bytes(5)


@pytest.mark.parametrize("address", [f"health/coverage?from={ms(40)}&to={ms(0)}", f"flows?{RUNNING}"])
def test_what_settles_still_has_no_tag_of_its_state(login: Login, address: str) -> None:
    assert not login("operator").get(f"{ROOT}/{address}").headers["ETag"].startswith("W/")


def test_another_park_s_changes_are_none(login: Login, world: World) -> None:
    client = login("operator")
    tag = client.get(f"{PLACES[0]}?{OVER}").headers["ETag"]
    with psycopg.connect(world.owner_url) as owner:
        owner.execute("UPDATE core.point SET name_en = name_en WHERE park_id = %s", (world.beta.id,))
    assert ask(client, PLACES[0], OVER, tag).status_code == 304


@pytest.mark.parametrize("path", [f"{PLACES[0]}?{OVER}", f"{ROOT}/meters", f"{ROOT}/sources"])
def test_nobody_has_another_one_s_answer(login: Login, anonymous: httpx.Client, path: str) -> None:
    first = login("operator").get(path)
    tag = first.headers["ETag"]
    for other in ("verifier", "steelworker", "operator"):
        assert login(other).get(path, headers={"If-None-Match": tag}).status_code == 200
    assert login("neighbour").get(path, headers={"If-None-Match": tag}).status_code == 404
    assert anonymous.get(path, headers={"If-None-Match": tag}).status_code == 401


def test_a_period_that_runs_is_always_computed(login: Login) -> None:
    """What is expected of it grows by the second."""
    client = login("operator")
    for path in PLACES[:2]:
        first = client.get(f"{path}?{RUNNING}")
        assert not first.headers["ETag"].startswith("W/")
        assert ask(client, path, RUNNING, first.headers["ETag"]).status_code == 200


def test_other_answers_are_known_by_their_bytes(login: Login, world: World) -> None:
    client = login("operator")
    path = f"{ROOT}/factor-sets"
    first = client.get(path)
    tag = first.headers["ETag"]
    assert tag.startswith('"')
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert "Content-Type" not in again.headers
    with psycopg.connect(world.owner_url) as owner:
        owner.execute("UPDATE factors.factor_set SET title = title || ' 2' WHERE code = 'test'")
    changed = client.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_what_may_not_be_kept_has_no_tag(login: Login) -> None:
    client = login("operator")
    for path in ("/api/v1/session", f"{ROOT}/nothing"):
        answer = client.get(path)
        assert "ETag" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
