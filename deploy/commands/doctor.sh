#!/usr/bin/env bash
# Finds out what is wrong with this server, and says what to do about it.
#
# Usage: deploy/videocall doctor [--json] [--part PART]
#
#   --json        the findings for programs, as one JSON object
#   --part PART   look at one part only: services, versions, disk, clock, database, address, certificate, ports, storage,
#                 relay, call or recording
#
# Looks at services, versions, disks, clock, database, DNS, certificates, ports, storage and relays; then holds a call of
# three by the public name, one of them over a relay, and records it. Takes about a minute and disturbs nobody. Each
# failure names its cure; cure the first one first, since the others may follow from it. Ends with 1 when something failed.
set -euo pipefail
# shellcheck source=lib/compose.sh
source "${BASH_SOURCE[0]%/*}/lib/compose.sh"

# service_facts SERVICE: what the engine knows of its container, as JSON. Names and states hold nothing to be escaped.
service_facts() {
  local container restart='' exit_code=0 image=''
  container=$(container_of "$1")
  if [[ -z $container ]]; then
    printf '{"name":"%s","state":"absent","once":false,"exitCode":0,"image":""}' "$1"
    return
  fi
  read -r restart exit_code image < <(docker inspect --format \
    '{{.HostConfig.RestartPolicy.Name}} {{.State.ExitCode}} {{.Config.Image}}' "$container")
  printf '{"name":"%s","state":"%s","once":%s,"exitCode":%d,"image":"%s"}' "$1" "$(state_of "$container")" \
    "$([[ $restart == no ]] && echo true || echo false)" "$exit_code" "$image"
}

# host_addresses: those of the network interfaces, without those that lead nowhere else.
host_addresses() {
  ip -oneline address show scope global 2>/dev/null | awk '$2 !~ /^(br-|docker|veth)/ { sub("/.*", "", $4); print $4 }'
}

# comma_separated: lines as one list.
comma_separated() { paste --serial --delimiters=, -; }

host_facts() {
  local service
  printf '{"services":[%s],"addresses":[%s]}' \
    "$(for service in $(configured_services); do printf '%s\n' "$(service_facts "$service")"; done | comma_separated)" \
    "$(host_addresses | sed 's/.*/"&"/' | comma_separated)"
}

main() {
  require_engine
  require_configuration
  compose run --rm --no-TTY --no-deps --env "HOST_FACTS=$(host_facts)" care doctor "$@"
}

main "$@"
