# shellcheck shell=bash
# What the set-up must know of the server's configuration: deploy/.env where it exists, else the defaults.

# configured NAME DEFAULT: a setting of deploy/.env, or the default where there is none yet.
configured() {
  local value=''
  if [[ -f $ENV_FILE ]]; then value=$(setting "$1"); fi
  printf '%s' "${value:-$2}"
}

# has_profile NAME: whether this machine runs the services of a profile.
has_profile() {
  [[ ,$(configured COMPOSE_PROFILES core,media,recording,echo,turn,monitoring,storage), == *,$1,* ]]
}

# media_ports: first and last port that media workers receive on, UDP and TCP.
media_ports() {
  local base workers
  base=$(configured MEDIA_PORT_BASE 40000)
  workers=$(configured MEDIA_WORKERS "$(nproc)")
  printf '%s %s' "$base" "$((base + workers - 1))"
}

# relay_ports: first and last port that relays of the TURN server are reached on, UDP.
relay_ports() {
  tr - ' ' <<<"$(configured TURN_RELAY_PORTS 49152-49407)"
}

# Ports of services on the host's own network that containers on the private bridge ask, as the kernel prints them: health and
# metrics of sfu-node and echo-test, their gRPC, metrics of the machine and of coturn.
private_ports() { printf 8081-8082,9091-9092,9100,9641; }
