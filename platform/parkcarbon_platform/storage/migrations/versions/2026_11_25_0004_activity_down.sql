DROP TABLE core.fuel_lot, core.fuel_entry, core.activity_evidence, core.activity_step, core.activity_record;
