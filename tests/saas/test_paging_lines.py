"""Lists of what has no number, a page at a time: lines of grids, past years, meters, computed points."""

from typing import Any

import psycopg
import pytest

from tests.saas.conftest import Login, World

ROOT = "/api/v1/parks/alpha"
# Three points each of what makes them, and three meters that are divided, two of them twice.
ROWS = (
    """INSERT INTO core.point (park_id, enterprise_id, code, name_zh, name_en, quantity, carrier, unit, kind,
         direction, expected_period_s, formula)
       SELECT %(park)s, CASE WHEN n < 3 THEN %(steel)s::int END, made || '-' || n, 'x', 'x', 'energy',
         'electricity', 'kWh', 'virtual', 'import', 60, formula::jsonb
       FROM generate_series(1, 3) n, (VALUES
         ('made-of-points', '{"expression": "a", "inputs": {"a": "steel-main"}}'),
         ('made-of-steam', '{"conversion": "steam_heat", "inputs": {"amount": "steel-main"},
           "parameters": {}}'),
         ('made-of-bills', '{"record": "bills", "item": "electricity"}')) AS f (made, formula)""",
    """INSERT INTO core.point (park_id, enterprise_id, code, name_zh, name_en, quantity, carrier, unit, kind,
         direction, expected_period_s)
       SELECT %(park)s, %(steel)s, 'made-of-vars' || suffix, 'x', 'x', 'reactive_energy', 'electricity',
         'kvarh', 'virtual', 'import', 60
       FROM unnest('{"",-1,-2}'::text[]) suffix""",
    # Three more like a source of the steel works, of what nobody writes a bill of.
    """INSERT INTO core.emission_source OVERRIDING SYSTEM VALUE
       SELECT (jsonb_populate_record(NULL::core.emission_source, to_jsonb(s) || jsonb_build_object(
         'id', 9000 + n, 'code', 'made-of-gas-' || n, 'carrier', 'sf6', 'category', 'fugitive'))).*
       FROM (SELECT * FROM core.emission_source WHERE enterprise_id = %(steel)s ORDER BY code LIMIT 1) s,
         generate_series(1, 3) n""",
    """INSERT INTO core.allocation (park_id, point_id, method, valid_from, valid_to, author, reason)
       SELECT %(park)s, id, 'share', '2020-01-01'::timestamptz + y * interval '1 year',
         '2020-01-01'::timestamptz + (y + 1) * interval '1 year', 'x', 'x'
       FROM core.point, generate_series(1, 2) y
       WHERE code LIKE 'made-of-points-%%' AND (y = 1 OR code > 'made-of-points-1')""",
    """INSERT INTO core.activity_record (id, root_id, version, park_id, kind, item, purpose, from_day, to_day,
         quantity, unit, base_quantity, author, enterprise_id)
       SELECT 7000 + n, 7000 + n, 1, %(park)s, kind, item, '', day, day + 365, 1, 't', 1000, 'steelworker',
         CASE WHEN n %% 3 = 0 THEN %(steel)s::int END
       FROM (SELECT row_number() OVER (ORDER BY kind, item, day) AS n, kind, item, day
         FROM unnest('{bill,history,driver}'::text[]) kind, unnest('{coal,diesel,water}'::text[]) item,
           unnest('{2018-01-01,2019-01-01}'::date[]) day) r""",
    """INSERT INTO core.activity_step (park_id, enterprise_id, record_id, number, state, author)
       SELECT %(park)s, enterprise_id, id, 1, 'submitted', 'x' FROM core.activity_record WHERE id > 7000""",
)
LISTS = [
    ("activity/grid?year=2018&", "lines", "~coal"),
    ("drivers/grid?year=2018&", "lines", "steel~coal"),
    ("activity/history?", "years", "~coal~~2018"),
    ("activity/meters?item=electricity&enterprise=steel&", "meters", "0~steel-main"),
    ("factors/needs?", "needs", "1~steel-main"),
    ("source-gaps?", "points", "made-of-points-1"),
    ("virtual-points?", "points", "made-of-points-1"),
    ("conversions?", "points", "made-of-steam-1"),
    ("record-points?", "points", "made-of-bills-1"),
]


