#!/usr/bin/env bash
# build.sh NAME…: builds images of our own, for example build.sh auth web care.
#
# They are named $IMAGE_REGISTRY/NAME:$VERSION, by default videocall/NAME:dev. nx runs it: npm run nx -- run auth:docker,
# and for what has changed: npm run nx -- affected -t docker.
set -euo pipefail

cd -- "${BASH_SOURCE[0]%/*}/../.."
readonly DOCKERFILE=deploy/docker/Dockerfile

# target_of NAME: the image's own target when it has one.
target_of() {
  if grep -qx "FROM .* AS $1" "$DOCKERFILE"; then printf '%s' "$1"; else printf service; fi
}

build() {
  local tag=${IMAGE_REGISTRY:-videocall}/$1:${VERSION:-dev}
  export DOCKER_BUILDKIT=1
  case $1 in
  # Configured programs of others, made of nothing but their own folder.
  edge) docker build --file deploy/docker/edge.Dockerfile --tag "$tag" deploy/nginx ;;
  coturn) docker build --file deploy/docker/coturn.Dockerfile --tag "$tag" deploy/coturn ;;
  *) docker build --file "$DOCKERFILE" --target "$(target_of "$1")" --build-arg "APP=$1" --tag "$tag" . ;;
  esac
}

if [[ $# -eq 0 || $1 == --help ]]; then
  sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"
  [[ $# -gt 0 ]] || exit 2
  exit 0
fi
for name in "$@"; do build "$name"; done
