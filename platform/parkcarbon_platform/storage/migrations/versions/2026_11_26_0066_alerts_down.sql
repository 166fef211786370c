DROP TABLE core.alert_delivery;
DROP TABLE core.alert;
DROP TABLE core.alert_receiver;
DROP TABLE core.alert_rule;
