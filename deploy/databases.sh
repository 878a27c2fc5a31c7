#!/bin/sh
# Gives every service its own role and database, which no other service's role can open. Run at every start: it changes
# only what differs, so that a new service or a new password needs no new cluster.
# Reads PGHOST, PGUSER, PGPASSWORD (the cluster's administrator), SERVICES, and <SERVICE>_DB_PASSWORD of each service.
set -eu

for service in $SERVICES; do
  variable=$(echo "$service" | tr '[:lower:]' '[:upper:]')_DB_PASSWORD
  eval "password=\${$variable:?is not set}"
  psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=name="$service" --set=password="$password" postgres <<'SQL'
SET client_min_messages = warning;
SELECT format('CREATE ROLE %I', :'name')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
ALTER ROLE :"name" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
  echo "database and role of $service: ready"
done

psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 postgres \
  --command='REVOKE ALL ON DATABASE postgres FROM PUBLIC' --command='REVOKE ALL ON DATABASE template1 FROM PUBLIC'
