#!/usr/bin/env bash
# Makes the server's settings and secrets: deploy/.env and deploy/secrets. Run again, it keeps what is set.
#
# Usage: deploy/videocall configure [--set NAME=VALUE]… [--from-stdin] [--non-interactive]
#        deploy/videocall configure --check
#
#   --set NAME=VALUE    set this; an empty value means the default. deploy/env.sample tells every name
#   --from-stdin        set what comes in, a NAME=VALUE a line: for programs, whose arguments everybody here can see
#   --non-interactive   ask nothing; without a terminal nothing is asked anyway
#   --check             check every value, ask and write nothing
#
# At a terminal it asks for what it must know. It generates every secret that is missing, finds out at which addresses the
# internet reaches this server, and checks them. While anything is wrong it writes nothing and says what.
# deploy/videocall deploy takes what has changed.
set -euo pipefail
# shellcheck source=lib/compose.sh
source "${BASH_SOURCE[0]%/*}/lib/compose.sh"

# What images are called where they are made here, and not taken from a registry.
readonly LOCAL=videocall

# care_image: the image with the programs, made or fetched if it is not here.
care_image() {
  local registry=${IMAGE_REGISTRY:-} version=${VERSION:-}
  if [[ -f $ENV_FILE ]]; then
    registry=${registry:-$(setting IMAGE_REGISTRY)}
    version=${version:-$(setting VERSION)}
  fi
  local image=${registry:-$LOCAL}/care:${version:-latest}
  if ! docker image inspect "$image" >/dev/null 2>&1; then
    if [[ ${registry:-$LOCAL} == "$LOCAL" ]]; then
      step 'making the image of the programs; this takes some minutes once'
      VERSION=${version:-latest} "$DEPLOY_DIR/docker/build.sh" care >&2 || fail 'the image could not be made; why is above'
    else
      step "fetching $image"
      docker pull --quiet "$image" >/dev/null || fail "there is no $image; are IMAGE_REGISTRY and VERSION right?"
    fi
  fi
  printf '%s' "$image"
}

main() {
  require_engine
  local image argument terminal=()
  image=$(care_image)
  if [[ -t 0 && -t 2 ]]; then terminal=(--interactive --tty); fi
  for argument in "$@"; do
    if [[ $argument == --from-stdin ]]; then terminal=(--interactive); fi
  done
  # As whoever calls, whose files these are; on the host's network, whose addresses it looks at.
  docker run --rm "${terminal[@]}" --user "$(id -u):$(id -g)" --network host --read-only --cap-drop ALL \
    --security-opt no-new-privileges --volume "$DEPLOY_DIR:/deploy" "$image" configure "$@"
}

main "$@"
