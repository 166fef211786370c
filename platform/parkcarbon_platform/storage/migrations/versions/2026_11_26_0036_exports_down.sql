DROP TABLE core.export;
