# shellcheck shell=bash
# The container engine, with compose and buildx. What is there already is kept as it is.

# compose.yaml uses "include", which came with this version.
readonly LEAST_COMPOSE=2.20
readonly PLUGINS=/usr/local/lib/docker/cli-plugins

set_up_docker() {
  # Before the engine comes, so that its first start has it. An engine that is there has an owner who decided.
  if ! command -v dockerd >/dev/null; then ensure_engine_settings; fi
  ensure 'Docker engine, compose and buildx' \
    'Install them by hand as docs.docker.com/engine/install says, then run the set-up again.' docker
  ensure_running docker.service
}

# Containers go on while the engine is upgraded; logs cannot fill the disk, whoever starts a container; and no service runs
# out of file descriptors.
ensure_engine_settings() {
  ensure_file /etc/docker/daemon.json 0644 '{
  "live-restore": true,
  "log-driver": "json-file",
  "log-opts": { "max-size": "100m", "max-file": "5" },
  "default-ulimits": { "nofile": { "Name": "nofile", "Soft": 65536, "Hard": 65536 } }
}'
}

is_docker() {
  local compose
  command -v dockerd && docker buildx version || return 1
  compose=$(docker compose version --short) || return 1
  printf '%s\n' "$LEAST_COMPOSE" "${compose#v}" | sort --version-sort --check=quiet
}

make_docker() {
  # shellcheck source=/dev/null
  source /etc/os-release
  if curl --fail --silent --show-error --location --max-time 20 --output /dev/null \
    "https://download.docker.com/linux/$ID/dists/$VERSION_CODENAME/Release"; then
    install_from_docker
  else
    install_from_distribution
  fi
}

install_from_docker() {
  local key=/etc/apt/keyrings/docker.asc
  mkdir -p /etc/apt/keyrings
  curl --fail --silent --show-error --location --max-time 60 --output "$key" "https://download.docker.com/linux/$ID/gpg"
  chmod a+r "$key"
  make_file /etc/apt/sources.list.d/docker.list 0644 \
    "deb [arch=$(dpkg --print-architecture) signed-by=$key] https://download.docker.com/linux/$ID $VERSION_CODENAME stable"
  make_packages docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin
}

# Where Docker's own packages cannot be had, a mirror of the distribution's usually can.
install_from_distribution() {
  case $ID-$VERSION_ID in
  debian-12)
    make_packages docker.io iptables
    take_plugins_from_debian_13
    ;;
  debian-13) make_packages docker.io docker-cli docker-compose docker-buildx ;;
  ubuntu-*) make_packages docker.io docker-compose-v2 docker-buildx ;;
  esac
}

# Debian 12 has only compose 1. The plugins of Debian 13 need nothing of it but themselves: only their programs are taken.
take_plugins_from_debian_13() {
  local folder mirror plugin
  folder=$(mktemp -d)
  mirror=$(apt-get indextargets --format "\$(REPO_URI)" 'Codename: bookworm' 'Created-By: Packages' | head -n 1)
  mkdir -p "$folder"/{lists/partial,state,cache/archives/partial} "$PLUGINS"
  printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s trixie main\n' "$mirror" >"$folder/sources.list"
  : >"$folder/state/status"
  cat >"$folder/apt.conf" <<END
Dir::Etc::SourceList "$folder/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State::Lists "$folder/lists";
Dir::State::Status "$folder/state/status";
Dir::Cache "$folder/cache";
APT::Sandbox::User "root";
END
  (
    cd "$folder" || exit
    APT_CONFIG=$folder/apt.conf apt_get update
    APT_CONFIG=$folder/apt.conf apt_get download docker-compose docker-buildx
    for plugin in docker-compose docker-buildx; do
      dpkg --extract "$plugin"_*.deb "$plugin"
      install --mode 0755 "$(find "$plugin" -type f -path "*/cli-plugins/$plugin")" "$PLUGINS/$plugin"
    done
  )
  rm -rf "$folder"
}
