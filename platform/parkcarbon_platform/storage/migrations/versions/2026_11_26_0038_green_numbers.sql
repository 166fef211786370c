-- One number however it is spelt: wide letters, case, spaces and dashes tell nothing apart.
CREATE FUNCTION core.number_key(number text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
  RETURN regexp_replace(upper(normalize(number, NFKC)),
    U&'[[:space:]_\00AD\2010-\2015\2043\2212\02D7\200B-\200F\2060\FEFF-]', '', 'g');
ALTER TABLE core.green_supply
  ADD number_key text GENERATED ALWAYS AS (core.number_key(number)) STORED,
  -- Registered twice before spellings were compared: a finding, until one of them is withdrawn.
  ADD doubled boolean NOT NULL DEFAULT false;
ALTER TABLE core.green_supply NO FORCE ROW LEVEL SECURITY;
UPDATE core.green_supply g SET doubled = true
WHERE withdrawn_at IS NULL AND EXISTS (SELECT FROM core.green_supply o
  WHERE o.withdrawn_at IS NULL AND o.id < g.id AND o.number_key = g.number_key AND o.kind = g.kind
    AND (g.kind = 'certificate' OR (o.park_id = g.park_id AND o.generated_from = g.generated_from)));
ALTER TABLE core.green_supply FORCE ROW LEVEL SECURITY;
DROP INDEX core.green_supply_certificate_key, core.green_supply_number_key;
CREATE UNIQUE INDEX green_supply_certificate_key ON core.green_supply (number_key)
  WHERE kind = 'certificate' AND withdrawn_at IS NULL AND NOT doubled;
CREATE UNIQUE INDEX green_supply_number_key ON core.green_supply (park_id, kind, number_key, generated_from)
  WHERE withdrawn_at IS NULL AND NOT doubled;

-- An enterprise that uses of the park's supply computes its own figures from what kind of evidence it has, and of when.
ALTER TABLE core.green_use ADD kind text, ADD technology text, ADD generated_from date, ADD generated_to date,
  ADD expires_on date;
ALTER TABLE core.green_use NO FORCE ROW LEVEL SECURITY;
ALTER TABLE core.green_supply NO FORCE ROW LEVEL SECURITY;
ALTER TABLE core.green_use DISABLE TRIGGER counts;
UPDATE core.green_use u SET kind = g.kind, technology = g.technology, generated_from = g.generated_from,
  generated_to = g.generated_to, expires_on = g.expires_on
FROM core.green_supply g WHERE g.id = u.supply_id;
ALTER TABLE core.green_use ENABLE TRIGGER counts;
ALTER TABLE core.green_use FORCE ROW LEVEL SECURITY;
ALTER TABLE core.green_supply FORCE ROW LEVEL SECURITY;
ALTER TABLE core.green_use ALTER kind SET NOT NULL, ALTER technology SET NOT NULL, ALTER generated_from SET NOT NULL,
  ALTER generated_to SET NOT NULL;
CREATE FUNCTION core.green_use_is_of() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  SELECT g.kind, g.technology, g.generated_from, g.generated_to, g.expires_on
  INTO NEW.kind, NEW.technology, NEW.generated_from, NEW.generated_to, NEW.expires_on
  FROM core.green_supply g WHERE g.id = NEW.supply_id AND g.park_id = NEW.park_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no such supply' USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER is_of BEFORE INSERT ON core.green_use FOR EACH ROW EXECUTE FUNCTION core.green_use_is_of();
