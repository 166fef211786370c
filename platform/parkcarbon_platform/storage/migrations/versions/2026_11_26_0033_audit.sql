-- The audit log: one chain a park (core), and one of the platform itself (identity). The hash of a row covers the
-- row and the hash before it; the head is locked while a row is appended. Nobody may change or delete a row.
CREATE TABLE core.audit_head (
  park_id int PRIMARY KEY REFERENCES core.park,
  number bigint NOT NULL DEFAULT 0,
  hash bytea NOT NULL DEFAULT '\x0000000000000000000000000000000000000000000000000000000000000000'
);
CREATE TABLE core.audit_event (
  park_id int NOT NULL REFERENCES core.park,
  number bigint NOT NULL CHECK (number > 0),
  enterprise_id int REFERENCES core.enterprise,  -- whom the actor is confined to
  time timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('user', 'token', 'command', 'nobody')),
  actor text NOT NULL, address text NOT NULL,
  action text NOT NULL, object text NOT NULL,
  outcome text NOT NULL,                         -- done, or the code of the refusal
  changes text NOT NULL,                         -- JSON exactly as hashed: a list of {table, row, before, after}
  changed int NOT NULL,                          -- rows; more than are listed where there are very many
  trace text NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (park_id, number)
);
CREATE INDEX ON core.audit_event (park_id, time);
CREATE TABLE identity.audit_head (
  park_id int PRIMARY KEY DEFAULT 0 CHECK (park_id = 0),  -- 0: of no park
  number bigint NOT NULL DEFAULT 0,
  hash bytea NOT NULL DEFAULT '\x0000000000000000000000000000000000000000000000000000000000000000'
);
CREATE TABLE identity.audit_event (
  LIKE core.audit_event INCLUDING CONSTRAINTS INCLUDING INDEXES,
  CHECK (park_id = 0)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['audit_event', 'audit_head'] LOOP
    EXECUTE format('ALTER TABLE core.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE core.%I FORCE ROW LEVEL SECURITY', t);
  END LOOP;
END $$;
CREATE POLICY tenant ON core.audit_event USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
CREATE POLICY tenant ON core.audit_head USING (park_id = core.current_park());
-- Who may enter a park is changed by the directory, and told to the park.
CREATE POLICY directory ON core.audit_event FOR INSERT TO pc_directory WITH CHECK (true);
CREATE POLICY directory ON core.audit_head TO pc_directory USING (true);
GRANT SELECT, INSERT ON core.audit_event TO pc_app;
GRANT INSERT ON core.audit_event TO pc_directory;
GRANT SELECT, INSERT ON identity.audit_event TO pc_directory;
GRANT SELECT, INSERT, UPDATE ON core.audit_head TO pc_app, pc_directory;
GRANT SELECT, INSERT, UPDATE ON identity.audit_head TO pc_directory;

-- What a person changes is collected in the transaction's own setting, which a roll-back to a savepoint takes back,
-- too; `storage.audit` writes it down before the commit. Machines set no `pc.audit` and pay one comparison a row.
CREATE FUNCTION core.audit_values(said jsonb, hidden text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE
  RETURN (SELECT coalesce(jsonb_object_agg(key, CASE
    WHEN jsonb_typeof(value) = 'null' THEN value
    WHEN key = ANY(hidden) OR key ~ '(password|secret|csrf|token|recovery)' THEN '"•••"'::jsonb
    WHEN length(value::text) > 4000 THEN to_jsonb(left(value::text, 200) || '…')
    ELSE value END), '{}') FROM jsonb_each(said));

CREATE FUNCTION core.audit_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  listed text := coalesce(current_setting('pc.changes', true), '');
  counted int := coalesce(nullif(current_setting('pc.changed', true), '')::int, 0);
  former jsonb; latter jsonb; kept jsonb; named jsonb;
BEGIN
  IF TG_OP <> 'INSERT' THEN former := to_jsonb(OLD); END IF;
  IF TG_OP <> 'DELETE' THEN latter := to_jsonb(NEW); END IF;
  IF TG_OP = 'UPDATE' THEN
    kept := former;
    SELECT jsonb_object_agg(f.key, f.value), jsonb_object_agg(f.key, latter -> f.key) INTO former, latter
      FROM jsonb_each(former) f WHERE f.value IS DISTINCT FROM latter -> f.key;
    IF former IS NULL THEN RETURN NULL; END IF;
  ELSE
    kept := coalesce(latter, former);
  END IF;
  PERFORM set_config('pc.changed', (counted + 1)::text, true);
  IF counted < 200 AND length(listed) < 262144 THEN
    SELECT coalesce(jsonb_object_agg(key, value), '{}') INTO named FROM jsonb_each(kept)
      WHERE key IN ('id', 'code', 'login', 'user_id', 'key', 'park_id') AND (key <> 'park_id' OR TG_TABLE_SCHEMA = 'identity');
    PERFORM set_config('pc.changes', listed || CASE WHEN listed = '' THEN '' ELSE ',' END || jsonb_build_object(
      'table', TG_TABLE_NAME, 'row', named,
      'before', core.audit_values(former, TG_ARGV), 'after', core.audit_values(latter, TG_ARGV))::text, true);
  END IF;
  RETURN NULL;
END $$;

-- Called after every migration, so that no new table is forgotten. Left out: what only machines write.
CREATE FUNCTION core.audit_tables() RETURNS void LANGUAGE plpgsql AS $$
DECLARE t record;
BEGIN
  FOR t IN
    SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('core', 'identity') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname NOT IN ('audit_event', 'audit_head', 'batch', 'spool_cursor', 'gap_marker', 'invalidation', 'finding',
                            'health_check', 'session')
      AND NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND g.tgname = 'audit')
  LOOP
    EXECUTE format('CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON %I.%I FOR EACH ROW '
      'WHEN (current_setting(''pc.audit'', true) = ''on'') EXECUTE FUNCTION core.audit_note(%s)', t.schema, t.name,
      CASE t.name WHEN 'evidence' THEN '''content''' WHEN 'edge_command' THEN '''args'', ''reply''' WHEN 'quarantine' THEN '''payload'''
        ELSE '' END);
  END LOOP;
END $$;
-- A log-in and its end; not that it is used, nor that old ones are swept away.
CREATE TRIGGER audit_begin AFTER INSERT ON identity.session FOR EACH ROW
  WHEN (current_setting('pc.audit', true) = 'on') EXECUTE FUNCTION core.audit_note();
CREATE TRIGGER audit_end AFTER DELETE ON identity.session FOR EACH ROW
  WHEN (current_setting('pc.audit', true) = 'on' AND OLD.expires_at > now()) EXECUTE FUNCTION core.audit_note();
SELECT core.audit_tables();
