DROP POLICY withheld ON core.inventory_figures;
DROP POLICY withheld ON core.analysis_run;
