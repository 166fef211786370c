DROP INDEX core.activity_record_item_idx;
COMMENT ON COLUMN series.interval.status IS NULL;
DROP POLICY own_points ON core.invalidation;
