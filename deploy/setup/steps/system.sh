# shellcheck shell=bash
# Whether this is a machine that the set-up knows.

check_system() {
  ((EUID == 0)) || fail 'The set-up changes the machine: run it as root, with sudo.'
  [[ $(cat /proc/1/comm) == systemd ]] || fail 'This machine was not booted by systemd: use a whole (virtual) machine, not a bare container.'
  # shellcheck source=/dev/null
  source /etc/os-release
  case $ID-${VERSION_ID:-} in
  debian-12 | debian-13 | ubuntu-22.04 | ubuntu-24.04) ;;
  *) fail "$PRETTY_NAME is not known to the set-up: use Debian 12 or 13, or Ubuntu 22.04 or 24.04." ;;
  esac
  case $(uname -m) in
  x86_64 | aarch64) ;;
  *) fail "There are no images for the processor $(uname -m): use amd64 or arm64." ;;
  esac
  kept "$PRETTY_NAME, $(uname -m)"
}
