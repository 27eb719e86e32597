#!/usr/bin/env bash
# Proves that the newest backup can be restored.
#
# Usage: deploy/videocall drill
#
# Fetches the newest backup and restores it into an empty database beside the one that runs, which it leaves alone;
# compares every table's rows and checksum, and the checksums of settings, Redis and some recordings, with what was saved.
# A timer does it each week.
set -euo pipefail
# shellcheck source=lib/backups.sh
source "${BASH_SOURCE[0]%/*}/lib/backups.sh"

readonly SCRATCH_SERVER=drill-postgres

remove_scratch_server() {
  compose rm --stop --force --volumes "$SCRATCH_SERVER" >/dev/null 2>&1 || true
  docker volume rm --force "${PROJECT}_$SCRATCH_SERVER" >/dev/null || true
}

main() {
  [[ $# == 0 ]] || wrong_usage "drill takes no \"$1\"; see deploy/videocall drill --help"
  require_engine
  require_configuration
  require_repository
  only_one
  # One that an earlier drill left when it was killed would not be empty.
  remove_scratch_server
  trap remove_scratch_server EXIT
  step 'starting an empty database'
  compose up --detach --no-deps --wait "$SCRATCH_SERVER" 2>/dev/null || fail 'the empty database does not start'
  step 'restoring the newest backup into it'
  compose run --rm --no-TTY --no-deps backup drill ||
    fail 'THE NEWEST BACKUP CANNOT BE RESTORED; see docs/operations/back-up.md, "When the drill fails"'
  good 'the newest backup can be restored'
}

main "$@"
