#!/usr/bin/env bash
# Starts what was deployed, as it does at boot.
#
# Usage: deploy/videocall start
#
# Waits until every service works. Builds, fetches and changes nothing: deploy/videocall deploy does.
set -euo pipefail
# shellcheck source=lib/roll.sh
source "${BASH_SOURCE[0]%/*}/lib/roll.sh"

main() {
  (($# == 0)) || wrong_usage "start takes no \"$1\"; see deploy/videocall start --help"
  require_engine
  require_configuration
  local service
  compose up --detach --no-build --no-recreate --pull never ||
    fail 'not everything could be started; deploy/videocall deploy makes what is missing'
  for service in $(configured_services); do
    is_among "$service" "${TASKS[@]}" || wait_until_well "$(container_of "$service")" "$UP_WITHIN" ||
      fail "$service does not come up; see deploy/videocall logs $service"
  done
  good 'Videocall runs'
}

main "$@"
