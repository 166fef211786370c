DROP TABLE core.handed_over;
