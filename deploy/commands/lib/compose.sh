# shellcheck shell=bash
# The server's containers: one compose project, configured by deploy/.env.
[[ -z ${VIDEOCALL_COMPOSE_LOADED:-} ]] || return 0
readonly VIDEOCALL_COMPOSE_LOADED=yes
# shellcheck source=ui.sh
source "${BASH_SOURCE[0]%/*}/ui.sh"

DEPLOY_DIR=$(cd -- "${BASH_SOURCE[0]%/*}/../.." && pwd)
readonly DEPLOY_DIR
readonly ENV_FILE=$DEPLOY_DIR/.env PROJECT=videocall
# Run to their end before services start; nothing of them stays.
readonly TASKS=(certificates migrate)
# What was released, and flags for the edge.
# shellcheck disable=SC2034 # for those who source this
readonly STATE_DIR=$DEPLOY_DIR/state

# compose ARGUMENTS…: docker compose on this server's configuration.
compose() {
  docker compose --project-name "$PROJECT" --project-directory "$DEPLOY_DIR/compose" --env-file "$ENV_FILE" \
    --file "$DEPLOY_DIR/compose/compose.yaml" "$@"
}

# care TASK ARGUMENTS…: runs one of the programs in tools/care, in a container of its own.
care() {
  compose --progress quiet run --rm --no-TTY --no-deps care "$@"
}

require_engine() {
  command -v docker >/dev/null || fail 'docker is not installed; deploy/videocall setup installs it'
  docker compose version >/dev/null 2>&1 || fail 'docker has no compose plugin; deploy/videocall setup installs it'
  docker info >/dev/null 2>&1 ||
    fail "the Docker engine does not answer; start it with \"sudo systemctl start docker\", and see that \"$(id -un)\" is in the group docker"
}

require_configuration() {
  [[ -f $ENV_FILE ]] || fail 'there is no configuration yet; make it with deploy/videocall configure'
}

# setting NAME: a value from deploy/.env, empty when it is not set. The file is read, never run.
setting() {
  local value
  value=$(sed -n "s/^$1=//p" "$ENV_FILE" | tail -n 1)
  if [[ $value =~ ^\"(.*)\"$ || $value =~ ^\'(.*)\'$ ]]; then value=${BASH_REMATCH[1]}; fi
  printf '%s' "$value"
}

# configured_services: those that the profiles in deploy/.env keep running, one a line.
configured_services() {
  compose config --services | sort | grep -vxF "$(printf '%s\n' "${TASKS[@]}")"
}

# container_of SERVICE: the id of its container, empty when there is none.
container_of() {
  docker ps --all --quiet --no-trunc --filter "label=com.docker.compose.project=$PROJECT" \
    --filter "label=com.docker.compose.service=$1" --filter label=com.docker.compose.oneoff=False | head -n 1
}

# state_of CONTAINER: running, exited, …; with a health check healthy, starting or unhealthy instead of running; finished for
# one that has nothing more to do.
state_of() {
  docker inspect --format '{{- if and .State.Running .State.Health -}} {{.State.Health.Status}}
    {{- else if and (eq .State.Status "exited") (eq .State.ExitCode 0) (eq .HostConfig.RestartPolicy.Name "no") -}} finished
    {{- else -}} {{.State.Status}} {{- end -}}' "$1"
}

# is_well STATE: whether a service in this state does its work, or has done it.
is_well() {
  [[ $1 == healthy || $1 == running || $1 == finished ]]
}

# set_setting NAME VALUE: changes a value in deploy/.env, or adds it, in one step. The value is of letters, digits and . _ -
set_setting() {
  local new=$ENV_FILE.new
  cp --preserve=mode,ownership "$ENV_FILE" "$new"
  if grep -q "^$1=" "$ENV_FILE"; then
    sed "s/^$1=.*/$1=$2/" "$ENV_FILE" >"$new"
  else
    printf '%s=%s\n' "$1" "$2" >>"$new"
  fi
  mv -f "$new" "$ENV_FILE"
}
