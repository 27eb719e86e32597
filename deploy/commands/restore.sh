#!/usr/bin/env bash
# Restores the server from a backup, also onto an empty one.
#
# Usage: deploy/videocall restore --key FILE [--domain NAME] [--address IPV4] [--until TIME] [--replace]
#
#   --key FILE       the recovery key that deploy/videocall backup --key printed
#   --domain NAME    the server's new name, if it is not to have the old one
#   --address IPV4   the server's public address, where it has only private ones itself (behind NAT)
#   --until TIME     the newest backup from before this moment: 2026-11-22T10:00:00Z (without it, the newest)
#   --replace        give up what is installed here; without it, a restore leaves an existing installation alone
#
# The whole backup is fetched and compared with its checksums before anything here is changed.
set -euo pipefail
# shellcheck source=lib/backups.sh
source "${BASH_SOURCE[0]%/*}/lib/backups.sh"

key='' domain='' address='' until='' replace=false
access=''

parse() {
  while (($# > 0)); do
    case $1 in
    --key | --domain | --address | --until)
      [[ -n ${2:-} ]] || wrong_usage "$1 needs a value; see deploy/videocall restore --help"
      printf -v "${1#--}" '%s' "$2"
      shift
      ;;
    --replace) replace=true ;;
    *) wrong_usage "restore takes no \"$1\"; see deploy/videocall restore --help" ;;
    esac
    shift
  done
  [[ -n $key ]] || wrong_usage 'restore needs the recovery key: --key FILE'
  [[ -r $key ]] || fail "cannot read the recovery key $key"
  [[ -z $domain || $domain =~ ^[a-z0-9-]+(\.[a-z0-9-]+)+$ ]] || wrong_usage "\"$domain\" is no domain name"
  [[ -z $address || $address =~ ^[0-9]+(\.[0-9]+){3}$ ]] || wrong_usage "\"$address\" is no IPv4 address"
}

from_key() { sed -n "s/^$1=//p" "$key" | tail -n 1; }

care_image() {
  local registry version
  registry=$(from_key IMAGE_REGISTRY)
  version=$(from_key VERSION)
  printf '%s/care:%s' "${registry:-videocall}" "${version:-latest}"
}

ensure_care_image() {
  local image=$1
  docker image inspect "$image" >/dev/null 2>&1 && return
  step "getting $image"
  docker pull --quiet "$image" >/dev/null 2>&1 && return
  IMAGE_REGISTRY=$(from_key IMAGE_REGISTRY) VERSION=$(from_key VERSION) "$DEPLOY_DIR/docker/build.sh" care ||
    fail "$image could neither be pulled nor built"
}

# What opens the repository, where only we see it, until the command ends.
unpack_key() {
  access=$(mktemp --directory)
  trap 'rm -r -- "$access"' EXIT
  local name
  for name in $(recovery_settings); do
    printf '%s=%s\n' "$name" "$(from_key "$name")"
  done >"$access/settings"
  [[ -n $(from_key BACKUP_PASSWORD) ]] || fail "$key is no recovery key: it names no BACKUP_PASSWORD"
  (umask 077 && from_key BACKUP_SSH_KEY | base64 --decode >"$access/$SSH_KEY")
}

# before_configuration ARGUMENTS… -- STEP…: a step of the restore while there is no deploy/.env, which compose needs.
before_configuration() {
  local options=()
  while [[ $1 != -- ]]; do options+=("$1") && shift; done
  shift
  docker run --rm --init --read-only --user 0:0 --security-opt no-new-privileges \
    --cap-drop ALL --cap-add CHOWN --cap-add DAC_OVERRIDE --cap-add FOWNER --tmpfs /tmp \
    --env-file "$access/settings" --env XDG_CACHE_HOME=/scratch/cache --env TMPDIR=/scratch \
    --volume "$access:/secrets" --volume "${PROJECT}_backup:/scratch" "${options[@]}" "$(care_image)" restore "$@"
}

in_restore() { compose run --rm --no-TTY --no-deps restore restore "$@"; }

ours() { printf '%s' "--filter=label=com.docker.compose.project=$PROJECT"; }

volumes_here() {
  docker volume ls --quiet "$(ours)" | grep --invert-match --line-regexp "${PROJECT}_backup" || true
}

refuse_to_overwrite() {
  [[ $replace == false ]] || return 0
  [[ ! -f $ENV_FILE && -z $(volumes_here) && -z $(docker ps --all --quiet "$(ours)") ]] ||
    fail 'there is an installation here; with --replace it is given up for what is in the backup'
}

remove_installation() {
  [[ $replace == true ]] || return 0
  step 'removing what is installed here'
  local containers volumes
  mapfile -t containers < <(docker ps --all --quiet "$(ours)")
  ((${#containers[@]} == 0)) || docker rm --force --volumes "${containers[@]}" >/dev/null
  mapfile -t volumes < <(volumes_here)
  ((${#volumes[@]} == 0)) || docker volume rm "${volumes[@]}" >/dev/null
  rm -rf -- "$ENV_FILE" "$DEPLOY_DIR/secrets"
}

# source_address FAMILY DESTINATION: the address that packets to it leave from; none is sent. Empty where there is no way.
source_address() {
  ip "-$1" -oneline route get "$2" 2>/dev/null | sed -n 's/.* src \([0-9a-f.:]*\).*/\1/p' || true
}

restore_configuration() {
  step 'settings and secrets'
  mkdir --parents "$STATE_DIR"
  (umask 077 && mkdir --parents "$DEPLOY_DIR/secrets")
  {
    printf 'DOMAIN=%s\n' "$domain"
    printf 'PUBLIC_IPV4=%s\n' "${address:-$(source_address 4 192.0.2.1)}"
    printf 'PUBLIC_IPV6=%s\n' "$(source_address 6 2001:db8::1)"
  } >>"$access/settings"
  before_configuration --volume "$DEPLOY_DIR:/target/deploy" -- configuration
}

restore_data() {
  step 'certificates and what services keep'
  # Made by the services' own containers, so that they belong to them.
  compose create ||
    fail "the images of version $(setting VERSION) could neither be pulled nor built; mend that, then restore again with --replace"
  in_restore volumes
  step 'database'
  compose up --detach --wait postgres
  in_restore database
  if configured_services | grep --quiet --line-regexp object-storage; then
    compose up --detach --wait object-storage
  fi
  step 'recordings'
  in_restore recordings
}

main() {
  parse "$@"
  require_engine
  refuse_to_overwrite
  unpack_key
  ensure_care_image "$(care_image)"
  docker volume create --label "com.docker.compose.project=$PROJECT" --label com.docker.compose.volume=backup \
    "${PROJECT}_backup" >/dev/null
  step "fetching the backup from $(from_key BACKUP_REPOSITORY), and comparing it with its checksums"
  before_configuration -- fetch "$until" || fail 'nothing was restored, and nothing here was changed'
  remove_installation
  restore_configuration
  restore_data
  "$DEPLOY_DIR/videocall" start
  in_restore clean
  good "restored $(setting DOMAIN) in $(seconds_since 0); point its DNS names at $(setting PUBLIC_IPV4), then run deploy/videocall doctor"
}

main "$@"
