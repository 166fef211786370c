DROP TABLE core.tariff_contract, core.tariff_version, core.tariff;
