-- Points whose quarter hours come from approved reports. Whoever approves one's own report has them computed
-- again: an enterprise's user, too, may ask for that, of points that are its own (and see nothing of it).
CREATE POLICY own_points ON core.invalidation FOR INSERT TO pc_app
  WITH CHECK (park_id = core.current_park() AND EXISTS (SELECT FROM core.point p WHERE p.id = point_id));
COMMENT ON COLUMN series.interval.status IS '0 measured, 1 estimated, 2 substituted, 3 edited, 4 reported';
CREATE INDEX activity_record_item_idx ON core.activity_record (park_id, item);
