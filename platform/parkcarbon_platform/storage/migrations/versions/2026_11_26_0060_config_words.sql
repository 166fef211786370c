-- The sentence of `error` by code and facts, for pages in another language; null: the edge gave none.
ALTER TABLE core.edge_config ADD COLUMN words jsonb;
