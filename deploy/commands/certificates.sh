#!/usr/bin/env bash
# Renews certificates in time: those of the public names, and those with which services know each other.
#
# Usage: deploy/videocall certificates renew
#
# A timer does it twice a day. What is good for a month yet is kept. A service whose own certificate was renewed is
# restarted, which happens once a year. deploy/videocall doctor tells how long certificates are good.
set -euo pipefail
# shellcheck source=lib/containers.sh
source "${BASH_SOURCE[0]%/*}/lib/containers.sh"

readonly RESTARTED_WITHIN=90

renew_public() {
  [[ $(setting TLS_MODE) == letsencrypt ]] || return 0
  step 'public names'
  compose exec --no-TTY certbot sh /etc/certbot/renew.sh now >&2 ||
    fail 'no new certificate from Let'\''s Encrypt; why is above. The one of before is in use until it expires'
}

# restart_renewed: from the report of the task, those that have a new one.
restart_renewed() {
  local service rest container
  while IFS=: read -r service rest; do
    if [[ $rest != ' new'* ]]; then continue; fi
    container=$(container_of "$service")
    if [[ -z $container ]]; then continue; fi
    step "restarting $service, which has a new certificate"
    compose restart "$service" >/dev/null
    wait_until_well "$container" "$RESTARTED_WITHIN" || fail "$service does not come up; see deploy/videocall logs $service"
  done
}

main() {
  [[ ${1:-} == renew && $# -eq 1 ]] || wrong_usage 'certificates needs "renew"; see deploy/videocall certificates --help'
  require_engine
  require_configuration
  renew_public
  step 'services'
  compose run --rm --no-TTY --no-deps certificates | restart_renewed
  good 'certificates are in order'
}

main "$@"
