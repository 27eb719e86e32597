#!/usr/bin/env bash
# Says whether every service is up and healthy: ends with 0 when all are.
#
# Usage: deploy/videocall health [--quiet]
#
#   --quiet   say nothing, only end with 0 or 1
#
# Takes a second. deploy/videocall doctor looks deeper: names, ports, a call.
set -euo pipefail
# shellcheck source=lib/containers.sh
source "${BASH_SOURCE[0]%/*}/lib/containers.sh"

report_service() {
  local service=$1 container state
  container=$(container_of "$service")
  if [[ -z $container ]]; then
    problem "$service has no container; start it with: deploy/videocall deploy"
    return 1
  fi
  state=$(state_of "$container")
  # The engine looks every half minute only.
  if [[ $state == starting ]] && passes_its_check "$container"; then state=healthy; fi
  if is_well "$state"; then
    good "$service $state"
  else
    problem "$service $state; see: deploy/videocall logs $service"
    return 1
  fi
}

main() {
  case ${1:-} in
  '') ;;
  --quiet) exec 2>/dev/null ;;
  *) wrong_usage "health takes no \"$1\"; see deploy/videocall health --help" ;;
  esac
  require_engine
  require_configuration
  local service services failed=0
  services=$(configured_services)
  for service in $services; do
    report_service "$service" || failed=$((failed + 1))
  done
  ((failed == 0)) || fail "$failed of $(wc -w <<<"$services") services are not well"
}

main "$@"
