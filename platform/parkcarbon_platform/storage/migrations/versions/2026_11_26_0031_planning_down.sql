DROP TABLE core.target;
DROP TABLE core.plan;
DROP TABLE core.plan_input;
