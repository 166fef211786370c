CREATE OR REPLACE VIEW core.reading WITH (security_barrier) AS
  SELECT r.* FROM series.reading r
  WHERE r.park_id = core.current_park()
    AND (core.current_enterprise() IS NULL
         OR r.point_id IN (SELECT p.id FROM core.point p WHERE p.enterprise_id = core.current_enterprise()));
CREATE OR REPLACE VIEW core.interval WITH (security_barrier) AS
  SELECT * FROM series.interval
  WHERE park_id = core.current_park()
    AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise())
  WITH LOCAL CHECK OPTION;
CREATE OR REPLACE VIEW core.ledger_entry WITH (security_barrier) AS
  SELECT * FROM series.ledger_entry
  WHERE park_id = core.current_park()
    AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise())
  WITH LOCAL CHECK OPTION;
