#!/usr/bin/env bash
# Starts what was deployed, as it does at boot.
#
# Usage: deploy/videocall start
#
# Waits until every service is healthy. Builds and fetches nothing: deploy/videocall deploy does.
set -euo pipefail
# shellcheck source=lib/compose.sh
source "${BASH_SOURCE[0]%/*}/lib/compose.sh"

main() {
  (($# == 0)) || wrong_usage "start takes no \"$1\"; see deploy/videocall start --help"
  require_engine
  require_configuration
  compose up --detach --no-build --pull never --wait ||
    fail 'not every service came up healthy: deploy/videocall health names those, deploy/videocall deploy makes missing images'
  good 'Videocall runs'
}

main "$@"
