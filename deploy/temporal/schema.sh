#!/bin/sh
# Creates or updates Temporal's two databases. Safe to repeat.
set -eu
schema=/etc/temporal/schema/postgresql/v12
tool() { temporal-sql-tool --plugin postgres12 --ep postgres -u temporal -p 5432 --db "$1" "$2" $3; }
for database in temporal temporal_visibility; do
    part=$(echo "$database" | sed 's/temporal_//')
    tool "$database" create "" || true
    tool "$database" setup-schema "-v 0.0" || true
    tool "$database" update-schema "-d $schema/$part/versioned"
done
