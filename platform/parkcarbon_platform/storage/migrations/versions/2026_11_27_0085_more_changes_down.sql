DO $$
DECLARE named text; kind text;
BEGIN
  FOREACH named IN ARRAY ARRAY['core.activity_record', 'core.activity_step', 'core.finding', 'core.green_supply',
    'core.green_use', 'core.meter_event', 'core.pending_difference', 'core.point_input', 'core.quality_note'] LOOP
    FOREACH kind IN ARRAY ARRAY['noted_insert', 'noted_update', 'noted_delete'] LOOP
      EXECUTE format('DROP TRIGGER %I ON %s', kind, named);
    END LOOP;
  END LOOP;
END $$;
