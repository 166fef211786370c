-- An inventory as computed once: what it says never changes, only how far it has come.
CREATE TABLE core.inventory (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,       -- null: the whole park
  ruleset text NOT NULL, gwp text NOT NULL, approach text,
  from_day date NOT NULL, to_day date NOT NULL CHECK (to_day > from_day),  -- local days, to_day not included
  state text NOT NULL DEFAULT 'collecting' CHECK (state IN ('collecting', 'validating', 'approved', 'submitted',
    'in_verification', 'findings', 'verified', 'locked', 'superseded', 'withdrawn')),
  version int NOT NULL DEFAULT 1,
  replaces_id int REFERENCES core.inventory,
  job_id bigint REFERENCES core.job,
  lock_id int REFERENCES core.period_lock,
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  known_at timestamptz,                               -- the ledger as it was then; null: not computed yet
  sha256 bytea, items int, totals jsonb, lacks jsonb
);
CREATE INDEX ON core.inventory (park_id, id);
CREATE TABLE core.inventory_item (
  inventory_id int NOT NULL REFERENCES core.inventory,
  number int NOT NULL,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,       -- whose inventory it is
  source text NOT NULL, enterprise text, category text NOT NULL, carrier text NOT NULL,
  scope int NOT NULL, scope3_category int,
  internal_transfer boolean NOT NULL, biogenic boolean NOT NULL, sink boolean NOT NULL,
  month date NOT NULL, gas text NOT NULL, basis text NOT NULL,
  quantity bigint NOT NULL, unit text NOT NULL, estimated bigint NOT NULL,
  covered_s bigint NOT NULL, expected_s bigint NOT NULL,
  factor_version int NOT NULL, fallback boolean NOT NULL,
  gas_mg bigint NOT NULL, gwp numeric NOT NULL, co2e_mg bigint NOT NULL,
  scenes jsonb NOT NULL,                              -- [[scene, mg CO2e]]
  PRIMARY KEY (inventory_id, number)
);
-- Transitions, comments, findings and answers to them.
CREATE TABLE core.inventory_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  inventory_id int NOT NULL REFERENCES core.inventory,
  kind text NOT NULL CHECK (kind IN ('transition', 'comment', 'finding', 'answer', 'resolved')),
  from_state text, to_state text,
  answers_id bigint REFERENCES core.inventory_event,  -- the finding that is answered or resolved
  figure text,                                        -- the cell it is about: dimension=key
  note text NOT NULL, author text NOT NULL, role text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core.inventory_event (inventory_id, id);
-- The base year of a park or an enterprise, and when it is computed anew; the newest row is in force.
CREATE TABLE core.base_year (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  inventory_id int NOT NULL REFERENCES core.inventory,
  threshold numeric NOT NULL CHECK (threshold > 0 AND threshold < 1),  -- share of its total that is material
  policy text NOT NULL, author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core.base_year (park_id, id);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['inventory', 'inventory_item', 'inventory_event', 'base_year'] LOOP
    EXECUTE format('ALTER TABLE core.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE core.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON core.%I USING (park_id = core.current_park()
      AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()))', t);
    EXECUTE format('GRANT SELECT, INSERT ON core.%I TO pc_app', t);
  END LOOP;
END $$;
-- What was computed is written once, where it was null (services/inventories/storing.py); no item ever changes.
GRANT UPDATE (state, job_id, lock_id, known_at, sha256, items, totals, lacks) ON core.inventory TO pc_app;
CREATE FUNCTION core.keep_inventory() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.sha256 IS NOT NULL AND (NEW.sha256, NEW.known_at, NEW.items, NEW.totals, NEW.lacks)
       IS DISTINCT FROM (OLD.sha256, OLD.known_at, OLD.items, OLD.totals, OLD.lacks) THEN
    RAISE EXCEPTION 'an inventory is never edited' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE UPDATE ON core.inventory FOR EACH ROW EXECUTE FUNCTION core.keep_inventory();
