# shellcheck shell=bash
# Whether a container works, without waiting for the engine's half-minutely look at it.
[[ -z ${VIDEOCALL_CONTAINERS_LOADED:-} ]] || return 0
readonly VIDEOCALL_CONTAINERS_LOADED=yes
# shellcheck source=compose.sh
source "${BASH_SOURCE[0]%/*}/compose.sh"

# A container that ends so often is not coming up.
readonly MANY_RESTARTS=3

# passes_its_check CONTAINER: runs its own health check now. One without a check passes while it runs.
passes_its_check() {
  local test=()
  mapfile -t test < <(docker inspect --format \
    '{{with .Config.Healthcheck}}{{range .Test}}{{println .}}{{end}}{{end}}' "$1" | sed '$d')
  case ${test[0]:-NONE} in
  CMD) docker exec "$1" "${test[@]:1}" >/dev/null 2>&1 ;;
  CMD-SHELL) docker exec "$1" sh -c "${test[1]}" >/dev/null 2>&1 ;;
  *) [[ $(state_of "$1") == running ]] ;;
  esac
}

# is_hopeless CONTAINER: it has ended, or ends again and again.
is_hopeless() {
  local running restarts
  read -r running restarts < <(docker inspect --format '{{or .State.Running .State.Restarting}} {{.RestartCount}}' "$1")
  [[ $running != true ]] || ((restarts >= MANY_RESTARTS))
}

# wait_until_well CONTAINER SECONDS: until it passes its own health check.
wait_until_well() {
  local container=$1 deadline=$((SECONDS + $2))
  while ((SECONDS < deadline)); do
    if passes_its_check "$container"; then return 0; fi
    if is_hopeless "$container"; then return 1; fi
    sleep 0.5
  done
  return 1
}

# last_words CONTAINER: what it logged last, for the operator to see why it does not come up.
last_words() {
  docker logs --tail 15 "$1" 2>&1 | sed 's/^/    /' >&2
}
