#!/usr/bin/env bash
# As the registry image's entry point: options alone are for redis-server, which does not run as root.
set -euo pipefail

case ${1:-} in
  -* | *.conf) set -- redis-server "$@" ;;
esac
if [[ $1 == redis-server && $(id -u) == 0 ]]; then
  chown -R redis:redis .
  exec setpriv --reuid=redis --regid=redis --init-groups "$0" "$@"
fi
[[ $1 != redis-server ]] || set -- "$@" --protected-mode no
exec "$@"
