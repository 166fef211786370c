"""The wall between tenants is in the database: asked of its catalogue, so that no new table is forgotten.

(docs/security.md, T1)
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

import psycopg
import pytest
from parkcarbon_platform.storage.database import Database as Pools
from parkcarbon_platform.storage.readings import ReadingStore
from psycopg import sql
from psycopg.errors import InsufficientPrivilege, WithCheckOptionViolation

from tests.support import delivery as deliveries
from tests.support import park as parks
from tests.support.stack import Database

HYPERTABLES = ("reading", "interval", "ledger_entry")
SUMS = ("ledger_day", "ledger_month", "interval_day", "interval_month")


class World(NamedTuple):
    """Two parks, each with rows in every table there is."""

    database: Database
    mine: int
    other: int
    works: int
    mill: int


@pytest.fixture(scope="module")
def world(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[World]:
    with new_database() as database:
        parks_made = [fill(database, code) for code in ("park-a", "park-b")]
        works, mill = enterprises(database, parks_made[0])
        yield World(database, *parks_made, works, mill)


def two_enterprises(code: str) -> dict[str, Any]:
    content = parks.park_file(["works-energy"], ["works-power"], park=code)
    content["enterprises"].append(parks.named("mill", industry=None))
    content["devices"].append(parks.named("mill-meter", enterprise="mill", node=None, serial=None))
    content["points"].append(parks.register("mill-energy") | {"device": "mill-meter"})
    content["bindings"].append({"edge": parks.EDGE, "key": "mill-energy", "point": "mill-energy"})
    return content


def fill(database: Database, code: str) -> int:
    people = {f"{code}-operator": "a long enough password"}
    park_id = deliveries.apply(database, two_enterprises(code), people)
    known = deliveries.read_catalogue(database)
    sender = deliveries.Sender(park=code)
    t = deliveries.NOON_MS
    readings = [(key, t, 1.0, 0) for key in ("works-energy", "mill-energy", "nowhere")]
    first = sender.batch(*readings, gaps=((t, t, 1, "full"),))
    second = sender.batch(("works-energy", t, 2.0, 0))
    with deliveries.pools(database) as pools:
        store = ReadingStore(pools.ingest)
        store.commit([deliveries.delivered(known, sender, payload) for payload in (first, second)])
    with psycopg.connect(database.owner_url) as owner:
        # What other parts write: a row each, so that no table is empty when the wall is tried.
        owner.execute(OTHERS, {"park": park_id})
    return park_id


OTHERS = """
WITH point AS (SELECT * FROM core.point WHERE park_id = %(park)s),
event AS (
  INSERT INTO core.meter_event (park_id, enterprise_id, point_id, kind, time, author, reason)
  SELECT park_id, enterprise_id, id, 'reset', now(), 'x', 'x' FROM point),
reading_archive AS (
  INSERT INTO core.reading_archive (park_id, from_time, to_time, state, file, bytes, sha256, rows, digest,
    first_time, last_time, schema_version, author)
  VALUES (%(park)s, '2020-01-01', '2020-02-01', 'written', 'x', 1, 'x', 1, 'x', '2020-01-01', '2020-01-02',
    1, 'x')),
evidence AS (
  INSERT INTO core.evidence (park_id, enterprise_id, name, media_type, size, sha256, content, author)
  SELECT DISTINCT park_id, enterprise_id, 'x', 'text/plain', 1, 'x'::bytea, 'x'::bytea, 'x' FROM point
  RETURNING id),
input AS (
  INSERT INTO core.point_input (park_id, enterprise_id, point_id, input_id, role)
  SELECT p.park_id, p.enterprise_id, p.id, (SELECT min(id) FROM point o WHERE o.id <> p.id), 'check'
  FROM point p),
correction AS (
  INSERT INTO core.correction (park_id, enterprise_id, point_id, kind, from_time, to_time, reason, author)
  SELECT park_id, enterprise_id, id, 'substitute', '2026-01-01', '2026-01-02', 'x', 'x' FROM point),
allocation AS (
  INSERT INTO core.allocation (park_id, point_id, method, valid_from, author, reason)
  SELECT park_id, min(id), 'share', '2026-01-01', 'x', 'x' FROM point GROUP BY park_id RETURNING park_id, id),
share AS (
  INSERT INTO core.allocation_share (park_id, allocation_id, target_id, weight)
  SELECT a.park_id, a.id, p.id, 1 FROM allocation a JOIN point p USING (park_id)),
