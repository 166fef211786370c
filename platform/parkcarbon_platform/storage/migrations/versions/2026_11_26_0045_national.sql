-- What the national rules leave open, decided by people: every save is a version, the newest counts.
CREATE TABLE core.national_setting (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  kind text NOT NULL CHECK (kind IN ('zero_carbon', 'functions')),
  body jsonb NOT NULL,
  note text NOT NULL,
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core.national_setting (park_id, kind, id DESC);

-- Figures of a year that no meter has, with their evidence; the newest of a year and code counts.
CREATE TABLE core.national_entry (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  year int NOT NULL CHECK (year BETWEEN 2000 AND 2100),
  code text NOT NULL,                                 -- water_reuse solid_waste waste_heat … product:NAME
  part numeric CHECK (part >= 0), whole numeric CHECK (whole >= 0),  -- both null: taken back
  unit text NOT NULL,
  evidence_id bigint REFERENCES core.evidence,
  note text NOT NULL,
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((part IS NULL) = (whole IS NULL)),
  CHECK (part IS NULL OR evidence_id IS NOT NULL)
);
CREATE INDEX ON core.national_entry (park_id, year, code, id DESC);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['national_setting', 'national_entry'] LOOP
    EXECUTE format('ALTER TABLE core.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE core.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON core.%I USING (park_id = core.current_park()
      AND core.current_enterprise() IS NULL)', t);
    EXECUTE format('GRANT SELECT, INSERT ON core.%I TO pc_app', t);
  END LOOP;
END $$;

-- The database itself is not published as a file: each park brings its own copy, row by row.
INSERT INTO factors.factor_set (code, title, publisher, licence, sha256, optional)
  VALUES ('efdb-v2', 'National greenhouse-gas emission factor database, second edition, as imported by the park',
    '国家应对气候变化战略研究和国际合作中心 (NCSC of China)', 'As the database says; kept for the park that brought it.',
    ''::bytea, true);
