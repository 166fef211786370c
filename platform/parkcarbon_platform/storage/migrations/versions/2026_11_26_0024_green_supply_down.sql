DROP TABLE core.green_use, core.green_supply;
DROP FUNCTION core.green_use_counts();
