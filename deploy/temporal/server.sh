#!/bin/sh
# Starts the Temporal server with the password of its database from a file: the image itself only knows a variable.
set -eu
POSTGRES_PWD="$(cat /run/secrets/temporal-password)"
export POSTGRES_PWD
exec /etc/temporal/entrypoint.sh