lock AS (
  INSERT INTO core.period_lock (park_id, enterprise_id, from_time, to_time, reason, author)
  SELECT DISTINCT park_id, enterprise_id, '2026-01-01'::timestamptz, '2026-01-02'::timestamptz, 'x', 'x'
  FROM point RETURNING park_id, id),
difference AS (
  INSERT INTO core.pending_difference (park_id, enterprise_id, source_id, hour, lock_id)
  SELECT park_id, enterprise_id, id, '2026-01-01', (SELECT min(id) FROM lock)
  FROM core.emission_source WHERE park_id = %(park)s),
note AS (
  INSERT INTO core.finding_note (park_id, enterprise_id, point_id, rule, time, state, note, author)
  SELECT park_id, enterprise_id, id, 'x', now(), 'acknowledged', 'x', 'x' FROM point),
finding AS (
  INSERT INTO core.finding (park_id, enterprise_id, point_id, rule, severity, time, detail)
  SELECT park_id, enterprise_id, id, 'x', 'warning', now(), 'x' FROM point),
tariff AS (
  INSERT INTO core.tariff (park_id, code, name_zh, name_en, currency) VALUES (%(park)s, 'xx', 'x', 'x', 'CNY')
  RETURNING park_id, id),
tariff_version AS (
  INSERT INTO core.tariff_version (park_id, tariff_id, valid_from, body, author)
  SELECT park_id, id, '2026-01-01', '{}', 'x' FROM tariff),
tariff_contract AS (
  INSERT INTO core.tariff_contract (park_id, enterprise_id, tariff_id, valid_from, author)
  SELECT DISTINCT p.park_id, p.enterprise_id, t.id, '2026-01-01'::date, 'x'
  FROM point p JOIN tariff t USING (park_id)),
report AS (
  INSERT INTO core.activity_record (id, park_id, enterprise_id, root_id, version, kind, item, from_day,
  to_day,
    quantity, unit, base_quantity, author)
  SELECT id, park_id, enterprise_id, id, 1, 'bill', 'x', '2026-01-01', '2026-02-01', 1, 'x', 1, 'x' FROM point
  RETURNING *),
step AS (
  INSERT INTO core.activity_step (park_id, enterprise_id, record_id, number, state, author)
  SELECT park_id, enterprise_id, id, 1, 'draft', 'x' FROM report),
attached AS (
  INSERT INTO core.activity_evidence (park_id, enterprise_id, record_id, evidence_id)
  SELECT r.park_id, r.enterprise_id, r.id, (SELECT min(id) FROM evidence) FROM report r),
fuel AS (
  INSERT INTO core.fuel_entry (park_id, enterprise_id, item, kind, time, mass_g, author)
  SELECT park_id, enterprise_id, 'x', 'take', now(), 1, 'x' FROM point),
lot AS (
  INSERT INTO core.fuel_lot (park_id, enterprise_id, item, code, from_day, to_day, mass_g, basis, author)
  SELECT park_id, enterprise_id, 'x', 'x', '2026-01-01', '2026-01-02', 1, 'ar', 'x' FROM point),
login AS (
  INSERT INTO core.broker_login (park_id, enterprise_id, device_id, login, client_id, created_by)
  SELECT park_id, enterprise_id, id, 'x' || id, 'x' || id, 'x' FROM core.device WHERE park_id = %(park)s),
token AS (
  INSERT INTO core.edge_token (park_id, enterprise_id, edge_id, token_sha256, expires_at, created_by)
  SELECT DISTINCT p.park_id, p.enterprise_id, e.id, sha256((p.enterprise_id || 'x')::bytea), now(), 'x'
  FROM point p JOIN core.edge e USING (park_id)),
config AS (
  INSERT INTO core.edge_config (park_id, enterprise_id, edge_id, version, connector, author)
  SELECT p.park_id, p.enterprise_id, e.id, p.id, '[]', 'x' FROM point p JOIN core.edge e USING (park_id)),
command AS (
  INSERT INTO core.edge_command (id, park_id, enterprise_id, edge_id, kind, author, expires_at)
  SELECT gen_random_uuid(), p.park_id, p.enterprise_id, e.id, 'test', 'x', now()
  FROM point p JOIN core.edge e USING (park_id)),
