#!/usr/bin/env bash
# Sends what services have logged since the last time to a bucket, compressed: run hourly by videocall-logs.timer.
#
# Usage: deploy/logs/upload.sh
#
# Does nothing unless LOG_UPLOAD=true in deploy/.env. Docker's own files are the buffer: what could not be sent goes with the
# next run, as long as Docker keeps it (five files of 100 MB for each service).
set -euo pipefail
# shellcheck source=../commands/lib/compose.sh
source "${BASH_SOURCE[0]%/*}/../commands/lib/compose.sh"

readonly SENT_UNTIL=$STATE_DIR/logs-sent-until

# collect SINCE UNTIL: every line of every service as SERVICE CONTAINER TIME LINE, the lines of a service together.
collect() {
  local service container
  docker ps --all --no-trunc --filter "label=com.docker.compose.project=$PROJECT" \
    --filter label=com.docker.compose.oneoff=False --format '{{.Label "com.docker.compose.service"}} {{.ID}}' | sort |
    while read -r service container; do
      docker logs --timestamps ${1:+--since "$1"} --until "$2" "$container" 2>&1 </dev/null |
        sed "s/^/$service ${container:0:12} /" ||
        warn "the lines of $service in container ${container:0:12} could not be read: is it gone?"
    done
}

main() {
  case ${1:-} in
  '') ;;
  -h | --help)
    show_help "${BASH_SOURCE[0]}"
    return
    ;;
  *) wrong_usage "there is no option $1; see --help" ;;
  esac
  require_engine
  require_configuration
  if [[ $(setting LOG_UPLOAD) != true ]]; then
    good 'LOG_UPLOAD is off: nothing is sent'
    return
  fi
  mkdir -p "$STATE_DIR"
  exec 9>"$STATE_DIR/logs-lock"
  flock --nonblock 9 || fail 'an upload is under way already'
  local since='' until
  if [[ -f $SENT_UNTIL ]]; then since=$(<"$SENT_UNTIL"); fi
  # A little back, so that the engine has written everything that was logged until then.
  until=$(date --utc --date '5 seconds ago' +%Y-%m-%dT%H:%M:%S.%NZ)
  collect "$since" "$until" | care logs ||
    fail 'the logs were not sent; the next run tries again. See LOG_UPLOAD_… in deploy/.env and docs/operations/logs.md'
  printf '%s\n' "$until" >"$SENT_UNTIL.new"
  mv -f "$SENT_UNTIL.new" "$SENT_UNTIL"
}

main "$@"
