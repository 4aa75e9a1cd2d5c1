#!/bin/sh
# Runs once, in an empty database: a role and databases for Temporal, and others for the records. Neither reads the other.
set -eu
secret() { cat "/run/secrets/$1"; }
psql --username=postgres --set=ON_ERROR_STOP=1 \
    --set=temporal="$(secret temporal-password)" --set=records="$(secret records-password)" <<'SQL'
CREATE ROLE temporal LOGIN PASSWORD :'temporal';
CREATE ROLE sharing LOGIN PASSWORD :'records';
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
CREATE DATABASE sharing OWNER sharing;
REVOKE CONNECT ON DATABASE temporal, temporal_visibility, sharing FROM PUBLIC;
SQL