mapping AS (
  INSERT INTO core.device_mapping (park_id, enterprise_id, device_id, version, dialect, body, author)
  SELECT park_id, enterprise_id, id, 1, 'fields', '{}', 'x' FROM core.device WHERE park_id = %(park)s),
adoption AS (
  INSERT INTO core.factor_adoption (park_id, sets, reason, author) VALUES (%(park)s, '{x}', 'x', 'x')),
export AS (
  INSERT INTO core.export (park_id, enterprise_id, kind, arguments, author)
  SELECT DISTINCT park_id, enterprise_id, 'inventory_report', '{}'::jsonb, 'x' FROM point
  RETURNING park_id, enterprise_id, id),
export_part AS (
  INSERT INTO core.export_part (park_id, enterprise_id, export_id, number, content)
  SELECT park_id, enterprise_id, id, 0, 'x'::bytea FROM export),
own AS (
  INSERT INTO core.own_factor (park_id, enterprise_id, factor, version, gas, value, unit, region, valid_from,
    citation, evidence_id, author)
  SELECT park_id, enterprise_id, 'x', 'x', 'CO2', 1, 'kg/t', 'CN', '2026-01-01', 'x',
    (SELECT min(id) FROM evidence), 'x' FROM point),
source_change AS (
  INSERT INTO core.source_change (park_id, enterprise_id, source_id, code, action, body, reason, author)
  SELECT park_id, enterprise_id, id, code, 'created', '{}', 'x', 'x' FROM core.emission_source
  WHERE park_id = %(park)s),
supply AS (
  INSERT INTO core.green_supply (park_id, enterprise_id, kind, number, supplier, technology, amount_wh,
    generated_from, generated_to, evidence_id, author)
  SELECT DISTINCT park_id, enterprise_id, 'green_power', 'x' || enterprise_id, 'x', 'wind', 1,
    '2026-01-01'::date, '2026-01-31'::date, (SELECT min(id) FROM evidence), 'x'
  FROM point RETURNING id, park_id, enterprise_id),
green_use AS (
  INSERT INTO core.green_use (park_id, enterprise_id, supply_id, source_id, month, amount_wh, author)
  SELECT g.park_id, g.enterprise_id, g.id, (SELECT min(id) FROM core.emission_source s
    WHERE s.park_id = g.park_id),
    '2026-01-01', 1, 'x' FROM supply g),
own_version AS (
  INSERT INTO factors.factor_version (set_id, park_id, enterprise_id, factor, version, gas, value, unit,
    region, citation, grade)
  SELECT s.id, p.park_id, p.enterprise_id, 'own', p.id::text, 'CO2', 1, 'kg/t', 'CN', 'x', 'B'
  FROM point p, factors.factor_set s WHERE s.code = 'own'),
alert_rule AS (
  INSERT INTO core.alert_rule (park_id, enterprise_id, template, name, severity, author)
  SELECT DISTINCT park_id, enterprise_id, 'no_data', 'x', 'warning', 'x' FROM point
  RETURNING park_id, enterprise_id, id),
receiver AS (
  INSERT INTO core.alert_receiver (park_id, enterprise_id, kind, name, address, author)
  SELECT DISTINCT park_id, enterprise_id, 'email', 'x', 'x@example.org', 'x' FROM point
  RETURNING park_id, enterprise_id, id),
alert AS (
  INSERT INTO core.alert (park_id, enterprise_id, rule_id, own, template, rule_name, severity, subject_kind,
    subject, began_at, seen_at)
  SELECT park_id, enterprise_id, id, true, 'no_data', 'x', 'warning', 'point', 'x', now(), now()
  FROM alert_rule),
alert_delivery AS (
  INSERT INTO core.alert_delivery (park_id, enterprise_id, receiver_id, event)
  SELECT park_id, enterprise_id, id, 'trial' FROM receiver),
inventory AS (
  INSERT INTO core.inventory (park_id, enterprise_id, ruleset, gwp, from_day, to_day, author)
  SELECT DISTINCT park_id, enterprise_id, 'x', 'AR6', '2026-01-01'::date, '2026-02-01'::date, 'x'
  FROM point RETURNING park_id, enterprise_id, id),
item AS (
  INSERT INTO core.inventory_item (inventory_id, number, park_id, enterprise_id, source, category, carrier,
    scope, internal_transfer, biogenic, sink, month, gas, basis, quantity, unit, estimated, covered_s,
    expected_s, factor_version, fallback, gas_mg, gwp, co2e_mg, scenes)
  SELECT id, 0, park_id, enterprise_id, 'x', 'process', 'x', 1, false, false, false, '2026-01-01', 'CO2',
    'any', 1, 'g', 0, 1, 1, 1, false, 1, 1, 1, '[]' FROM inventory),
