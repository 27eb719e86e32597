#!/usr/bin/env bash
# Tells what runs: version, services, earlier versions, maintenance.
#
# Usage: deploy/videocall status [--json | --admin]
#
#   --json    the same for programs, as one JSON object
#   --admin   with what the first administrator signs in
set -euo pipefail
# shellcheck source=lib/releases.sh
source "${BASH_SOURCE[0]%/*}/lib/releases.sh"

readonly RELEASES_SHOWN=5

# facts_of SERVICE: state, image, since when, restarts; with a | between them.
facts_of() {
  local container
  container=$(container_of "$1")
  if [[ -z $container ]]; then
    printf 'missing|||0\n'
    return
  fi
  printf '%s|' "$(state_of "$container")"
  docker inspect --format '{{.Config.Image}}|{{.State.StartedAt}}|{{.RestartCount}}' "$container"
}

# maintenance_state: none, planned or on, with the times; unknown while the orchestrator does not answer.
maintenance_state() {
  care maintenance state 2>/dev/null || printf 'unknown\n'
}

newest_releases() {
  [[ ! -f $RELEASES ]] || tail -n "$RELEASES_SHOWN" "$RELEASES" | tac
}

as_text() {
  local service state image since restarts time how settings
  printf '%s, version %s\n' "$(setting DOMAIN)" "$(setting VERSION)"
  printf 'maintenance: %s\n\n' "$(maintenance_state)"
  printf '%-20s %-10s %-40s %-20s %s\n' SERVICE STATE IMAGE SINCE RESTARTS
  for service in $(configured_services); do
    IFS='|' read -r state image since restarts < <(facts_of "$service")
    printf '%-20s %-10s %-40s %-20s %s\n' "$service" "$state" "${image:--}" "${since%%.*}" "$restarts"
  done
  printf '\nReleases, newest first:\n'
  newest_releases | while read -r time how settings; do
    printf '  %s %-11s %s\n' "$time" "$how" "$(value_in "$settings" VERSION)"
  done
}

# Names, versions, states and times hold nothing that JSON would have escaped.
as_json() {
  local service state image since restarts time how settings comma=''
  printf '{"domain":"%s","version":"%s","maintenance":"%s","services":[' \
    "$(setting DOMAIN)" "$(setting VERSION)" "$(maintenance_state)"
  for service in $(configured_services); do
    IFS='|' read -r state image since restarts < <(facts_of "$service")
    printf '%s{"name":"%s","state":"%s","image":"%s","since":"%s","restarts":%d}' \
      "$comma" "$service" "$state" "$image" "$since" "$restarts"
    comma=,
  done
  printf '],"releases":['
  comma=''
  while read -r time how settings; do
    printf '%s{"at":"%s","how":"%s","version":"%s"}' "$comma" "$time" "$how" "$(value_in "$settings" VERSION)"
    comma=,
  done < <(newest_releases)
  printf ']}\n'
}

# The account that auth makes at its first start, with a password of chance.
first_administrator() {
  printf '%s\n' "$(setting ADMIN_EMAIL)"
  compose exec --no-TTY auth cat /var/lib/videocall/state/admin-password ||
    fail 'auth does not run: see deploy/videocall health'
}

main() {
  local told
  case ${1:-} in
  '') told=as_text ;;
  --json) told=as_json ;;
  --admin) told=first_administrator ;;
  *) wrong_usage "status takes no \"$1\"; see deploy/videocall status --help" ;;
  esac
  require_engine
  require_configuration
  "$told"
}

main "$@"
