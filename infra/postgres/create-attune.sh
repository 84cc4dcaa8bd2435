#!/bin/bash
# Runs once, when the volume is empty: one role owns the database, another is what command-service works with and owns
# nothing. Neither is a superuser.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v owner="$ATTUNE_POSTGRES_OWNER_PASSWORD" -v application="$ATTUNE_POSTGRES_PASSWORD" --username "$POSTGRES_USER" <<'SQL'
CREATE ROLE attune LOGIN PASSWORD :'owner';
CREATE ROLE attune_app LOGIN PASSWORD :'application';
CREATE DATABASE attune OWNER attune;
REVOKE ALL ON DATABASE attune FROM PUBLIC;
GRANT CONNECT ON DATABASE attune TO attune_app;
SQL
