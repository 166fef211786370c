DROP TABLE identity.api_token, identity.invitation;
ALTER TABLE identity.membership DROP COLUMN approves;
