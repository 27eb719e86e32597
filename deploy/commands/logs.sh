#!/usr/bin/env bash
# Shows what services have logged.
#
# Usage: deploy/videocall logs [--since TIME] [--follow] [--lines N] [SERVICE…]
#
#   --since TIME   from this moment on: 10m, 2h, 2026-11-22T10:00:00 (without it, the last lines only)
#   --follow       go on showing what comes; end with Ctrl-C
#   --lines N      at most the last N lines of each service (200)
#
# Without a service, those of all. Lines are JSON objects, one a line.
set -euo pipefail
# shellcheck source=lib/compose.sh
source "${BASH_SOURCE[0]%/*}/lib/compose.sh"

value_of() {
  [[ -n ${2:-} ]] || wrong_usage "$1 needs a value; see deploy/videocall logs --help"
  printf '%s' "$2"
}

main() {
  local lines='' since='' follow=() services=()
  while (($# > 0)); do
    case $1 in
    --since) since=$(value_of "$1" "${2:-}") && shift ;;
    --lines) lines=$(value_of "$1" "${2:-}") && shift ;;
    --follow) follow=(--follow) ;;
    -*) wrong_usage "logs has no option $1; see deploy/videocall logs --help" ;;
    *) services+=("$1") ;;
    esac
    shift
  done
  [[ -z $lines || $lines =~ ^[0-9]+$ ]] || wrong_usage "--lines takes a number, not \"$lines\""
  require_engine
  require_configuration
  local service
  for service in "${services[@]}"; do
    [[ -n $(container_of "$service") ]] ||
      wrong_usage "there is no service \"$service\" here; deploy/videocall status names them"
  done
  # All since a moment, or else the last lines: whoever names a moment wants everything from then on.
  [[ -n $lines || -n $since ]] || lines=200
  compose logs --no-color --timestamps ${since:+--since "$since"} ${lines:+--tail "$lines"} "${follow[@]}" "${services[@]}"
}

main "$@"