inventory_digest AS (
  INSERT INTO core.inventory_digest (inventory_id, park_id, enterprise_id, what, code, month, rows,
    quantity, sha256)
  SELECT id, park_id, enterprise_id, 'hour', 'x', '2026-01', 1, 1, 'x' FROM inventory),
inventory_event AS (
  INSERT INTO core.inventory_event (park_id, enterprise_id, inventory_id, kind, note, author, role)
  SELECT park_id, enterprise_id, id, 'comment', 'x', 'x', 'operator' FROM inventory),
base_year AS (
  INSERT INTO core.base_year (park_id, enterprise_id, inventory_id, threshold, policy, author)
  SELECT park_id, enterprise_id, id, 0.05, 'x', 'x' FROM inventory),
analysis AS (
  INSERT INTO core.analysis_run (park_id, enterprise_id, kind, title, source, options, seed, code_version,
  author) SELECT park_id, enterprise_id, 'lmdi', 'x', 'table', '{}', 1, 'x', 'x' FROM point),
event_logged AS (
  INSERT INTO core.audit_event (park_id, number, enterprise_id, time, kind, actor, address, action, object,
    outcome, changes, changed, trace, hash)
  SELECT park_id, id, enterprise_id, now(), 'user', 'x', 'x', 'x', 'x', 'done', '[]', 0, 'x', '' FROM point),
chain AS (INSERT INTO core.audit_head (park_id) VALUES (%(park)s)),
figures AS (
  INSERT INTO core.inventory_figures (inventory_id, park_id, enterprise_id, content)
  SELECT id, park_id, enterprise_id, '{}' FROM inventory),
quality AS (
  INSERT INTO core.quality_note (park_id, enterprise_id, subject, field, value, author)
  SELECT park_id, enterprise_id, 'plan', 'x', 'x', 'x' FROM point),
terms AS (
  INSERT INTO core.enterprise_terms (park_id, enterprise_id, is_named, shares_intervals, shares_production,
    author)
  SELECT DISTINCT park_id, enterprise_id, true, true, true, 'x' FROM point WHERE enterprise_id IS NOT NULL),
job AS (INSERT INTO core.job (park_id, kind) VALUES (%(park)s, 'x')),
plan_input AS (
  INSERT INTO core.plan_input (park_id, kind, code, body, author) VALUES (%(park)s, 'base', 'x', '{}', 'x')),
plan AS (
  INSERT INTO core.plan (park_id, kind, name, request, request_sha256, author)
  VALUES (%(park)s, 'pathway', 'x', '{}', 'x'::bytea, 'x')),
national_setting AS (
  INSERT INTO core.national_setting (park_id, kind, body, note, author)
  VALUES (%(park)s, 'functions', '{}', 'x', 'x')),
national_entry AS (
  INSERT INTO core.national_entry (park_id, year, code, unit, note, author)
  VALUES (%(park)s, 2025, 'solid_waste', 't', 'x', 'x')),
budget AS (
  INSERT INTO core.budget (park_id, enterprise_id, kind, year, months, basis, author)
  SELECT park_id, enterprise_id, 'carbon', 2030, array_fill(1::bigint, ARRAY[12]), 'entered', 'x' FROM point),
norm AS (
  INSERT INTO core.intensity_norm (park_id, code, name_zh, name_en, kind, item, unit, limit_value,
    citation, valid_from, author)
  VALUES (%(park)s, 'x', 'x', 'x', 'carbon', 'floor_area', 'kg/m2', 1, 'x', '2020-01-01', 'x')),
what_if AS (
  INSERT INTO core.what_if (park_id, name, body, author) VALUES (%(park)s, 'x', '{}', 'x')),
target AS (
  INSERT INTO core.target (park_id, enterprise_id, kind, year, value, author)
  SELECT park_id, enterprise_id, 'carbon', 2030, 1, 'x' FROM point),
plan_image AS (
  INSERT INTO core.site_plan_image (park_id, media_type, width, height, size, sha256, content, author)
  VALUES (%(park)s, 'image/png', 1, 1, 1, 'x'::bytea, 'x'::bytea, 'x')),
