DROP TABLE core.analysis_run;
