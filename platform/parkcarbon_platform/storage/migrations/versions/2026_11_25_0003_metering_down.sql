DROP TABLE core.finding_note, core.pending_difference, core.period_lock, core.allocation_share, core.allocation, core.correction;
DROP INDEX core.meter_event_undoes_idx;
ALTER TABLE core.meter_event
  DROP CONSTRAINT meter_event_undo_check, DROP CONSTRAINT meter_event_kind_check,
  DROP COLUMN undoes, DROP COLUMN evidence_id;
DELETE FROM core.meter_event WHERE kind IN ('exclude', 'accept', 'undo');
ALTER TABLE core.meter_event ADD CONSTRAINT meter_event_kind_check
  CHECK (kind IN ('install', 'replace', 'reset', 'rollover', 'multiplier', 'calibration'));
DROP TABLE core.point_input;
DELETE FROM core.source_term WHERE point_id IN (SELECT id FROM core.point WHERE kind = 'virtual');
DELETE FROM core.point WHERE kind = 'virtual';
ALTER TABLE core.point
  DROP CONSTRAINT point_formula_check, DROP CONSTRAINT point_device_check, DROP CONSTRAINT point_kind_check,
  DROP COLUMN accuracy_class, DROP COLUMN formula, DROP COLUMN check_point_id, DROP COLUMN rules, DROP COLUMN integrated,
  ALTER COLUMN device_id SET NOT NULL,
  ADD CONSTRAINT point_kind_check CHECK (kind IN ('register', 'interval', 'gauge'));
DROP TABLE core.evidence;
