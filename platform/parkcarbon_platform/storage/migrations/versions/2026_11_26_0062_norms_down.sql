DROP TABLE core.what_if, core.intensity_norm;
