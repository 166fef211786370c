#!/bin/sh
# The rights are copied once; from then on the broker keeps them itself, in its volume.
set -eu
rights=/mosquitto/data/dynamic-security.json
[ -s "$rights" ] || { umask 077; cp /run/secrets/broker_rights "$rights.new"; mv "$rights.new" "$rights"; }
exec mosquitto -c /mosquitto/config/mosquitto.conf
