#!/usr/bin/env bash
# As much of the registry image's entry point as compose files use: a new cluster is made by POSTGRES_USER,
# POSTGRES_PASSWORD (or …_FILE), POSTGRES_DB and POSTGRES_INITDB_ARGS, and by the files in /docker-entrypoint-initdb.d.
set -euo pipefail

as_postgres() {
  mkdir -p "$PGDATA"
  chown -R postgres:postgres "$PGDATA" /var/run/postgresql
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
}

initialise() {
  local user=${POSTGRES_USER:-postgres}
  local password=${POSTGRES_PASSWORD:-}
  [[ -z ${POSTGRES_PASSWORD_FILE:-} ]] || password=$(<"$POSTGRES_PASSWORD_FILE")
  [[ -n $password ]] || { echo 'POSTGRES_PASSWORD is not set' >&2; exit 1; }
  # shellcheck disable=SC2086 # the variable holds several options
  initdb --username="$user" --pwfile=<(echo "$password") --auth-host=scram-sha-256 ${POSTGRES_INITDB_ARGS:-}
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  pg_ctl -w start -o "-c listen_addresses= -p 5432"
  local database=${POSTGRES_DB:-$user}
  [[ $database == postgres ]] || createdb --username="$user" "$database"
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh) bash "$file" ;;
      *.sql) psql -v ON_ERROR_STOP=1 --username="$user" --dbname="$database" --file="$file" ;;
    esac
  done
  pg_ctl -m fast -w stop
}

[[ ${1:-} != -* ]] || set -- postgres "$@"
if [[ $1 == postgres ]]; then
  [[ $(id -u) != 0 ]] || as_postgres "$@"
  [[ -s $PGDATA/PG_VERSION ]] || initialise
  shift
  set -- postgres -c listen_addresses='*' "$@"
fi
exec "$@"
