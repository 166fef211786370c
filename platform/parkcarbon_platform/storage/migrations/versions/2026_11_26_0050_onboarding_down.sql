DROP TABLE identity.park_draft;
ALTER TABLE core.park
  DROP COLUMN type, DROP COLUMN boundary, DROP COLUMN scopes, DROP COLUMN ruleset,
  DROP COLUMN state, DROP COLUMN state_reason, DROP COLUMN state_by, DROP COLUMN state_at;
