-- Everything of a park or an enterprise as files: kept in parts, so that no process ever holds the whole.
ALTER TABLE core.export DROP CONSTRAINT export_kind_check;
ALTER TABLE core.export ADD CONSTRAINT export_kind_check CHECK (kind IN ('inventory_report', 'verification_pack', 'everything'));
CREATE TABLE core.export_part (
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  export_id bigint NOT NULL REFERENCES core.export ON DELETE CASCADE,
  number int NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (export_id, number)
);
ALTER TABLE core.export_part ENABLE ROW LEVEL SECURITY;
ALTER TABLE core.export_part FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON core.export_part USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
GRANT SELECT, INSERT, DELETE ON core.export_part TO pc_app;

-- What is left of a park that was deleted: counts and digests, signed. Its audit log stays, and holds.
CREATE TABLE identity.deletion (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL UNIQUE REFERENCES core.park,
  code text NOT NULL, name_zh text NOT NULL, name_en text NOT NULL,
  reason text NOT NULL, author text NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT now(),
  error text,
  deleted_at timestamptz, record text, signature text, public_key text,
  CHECK ((deleted_at IS NULL) = (record IS NULL))
);
GRANT SELECT, INSERT, UPDATE ON identity.deletion TO pc_directory;
REVOKE DELETE ON identity.deletion FROM pc_directory;
-- The event stays when the enterprise that its actor was confined to is gone; the hash covers its number.
ALTER TABLE core.audit_event DROP CONSTRAINT audit_event_enterprise_id_fkey;

-- Deletes what a table has of a park, and only of one that is archived and that somebody has said shall go.
CREATE FUNCTION core.remove_rows(named text, gone int) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE counted bigint; place regclass := named::regclass;
BEGIN
  PERFORM set_config('pc.park', gone::text, true), set_config('pc.enterprise', '', true),
    set_config('pc.audit', 'off', true);
  IF NOT EXISTS (SELECT FROM core.park p JOIN identity.deletion d ON d.park_id = p.id
                 WHERE p.id = gone AND p.state = 'archived' AND d.deleted_at IS NULL) THEN
    RAISE EXCEPTION 'park % is not to be deleted', gone;
  END IF;
  IF (SELECT n.nspname NOT IN ('core', 'series', 'factors', 'identity')
        OR c.relname IN ('park', 'audit_event', 'audit_head', 'deletion', 'app_user')
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = place) THEN
    RAISE EXCEPTION '% is not deleted', place;
  END IF;
  EXECUTE format('DELETE FROM %s WHERE park_id = $1', place) USING gone;
  GET DIAGNOSTICS counted = ROW_COUNT;
  RETURN counted;
END $$;
-- What stays of the park itself: its number, so that its audit log has its place.
CREATE FUNCTION core.entomb(gone int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM set_config('pc.park', gone::text, true);
  UPDATE core.park SET state = 'deleted', code = 'deleted-' || id, name_zh = '–', name_en = '–',
    latitude = NULL, longitude = NULL, state_reason = NULL
  WHERE id = gone AND state = 'archived'
    AND EXISTS (SELECT FROM identity.deletion d WHERE d.park_id = gone AND d.deleted_at IS NULL);
  IF NOT FOUND THEN RAISE EXCEPTION 'park % is not to be deleted', gone; END IF;
END $$;
REVOKE ALL ON FUNCTION core.remove_rows(text, int), core.entomb(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.remove_rows(text, int), core.entomb(int) TO pc_directory;
SELECT core.audit_tables();
