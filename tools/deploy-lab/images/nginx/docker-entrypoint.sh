#!/bin/sh
# As the registry image's entry point: what is in /docker-entrypoint.d is run before nginx is.
set -eu

case ${1:-} in
  nginx | nginx-debug)
    for file in /docker-entrypoint.d/*.sh; do
      [ ! -x "$file" ] || "$file"
    done
    ;;
esac
exec "$@"
