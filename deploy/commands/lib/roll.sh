# shellcheck shell=bash
# Brings services to the version that compose means, one after the other, while calls go on (ADR 0031).
[[ -z ${VIDEOCALL_ROLL_LOADED:-} ]] || return 0
readonly VIDEOCALL_ROLL_LOADED=yes
# shellcheck source=containers.sh
source "${BASH_SOURCE[0]%/*}/containers.sh"
# shellcheck source=releases.sh
source "${BASH_SOURCE[0]%/*}/releases.sh"

# Those that keep nothing to themselves run twice for a moment: SERVICE-next (compose/next.yaml) beside SERVICE.
readonly OVERLAPPING=(auth call-orchestrator api-gateway web)
# What cannot run twice in its place is tried for a moment at ports of its own, so that one that is broken ends no call.
readonly TRIED=(sfu-node)
# What others use comes before them; what carries media comes last, when all else is known to work.
readonly ROLLED=(auth call-orchestrator recorder api-gateway echo-test web coturn nginx certbot sfu-node)
# How long a service may take to come up.
readonly UP_WITHIN=90

is_among() {
  local wanted=$1 one
  shift
  for one in "$@"; do
    if [[ $one == "$wanted" ]]; then return 0; fi
  done
  return 1
}

# is_as_meant SERVICE: its container is what compose would make now, and runs.
is_as_meant() {
  local container meant made
  container=$(container_of "$1")
  [[ -n $container && $(state_of "$container") != exited ]] || return 1
  meant=$(compose config --hash "$1" | awk '{print $2}')
  made=$(docker inspect --format '{{index .Config.Labels "com.docker.compose.config-hash"}}' "$container")
  [[ $meant == "$made" ]]
}

# start SERVICE…: makes and starts its container, in place of one that is not as meant.
start() {
  compose --progress quiet up --detach --no-deps --no-build --quiet-pull "$@" >/dev/null
}

# start_beside SERVICE: the new version, next to the old one, which goes on. Requests may reach either.
start_beside() {
  local next=$1-next container
  start "$next" || {
    problem "the new $1 could not be started"
    return 1
  }
  container=$(container_of "$next")
  if wait_until_well "$container" "$UP_WITHIN"; then return 0; fi
  problem "the new $1 does not come up; it said:"
  last_words "$container"
  return 1
}

# stop_beside SERVICE: ends it after what it is doing; nothing happens where there is none.
stop_beside() {
  [[ -z $(container_of "$1-next") ]] || compose --progress quiet rm --stop --force "$1-next" >/dev/null
}

# replace SERVICE: ends the container and starts the new one in its place, at its address.
replace() {
  local container
  start "$1" || return 1
  container=$(container_of "$1")
  if wait_until_well "$container" "$UP_WITHIN"; then return 0; fi
  problem "$1 does not come up; it said:"
  last_words "$container"
  return 1
}

# roll SERVICE: brings it to what compose means. Where that fails, the old one goes on if it can.
roll() {
  local began=$SECONDS failed=0
  if is_as_meant "$1"; then
    good "$1 stays as it is"
    return 0
  fi
  if [[ -z $(container_of "$1") ]]; then
    replace "$1" || failed=1
  elif is_among "$1" "${OVERLAPPING[@]}"; then
    start_beside "$1" && replace "$1" || failed=1
    stop_beside "$1"
  elif is_among "$1" "${TRIED[@]}"; then
    start_beside "$1" || failed=1
    stop_beside "$1"
    ((failed == 1)) || replace "$1" || failed=1
  else
    replace "$1" || failed=1
  fi
  ((failed == 0)) || return 1
  good "$1 ($(seconds_since "$began"))"
}

# keep_what_is_the_same ALWAYS: of what carries media, leaves running what the new version has not changed; with "always"
# all of it.
keep_what_is_the_same() {
  local service name container running
  for service in "${MEDIA_SERVICES[@]}"; do
    container=$(container_of "$service")
    [[ -n $container ]] || continue
    name=$(version_setting "$service")
    running=$(docker inspect --format '{{.Config.Image}}' "$container")
    if [[ $1 == always ]] || is_same_image "$container" "$running"; then export "$name=${running##*:}"; fi
  done
}

# is_same_image CONTAINER IMAGE: the new version's image is, to the byte, what the container was made from.
is_same_image() {
  [[ $(docker inspect --format '{{.Image}}' "$1") == "$(docker image inspect --format '{{.Id}}' "${2%:*}:$VERSION" 2>/dev/null)" ]]
}

# prepare_data: what must be there before the new services: servers of data, certificates, the schema (expand only).
prepare_data() {
  local services=() service
  for service in postgres redis object-storage; do
    if configured_services | grep -qx "$service"; then services+=("$service"); fi
  done
  start "${services[@]}" || return 1
  for service in "${services[@]}"; do
    wait_until_well "$(container_of "$service")" "$UP_WITHIN" || {
      problem "$service does not come up; it said:"
      last_words "$(container_of "$service")"
      return 1
    }
  done
  for service in "${TASKS[@]}"; do
    compose --progress quiet run --rm --no-TTY --no-deps "$service" >&2 || {
      problem "$service failed"
      return 1
    }
  done
}

# roll_all: every service, then whatever else is configured; in the end all must be well.
roll_all() {
  local service others=() configured
  configured=$(configured_services)
  for service in "${ROLLED[@]}"; do
    if grep -qx "$service" <<<"$configured"; then roll "$service" || return 1; fi
  done
  for service in $configured; do
    is_among "$service" "${ROLLED[@]}" || others+=("$service")
  done
  # Left by a deploy that was cut short.
  for service in "${OVERLAPPING[@]}" "${TRIED[@]}"; do stop_beside "$service"; done
  ((${#others[@]} == 0)) || start "${others[@]}" || return 1
  for service in $configured; do
    wait_until_well "$(container_of "$service")" "$UP_WITHIN" || {
      problem "$service is not well"
      return 1
    }
  done
}
