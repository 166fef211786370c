DROP TABLE identity.wall_link;
DROP POLICY withheld ON core.evidence;
DROP POLICY withheld ON core.activity_record;
DROP POLICY withheld ON core.quarantine;
DROP POLICY withheld ON core.reading_revision;
CREATE OR REPLACE VIEW core.reading WITH (security_barrier) AS
  SELECT r.* FROM series.reading r
  WHERE r.park_id = (SELECT core.current_park())
    AND ((SELECT core.current_enterprise()) IS NULL
         OR r.point_id IN (SELECT p.id FROM core.point p WHERE p.enterprise_id = core.current_enterprise()));
CREATE OR REPLACE VIEW core.interval WITH (security_barrier) AS
  SELECT * FROM series.interval
  WHERE park_id = (SELECT core.current_park())
    AND ((SELECT core.current_enterprise()) IS NULL OR enterprise_id = (SELECT core.current_enterprise()))
  WITH LOCAL CHECK OPTION;
DROP FUNCTION core.withheld(text);
DROP FUNCTION core.is_overseer();
DROP TABLE core.enterprise_terms;
