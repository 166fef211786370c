DROP POLICY withheld ON core.export_part;
DROP POLICY withheld ON core.export;