site_plan AS (
  INSERT INTO core.site_plan (park_id, author) VALUES (%(park)s, 'x') RETURNING park_id, id),
site_plan_shape AS (
  INSERT INTO core.site_plan_shape (plan_id, number, park_id, enterprise_id, kind, code, corners)
  SELECT s.id, p.id, p.park_id, p.enterprise_id, 'node', 'x', '[]'
  FROM site_plan s JOIN point p USING (park_id)),
handed AS (
  INSERT INTO core.handed_over (client, packet, park_id, message_sha256)
  VALUES ('ingest', %(park)s, %(park)s, '')),
health AS (
  INSERT INTO core.health_check (park_id, attempted_at) VALUES (%(park)s, now())),
interval AS (
  INSERT INTO series.interval (start, quantity, covered_s, status, point_id, park_id, enterprise_id)
  SELECT '2026-01-01', 1, 900, 0, id, park_id, enterprise_id FROM point)
INSERT INTO series.ledger_entry (hour, source_id, park_id, enterprise_id, revision, state, fallback,
  covered_s, quantity, estimated, co2_mg, factor_version_id, known_at)
SELECT '2026-01-01', id, park_id, enterprise_id, 1, 1, false, 3600, 1, 0, 1, 1, now()
FROM core.emission_source WHERE park_id = %(park)s
"""


def enterprises(database: Database, park_id: int) -> tuple[int, int]:
    found = dict(
        deliveries.rows(database, "SELECT code, id FROM core.enterprise WHERE park_id = %s", park_id)
    )
    return found["works"], found["mill"]


@pytest.fixture
def pools(world: World) -> Iterator[Pools]:
    with deliveries.pools(world.database) as opened:
        yield opened


def relations(world: World, kinds: str) -> list[str]:
    found = deliveries.rows(
        world.database,
        """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'core' AND c.relkind::text = ANY(%s)
          AND c.relname <> 'point_day'  -- the days of intervals, as the release before calls them
        ORDER BY 1""",
        list(kinds),
    )
    assert len(found) >= 3
    return [name for (name,) in found]


def park_column(table: str) -> str:
    return "id" if table == "park" else "park_id"


def test_every_table_has_forced_row_security_and_a_policy(world: World) -> None:
    bare = deliveries.rows(
        world.database,
        """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'core' AND c.relkind IN ('r', 'p')
          AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                   AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'tenant'))""",
    )
    assert bare == []


def test_own_factors_are_nobody_elses(world: World, pools: Pools) -> None:
    query = "SELECT DISTINCT park_id, enterprise_id FROM factors.factor_version WHERE factor = 'own'"
    assert len(deliveries.rows(world.database, query)) == 4
    with pools.tenant(world.mine, world.works) as connection:
        assert connection.execute(query).fetchall() == [(world.mine, world.works)]
        with pytest.raises(InsufficientPrivilege):
            connection.execute("UPDATE factors.factor_version SET value = 2")
    with pools.directory.connection() as connection:
        assert connection.execute(query).fetchall() == []


def test_every_view_is_a_security_barrier(world: World) -> None:
    open_views = deliveries.rows(
        world.database,
        """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'core' AND c.relkind = 'v'
          AND NOT coalesce('security_barrier=true' = ANY(c.reloptions), false)""",
    )
    assert open_views == []


def test_a_park_sees_itself_and_no_other(world: World, pools: Pools) -> None:
    for table in relations(world, "rpv"):
        schema = "series" if table in (*HYPERTABLES, *SUMS) else "core"
        query = f"SELECT count(*) FROM {schema}.{table} WHERE {park_column(table)} = %s"
        others = deliveries.rows(world.database, query, world.other)
        assert others[0][0] > 0, f"{table} has no row of the other park: nothing was tried"
        with pools.tenant(world.mine) as connection:
            seen = connection.execute(
                sql.SQL("SELECT DISTINCT {} FROM core.{}").format(
                    sql.Identifier(park_column(table)), sql.Identifier(table)
                )
            ).fetchall()
        assert seen == [(world.mine,)], table


def test_without_a_park_nothing_is_seen(world: World, pools: Pools) -> None:
    for table in relations(world, "rpv"):
        with pools.app.connection() as connection:
            query = sql.SQL("SELECT count(*) FROM core.{}").format(sql.Identifier(table))
            assert connection.execute(query).fetchone() == (0,), table


def test_the_park_does_not_stay_with_a_pooled_connection(world: World, pools: Pools) -> None:
    with pools.tenant(world.mine) as connection:
        backend = connection.info.backend_pid
    with pools.app.connection() as connection:
        assert connection.info.backend_pid == backend
        assert connection.execute("SELECT count(*) FROM core.point").fetchone() == (0,)


def append_only(connection: psycopg.Connection[Any], table: str) -> bool:
    """Whether the application may delete nothing of a table at all."""
    row = connection.execute("SELECT has_table_privilege(%s, 'DELETE')", (f"core.{table}",)).fetchone()
    return row == (False,)


def test_what_people_report_is_never_edited(world: World, pools: Pools) -> None:
    tables = ("activity_record", "activity_step", "activity_evidence", "fuel_entry", "fuel_lot")
    tables += ("broker_login", "edge_token", "edge_config", "edge_command", "device_mapping", "audit_event")
    tables += ("quality_note", "inventory_figures", "enterprise_terms")
    with pools.tenant(world.mine) as connection:
        assert all(append_only(connection, table) for table in tables)


def test_another_parks_rows_cannot_be_written(world: World, pools: Pools) -> None:
    for table in relations(world, "rp"):
        if table == "park":
            continue
        with pools.tenant(world.mine) as connection:
            move = sql.SQL("UPDATE core.{} SET park_id = %s").format(sql.Identifier(table))
            with pytest.raises(InsufficientPrivilege), connection.transaction():
                connection.execute(move, (world.other,))
            remove = sql.SQL("DELETE FROM core.{} WHERE park_id = %s").format(sql.Identifier(table))
            if append_only(connection, table):
                continue
            assert connection.execute(remove, (world.other,)).rowcount == 0, table


@pytest.mark.parametrize("view", ["interval", "ledger_entry"])
def test_views_let_no_row_of_another_park_in(world: World, pools: Pools, view: str) -> None:
    with pools.tenant(world.mine) as connection:
        move = sql.SQL("UPDATE core.{} SET park_id = %s").format(sql.Identifier(view))
        with pytest.raises(WithCheckOptionViolation), connection.transaction():
            connection.execute(move, (world.other,))


def test_readings_cannot_be_written_by_the_application(world: World, pools: Pools) -> None:
    with pytest.raises(InsufficientPrivilege), pools.tenant(world.mine) as connection:
        connection.execute("DELETE FROM core.reading")


@pytest.mark.parametrize("role", ["app", "directory"])
def test_hypertables_and_their_chunks_are_closed(world: World, pools: Pools, role: str) -> None:
    views = ("ledger_day_of_hours", "interval_day_of_quarters")
    tables = [("series", t) for t in (*HYPERTABLES, *SUMS, *views)]
    chunks = deliveries.rows(
        world.database, "SELECT chunk_schema, chunk_name FROM timescaledb_information.chunks ORDER BY 1, 2"
    )
    assert len(chunks) >= 3
    pool = pools.app if role == "app" else pools.directory
    for schema, table in [*tables, *chunks]:
        with pool.connection() as connection:
            connection.execute("SELECT set_config('pc.park', %s, true)", (str(world.mine),))
            with pytest.raises(InsufficientPrivilege), connection.transaction():
                connection.execute(
                    sql.SQL("SELECT * FROM {}.{}").format(sql.Identifier(schema), sql.Identifier(table))
                )


def test_an_enterprise_sees_its_own(world: World, pools: Pools) -> None:
    for table in relations(world, "rpv"):
        columns = deliveries.rows(
            world.database,
            """SELECT attname FROM pg_attribute WHERE attrelid = ('core.' || %s)::regclass
            AND attname IN ('enterprise_id', 'id') AND NOT attisdropped""",
            table,
        )
        with pools.tenant(world.mine, world.works) as connection:
            if ("enterprise_id",) in columns:
                query = sql.SQL("SELECT DISTINCT enterprise_id FROM core.{}").format(sql.Identifier(table))
                # The park's edge brings its readings, and is no one enterprise's.
                expected = [(None,)] if table == "edge" else [(world.works,)]
                assert connection.execute(query).fetchall() == expected, table


def test_an_enterprise_sees_which_edges_concern_it_and_changes_its_own(world: World, pools: Pools) -> None:
    add = """INSERT INTO core.edge (park_id, enterprise_id, code, name_zh, name_en)
             VALUES (%s, %s, %s, 'x', 'x') RETURNING id"""
    with psycopg.connect(world.database.owner_url) as owner:
        made = {
            enterprise: owner.execute(add, (world.mine, enterprise, f"of-{enterprise}")).fetchone()
            for enterprise in (world.works, world.mill)
        }
    try:
        with pools.tenant(world.mine, world.works) as connection:
            seen = connection.execute("SELECT DISTINCT enterprise_id FROM core.edge").fetchall()
            assert set(seen) == {(None,), (world.works,)}
            changed = connection.execute("UPDATE core.edge SET name_en = 'y' RETURNING enterprise_id")
            assert changed.fetchall() == [(world.works,)]
            assert connection.execute("DELETE FROM core.edge").rowcount == 1
            with pytest.raises(InsufficientPrivilege), connection.transaction():
                connection.execute(add, (world.mine, world.mill, "taken"))
            connection.execute("ROLLBACK")
        with psycopg.connect(world.database.owner_url) as owner:
            owner.execute(
                """INSERT INTO core.point_binding (park_id, edge_id, key, point_id)
                SELECT park_id, %s, 'k-' || code, id FROM core.point WHERE enterprise_id = %s""",
                (made[world.mill][0], world.works),
            )
        with pools.tenant(world.mine, world.works) as connection:
            brings = "SELECT DISTINCT enterprise_id FROM core.edge WHERE enterprise_id IS NOT NULL"
            assert set(connection.execute(brings)) == {(world.works,), (world.mill,)}
    finally:
        with psycopg.connect(world.database.owner_url) as owner:
            owner.execute("DELETE FROM core.point_binding WHERE key LIKE 'k-%'")
            owner.execute("DELETE FROM core.edge WHERE code LIKE 'of-%'")


def test_an_enterprise_sees_its_readings_and_not_its_neighbours(world: World, pools: Pools) -> None:
    with pools.tenant(world.mine, world.works) as connection:
        seen = connection.execute(
            "SELECT DISTINCT p.code FROM core.reading r JOIN core.point p ON p.id = r.point_id"
        ).fetchall()
        assert seen == [("works-energy",)]
        assert connection.execute("SELECT count(*) FROM core.reading").fetchone() == (1,)
        # What contradicts its own readings is its own matter.
        assert connection.execute("SELECT count(*) FROM core.reading_revision").fetchone() == (1,)
        for hidden in (
            "quarantine",
            "invalidation",
            "job",
            "plan",
            "plan_input",
            "national_setting",
            "national_entry",
            "what_if",
        ):
            query = sql.SQL("SELECT count(*) FROM core.{}").format(sql.Identifier(hidden))
            assert connection.execute(query).fetchone() == (0,), hidden


def test_the_newest_readings_are_those_of_what_one_sees(world: World, pools: Pools) -> None:
    with psycopg.connect(world.database.owner_url) as owner:
        every = [row[0] for row in owner.execute("SELECT id FROM core.point")]
        owner.execute(
            """INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id)
            SELECT now() - n * interval '20 days', n, 0, 0, id, park_id
            FROM core.point, generate_series(0, 40, 4) n WHERE code = 'works-power'"""
        )
        owner.execute(
            """INSERT INTO core.enterprise_terms
              (park_id, enterprise_id, is_named, shares_intervals, shares_production, author)
            VALUES (%s, %s, false, false, true, 'for a while')""",
            (world.mine, world.mill),
        )
    seen = "SELECT point_id, time, value, exact, quality FROM core.reading ORDER BY point_id, time DESC"
    told = "SELECT * FROM core.last_readings(%s) ORDER BY point_id"
    counts = []
    for park, enterprise, is_overseer in (
        (world.mine, None, False), (world.mine, None, True), (world.mine, world.works, False),
        (world.mine, world.mill, False), (world.other, None, False), (0, None, False),
    ):  # fmt: skip
        with pools.tenant(park, enterprise) as connection:
            connection.execute("SELECT set_config('pc.overseer', %s, true)", ("on" if is_overseer else "",))
            newest = {row[0]: row for row in reversed(connection.execute(seen).fetchall())}
            found = connection.execute(told, (every,)).fetchall()
            assert found == sorted(newest.values())
            counts.append(len(found))
    assert counts == [3, 2, 2, 1, 3, 0]
    for role in (world.database.ingest_url, world.database.directory_url):
        with psycopg.connect(role) as connection, pytest.raises(InsufficientPrivilege):
            connection.execute(told, (every,))
    with psycopg.connect(world.database.owner_url) as owner:
        owner.execute(
            """DELETE FROM series.reading
            WHERE point_id IN (SELECT id FROM core.point WHERE code = 'works-power')"""
        )
        owner.execute("DELETE FROM core.enterprise_terms WHERE author = 'for a while'")


def test_an_enterprise_has_only_its_own_points_computed_again(world: World, pools: Pools) -> None:
    """Who approves one's own report asks for that, and sees nothing of what waits."""
    add = """INSERT INTO core.invalidation (park_id, point_id, from_time, to_time, reason)
      VALUES (%s, %s, now(), now(), 'a test')"""
    with pools.tenant(world.mine) as connection:
        points = dict(
            connection.execute("SELECT enterprise_id IS NOT NULL, min(id) FROM core.point GROUP BY 1")
        )
    with psycopg.connect(world.database.owner_url) as owner:
        found = owner.execute("SELECT min(id) FROM core.point WHERE park_id = %s", (world.other,)).fetchone()
    assert found is not None
    with pools.tenant(world.mine, world.works) as connection:
        for foreign in (found[0], points.get(False)):
            if foreign is not None:
                with pytest.raises(InsufficientPrivilege), connection.transaction():
                    connection.execute(add, (world.mine, foreign))
        connection.execute(add, (world.mine, points[True]))
        assert connection.execute("SELECT count(*) FROM core.invalidation").fetchone() == (0,)
        connection.rollback()


