DROP FUNCTION core.heat_terms(text[]);
