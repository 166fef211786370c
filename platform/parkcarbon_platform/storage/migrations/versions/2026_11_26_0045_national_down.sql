DELETE FROM factors.factor_version WHERE set_id = (SELECT id FROM factors.factor_set WHERE code = 'efdb-v2');
DELETE FROM factors.factor_set WHERE code = 'efdb-v2';
DROP TABLE core.national_entry;
DROP TABLE core.national_setting;