def test_the_directory_finds_parks_and_people_and_no_tenant_data(world: World, pools: Pools) -> None:
    with pools.directory.connection() as connection:
        assert connection.execute("SELECT count(*) FROM core.park").fetchone() == (2,)
        assert connection.execute("SELECT count(*) FROM identity.app_user").fetchone() == (2,)
        for table in ("point", "device", "reading", "ledger_entry", "quarantine", "emission_source"):
            with pytest.raises(InsufficientPrivilege), connection.transaction():
                connection.execute(sql.SQL("SELECT * FROM core.{}").format(sql.Identifier(table)))


def test_the_ingest_writes_readings_and_sees_no_people_and_no_results(world: World, pools: Pools) -> None:
    with pools.ingest.connection() as connection:
        closed = ("identity.app_user", "identity.session", "core.ledger_entry", "series.ledger_entry",
                  "series.interval", "core.emission_source", "core.enterprise")  # fmt: skip
        for table in closed:
            with pytest.raises(InsufficientPrivilege), connection.transaction():
                connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(*table.split("."))))
        for statement in ("UPDATE series.reading SET value = 0", "DELETE FROM series.reading",
                          "DELETE FROM core.quarantine", "UPDATE core.point SET multiplier = 2"):  # fmt: skip
            with pytest.raises(InsufficientPrivilege), connection.transaction():
                connection.execute(statement)


