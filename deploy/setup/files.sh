# shellcheck shell=bash
# Files, packages and services that the set-up takes care of.

# ensure_file PATH MODE CONTENT: a file of root's with exactly this in it.
ensure_file() {
  ensure "file $1" 'See that its file system is writable and not full: df -h, mount.' file "$@"
}

is_file() {
  [[ -f $1 && ! -L $1 && $(stat -c '%04a %U:%G' "$1") == "$2 root:root" ]] && printf '%s\n' "$3" | cmp --silent - "$1"
}

make_file() {
  mkdir -p "$(dirname "$1")"
  # Whoever reads the folder meanwhile finds the old file or the new one.
  printf '%s\n' "$3" | install --mode "$2" --owner root --group root /dev/stdin "$1.new"
  mv -f "$1.new" "$1"
}

# ensure_link PATH TARGET: a symbolic link; what is there and is none is left alone.
ensure_link() {
  ensure "link $1 to $2" "Something else is at $1: move it away, then run the set-up again." link "$@"
}

is_link() { [[ $(readlink -- "$1") == "$2" ]]; }

make_link() {
  [[ -L $1 || ! -e $1 ]] || return 1
  ln -sfn -- "$2" "$1"
}

# ensure_packages PACKAGE…: installed from the machine's package sources.
ensure_packages() {
  ensure "packages $*" \
    'Run "apt-get update" and mend what it names: a package source, the name server, the way out of this machine.' \
    packages "$@"
}

is_packages() {
  local package
  for package in "$@"; do
    [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$package") == installed ]] || return 1
  done
}

make_packages() {
  apt_get update
  apt_get install --no-install-recommends "$@"
}

# A machine that has just been made is often installing updates by itself: wait for it.
apt_get() {
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l apt-get --yes --quiet -o DPkg::Lock::Timeout=300 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}

# ensure_running UNIT FILE…: a service that runs, comes back at boot, and was started after its files were last changed.
ensure_running() {
  ensure "service $1 runs with its present configuration" "See: journalctl --unit $1 --lines 50" running "$@"
}

is_running() {
  local unit=$1 since changed file
  shift
  systemctl --quiet is-active "$unit" && systemctl --quiet is-enabled "$unit" || return 1
  since=$(microseconds "$(systemctl show --timestamp us+utc --property ActiveEnterTimestamp --value "$unit")")
  for file in "$@"; do
    changed=$(microseconds "@$(stat -c %.6Y "$file")")
    ((changed <= since)) || return 1
  done
}

make_running() {
  systemctl --quiet enable "$1"
  systemctl restart "$1"
}

microseconds() {
  local nanoseconds
  nanoseconds=$(date --date "$1" +%s%N)
  printf '%s' "$((nanoseconds / 1000))"
}
