#!/usr/bin/env bash
# Makes a backup, encrypted, on another machine.
#
# Usage: deploy/videocall backup
#        deploy/videocall backup --key
#
#   --key   make no backup; print the recovery key: all that it takes to restore the server from nothing
#
# Saves the database, Redis, recordings, settings, secrets and certificates to BACKUP_REPOSITORY. A timer does it each
# night. Keep the recovery key away from this server: without it nobody can read the backups, with it anybody can.
set -euo pipefail
# shellcheck source=lib/backups.sh
source "${BASH_SOURCE[0]%/*}/lib/backups.sh"

print_recovery_key() {
  local name
  printf '# Recovery key of %s. Restores the server: deploy/videocall restore --key THIS_FILE\n' "$(setting DOMAIN)"
  for name in $(recovery_settings); do
    printf '%s=%s\n' "$name" "$(setting "$name")"
  done
  goes_by_ssh || return 0
  printf 'BACKUP_SSH_KEY=%s\n' "$(in_backup base64 -w 0 "/secrets/$SSH_KEY")"
}

main() {
  case ${1:-} in
  '' | --key) ;;
  *) wrong_usage "backup takes no \"$1\"; see deploy/videocall backup --help" ;;
  esac
  require_engine
  require_configuration
  require_repository
  ensure_ssh_key
  if [[ ${1:-} == --key ]]; then
    print_recovery_key
    return
  fi
  only_one
  step "saving to $(setting BACKUP_REPOSITORY)"
  compose run --rm --no-TTY --no-deps backup || fail 'there is no new backup; the older ones are as they were'
}

main "$@"