@pytest.mark.parametrize("role", ["app", "ingest"])
def test_people_are_for_the_directory_alone(world: World, pools: Pools, role: str) -> None:
    tables = deliveries.rows(
        world.database,
        """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'identity' AND c.relkind IN ('r', 'p', 'v') ORDER BY 1""",
    )
    assert len(tables) >= 10
    for (table,) in tables:
        query = sql.SQL("SELECT * FROM identity.{}").format(sql.Identifier(table))
        with pytest.raises(InsufficientPrivilege), getattr(pools, role).connection() as connection:
            connection.execute(query)


def test_every_tables_rows_are_the_parks_even_to_who_says_another_park_in_sql(
    world: World, pools: Pools
) -> None:
    """A join, an OR true, a subquery: whatever SQL is sent, the park is that of the transaction."""
    for table in relations(world, "rpv"):
        name, park = sql.Identifier(table), sql.Identifier(park_column(table))
        with pools.tenant(world.mine) as connection:
            for attack in (
                sql.SQL("SELECT count(*) FROM core.{0} WHERE {1} = %(other)s OR {1} = %(other)s + 0"),
                sql.SQL(
                    "SELECT count(*) FROM core.park p RIGHT JOIN core.{0} t ON true WHERE t.{1} = %(other)s"
                ),
                sql.SQL(
                    "SELECT count(*) FROM (SELECT * FROM core.{0} WHERE true OR {1} > 0) x "
                    "WHERE x.{1} = %(other)s"
                ),
            ):
                found = connection.execute(attack.format(name, park), {"other": world.other}).fetchone()
                assert found == (0,), table
