-- The foundation: parks and their trees, readings, intervals, the ledger, and the wall between tenants.
--
-- Schemas
--   core      tenant tables (FORCE ROW LEVEL SECURITY) and the tenant views over the hypertables
--   series    hypertables; the application role has no rights here (row security on a hypertable does
--             not hold: its chunks can be selected directly)
--   factors   emission factors, global
--   identity  people and sessions, global; only the directory role
--
-- Roles (NOLOGIN here; `db migrate` gives them passwords taken from the settings)
--   pc_app        API and jobs, inside one park (and, for enterprise users, one enterprise)
--   pc_ingest     inserts readings; sees what it needs to resolve points
--   pc_directory  finds parks and people; sees no tenant data

DO $$
DECLARE r text;
BEGIN
  FOREACH r IN ARRAY ARRAY['pc_app', 'pc_ingest', 'pc_directory'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOBYPASSRLS', r);
      -- An owner that is no superuser must be a member to work as the role (settings without role URLs).
      IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE format('GRANT %I TO CURRENT_USER', r);
      END IF;
    END IF;
  END LOOP;
END $$;

CREATE EXTENSION IF NOT EXISTS timescaledb;
CREATE SCHEMA core;
CREATE SCHEMA series;
CREATE SCHEMA factors;
CREATE SCHEMA identity;
GRANT USAGE ON SCHEMA core, factors TO pc_app, pc_ingest, pc_directory;
GRANT USAGE ON SCHEMA series TO pc_ingest;
GRANT USAGE ON SCHEMA identity TO pc_directory;

-- ------------------------------------------------------------------ who is asking
CREATE FUNCTION core.current_park() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('pc.park', true), '')::int;
CREATE FUNCTION core.current_enterprise() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('pc.enterprise', true), '')::int;

