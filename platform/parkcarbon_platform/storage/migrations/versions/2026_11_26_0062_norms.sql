-- Norms of energy and carbon by product or area, kept by the park's operators; every save is a version, the newest counts.
CREATE TABLE core.intensity_norm (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  code text NOT NULL,
  name_zh text NOT NULL, name_en text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('carbon', 'energy', 'electricity')),
  item text NOT NULL CHECK (item ~ '^(product:.+|floor_area|land_area)$'),
  unit text NOT NULL,                            -- kg/t, kgce/m2, kWh/piece
  limit_value numeric NOT NULL CHECK (limit_value > 0),
  advanced_value numeric CHECK (advanced_value > 0 AND advanced_value <= limit_value),
  citation text NOT NULL,
  valid_from date NOT NULL, valid_to date CHECK (valid_to >= valid_from),
  ended boolean NOT NULL DEFAULT false,
  note text NOT NULL DEFAULT '',
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core.intensity_norm (park_id, code, id DESC);
-- What-ifs that somebody wanted to keep: who might move in, as it was asked.
CREATE TABLE core.what_if (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  name text NOT NULL,
  body jsonb NOT NULL,
  ended boolean NOT NULL DEFAULT false,
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core.what_if (park_id, id DESC);
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['intensity_norm', 'what_if'] LOOP
    EXECUTE format('ALTER TABLE core.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE core.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('GRANT SELECT, INSERT ON core.%I TO pc_app', t);
  END LOOP;
END $$;
-- Whom a norm is for may read it; the park keeps them.
CREATE POLICY tenant ON core.intensity_norm USING (park_id = core.current_park())
  WITH CHECK (park_id = core.current_park() AND core.current_enterprise() IS NULL);
CREATE POLICY tenant ON core.what_if USING (park_id = core.current_park() AND core.current_enterprise() IS NULL);
GRANT UPDATE (ended) ON core.what_if TO pc_app;
