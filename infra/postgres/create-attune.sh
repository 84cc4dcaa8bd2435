#!/bin/bash
# Runs once, when the volume is empty: the application's role owns its database and is no superuser.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v password="$ATTUNE_POSTGRES_PASSWORD" --username "$POSTGRES_USER" <<'SQL'
CREATE ROLE attune LOGIN PASSWORD :'password';
CREATE DATABASE attune OWNER attune;
REVOKE ALL ON DATABASE attune FROM PUBLIC;
SQL