-- ------------------------------------------------------------------ the park and its tree
CREATE TABLE core.park (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
  name_zh text NOT NULL, name_en text NOT NULL,
  timezone text NOT NULL,                       -- IANA
  grid_region text NOT NULL,                    -- region code of the grid factor, e.g. CN, CN-REG-E, CN-32
  latitude double precision, longitude double precision,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE core.enterprise (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  code text NOT NULL, name_zh text NOT NULL, name_en text NOT NULL,
  industry text,                                -- GB/T 4754 code
  UNIQUE (park_id, code)
);
CREATE TABLE core.node (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  parent_id int REFERENCES core.node,
  code text NOT NULL, kind text NOT NULL,       -- building | workshop | line | site
  name_zh text NOT NULL, name_en text NOT NULL,
  UNIQUE (park_id, code)
);
CREATE TABLE core.edge (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  code text NOT NULL, name_zh text NOT NULL, name_en text NOT NULL,
  state jsonb, state_at timestamptz,            -- what the edge last said of itself
  UNIQUE (park_id, code)
);
CREATE TABLE core.device (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  node_id int REFERENCES core.node,
  code text NOT NULL, name_zh text NOT NULL, name_en text NOT NULL, serial text,
  UNIQUE (park_id, code)
);
CREATE TABLE core.point (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  device_id int NOT NULL REFERENCES core.device,
  parent_id int REFERENCES core.point,          -- sub-metering
  code text NOT NULL, name_zh text NOT NULL, name_en text NOT NULL,
  quantity text NOT NULL,                       -- energy | volume | mass | power | volume_flow | mass_flow | heat_flow | count
  carrier text NOT NULL,                        -- electricity | natural_gas | steam | heat | diesel | coal | product:<name> ...
  unit text NOT NULL,                           -- as delivered: kWh, m3, GJ, t, kg, L, kW, m3/h, GJ/h, kg/h, L/h
  kind text NOT NULL CHECK (kind IN ('register', 'interval', 'gauge')),
  direction text NOT NULL CHECK (direction IN ('import', 'export', 'generation', 'consumption', 'production')),
  multiplier numeric NOT NULL DEFAULT 1 CHECK (multiplier > 0),  -- CT x PT; readings arrive on the secondary side
  digits int,                                   -- register rolls over at 10^digits [unit]; null: unknown
  max_rate numeric,                             -- largest credible rate [unit per hour, after the multiplier]
  expected_period_s int NOT NULL DEFAULT 60,    -- how often a reading is expected
  reference_state text,                         -- gases: 293.15K_101.325kPa | 273.15K_101.325kPa
  UNIQUE (park_id, code)
);
CREATE INDEX ON core.point (device_id);
-- A point may be delivered by several edges (live and history back-fill), under a key of each.
CREATE TABLE core.point_binding (
  park_id int NOT NULL REFERENCES core.park,
  edge_id int NOT NULL REFERENCES core.edge,
  key text NOT NULL,
  point_id int NOT NULL REFERENCES core.point,
  PRIMARY KEY (edge_id, key)
);
CREATE TABLE core.meter_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  point_id int NOT NULL REFERENCES core.point,
  kind text NOT NULL CHECK (kind IN ('install', 'replace', 'reset', 'rollover', 'multiplier', 'calibration')),
  time timestamptz NOT NULL,
  details jsonb NOT NULL DEFAULT '{}',
  author text NOT NULL, reason text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core.meter_event (point_id, time);

-- ------------------------------------------------------------------ factors (global)
CREATE TABLE factors.factor_set (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL UNIQUE, title text NOT NULL, publisher text NOT NULL, licence text NOT NULL,
  sha256 bytea NOT NULL, loaded_at timestamptz NOT NULL DEFAULT now()
);
-- One row a version: immutable once written; a changed value is a new version.
CREATE TABLE factors.factor_version (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  set_id int NOT NULL REFERENCES factors.factor_set,
  factor text NOT NULL,                         -- e.g. grid_electricity, fuel.natural_gas, purchased_heat
  version text NOT NULL,                        -- e.g. 2023
  gas text NOT NULL,                            -- CO2, CH4, N2O, CO2e
  value numeric NOT NULL,
  unit text NOT NULL,                           -- kg/kWh, kg/GJ, kg/m3, kg/t, kg/L: kg of gas per unit of activity
  region text NOT NULL,
  valid_from date, valid_to date,               -- of the activity; both inclusive
  components jsonb NOT NULL DEFAULT '{}',       -- e.g. NCV, carbon content, oxidation with units and citations
  citation text NOT NULL, source_ref text NOT NULL DEFAULT '', grade text NOT NULL,
  reference_state text,
  loaded_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (factor, region, version, gas, set_id)
);
GRANT SELECT ON ALL TABLES IN SCHEMA factors TO pc_app, pc_directory;

-- ------------------------------------------------------------------ emission sources
CREATE TABLE core.emission_source (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise, -- null: the park's own, unallocated
  code text NOT NULL, name_zh text NOT NULL, name_en text NOT NULL,
  category text NOT NULL CHECK (category IN
    ('purchased_electricity', 'purchased_heat', 'stationary_combustion', 'mobile_combustion', 'process')),
  carrier text NOT NULL,
  scope int NOT NULL CHECK (scope IN (1, 2, 3)),-- seen from the owning boundary
  formula text NOT NULL,                        -- name in calculation/accounting/sources
  factor text NOT NULL,                         -- factors.factor_version.factor
  factor_region text,                           -- null: the park's grid region, or CN where the factor has only that
  internal_transfer boolean NOT NULL DEFAULT false,  -- bought from inside the park: not in the park's total
  UNIQUE (park_id, code)
);
-- The activity of a source is the weighted sum of points: main - sub-meter, incomer - all mains ...
CREATE TABLE core.source_term (
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  source_id int NOT NULL REFERENCES core.emission_source,
  point_id int NOT NULL REFERENCES core.point,
  role text NOT NULL CHECK (role IN ('activity', 'live')),  -- settled from registers | shown live from gauges
  weight int NOT NULL CHECK (weight IN (1, -1)),
  PRIMARY KEY (source_id, point_id, role)
);
CREATE INDEX ON core.source_term (point_id);
CREATE TABLE core.scene_share (
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  source_id int NOT NULL REFERENCES core.emission_source,
  scene text NOT NULL CHECK (scene IN ('energy', 'industry', 'building', 'transport', 'infrastructure')),
  share numeric NOT NULL CHECK (share > 0 AND share <= 1),
  valid_from date NOT NULL DEFAULT '1970-01-01', valid_to date,
  PRIMARY KEY (source_id, scene, valid_from)
);

-- ------------------------------------------------------------------ delivery
CREATE TABLE core.batch (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  edge_id int NOT NULL REFERENCES core.edge,
  spool uuid NOT NULL, seq bigint NOT NULL,
  received_at timestamptz NOT NULL,
  readings int NOT NULL,                        -- as sent, quarantined ones included
  payload_sha256 bytea NOT NULL,
  UNIQUE (edge_id, spool, seq)
);
CREATE TABLE core.spool_cursor (
  park_id int NOT NULL REFERENCES core.park,
  edge_id int NOT NULL REFERENCES core.edge,
  spool uuid NOT NULL,
  committed_seq bigint NOT NULL,
  missing bigint NOT NULL DEFAULT 0,            -- sequences the edge no longer had (evicted, see gap markers)
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (edge_id, spool)
);
-- Data that the edge itself says it had to drop: shown as gaps, never as zero.
CREATE TABLE core.gap_marker (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  edge_id int NOT NULL REFERENCES core.edge,
  from_time timestamptz NOT NULL, to_time timestamptz NOT NULL,
  readings bigint NOT NULL, reason text NOT NULL,
  batch_id bigint NOT NULL REFERENCES core.batch
);
CREATE TABLE core.quarantine (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int REFERENCES core.park,             -- null: the topic names no known park
  edge_id int REFERENCES core.edge,
  topic text NOT NULL,
  reason text NOT NULL,                         -- malformed | oversized | unknown_park | unknown_edge | unknown_point | future | wrong_type | ...
  detail text NOT NULL,
  payload bytea NOT NULL,                       -- the message, or the single reading as JSON
  payload_sha256 bytea NOT NULL,
  reading_index int,                            -- null: the whole message
  batch_id bigint REFERENCES core.batch,
  received_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'replayed', 'dismissed')),
  resolved_at timestamptz, resolved_by text, note text
);
CREATE INDEX ON core.quarantine (park_id, state, id);
CREATE INDEX ON core.quarantine (payload_sha256);
-- Same key, different value: the first is kept, the second is here for the operator.
CREATE TABLE core.reading_revision (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  point_id int NOT NULL REFERENCES core.point,
  time timestamptz NOT NULL,
  value double precision, exact numeric, quality bigint NOT NULL,
  batch_id bigint NOT NULL REFERENCES core.batch,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'dismissed'))
);
CREATE INDEX ON core.reading_revision (point_id, time);
-- What has to be computed again; written with the readings, deleted with the result. A row a point a commit, taken
-- from core.point as it is written: foreign keys would only check the same again, twice a row.
CREATE TABLE core.invalidation (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL,
  point_id int NOT NULL,
  from_time timestamptz NOT NULL, to_time timestamptz NOT NULL,
  reason text NOT NULL DEFAULT 'readings',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core.invalidation (park_id, point_id);
CREATE TABLE core.job (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  kind text NOT NULL, arguments jsonb NOT NULL DEFAULT '{}',
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed', 'dead')),
  attempts int NOT NULL DEFAULT 0,
  error text, progress double precision,
  created_at timestamptz NOT NULL DEFAULT now(), run_after timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz, finished_at timestamptz
);
CREATE INDEX ON core.job (state, run_after);

-- ------------------------------------------------------------------ hypertables
CREATE TABLE series.reading (
  time timestamptz NOT NULL,                    -- source time
  value double precision,                       -- null: the source sent none (a bad one)
  batch_id bigint NOT NULL,
  quality bigint NOT NULL,                      -- OPC UA StatusCode, 0 = Good
  point_id int NOT NULL,
  park_id int NOT NULL,
  exact numeric,                                -- where a float64 cannot hold the value
  UNIQUE (point_id, time)
);
SELECT create_hypertable('series.reading', 'time', chunk_time_interval => interval '7 days', create_default_indexes => false);

CREATE TABLE series.interval (
  start timestamptz NOT NULL,                   -- of the 15 minutes
  quantity bigint NOT NULL,                     -- Wh | J | mL | g | 1
  estimated bigint NOT NULL DEFAULT 0,          -- part of quantity that bridges a gap
  covered_s int NOT NULL,                       -- seconds of the 900 between accepted readings
  status smallint NOT NULL,                     -- 0 measured, 1 estimated, 2 substituted, 3 edited
  point_id int NOT NULL,
  park_id int NOT NULL,
  enterprise_id int,
  method text,                                  -- of the estimate
  computed_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (point_id, start)
);
SELECT create_hypertable('series.interval', 'start', chunk_time_interval => interval '30 days', create_default_indexes => false);

CREATE TABLE series.ledger_entry (
  hour timestamptz NOT NULL,
  source_id int NOT NULL,
  park_id int NOT NULL,
  enterprise_id int,
  revision int NOT NULL,                        -- 1, 2 ...: a settled hour is superseded, never edited
  state smallint NOT NULL,                      -- 0 provisional, 1 settled
  fallback boolean NOT NULL,                    -- the factor is an earlier year's
  covered_s int NOT NULL,                       -- of the 3600, the least of its points
  quantity bigint NOT NULL,                     -- Wh | J | mL | g
  estimated bigint NOT NULL,
  co2_mg bigint NOT NULL,
  ch4_mg bigint, n2o_mg bigint,                 -- null: the factor has none
  factor_version_id int NOT NULL,
  known_at timestamptz NOT NULL,
  superseded_at timestamptz,
  reason text NOT NULL DEFAULT 'settlement',
  UNIQUE (source_id, hour, revision)
);
SELECT create_hypertable('series.ledger_entry', 'hour', chunk_time_interval => interval '90 days', create_default_indexes => false);
CREATE INDEX ON series.ledger_entry (park_id, hour) WHERE superseded_at IS NULL;

GRANT SELECT, INSERT ON series.reading TO pc_ingest;

-- What the application sees of the hypertables: its park, and for an enterprise user its enterprise.
CREATE VIEW core.reading WITH (security_barrier) AS
  SELECT r.* FROM series.reading r
  WHERE r.park_id = core.current_park()
    AND (core.current_enterprise() IS NULL
         OR r.point_id IN (SELECT p.id FROM core.point p WHERE p.enterprise_id = core.current_enterprise()));
CREATE VIEW core.interval WITH (security_barrier) AS
  SELECT * FROM series.interval
  WHERE park_id = core.current_park()
    AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise())
  WITH LOCAL CHECK OPTION;
