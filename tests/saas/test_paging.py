"""Lists a page at a time: the pages together are the list, also where rows are sorted by what is the same."""

from typing import Any

import psycopg
import pytest

from tests.saas.conftest import Login, World

ROOT = "/api/v1/parks/alpha"
# Three of each; of the last two of some the time or the period is the same.
ROWS = {
    "inventory": """INSERT INTO core.inventory (park_id, ruleset, gwp, from_day, to_day, author)
      SELECT %(park)s, 'territorial', 'AR6', day, day + 31, 'x'
      FROM unnest('{2030-01-01,2029-01-01,2030-01-01}'::date[]) day""",
    "kept": """INSERT INTO core.inventory (park_id, enterprise_id, ruleset, gwp, from_day, to_day, author)
      SELECT %(park)s, %(steel)s, 'territorial', 'AR6', '2028-01-01', '2028-02-01', 'x'
      FROM generate_series(1, 3)""",
    "export": """INSERT INTO core.export (park_id, kind, arguments, author)
      SELECT %(park)s, 'verification_pack', '{}', 'x' FROM generate_series(1, 3)""",
    "analysis": """INSERT INTO core.analysis_run (park_id, kind, title, source, options, seed,
        code_version, author)
      SELECT %(park)s, kind, 'x', 'park', '{}', 1, 'x', 'x'
      FROM generate_series(1, 3), unnest('{lmdi,stirpat}'::text[]) kind""",
    "plan": """INSERT INTO core.plan (park_id, kind, name, request, request_sha256, author)
      SELECT %(park)s, kind, 'x', '{}', 'x', 'x'
      FROM generate_series(1, 3), unnest('{pathway,portfolio}'::text[]) kind""",
    "lock": """INSERT INTO core.period_lock (park_id, from_time, to_time, reason, author, released_at,
        released_by)
      SELECT %(park)s, '2020-01-01', '2020-02-01', 'x', 'x', now(), 'x' FROM generate_series(1, 3)""",
    "job": """INSERT INTO core.job (park_id, kind, state, author, arguments)
      SELECT %(park)s, 'restate', 'done', 'x',
        '{"from": "2020-01-01T00:00+00:00", "to": "2020-02-01T00:00+00:00", "reason": "x"}'
      FROM generate_series(1, 3)""",
    "event": """INSERT INTO core.meter_event (park_id, point_id, kind, time, author, reason)
      SELECT %(park)s, %(point)s, 'calibration', '2020-01-01', 'x', 'x' FROM generate_series(1, 3)""",
    "correction": """INSERT INTO core.correction (park_id, point_id, kind, from_time, to_time, author, reason)
      SELECT %(park)s, %(point)s, 'substitute', '2020-01-01', '2020-01-02', 'x', 'x'
      FROM generate_series(1, 3)""",
    "report": """INSERT INTO core.activity_record (id, root_id, version, park_id, kind, item, account,
        from_day, to_day, quantity, unit, base_quantity, author, enterprise_id)
      SELECT 900 + n, 900 + n, 1, %(park)s, 'bill', 'electricity', n::text, '2020-01-01', '2020-02-01', 1,
        'kWh', 1000, 'x', CASE WHEN n > 3 THEN %(steel)s::int END
      FROM generate_series(1, 6) n""",
    "rule": """INSERT INTO core.alert_rule (park_id, template, name, severity, author)
      SELECT %(park)s, 'quarantine', 'paging', 'warning', 'x' FROM generate_series(1, 3)""",
    "receiver": """INSERT INTO core.alert_receiver (park_id, kind, name, address, locale, author)
      SELECT %(park)s, 'email', 'paging', 'x@example.org', 'en', 'x' FROM generate_series(1, 3)""",
    "delivery": """INSERT INTO core.alert_delivery (park_id, receiver_id, event)
      SELECT park_id, id, 'trial' FROM core.alert_receiver WHERE name = 'paging'""",
    "what-if": """INSERT INTO core.what_if (park_id, name, body, author)
      SELECT %(park)s, 'paging', '{"name": "paging", "electricity": 1}', 'x' FROM generate_series(1, 3)""",
    "token": """INSERT INTO identity.api_token (park_id, name, role, scope, token_sha256, created_by,
        expires_at)
      SELECT %(park)s, 'paging', 'verifier', 'read', sha256(('paging' || n)::bytea), 'x', '2020-01-01'
      FROM generate_series(1, 3) n""",
    "link": """INSERT INTO identity.wall_link (token_sha256, park_id, name, created_by, expires_at)
      SELECT sha256(('paging' || n)::bytea), %(park)s, 'x', 'x', '2020-01-01' FROM generate_series(1, 3) n""",
    "evidence": """INSERT INTO core.evidence (park_id, sha256, content, name, media_type, size, author)
      SELECT %(park)s, 'x', 'x', 'x', 'x', 1, 'x' FROM generate_series(1, 3)""",
    "own": """INSERT INTO core.own_factor (park_id, factor, version, gas, value, unit, region, valid_from,
        citation, evidence_id, author)
      SELECT %(park)s, 'ef.paging', 'x', 'CO2', 1, 'kg/kWh', 'CN', '2020-01-01', 'x', max(e.id), 'x'
      FROM core.evidence e, generate_series(1, 3) n GROUP BY n""",
    "supply": """INSERT INTO core.green_supply (park_id, kind, number, supplier, technology, amount_wh,
        generated_from, generated_to, evidence_id, author)
      SELECT %(park)s, 'certificate', 'paging' || day, 'x', 'wind', 9, left(day, 10)::date, '2020-03-31',
        (SELECT max(id) FROM core.evidence), 'x'
      FROM unnest('{2020-01-01,2020-02-01,2020-02-01 again}'::text[]) day""",
    "use": """INSERT INTO core.green_use (park_id, supply_id, source_id, month, amount_wh, author)
      SELECT %(park)s, max(g.id), min(s.id), month, 1, 'x'
      FROM unnest('{2020-03-01,2020-02-01,2020-03-01}'::date[]) WITH ORDINALITY months (month, n),
        core.green_supply g, core.emission_source s
      WHERE g.park_id = %(park)s AND s.park_id = %(park)s GROUP BY month, n""",
    "step": """INSERT INTO core.activity_step (park_id, enterprise_id, record_id, number, state, author)
      SELECT %(park)s, enterprise_id, id, 1, 'draft', 'x' FROM core.activity_record WHERE id > 900""",
}
LISTS = [
    ("inventories", "inventories"),
    ("exports", "exports"),
    ("analyses", "analyses"),
    ("analyses?kind=stirpat", "analyses"),
    ("plans", "plans"),
    ("plans?kind=portfolio", "plans"),
    ("locks", "locks"),
    ("restatements", "restatements"),
    ("points/steel-main/events", "events"),
    ("points/steel-main/corrections", "corrections"),
    ("activity?year=2020", "reports"),
    ("own-factors", "factors"),
    ("green-supplies", "supplies"),
    ("green-uses", "uses"),
    ("alerts/rules", "rules"),
    ("alerts/deliveries", "deliveries"),
    ("what-ifs", "kept"),
    ("tokens", "tokens"),
    ("wall-links", "links"),
]
NAMES = {"members": "login"}


