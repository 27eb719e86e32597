#!/usr/bin/env bash
# Goes back to the version of before, with the data as they are.
#
# Usage: deploy/videocall rollback [VERSION]
#
#   VERSION   an earlier one; by default the last that ran before the present. deploy/videocall status names them
#
# Services are replaced one by one as in a deploy, and calls go on. The database stays as the newer version left it, which the
# version just before it works with. To get earlier data back, there is deploy/videocall restore.
set -euo pipefail
# shellcheck source=lib/maintenance.sh
source "${BASH_SOURCE[0]%/*}/lib/maintenance.sh"
# shellcheck source=lib/roll.sh
source "${BASH_SOURCE[0]%/*}/lib/roll.sh"

require_images() {
  local image
  for image in $(compose config --images); do
    docker image inspect "$image" >/dev/null 2>&1 ||
      fail "the image $image is not here any more; deploy/videocall deploy $VERSION pulls it"
  done
}

main() {
  (($# <= 1)) || wrong_usage 'rollback takes one version'
  [[ ${1:-} != -* ]] || wrong_usage "rollback has no option $1; see deploy/videocall rollback --help"
  require_engine
  require_configuration
  only_one_release
  local began=$SECONDS earlier
  earlier=$(earlier_release "${1:-}")
  [[ -n $earlier ]] || fail "no release${1:+ \"$1\"} is known to go back to; deploy/videocall status names those that are"
  # shellcheck disable=SC2086 # one word for each setting
  use_release "$(value_in "$earlier" VERSION)" $earlier
  require_images
  begin_maintenance
  step "replacing services by $VERSION"
  roll_all || fail 'not everything came up; see deploy/videocall status and deploy/videocall logs'
  settle_release rolled-back
  end_maintenance
  good "version $VERSION runs ($(seconds_since "$began"))"
}

main "$@"
