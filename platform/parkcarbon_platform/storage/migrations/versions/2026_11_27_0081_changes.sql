-- Which transactions changed what a park's figures rest on: what was computed from them is asked for again only where
-- one has come since (decision 0081). A row a transaction and park, written with the change itself; nobody waits for
-- another's. Whoever adds a row removes those that everybody sees already: a set of rows that was seen once is seen
-- again only while nothing has changed, for each change has a word of its own.
CREATE TABLE series.park_change (
  park int NOT NULL,                            -- 0: what all parks share, as the sets of factors
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  -- Numbers of transactions come again on a server that was restored to an earlier moment; this does not.
  word uuid NOT NULL DEFAULT gen_random_uuid(),
  PRIMARY KEY (park, xid)
);

-- A word for the state of the transaction's park: another one after each change.
CREATE FUNCTION core.changes() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT md5(coalesce(string_agg(word::text, ',' ORDER BY park, xid), ''))
  FROM series.park_change WHERE park IN (0, core.current_park());
END;
REVOKE ALL ON FUNCTION core.changes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.changes() TO pc_app;

DO $$
DECLARE
  park text; kind text;
BEGIN
  FOREACH park IN ARRAY ARRAY['park_id', 'id', '0'] LOOP
    FOREACH kind IN ARRAY ARRAY['added', 'gone'] LOOP
      EXECUTE format($body$
        CREATE FUNCTION core.%3$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
          SET search_path = pg_catalog, pg_temp AS $function$
        DECLARE written bigint;
        BEGIN
          INSERT INTO series.park_change (park) SELECT DISTINCT coalesce(%1$s, 0) FROM %2$I ON CONFLICT DO NOTHING;
          GET DIAGNOSTICS written = ROW_COUNT;
          IF written > 0 THEN
            DELETE FROM series.park_change WHERE (park, xid) IN (
              SELECT park, xid FROM series.park_change
              WHERE park IN (SELECT coalesce(%1$s, 0) FROM %2$I) AND xid < pg_snapshot_xmin(pg_current_snapshot())
              FOR UPDATE SKIP LOCKED);
          END IF;
          RETURN NULL;
        END $function$
      $body$, park, kind, format('note_%s_%s', kind, park));
    END LOOP;
  END LOOP;
END $$;

-- All that the services read that ask for the word (a test holds what they read against this list). Sums of quarter
-- hours and ledger hours stand for these: whatever changes them writes these rows anew.
DO $$
DECLARE
  shared CONSTANT text[] := ARRAY['factors.factor_set'];
  mixed CONSTANT text[] := ARRAY['factors.factor_version'];
  own CONSTANT text[] := ARRAY['series.interval_day', 'series.ledger_day', 'core.enterprise', 'core.node',
    'core.device', 'core.point', 'core.emission_source', 'core.source_term', 'core.scene_share',
    'core.enterprise_terms', 'core.factor_adoption'];
  named text; park text;
BEGIN
  FOREACH named IN ARRAY shared || mixed || own || ARRAY['core.park'] LOOP
    park := CASE WHEN named = ANY (shared) THEN '0' WHEN named = 'core.park' THEN 'id' ELSE 'park_id' END;
    EXECUTE format('CREATE TRIGGER noted_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS added
      FOR EACH STATEMENT EXECUTE FUNCTION core.%I()', named, 'note_added_' || park);
    EXECUTE format('CREATE TRIGGER noted_update AFTER UPDATE ON %s REFERENCING NEW TABLE AS added
      FOR EACH STATEMENT EXECUTE FUNCTION core.%I()', named, 'note_added_' || park);
    EXECUTE format('CREATE TRIGGER noted_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS gone
      FOR EACH STATEMENT EXECUTE FUNCTION core.%I()', named, 'note_gone_' || park);
  END LOOP;
END $$;
