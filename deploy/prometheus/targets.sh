#!/bin/sh
# Writes which services this installation runs, for Prometheus to ask: targets.sh FOLDER
#
# Reads DOMAIN, TURN_DOMAIN, COMPOSE_PROFILES and SFU_NODES as in deploy/.env. Runs in Prometheus's own image, which has a
# POSIX shell and little more.
set -eu

folder=${1:?name the folder to write to}
domain=${DOMAIN:?is set in deploy/.env}
turn_domain=${TURN_DOMAIN:-turn.$domain}

# runs PROFILE: whether the installation runs it
runs() {
  case ",${COMPOSE_PROFILES:?is set in deploy/.env}," in
    *",$1,"*) return 0 ;;
    *) return 1 ;;
  esac
}

# service NAME ADDRESS: one of ours
service() {
  printf -- '- targets: ["%s"]\n  labels: { service: %s }\n' "$2" "$1"
}

# sfu_nodes: SFU_NODES holds their gRPC addresses, host:port,host:port; they tell metrics on 8081 of the same hosts
sfu_nodes() {
  printf '%s\n' "${SFU_NODES:-sfu-node:9091}" | tr ',' '\n' | while read -r address; do
    service sfu-node "${address%:*}:8081"
  done
}

services() {
  service auth auth:8080
  service call-orchestrator call-orchestrator:8080
  service api-gateway api-gateway:8080
  if runs media; then sfu_nodes; fi
  if runs recording; then service recorder recorder:8080; fi
  if runs echo; then service echo-test echo-test:8082; fi
}

# targets ADDRESS…: what is only asked whether it answers; nothing without addresses
targets() {
  for address in "$@"; do printf -- '- targets: ["%s"]\n' "$address"; done
}

mkdir -p "$folder"
services > "$folder/services.yml"
targets "https://$domain/" "https://$domain/v1/openapi.json" > "$folder/edge.yml"
targets postgres:5432 redis:6379 > "$folder/stores.yml"
if runs turn; then
  targets "$turn_domain:3478" > "$folder/turn.yml"
  targets "$turn_domain:443" > "$folder/turns.yml"
else
  targets > "$folder/turn.yml"
  targets > "$folder/turns.yml"
fi
