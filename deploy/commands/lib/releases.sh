# shellcheck shell=bash
# Which version runs, and which ran before it. VERSION in deploy/.env names the version. What carries media may stay on an
# earlier one, since to restart it is heard in calls: SFU_NODE_VERSION and so on name that.
[[ -z ${VIDEOCALL_RELEASES_LOADED:-} ]] || return 0
readonly VIDEOCALL_RELEASES_LOADED=yes
# shellcheck source=compose.sh
source "${BASH_SOURCE[0]%/*}/compose.sh"

readonly RELEASES=$STATE_DIR/releases
# What running calls go through.
readonly MEDIA_SERVICES=(sfu-node coturn nginx)
# The names of the images that are made here.
readonly OWN_IMAGES=(api-gateway auth call-orchestrator sfu-node recorder echo-test web care edge coturn)
# Releases whose images are kept, for going back to.
readonly KEPT_RELEASES=3

# only_one_release: ends the command when a deploy or a rollback is under way. Holds until the command ends.
only_one_release() {
  local lock
  mkdir -p "$STATE_DIR"
  exec {lock}>"$STATE_DIR/lock"
  flock --nonblock "$lock" || fail 'a deploy or a rollback is under way; try again when it has ended'
}

# version_setting SERVICE: the setting that names its version.
version_setting() {
  local name=${1^^}
  printf '%s_VERSION' "${name//-/_}"
}

# use_release VERSION [NAME=VALUE…]: from here on compose means this version, whatever deploy/.env says.
use_release() {
  local service
  export VERSION=$1
  shift
  for service in "${MEDIA_SERVICES[@]}"; do export "$(version_setting "$service")=$VERSION"; done
  local setting
  for setting in "$@"; do export "${setting?}"; done
}

# released_settings: VERSION first, then those of the media services, as compose means them now.
released_settings() {
  local service name
  printf 'VERSION=%s\n' "$VERSION"
  for service in "${MEDIA_SERVICES[@]}"; do
    name=$(version_setting "$service")
    printf '%s=%s\n' "$name" "${!name}"
  done
}

# configured_release: the same as deploy/.env has it: what runs since the last deploy.
configured_release() {
  local service name value version
  version=$(setting VERSION)
  printf 'VERSION=%s' "${version:-latest}"
  for service in "${MEDIA_SERVICES[@]}"; do
    name=$(version_setting "$service")
    value=$(setting "$name")
    printf ' %s=%s' "$name" "${value:-${version:-latest}}"
  done
}

# value_in SETTINGS NAME: from a line of NAME=VALUE, with a space between them.
value_in() {
  sed -n "s/^\(.* \)\{0,1\}$2=\([^ ]*\).*\$/\2/p" <<<"$1"
}

# settle_release HOW: the version that compose means now is what runs, also after a cold boot. HOW: deployed or rolled-back.
settle_release() {
  local line
  while read -r line; do set_setting "${line%%=*}" "${line#*=}"; done < <(released_settings)
  printf '%s %s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "$(released_settings | tr '\n' ' ')" >>"$RELEASES"
}

# earlier_release [VERSION]: the settings of that release, by default of the last one before the present; nothing where there
# is none.
earlier_release() {
  local wanted=${1:-} current line
  current=$(setting VERSION)
  [[ -f $RELEASES ]] || return 0
  tac "$RELEASES" | while read -r _ _ line; do
    local version=${line#VERSION=}
    version=${version%% *}
    if [[ -n $wanted && $version == "$wanted" ]] || [[ -z $wanted && $version != "$current" ]]; then
      printf '%s\n' "$line"
      break
    fi
  done
}

# own_image NAME VERSION: how the image is called.
own_image() {
  local registry
  registry=$(setting IMAGE_REGISTRY)
  printf '%s/%s:%s' "${registry:-videocall}" "$1" "$2"
}

# remove_old_images: those of releases that nobody goes back to.
remove_old_images() {
  local kept version name
  # The newest releases, and whatever a container still uses: docker refuses to remove that.
  kept=$(tac "$RELEASES" | sed -n 's/^.* VERSION=\([^ ]*\).*$/\1/p' | awk '!seen[$0]++' | head -n "$KEPT_RELEASES")
  sed -n 's/^.* VERSION=\([^ ]*\).*$/\1/p' "$RELEASES" | sort -u | while read -r version; do
    if grep -qxF -- "$version" <<<"$kept"; then continue; fi
    for name in "${OWN_IMAGES[@]}"; do
      docker image rm "$(own_image "$name" "$version")" >/dev/null 2>&1 || true
    done
  done
}
