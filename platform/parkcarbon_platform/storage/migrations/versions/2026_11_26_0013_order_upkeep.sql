-- `control` deletes configurations and commands that are old (storage.edge_orders_upkeep).
GRANT DELETE ON core.edge_config, core.edge_command TO pc_ingest;
