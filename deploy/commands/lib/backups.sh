# shellcheck shell=bash
# What the commands about backups share.
# shellcheck source=compose.sh
source "${BASH_SOURCE[0]%/*}/compose.sh"

readonly SSH_KEY=backup-ssh-key
# recovery_settings: names of the settings that open the backups, and of those that say which program does.
recovery_settings() {
  printf '%s\n' BACKUP_REPOSITORY BACKUP_PASSWORD BACKUP_ACCESS_KEY BACKUP_SECRET_KEY BACKUP_REGION IMAGE_REGISTRY VERSION
}

require_repository() {
  [[ -n $(setting BACKUP_REPOSITORY) ]] ||
    fail 'BACKUP_REPOSITORY in deploy/.env is empty: there is no place for backups yet; see docs/operations/back-up.md'
  [[ -n $(setting BACKUP_PASSWORD) ]] ||
    fail 'BACKUP_PASSWORD in deploy/.env is empty; deploy/videocall configure makes one'
}

# only_one: ends the command when a backup, restore or drill is under way. Holds until the command ends.
only_one() {
  local lock
  exec {lock}<"$ENV_FILE"
  flock --nonblock "$lock" || fail 'a backup or a drill is under way; try again when it has ended'
}

# in_backup PROGRAM ARGUMENTS…: runs a program of the image in the container that makes backups.
in_backup() {
  compose run --rm --no-TTY --no-deps --entrypoint "$1" backup "${@:2}"
}

goes_by_ssh() { [[ $(setting BACKUP_REPOSITORY) == sftp:* ]]; }

# ensure_ssh_key: makes the key for a repository that is reached by SSH, once, and says what to do with it.
ensure_ssh_key() {
  goes_by_ssh || return 0
  [[ ! -f $DEPLOY_DIR/secrets/$SSH_KEY ]] || return 0
  in_backup ssh-keygen -q -t ed25519 -N '' -C videocall-backup -f "/secrets/$SSH_KEY"
  warn 'made a key for the backups; add this line to the authorized keys of the machine that BACKUP_REPOSITORY names:'
  in_backup cat "/secrets/$SSH_KEY.pub"
  fail 'then make the backup again'
}
