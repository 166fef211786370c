DROP TABLE core.inventory_digest;
