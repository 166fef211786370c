DROP TABLE core.site_plan_shape, core.site_plan, core.site_plan_image;
DROP TRIGGER moved_intervals ON core.park;
DROP TRIGGER sums_insert ON series.interval;
DROP TRIGGER sums_update ON series.interval;
DROP TRIGGER sums_delete ON series.interval;
DROP FUNCTION core.park_moved_intervals(), core.rebuild_interval_sums(int), core.unequal_interval_sums(),
  core.interval_sums_insert(), core.interval_sums_update(), core.interval_sums_delete(),
  core.intervals_between(date, date);
DROP VIEW core.interval_day, core.interval_month, series.interval_day_of_quarters;
DROP TABLE series.interval_day, series.interval_month;