@pytest.fixture(scope="module")
def filled(world: World) -> None:
    """A park that has enough of everything for two pages."""
    given = {"park": world.alpha.id, "point": world.alpha.points["steel-main"],
             "steel": world.alpha.enterprises["steel"]}  # fmt: skip
    with psycopg.connect(world.owner_url) as owner:
        owner.execute("SELECT set_config('pc.park', %s, false)", (str(world.alpha.id),))
        for statement in ROWS.values():
            assert owner.execute(statement, given).rowcount >= 3


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("path", "key"), LISTS)
def test_pages_of_rows_with_numbers_are_the_whole_list(login: Login, path: str, key: str) -> None:
    client = login("operator")
    ask = f"{ROOT}/{path}{'&' if '?' in path else '?'}"
    whole = client.get(ask).json()
    assert whole["cursor"] is None
    ids = [row["id"] for row in whole[key]]
    assert len(set(ids)) == len(ids) >= 3
    pages, cursor = [], ""
    while cursor is not None:
        page = client.get(f"{ask}limit=2" + (f"&cursor={cursor}" if cursor else "")).json()
        pages.append([row["id"] for row in page[key]])
        cursor = page["cursor"]
    assert [number for page in pages for number in page] == ids
    assert [len(page) for page in pages[:-1]] == [2] * (len(pages) - 1)
    assert 1 <= len(pages[-1]) <= 2
    for wrong in ("limit=0", "limit=1001", "cursor=0", "cursor=first"):
        assert client.get(ask + wrong).status_code == 422


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("path", "key"), [("inventories", "inventories"), ("activity?year=2020", "reports")])
def test_a_page_behind_a_row_that_one_may_not_see_is_what_is_behind_it(
    login: Login, path: str, key: str
) -> None:
    ask = f"{ROOT}/{path}{'&' if '?' in path else '?'}"
    first = login("operator").get(f"{ask}limit=1").json()
    client = login("steelworker")
    own = client.get(ask).json()[key]
    assert len(own) >= 3
    assert first[key][0]["id"] not in {row["id"] for row in own}
    assert client.get(f"{ask}cursor={first['cursor']}").json()[key] == own
    # A place where no row is, the last there can be, and a number beyond any row's.
    for cursor in ("999999999999999999-999999999999999999", "-1-1"):
        assert client.get(f"{ask}cursor={cursor}").status_code == 200


