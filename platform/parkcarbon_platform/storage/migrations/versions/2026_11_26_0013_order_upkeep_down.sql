REVOKE DELETE ON core.edge_config, core.edge_command FROM pc_ingest;
