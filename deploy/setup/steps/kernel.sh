# shellcheck shell=bash
# Settings of the kernel: room for media, low ports without root, no port of ours taken by chance.

readonly SYSCTL_FILE=/etc/sysctl.d/60-videocall.conf

set_up_kernel() {
  local values key value
  values=$(kernel_values)
  ensure_file "$SYSCTL_FILE" 0644 "# Written by \"videocall setup\": change deploy/setup/steps/kernel.sh instead.
$values"
  while IFS=' =' read -r key value; do
    ensure_kernel_value "$key" "$value"
  done <<<"$values"
}

kernel_values() {
  local first last relay_first relay_last
  read -r first last <<<"$(media_ports)"
  read -r relay_first relay_last <<<"$(relay_ports)"
  cat <<END
net.core.rmem_max = 8388608
net.core.wmem_max = 8388608
net.core.netdev_max_backlog = 5000
net.core.somaxconn = 4096
net.ipv4.ip_unprivileged_port_start = 80
net.ipv4.ip_local_reserved_ports = $(port_range "$first" "$last"),$(port_range "$relay_first" "$relay_last")
vm.overcommit_memory = 1
vm.swappiness = 10
END
}

# port_range FIRST LAST: as the kernel prints it.
port_range() {
  if (($1 == $2)); then printf '%s' "$1"; else printf '%s-%s' "$1" "$2"; fi
}

# A container has a network of its own; all else in the kernel it shares with its host and others there.
ensure_kernel_value() {
  if in_container && [[ $1 != net.ipv4.* ]]; then
    kept "kernel $1: left to the host of this container"
    return
  fi
  ensure "kernel $1 = $2" "Set it with: sysctl -w $1=$2. Some providers of virtual machines forbid it: ask them." kernel_value "$@"
}

is_kernel_value() { [[ $(sysctl --values "$1") == "$2" ]]; }

make_kernel_value() { sysctl --quiet --write "$1=$2"; }
