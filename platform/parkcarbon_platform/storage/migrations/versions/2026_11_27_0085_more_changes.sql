-- What inventories, flows and the coverage calendar read beside what places do (revision 0081).
DO $$
DECLARE named text;
BEGIN
  FOREACH named IN ARRAY ARRAY['core.activity_record', 'core.activity_step', 'core.finding', 'core.green_supply',
    'core.green_use', 'core.meter_event', 'core.pending_difference', 'core.point_input', 'core.quality_note'] LOOP
    EXECUTE format('CREATE TRIGGER noted_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS added
      FOR EACH STATEMENT EXECUTE FUNCTION core.note_added_park_id()', named);
    EXECUTE format('CREATE TRIGGER noted_update AFTER UPDATE ON %s REFERENCING NEW TABLE AS added
      FOR EACH STATEMENT EXECUTE FUNCTION core.note_added_park_id()', named);
    EXECUTE format('CREATE TRIGGER noted_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS gone
      FOR EACH STATEMENT EXECUTE FUNCTION core.note_gone_park_id()', named);
  END LOOP;
END $$;