CREATE VIEW core.ledger_entry WITH (security_barrier) AS
  SELECT * FROM series.ledger_entry
  WHERE park_id = core.current_park()
    AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise())
  WITH LOCAL CHECK OPTION;
GRANT SELECT ON core.reading TO pc_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON core.interval, core.ledger_entry TO pc_app;

-- ------------------------------------------------------------------ people
CREATE TABLE identity.app_user (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  login text NOT NULL UNIQUE, name text NOT NULL, locale text NOT NULL DEFAULT 'zh-CN',
  password_hash text NOT NULL,                  -- Argon2id
  is_admin boolean NOT NULL DEFAULT false,      -- platform admin: every park
  disabled_at timestamptz, failed_logins int NOT NULL DEFAULT 0, locked_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE identity.membership (
  user_id int NOT NULL REFERENCES identity.app_user,
  park_id int NOT NULL REFERENCES core.park,
  role text NOT NULL CHECK (role IN ('operator', 'enterprise', 'verifier')),
  enterprise_id int REFERENCES core.enterprise,
  PRIMARY KEY (user_id, park_id),
  CHECK ((role = 'enterprise') = (enterprise_id IS NOT NULL))
);
CREATE TABLE identity.session (
  token_sha256 bytea PRIMARY KEY,
  user_id int NOT NULL REFERENCES identity.app_user,
  csrf text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), expires_at timestamptz NOT NULL,
  address text, agent text
);
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA identity TO pc_directory;

