DROP FUNCTION core.last_readings(int[]);
