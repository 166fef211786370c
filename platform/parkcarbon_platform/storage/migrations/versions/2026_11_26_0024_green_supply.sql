-- What was bought of green electricity: contracts of direct supply, green power trading, certificates.
CREATE TABLE core.green_supply (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,       -- null: the park's, for any of its sources
  kind text NOT NULL CHECK (kind IN ('direct_supply', 'green_power', 'certificate')),
  number text NOT NULL,                               -- of the contract or certificate
  supplier text NOT NULL, technology text NOT NULL,
  amount_wh bigint NOT NULL CHECK (amount_wh > 0),
  used_wh bigint NOT NULL DEFAULT 0 CHECK (used_wh BETWEEN 0 AND amount_wh),  -- kept by a trigger
  generated_from date NOT NULL, generated_to date NOT NULL CHECK (generated_to >= generated_from),
  expires_on date,                                    -- the last day on which it can be used
  evidence_id bigint NOT NULL REFERENCES core.evidence,
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  withdrawn_at timestamptz, withdrawn_by text, note text,
  CHECK (withdrawn_at IS NULL OR used_wh = 0)
);
-- A certificate counts once, in whichever park; a contract may supply several.
CREATE UNIQUE INDEX green_supply_certificate_key ON core.green_supply (number)
  WHERE kind = 'certificate' AND withdrawn_at IS NULL;
CREATE UNIQUE INDEX green_supply_number_key ON core.green_supply (park_id, kind, number, generated_from)
  WHERE withdrawn_at IS NULL;

CREATE TABLE core.green_use (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,       -- of the source
  supply_id int NOT NULL REFERENCES core.green_supply,
  source_id int NOT NULL REFERENCES core.emission_source,
  month date NOT NULL CHECK (date_trunc('month', month) = month),  -- local
  amount_wh bigint NOT NULL CHECK (amount_wh > 0),
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  released_at timestamptz, released_by text, note text
);
CREATE INDEX ON core.green_use (park_id, month) WHERE released_at IS NULL;
CREATE INDEX ON core.green_use (supply_id);

-- The row of the supply is locked by its own update: two uses at once wait for each other, and the check on used_wh
-- refuses what would be more than there is, at any isolation.
CREATE FUNCTION core.green_use_counts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE more bigint;
BEGIN
  more := CASE WHEN TG_OP = 'INSERT' THEN NEW.amount_wh ELSE -OLD.amount_wh END;
  IF TG_OP = 'UPDATE' AND (OLD.released_at IS NOT NULL OR NEW.released_at IS NULL) THEN
    RAISE EXCEPTION 'a use is released once, and not edited' USING ERRCODE = 'check_violation';
  END IF;
  UPDATE core.green_supply SET used_wh = used_wh + more
  WHERE id = NEW.supply_id AND park_id = NEW.park_id AND (TG_OP = 'UPDATE' OR withdrawn_at IS NULL);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no such supply' USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER counts AFTER INSERT OR UPDATE ON core.green_use
  FOR EACH ROW EXECUTE FUNCTION core.green_use_counts();

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['green_supply', 'green_use'] LOOP
    EXECUTE format('ALTER TABLE core.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE core.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON core.%I USING (park_id = core.current_park()
      AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()))', t);
  END LOOP;
END $$;
-- What has been used is the trigger's to write.
GRANT SELECT, INSERT (park_id, enterprise_id, kind, number, supplier, technology, amount_wh, generated_from, generated_to,
  expires_on, evidence_id, author), UPDATE (withdrawn_at, withdrawn_by, note) ON core.green_supply TO pc_app;
GRANT SELECT, INSERT (park_id, enterprise_id, supply_id, source_id, month, amount_wh, author),
  UPDATE (released_at, released_by, note) ON core.green_use TO pc_app;
