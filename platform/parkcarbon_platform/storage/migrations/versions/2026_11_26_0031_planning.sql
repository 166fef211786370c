-- What plans are made of: base year, market, scenarios, measures; every save is a version, the newest counts.
CREATE TABLE core.plan_input (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  kind text NOT NULL CHECK (kind IN ('base', 'market', 'scenario', 'measure')),
  code text NOT NULL,
  body jsonb NOT NULL,
  ended boolean NOT NULL DEFAULT false,
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core.plan_input (park_id, kind, code, id DESC);

-- A run, with all that it was made of: the same request gives the same result.
CREATE TABLE core.plan (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  kind text NOT NULL CHECK (kind IN ('pathway', 'portfolio')),
  name text NOT NULL,
  request jsonb NOT NULL, request_sha256 bytea NOT NULL,
  job_id bigint REFERENCES core.job,
  result jsonb,
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), finished_at timestamptz
);
CREATE INDEX ON core.plan (park_id, id DESC);

-- What a park or an enterprise may emit or use in a year; the newest row of a year counts.
CREATE TABLE core.target (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,      -- null: the whole park
  kind text NOT NULL CHECK (kind IN ('carbon', 'energy')),
  year int NOT NULL CHECK (year BETWEEN 2000 AND 2100),
  value numeric NOT NULL CHECK (value >= 0),          -- carbon: t CO2; energy: GJ
  plan_id int REFERENCES core.plan,
  note text NOT NULL DEFAULT '',
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core.target (park_id, kind, year, id DESC);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['plan_input', 'plan', 'target'] LOOP
    EXECUTE format('ALTER TABLE core.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE core.%I FORCE ROW LEVEL SECURITY', t);
  END LOOP;
END $$;
-- Plans are the park's: an enterprise sees none of them, and its own targets.
CREATE POLICY tenant ON core.plan_input USING (park_id = core.current_park() AND core.current_enterprise() IS NULL);
CREATE POLICY tenant ON core.plan USING (park_id = core.current_park() AND core.current_enterprise() IS NULL);
CREATE POLICY tenant ON core.target USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
GRANT SELECT, INSERT ON core.plan_input, core.target TO pc_app;
GRANT SELECT, INSERT, UPDATE ON core.plan TO pc_app;
