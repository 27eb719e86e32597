#!/usr/bin/env bash
# Brings the server to a version, while calls go on; goes back by itself when that fails.
#
# Usage: deploy/videocall deploy [VERSION] [--keep-media] [--without-backup]
#
#   VERSION            pull this version from IMAGE_REGISTRY, or use it if it is here already; without it, build what is
#                      checked out
#   --keep-media       leave running what carries media (sfu-node, coturn, nginx), whatever has changed: nobody in a call
#                      notices anything. A later deploy brings them along
#   --without-backup   make no backup first; for servers whose data may be lost
#
# In this order: a backup; people are told in the app, and no new calls start; the database is brought up to date; services
# are replaced one by one, each only after the new one has proved healthy; the media server last. Calls go on throughout;
# where the media server itself has changed, sound and picture stop for a few seconds. Afterwards all must be well, otherwise
# the version of before is brought back. The first deploy starts everything.
set -euo pipefail
# shellcheck source=lib/maintenance.sh
source "${BASH_SOURCE[0]%/*}/lib/maintenance.sh"
# shellcheck source=lib/roll.sh
source "${BASH_SOURCE[0]%/*}/lib/roll.sh"

version='' keep_media=changed backup=yes

read_arguments() {
  while (($# > 0)); do
    case $1 in
    --keep-media) keep_media=always ;;
    --without-backup) backup=no ;;
    -*) wrong_usage "deploy has no option $1; see deploy/videocall deploy --help" ;;
    *)
      [[ -z $version ]] || wrong_usage 'deploy takes one version'
      [[ $1 =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$ ]] || wrong_usage "\"$1\" is no version: letters, digits, and . _ -"
      version=$1
      ;;
    esac
    shift
  done
}

# version_checked_out: names what is built from the checkout; the time makes it another than any before.
version_checked_out() {
  local commit
  commit=$(git -C "$DEPLOY_DIR" rev-parse --short HEAD 2>/dev/null || true)
  printf '%s%s' "$(date -u +%Y%m%d-%H%M%S)" "${commit:+-$commit}"
}

# get_images BUILT: so that nothing has to be waited for once services are replaced.
get_images() {
  if [[ $1 == built ]]; then
    step "building $VERSION"
    compose build --quiet || fail 'the images could not be built; nothing was changed'
  elif images_are_here; then
    good "the images of $VERSION are here"
  else
    step "pulling $VERSION"
    pull_missing ||
      fail "version $VERSION could not be pulled; nothing was changed. IMAGE_REGISTRY in deploy/.env says from where; deploy without a version builds what is checked out"
  fi
}

# missing_images: what this version needs and is not here.
missing_images() {
  local image
  for image in $(compose config --images | sort -u); do
    docker image inspect "$image" >/dev/null 2>&1 || printf '%s\n' "$image"
  done
}

images_are_here() {
  [[ -z $(missing_images) ]]
}

pull_missing() {
  local image
  for image in $(missing_images); do docker pull --quiet "$image" >&2 || return 1; done
}

is_first() {
  [[ -z $(container_of call-orchestrator) ]]
}

start_all() {
  step 'starting everything'
  if ! { prepare_data && roll_all; }; then
    fail 'not everything came up; what did is left running. Find out with deploy/videocall logs, then deploy again'
  fi
  settle_release deployed
}

go_back() {
  local earlier=$1
  warn "going back to $(value_in "$earlier" VERSION)"
  # shellcheck disable=SC2086 # one word for each setting
  use_release "$(value_in "$earlier" VERSION)" $earlier
  if roll_all; then
    end_maintenance
    fail 'the new version did not come up; the one of before runs again, with all its data'
  fi
  fail 'neither the new version nor the one of before comes up; see deploy/videocall status, deploy/videocall logs and docs/operations/upgrade.md'
}

upgrade() {
  local earlier=$1
  if [[ $backup == yes ]]; then
    step 'backup'
    "$DEPLOY_DIR/videocall" backup || fail 'no backup was made, so nothing was changed; deploy --without-backup goes on without'
  fi
  begin_maintenance
  step 'database and certificates'
  prepare_data || {
    end_maintenance
    fail 'the database could not be brought up to date; no service was replaced, and all go on'
  }
  # What a container has logged goes with it.
  if [[ $(setting LOG_UPLOAD) == true ]]; then
    "$DEPLOY_DIR/logs/upload.sh" || warn 'what was logged since the last upload is lost with the containers that are replaced'
  fi
  step "replacing services by $VERSION"
  keep_what_is_the_same "$keep_media"
  roll_all || go_back "$earlier"
  settle_release deployed
  end_maintenance
  remove_old_images
}

main() {
  read_arguments "$@"
  require_engine
  require_configuration
  only_one_release
  local began=$SECONDS how=named earlier
  earlier=$(configured_release)
  if [[ -z $version ]]; then
    version=$(version_checked_out)
    how=built
  fi
  use_release "$version"
  compose config --quiet || fail 'the configuration is not valid for this version; see above, and deploy/videocall configure'
  get_images "$how"
  if is_first; then start_all; else upgrade "$earlier"; fi
  good "version $VERSION runs ($(seconds_since "$began"))"
}

main "$@"
