DROP TABLE identity.park_elsewhere_person, identity.park_elsewhere;