@pytest.fixture(scope="module", autouse=True)
def filled(world: World) -> None:
    given = {"park": world.alpha.id, "steel": world.alpha.enterprises["steel"]}
    with psycopg.connect(world.owner_url) as owner:
        owner.execute("SELECT set_config('pc.park', %s, false)", (str(world.alpha.id),))
        for statement in ROWS:
            assert owner.execute(statement, given).rowcount >= 3


def pages(login: Login, path: str, size: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        ask = f"{ROOT}/{path}limit={size}" + (f"&cursor={cursor}" if cursor else "")
        answer = login("operator").get(ask)
        assert answer.status_code == 200, answer.text
        found.append(answer.json())
        cursor = answer.json()["cursor"]
    return found


@pytest.mark.parametrize(("path", "key", "cursor"), LISTS)
def test_the_pages_are_the_whole_list(login: Login, path: str, key: str, cursor: str) -> None:
    client = login("operator")
    whole = client.get(f"{ROOT}/{path}").json()
    assert whole["cursor"] is None
    assert len(whole[key]) >= 3
    for size in (1, 2, len(whole[key])):
        found = pages(login, path, size)
        assert [row for page in found for row in page[key]] == whole[key]
        assert [len(page[key]) for page in found[:-1]] == [size] * (len(found) - 1)
        others = {name: value for name, value in whole.items() if name not in (key, "cursor")}
        assert all({name: page[name] for name in others} == others for page in found)
    assert client.get(f"{ROOT}/{path}cursor={cursor}").status_code == 200
    for wrong in ("limit=0", "limit=1001", "cursor=~", "cursor=A", "cursor=1~2~3~4~5"):
        assert client.get(f"{ROOT}/{path}{wrong}").status_code == 422, wrong


def test_what_nobody_writes_a_bill_of_is_not_missing(login: Login) -> None:
    client = login("operator")
    needed = {source["carrier"] for source in client.get(f"{ROOT}/sources").json()["sources"]}
    assert "sf6" in needed
    lines = client.get(f"{ROOT}/activity/grid?year=2018").json()["lines"]
    assert "sf6" not in {line["item"] for line in lines}
    assert "electricity" in {line["item"] for line in lines}


def test_the_parks_own_lines_come_last(login: Login) -> None:
    lines = login("operator").get(f"{ROOT}/drivers/grid?year=2018").json()["lines"]
    owners = [line["enterprise"] for line in lines]
    assert None in owners
    assert "steel" in owners
    assert owners == sorted(owners, key=lambda owner: (owner is None, owner or ""))


def test_months_by_state_are_of_all_pages(login: Login) -> None:
    grid = login("operator").get(f"{ROOT}/activity/grid?year=2018").json()
    cells = [cell["state"] for line in grid["lines"] for cell in line["cells"]]
    assert grid["states"] == {state: cells.count(state) for state in set(cells)}
    assert grid["total"] == len(grid["lines"])


def test_what_waits_is_of_all_pages_and_of_who_may_decide(login: Login) -> None:
    first = pages(login, "activity/history?", 1)[0]
    waiting = {entry["year"]: entry["reports"] for entry in first["waiting"]}
    assert set(waiting) == {2018, 2019}
    assert sum(len(reports) for reports in waiting.values()) == 6
    assert login("steelworker").get(f"{ROOT}/activity/history?limit=1").json()["waiting"] == []


def test_a_page_has_all_divisions_of_so_many_shared_meters(login: Login) -> None:
    whole = login("operator").get(f"{ROOT}/allocations").json()["allocations"]
    found = pages(login, "allocations?", 1)
    assert [row for page in found for row in page["allocations"]] == whole
    assert [{row["point"] for row in page["allocations"]} for page in found] == [
        {point} for point in dict.fromkeys(row["point"] for row in whole)
    ]
    assert max(len(page["allocations"]) for page in found) == 2


@pytest.mark.parametrize(
    ("path", "code"), [("virtual-points", "points"), ("conversions", "steam"), ("record-points", "bills")]
)
def test_a_computed_point_by_its_code(login: Login, path: str, code: str) -> None:
    client = login("operator")
    listed = {row["point"]: row for row in client.get(f"{ROOT}/{path}").json()["points"]}
    for number in (1, 3):
        name = f"made-of-{code}-{number}"
        assert client.get(f"{ROOT}/{path}/{name}").json() == listed[name]
    # What is there but made by something else is none of these.
    for other in ("steel-main", "made-of-nothing", f"made-of-{'bills' if code != 'bills' else 'steam'}-1"):
        answer = client.get(f"{ROOT}/{path}/{other}")
        assert (answer.status_code, answer.json()["type"]) == (404, "not_found")
    # The park's own is none of an enterprise's; a verifier sees both.
    seen = {
        who: [login(who).get(f"{ROOT}/{path}/made-of-{code}-{n}").status_code for n in (1, 3)]
        for who in ("verifier", "steelworker")
    }
    assert seen == {"verifier": [200, 200], "steelworker": [200, 404]}


def test_meters_of_bills_are_of_one_enterprise_and_carrier_main_ones_first(login: Login) -> None:
    client = login("operator")

    def codes(query: str) -> list[str]:
        answer = client.get(f"{ROOT}/activity/meters?{query}")
        assert answer.status_code == 200, answer.text
        found = answer.json()["meters"]
        return [meter["code"] for meter in found]

    own = codes("item=electricity&enterprise=steel")
    assert own[0] == "steel-main"
    assert "made-of-points-1" in own
    assert not [code for code in own if code.startswith("made-of-bills")]
    assert "made-of-points-3" in codes("item=electricity")
    assert not set(own) & set(codes("item=electricity"))
    assert codes("item=electricity&enterprise=steel&q=MADE%20points-2") == ["made-of-points-2"]
    assert codes("item=natural_gas&enterprise=steel&q=made") == []
    # A driver has no meters, and what measures something else than the bill says is none of it.
    assert codes("item=output_current&enterprise=steel") == []
    assert "made-of-vars" not in own
    refused = client.get(f"{ROOT}/activity/meters?item=phlogiston")
    assert (refused.status_code, refused.json()["type"]) == (422, "unknown_item")
    assert codes("item=electricity&enterprise=nobody") == []
    wrong = client.get(f"{ROOT}/activity/meters?item=electricity&cursor=steel-main")
    assert wrong.status_code == 422


def test_what_sources_ask_for_comes_worst_first_and_is_counted_on_all_pages(login: Login) -> None:
    whole = login("operator").get(f"{ROOT}/factors/needs").json()
    needs = whole["needs"]
    ranks = [0 if need["version"] is None else 1 if need["fallback"] else 2 for need in needs]
    places = list(zip(ranks, (need["source"] for need in needs), strict=True))
    assert places == sorted(places)
    assert (whole["total"], whole["missing"], whole["fallback"]) == (
        len(needs), ranks.count(0), ranks.count(1),
    )  # fmt: skip
    assert whole["factors"] == sorted({need["factor"] for need in needs})
    wrong = login("operator").get(f"{ROOT}/factors/needs?cursor={needs[0]['source']}")
    assert wrong.status_code == 422


def test_a_page_has_all_that_so_many_sources_used_of_a_factor(login: Login) -> None:
    client = login("operator")
    told = client.get(f"{ROOT}/factors/grid_electricity").json()
    whole = client.get(f"{ROOT}/factors/grid_electricity/uses").json()
    assert whole["cursor"] is None
    sources = list(dict.fromkeys(use["source"] for use in whole["uses"]))
    assert sources == sorted(sources)
    assert told["users"] == len(sources) >= 2
    assert {use["version"] for use in whole["uses"]} <= {row["id"] for row in told["versions"]}
    assert all(use["hours"] > 0 and use["first_hour"] <= use["last_hour"] for use in whole["uses"])
    found = pages(login, "factors/grid_electricity/uses?", 1)
    assert [use for page in found for use in page["uses"]] == whole["uses"]
    assert [{use["source"] for use in page["uses"]} for page in found] == [{source} for source in sources]
    none = client.get(f"{ROOT}/factors/nothing/uses").json()
    assert none == {"uses": [], "cursor": None}
