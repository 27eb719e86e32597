#!/usr/bin/env bash
# Looks for known vulnerabilities in the images that run: ends with 1 when there are grave ones that have a cure.
#
# Usage: deploy/videocall scan
#
# Asks Trivy with its current database, so it needs the internet. A new version of the image, or of Videocall, is the cure.
set -euo pipefail
# shellcheck source=lib/compose.sh
source "${BASH_SOURCE[0]%/*}/lib/compose.sh"

readonly SCANNER=aquasec/trivy:0.66.0 CACHE=videocall_scanner

scan() {
  docker run --rm --volume /var/run/docker.sock:/var/run/docker.sock:ro --volume "$CACHE:/root/.cache/trivy" "$SCANNER" \
    image --quiet --no-progress --scanners vuln --severity HIGH,CRITICAL --ignore-unfixed --exit-code 1 "$1"
}

main() {
  (($# == 0)) || wrong_usage "scan takes no \"$1\"; see deploy/videocall scan --help"
  require_engine
  require_configuration
  local image images found=()
  images=$(compose config --images | sort -u)
  for image in $images; do
    step "$image"
    scan "$image" || found+=("$image")
  done
  ((${#found[@]} == 0)) || fail "to be replaced, or not to be looked into: ${found[*]}"
  good 'nothing grave that has a cure'
}

main "$@"
