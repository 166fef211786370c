DROP SCHEMA identity CASCADE;
DROP SCHEMA core CASCADE;
DROP SCHEMA series CASCADE;
DROP SCHEMA factors CASCADE;
-- The roles stay: they belong to the cluster, and other databases of it may use them.
