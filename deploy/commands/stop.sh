#!/usr/bin/env bash
# Stops every service and keeps all data: calls end.
#
# Usage: deploy/videocall stop
#
# deploy/videocall start goes on from there; so does the next boot of the machine.
set -euo pipefail
# shellcheck source=lib/compose.sh
source "${BASH_SOURCE[0]%/*}/lib/compose.sh"

main() {
  (($# == 0)) || wrong_usage "stop takes no \"$1\"; see deploy/videocall stop --help"
  require_engine
  require_configuration
  compose stop
  good 'Videocall is stopped'
}

main "$@"
