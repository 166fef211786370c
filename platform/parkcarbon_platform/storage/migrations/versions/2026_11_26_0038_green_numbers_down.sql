DROP TRIGGER is_of ON core.green_use;
DROP FUNCTION core.green_use_is_of();
ALTER TABLE core.green_use DROP kind, DROP technology, DROP generated_from, DROP generated_to, DROP expires_on;
DROP INDEX core.green_supply_certificate_key, core.green_supply_number_key;
CREATE UNIQUE INDEX green_supply_certificate_key ON core.green_supply (number)
  WHERE kind = 'certificate' AND withdrawn_at IS NULL;
CREATE UNIQUE INDEX green_supply_number_key ON core.green_supply (park_id, kind, number, generated_from)
  WHERE withdrawn_at IS NULL;
ALTER TABLE core.green_supply DROP number_key, DROP doubled;
DROP FUNCTION core.number_key(text);
