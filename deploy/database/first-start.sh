#!/bin/sh
# Runs once, on an empty data volume: the platform's database and its owner, who is no superuser.
set -eu
password=$(cat "${PARKCARBON_SECRETS_DIR:-/run/secrets}/owner_password")
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --set password="$password" <<'SQL'
CREATE ROLE parkcarbon LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE parkcarbon OWNER parkcarbon;
SQL
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname parkcarbon \
  --command 'CREATE EXTENSION IF NOT EXISTS timescaledb'
