DROP TABLE core.edge_command, core.edge_config;
