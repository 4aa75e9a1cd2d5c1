#!/bin/sh
# Brings the schema of Temporal's two databases to this version. Safe to repeat: what is there is never made anew.
set -eu
SQL_PASSWORD="$(cat /run/secrets/temporal-password)"
export SQL_PASSWORD
schema=/etc/temporal/schema/postgresql/v12
tool() { temporal-sql-tool --plugin postgres12 --ep postgres -u temporal -p 5432 --db "$@"; }
for database in temporal temporal_visibility; do
    case "$database" in temporal) part=temporal ;; *) part=visibility ;; esac
    update() { tool "$database" update-schema -d "$schema/$part/versioned"; }
    # An empty database has no version to update from; one that has cannot be set up again, and fails here.
    update || { tool "$database" setup-schema -v 0.0 && update; }
done
