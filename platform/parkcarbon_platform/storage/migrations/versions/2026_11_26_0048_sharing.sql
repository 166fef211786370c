-- What an enterprise agreed with the park: whether the public may read its name, and which of its data the park's
-- operators see. Only the enterprise writes it; the newest row counts, and older ones say what held before.
CREATE TABLE core.enterprise_terms (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int NOT NULL REFERENCES core.enterprise,
  is_named boolean NOT NULL,            -- on walls and in rankings that leave the park's own pages
  shares_intervals boolean NOT NULL,    -- readings and quarter hours of its meters
  shares_production boolean NOT NULL,   -- reported output, floor area and other drivers
  author text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core.enterprise_terms (park_id, enterprise_id, id DESC);
ALTER TABLE core.enterprise_terms ENABLE ROW LEVEL SECURITY;
ALTER TABLE core.enterprise_terms FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON core.enterprise_terms USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
CREATE POLICY granted ON core.enterprise_terms AS RESTRICTIVE FOR INSERT
  WITH CHECK (enterprise_id = core.current_enterprise());
CREATE POLICY directory ON core.enterprise_terms FOR SELECT TO pc_directory USING (true);
GRANT SELECT, INSERT ON core.enterprise_terms TO pc_app;
GRANT SELECT ON core.enterprise_terms TO pc_directory;

-- Set by the web tier for whoever looks at a park as a whole: operators, verifiers, their programs. Not by jobs.
CREATE FUNCTION core.is_overseer() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('pc.overseer', true), '') = 'on';
-- The enterprises that keep something to themselves before the one who looks: none for jobs and for themselves.
CREATE FUNCTION core.withheld(what text) RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE
  RETURN CASE WHEN core.is_overseer() THEN (
    SELECT coalesce(array_agg(enterprise_id), '{}') FROM (
      SELECT DISTINCT ON (enterprise_id) enterprise_id, shares_intervals, shares_production
      FROM core.enterprise_terms WHERE park_id = core.current_park() ORDER BY enterprise_id, id DESC) newest
    WHERE NOT CASE what WHEN 'intervals' THEN shares_intervals ELSE shares_production END)
  ELSE '{}'::int[] END;

CREATE OR REPLACE VIEW core.reading WITH (security_barrier) AS
  SELECT r.* FROM series.reading r
  WHERE r.park_id = (SELECT core.current_park())
    AND ((SELECT core.current_enterprise()) IS NULL
         OR r.point_id IN (SELECT p.id FROM core.point p WHERE p.enterprise_id = core.current_enterprise()))
    AND (NOT (SELECT core.is_overseer())
         OR r.point_id NOT IN (SELECT p.id FROM core.point p WHERE p.enterprise_id = ANY ((SELECT core.withheld('intervals'))::int[])));
CREATE OR REPLACE VIEW core.interval WITH (security_barrier) AS
  SELECT * FROM series.interval
  WHERE park_id = (SELECT core.current_park())
    AND ((SELECT core.current_enterprise()) IS NULL OR enterprise_id = (SELECT core.current_enterprise()))
    AND (NOT (SELECT core.is_overseer()) OR enterprise_id IS NULL
         OR enterprise_id <> ALL ((SELECT core.withheld('intervals'))::int[]))
  WITH LOCAL CHECK OPTION;
CREATE POLICY withheld ON core.reading_revision AS RESTRICTIVE TO pc_app USING (NOT core.is_overseer()
  OR NOT EXISTS (SELECT FROM core.point p WHERE p.id = point_id AND p.enterprise_id = ANY ((SELECT core.withheld('intervals'))::int[])));
CREATE POLICY withheld ON core.quarantine AS RESTRICTIVE TO pc_app USING (NOT core.is_overseer()
  OR NOT (EXISTS (SELECT FROM core.device d WHERE d.id = device_id AND d.enterprise_id = ANY ((SELECT core.withheld('intervals'))::int[]))
       OR EXISTS (SELECT FROM core.edge e WHERE e.id = edge_id AND e.enterprise_id = ANY ((SELECT core.withheld('intervals'))::int[]))));
CREATE POLICY withheld ON core.activity_record AS RESTRICTIVE TO pc_app USING (NOT core.is_overseer() OR kind <> 'driver'
  OR enterprise_id IS NULL OR enterprise_id <> ALL ((SELECT core.withheld('production'))::int[]));
-- A file is part of the reports that it stands behind: of none that can be seen, it is not seen either.
CREATE POLICY withheld ON core.evidence AS RESTRICTIVE TO pc_app USING (NOT core.is_overseer()
  OR enterprise_id IS NULL OR enterprise_id <> ALL ((SELECT core.withheld('production'))::int[])
  OR EXISTS (SELECT FROM core.activity_evidence b JOIN core.activity_record r ON r.id = b.record_id WHERE b.evidence_id = evidence.id));

-- A link for a screen: it shows one park's live page, with names only of those who agreed, and opens nothing else.
CREATE TABLE identity.wall_link (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  name text NOT NULL,
  token_sha256 bytea NOT NULL UNIQUE,
  created_by text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz, revoked_by text
);
CREATE INDEX ON identity.wall_link (park_id);
GRANT SELECT, INSERT, UPDATE ON identity.wall_link TO pc_directory;
