DROP TABLE core.inventory_figures, core.quality_note;
