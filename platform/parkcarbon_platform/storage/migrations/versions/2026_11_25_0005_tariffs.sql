-- Electricity tariffs: versions of prices and periods with validity, and who buys by them.
-- A version or contract is superseded, never edited, so that what a bill was computed by can be found again.

CREATE TABLE core.tariff (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  code text NOT NULL CHECK (code ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
  name_zh text NOT NULL, name_en text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  is_example boolean NOT NULL DEFAULT false,    -- made up, not anybody's real tariff
  UNIQUE (park_id, code)
);
CREATE TABLE core.tariff_version (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  tariff_id int NOT NULL REFERENCES core.tariff,
  valid_from date NOT NULL, valid_to date,      -- local days, both included
  body jsonb NOT NULL,                          -- prices, schedules, demand, power factor (docs/contracts.md §4)
  author text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), superseded_at timestamptz,
  CONSTRAINT tariff_version_overlap EXCLUDE USING gist
    (int4range(tariff_id, tariff_id, '[]') WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
    WHERE (superseded_at IS NULL)
);
CREATE TABLE core.tariff_contract (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise, -- null: the park itself, at its incomers
  tariff_id int NOT NULL REFERENCES core.tariff,
  valid_from date NOT NULL, valid_to date,
  demand_kw numeric CHECK (demand_kw > 0),
  capacity_kva numeric CHECK (capacity_kva > 0),
  author text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), superseded_at timestamptz,
  CONSTRAINT tariff_contract_overlap EXCLUDE USING gist
    (int4range(park_id, park_id, '[]') WITH =,
     int4range(coalesce(enterprise_id, 0), coalesce(enterprise_id, 0), '[]') WITH =,
     daterange(valid_from, valid_to, '[]') WITH &&)
    WHERE (superseded_at IS NULL)
);

DO $$
DECLARE t text;
BEGIN
  -- Everybody in the park may know its prices; only those of the park change them. A contract is its enterprise's.
  FOREACH t IN ARRAY ARRAY['tariff', 'tariff_version', 'tariff_contract'] LOOP
    EXECUTE format('ALTER TABLE core.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE core.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON core.%I USING (park_id = core.current_park() %s) '
                   'WITH CHECK (park_id = core.current_park() AND core.current_enterprise() IS NULL)', t,
      CASE WHEN t = 'tariff_contract'
           THEN 'AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise())' ELSE '' END);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON core.%I TO pc_app', t);
  END LOOP;
END $$;