-- ------------------------------------------------------------------ the wall
DO $$
DECLARE t text;
BEGIN
  -- Rows of a park; those with an enterprise are narrowed to it for enterprise users.
  FOREACH t IN ARRAY ARRAY['enterprise', 'node', 'device', 'point', 'meter_event', 'emission_source', 'source_term', 'scene_share',
                           'edge', 'point_binding', 'batch', 'spool_cursor', 'gap_marker', 'quarantine', 'reading_revision',
                           'invalidation', 'job'] LOOP
    EXECUTE format('ALTER TABLE core.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE core.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON core.%I USING (park_id = core.current_park() %s)', t,
      CASE WHEN t = 'enterprise' THEN 'AND (core.current_enterprise() IS NULL OR id = core.current_enterprise())'
           WHEN t IN ('node', 'device', 'point', 'meter_event', 'emission_source', 'source_term', 'scene_share')
             THEN 'AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise())'
           -- delivery and jobs concern the whole park, but provenance of one's own readings needs edge and batch
           WHEN t IN ('edge', 'batch', 'spool_cursor', 'gap_marker', 'point_binding') THEN ''
           ELSE 'AND core.current_enterprise() IS NULL' END);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON core.%I TO pc_app', t);
  END LOOP;
END $$;
ALTER TABLE core.park ENABLE ROW LEVEL SECURITY;
ALTER TABLE core.park FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON core.park USING (id = core.current_park());
GRANT SELECT, UPDATE ON core.park TO pc_app;
CREATE POLICY directory ON core.park TO pc_directory USING (true);
GRANT SELECT, INSERT ON core.park TO pc_directory;
CREATE POLICY directory ON core.enterprise FOR SELECT TO pc_directory USING (true);
GRANT SELECT (id, park_id, code, name_zh, name_en) ON core.enterprise TO pc_directory;
CREATE POLICY directory ON core.invalidation FOR SELECT TO pc_directory USING (true);
GRANT SELECT (park_id, created_at) ON core.invalidation TO pc_directory;
CREATE POLICY directory ON core.job FOR SELECT TO pc_directory USING (true);
GRANT SELECT (id, park_id, state, run_after) ON core.job TO pc_directory;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['park', 'edge', 'point', 'point_binding'] LOOP
    EXECUTE format('CREATE POLICY ingest ON core.%I FOR SELECT TO pc_ingest USING (true)', t);
    EXECUTE format('GRANT SELECT ON core.%I TO pc_ingest', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['batch', 'spool_cursor', 'gap_marker', 'quarantine', 'reading_revision', 'invalidation'] LOOP
    EXECUTE format('CREATE POLICY ingest ON core.%I TO pc_ingest USING (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON core.%I TO pc_ingest', t);
  END LOOP;
END $$;
CREATE POLICY ingest_state ON core.edge FOR UPDATE TO pc_ingest USING (true);
GRANT UPDATE (state, state_at) ON core.edge TO pc_ingest;
