#!/usr/bin/env bash
# Brings the sfu-nodes on further hosts to the version and the settings of this server (docs/operations/growth.md).
#
# Usage: deploy/swarm/deploy.sh
#
# To be run on the first host, which manages the swarm: after "docker swarm init", after each deploy/videocall deploy, and after
# certificates were renewed. Nodes are replaced one after another; their calls move to the others meanwhile. Hosts get one by
# "docker node update --label-add videocall.media=true HOST".
set -euo pipefail
# shellcheck source=../commands/lib/compose.sh
source "${BASH_SOURCE[0]%/*}/../commands/lib/compose.sh"

readonly STACK=videocall-media

# certificate_file NAME: of the identity that all sfu-nodes share, as deploy/videocall made it.
certificate_file() {
  docker run --rm --network none --entrypoint cat --volume videocall_tls-sfu-node:/tls:ro \
    "$(setting IMAGE_REGISTRY)/sfu-node:$(setting VERSION)" "/tls/$1.pem"
}

# keep_secret NAME: takes it from standard input, unless it is there.
keep_secret() {
  if docker secret inspect "$1" >/dev/null 2>&1; then
    cat >/dev/null
  else
    docker secret create "$1" - >/dev/null
  fi
}

# deliver_certificates: as secrets of the swarm, named by the certificate, since secrets never change.
deliver_certificates() {
  local part
  CERTIFICATE=$(certificate_file cert | sha256sum | cut -c1-12)
  for part in ca cert key; do certificate_file "$part" | keep_secret "videocall-sfu-node-$part-$CERTIFICATE"; done
  export CERTIFICATE
}

export_settings() {
  local name
  for name in IMAGE_REGISTRY VERSION LOG_LEVEL REDIS_PASSWORD CORE_PREFIX MEDIA_PORT_BASE; do
    export "$name=$(setting "$name")"
  done
}

main() {
  if [[ ${1:-} == --help ]]; then
    sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"
    return
  fi
  (($# == 0)) || wrong_usage 'deploy/swarm/deploy.sh takes no arguments'
  require_engine
  require_configuration
  [[ $(docker info --format '{{.Swarm.ControlAvailable}}') == true ]] ||
    fail 'this host manages no swarm; docs/operations/growth.md says how it comes to'
  export_settings
  deliver_certificates
  docker stack deploy --with-registry-auth --compose-file "$DEPLOY_DIR/swarm/stack.yaml" "$STACK"
  good "the further sfu-nodes run $VERSION; \"docker service ps ${STACK}_sfu-node\" says where"
}

main "$@"
