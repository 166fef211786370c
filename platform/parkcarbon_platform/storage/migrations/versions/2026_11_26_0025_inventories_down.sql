DROP TABLE core.base_year, core.inventory_event, core.inventory_item, core.inventory;
DROP FUNCTION core.keep_inventory();
