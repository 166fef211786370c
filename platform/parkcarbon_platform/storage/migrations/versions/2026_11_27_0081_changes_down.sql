DO $$
DECLARE found record;
BEGIN
  FOR found IN SELECT tgname, tgrelid::regclass AS named FROM pg_trigger
    WHERE tgname IN ('noted_insert', 'noted_update', 'noted_delete') LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', found.tgname, found.named);
  END LOOP;
END $$;
DROP FUNCTION core.note_added_park_id(), core.note_added_id(), core.note_added_0(), core.note_gone_park_id(),
  core.note_gone_id(), core.note_gone_0();
DROP FUNCTION core.changes();
DROP TABLE series.park_change;