@pytest.mark.usefixtures("weighty")
@pytest.mark.parametrize(
    ("path", "key", "size"),
    [
        ("meters?", "points", 2),
        ("meters?sort=age&", "points", 2),
        ("meters?sort=findings&", "points", 2),
        ("points?", "points", 2),
        ("devices?", "devices", 1),
        ("sources?", "sources", 2),
        ("sources?sort=category&", "sources", 2),
        ("enterprises?", "enterprises", 1),
        ("people?", "members", 2),
        ("edges?", "edges", 1),
        ("tariffs?", "tariffs", 1),
    ],
)
def test_pages_are_the_whole_list(login: Login, world: World, path: str, key: str, size: int) -> None:
    client = login("operator")
    with psycopg.connect(world.owner_url) as owner:  # a device without a point is on a page, too
        owner.execute(
            """INSERT INTO core.device (park_id, code, name_zh, name_en)
               SELECT id, 'bare', 'bare', 'bare' FROM core.park WHERE code = %s ON CONFLICT DO NOTHING""",
            (ROOT.rpartition("/")[2],),
        )
        owner.execute(
            """INSERT INTO core.edge (park_id, code, name_zh, name_en)
               SELECT %s, 'paging-' || n, 'x', 'x' FROM generate_series(1, 2) n ON CONFLICT DO NOTHING""",
            (world.alpha.id,),
        )
        owner.execute(
            """INSERT INTO core.tariff (park_id, code, name_zh, name_en, currency)
               SELECT %s, 'paging-' || n, 'x', 'x', 'CNY' FROM generate_series(1, 2) n
               ON CONFLICT DO NOTHING""",
            (world.alpha.id,),
        )
    whole = client.get(f"{ROOT}/{path}").json()
    assert whole["cursor"] is None
    found, devices, cursor, pages = [], set(), "", 0
    while cursor is not None:
        page = client.get(f"{ROOT}/{path}limit={size}" + (f"&cursor={cursor}" if cursor else "")).json()
        assert 1 <= len(page[key]) <= size
        found += page[key]
        devices |= {one["code"] for one in page.get("devices", [])}
        cursor, pages = page["cursor"], pages + 1
    name = NAMES.get(key, "code")
    assert [one[name] for one in found] == [one[name] for one in whole[key]]
    assert devices == {one["code"] for one in whole.get("devices", [])}
    assert pages == -(-len(found) // size) > 1
    for wrong in ("limit=0", "cursor=", "cursor=%00", "cursor=" + "x" * 129):
        assert client.get(f"{ROOT}/{path}{wrong}").status_code == 422


@pytest.mark.parametrize("key", ["parks", "deletions"])
def test_pages_of_parks_and_deletions_are_the_whole_lists(login: Login, world: World, key: str) -> None:
    client = login("admin")
    with psycopg.connect(world.owner_url) as owner:
        owner.execute(
            """INSERT INTO identity.deletion (park_id, code, name_zh, name_en, reason, author)
               SELECT id, code, 'x', 'x', 'paging', 'x' FROM core.park"""
        )
    whole = client.get(f"/api/v1/admin/{key}").json()
    assert whole["cursor"] is None
    found, cursor = [], ""
    while cursor is not None:
        asked = f"/api/v1/admin/{key}?limit=1" + (f"&cursor={cursor}" if cursor else "")
        page = client.get(asked).json()
        assert len(page[key]) == 1
        assert page.get("running") == whole.get("running") == {"deletions": len(whole[key])}.get(key)
        found += page[key]
        cursor = page["cursor"]
    assert found == whole[key]
    assert len(found) >= 2
    assert client.get(f"/api/v1/admin/{key}?cursor=-").status_code == 422
    with psycopg.connect(world.owner_url) as owner:
        owner.execute("DELETE FROM identity.deletion WHERE reason = 'paging'")


def test_sources_are_found_by_words_and_by_category_in_the_order_of_the_page(login: Login) -> None:
    client = login("operator")

    def ask(query: str) -> dict[str, Any]:
        return dict(client.get(f"{ROOT}/sources?{query}").json())

    every = ask("")["sources"]
    by_category = ask("sort=category")
    there = by_category["categories"]
    assert by_category["total"] == len(every) >= 3
    assert set(there) == {one["category"] for one in every}
    expected = sorted(every, key=lambda one: (there.index(one["category"]), one["code"]))
    assert [one["code"] for one in by_category["sources"]] == [one["code"] for one in expected]
    for category in there:
        found = ask(f"category={category}&limit=1")
        assert found["total"] == sum(one["category"] == category for one in every)
        assert found["sources"][0]["category"] == category
    code = every[-1]["code"]
    first, last = code.split("-")[0], code.split("-")[-1]
    assert code in {one["code"] for one in ask(f"q={last.upper()}%20{first}")["sources"]}
    none = ask(f"q={first}%20nowhere")
    assert (none["sources"], none["total"], none["cursor"]) == ([], 0, None)
    # The cursor of one order is no place in the other.
    assert [one["code"] for one in ask("cursor=" + every[0]["code"])["sources"]] == [
        one["code"] for one in every[1:]
    ]
    for refused in (f"cursor=3~{code}", f"sort=category&cursor={code}"):
        answer = client.get(f"{ROOT}/sources?{refused}")
        assert answer.status_code == 422
        assert "another order" in answer.json()["detail"]
    assert client.get(f"{ROOT}/sources?sort=scope").status_code == 422


@pytest.fixture(scope="module")
def weighty(world: World) -> None:
    """Meters with findings: one with an error, two with the same warnings, one with more of them."""
    given = {"steel-power": ["error"], "steel-main": ["warning"] * 2}
    others = [code for code in sorted(world.alpha.points) if code not in given][:2]
    given |= {others[0]: ["warning"] * 2, others[1]: ["warning"] * 3}
    with psycopg.connect(world.owner_url) as owner:
        for code, severities in given.items():
            for n, severity in enumerate(severities):
                owner.execute(
                    """INSERT INTO core.finding
                         (park_id, enterprise_id, point_id, rule, severity, time, detail)
                       SELECT park_id, enterprise_id, id, 'paging', %s,
                         '2026-01-01'::timestamptz + %s * interval '1 h', ''
                       FROM core.point WHERE id = %s ON CONFLICT DO NOTHING""",
                    (severity, n, world.alpha.points[code]),
                )


@pytest.mark.usefixtures("weighty")
def test_meters_are_found_by_words_and_by_what_they_are_in_the_order_of_the_page(
    login: Login, world: World
) -> None:
    client = login("operator")

    def ask(query: str) -> dict[str, Any]:
        return dict(client.get(f"{ROOT}/meters?{query}").json())

    def codes(query: str) -> list[str]:
        return [one["code"] for one in ask(query)["points"]]

    whole = ask("")
    every = {one["code"]: one for one in whole["points"]}
    assert whole["total"] == whole["counts"]["points"] == len(every) == len(world.alpha.points)
    assert whole["carriers"] == sorted({one["carrier"] for one in every.values()})
    assert list(every) == sorted(every)
    silent = [code for code, one in every.items() if one["state"] in ("late", "silent", "bad")]
    found = ask("show=silent&limit=1")
    assert silent[:1] == [one["code"] for one in found["points"]]
    assert (found["total"], found["counts"]) == (len(silent), whole["counts"])
    assert found["counts"]["silent"] == len(silent) < len(every)
    assert {one["code"] for one in found["devices"]} <= {found["points"][0]["device"]}
    assert "steel-power" in codes("show=findings")
    assert codes("show=virtual") == [code for code, one in every.items() if one["kind"] == "virtual"]
    for carrier in whole["carriers"]:
        assert codes(f"carrier={carrier}") == [c for c, one in every.items() if one["carrier"] == carrier]
    for owner_code in ("steel", None):
        mine = [code for code, one in every.items() if one["enterprise"] == owner_code]
        assert codes(f"enterprise={owner_code or '-'}") == mine != []
    assert codes("q=POWER%20steel") == ["steel-power"]
    none = ask("q=steel%20nowhere")
    assert (none["points"], none["devices"], none["total"], none["cursor"]) == ([], [], 0, None)
    ages = [one["last"]["time"] if one["last"] else 0 for one in ask("sort=age")["points"]]
    assert ages == sorted(ages)
    assert len(set(ages)) > 1
    by_findings = [sum(every[code]["findings"].values()) for code in codes("sort=findings")]
    assert codes("sort=findings")[0] == "steel-power"
    assert by_findings[1:4] == [3, 2, 2]
    # A place where no meter is; a cursor of one order is no place in the other.
    assert codes("sort=findings&cursor=0~zz") == codes("sort=age&cursor=@999") == []
    for refused in (
        "cursor=3~steel-power", "sort=age&cursor=steel-power", "sort=age&cursor=3~steel-power",
        "cursor=@50", "sort=findings&cursor=@50", "sort=name", "show=some",
    ):  # fmt: skip
        assert client.get(f"{ROOT}/meters?{refused}").status_code == 422
