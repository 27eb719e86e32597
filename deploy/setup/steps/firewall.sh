# shellcheck shell=bash
# What of this machine can be reached from outside. Docker publishes no port here, so that these rules are all there is.
# Rules with our mark are ours to add and to take away; whatever else the operator has allowed stays.

readonly MARK=videocall ADMIN_FILE=/etc/videocall/admin-from

set_up_firewall() {
  local admin_from=$1 wanted rule
  ensure_file "$ADMIN_FILE" 0644 "$admin_from"
  # Lines as "ufw show added" prints them, so that they can be compared.
  wanted=$(wanted_rules "$admin_from")
  while read -r rule; do
    ensure "firewall: ${rule#ufw }" 'See: ufw status verbose; and whether "iptables -L" works on this machine.' rule "$rule"
  done <<<"$wanted"
  while read -r rule; do
    [[ -n $rule ]] || continue
    ensure "firewall: no longer ${rule#ufw }" 'See: ufw status numbered; remove it with ufw delete NUMBER.' no_rule "$rule"
  done <<<"$(own_rules | grep --invert-match --line-regexp --fixed-strings "$wanted" || true)"
  ensure 'firewall: all else from outside is dropped' 'See: ufw status verbose' firewall
}

# wanted_rules ADMIN_FROM: by the profiles that run here.
wanted_rules() {
  local first last core ports
  ssh_rules "$1"
  # With the tunnel nobody comes to the web ports: the tunnel goes out to fetch them.
  if has_profile core && ! has_profile tunnel; then
    allow 80/tcp web
    allow 443/tcp web
  fi
  if has_profile media; then
    read -r first last <<<"$(media_ports)"
    allow "$(ufw_range "$first" "$last")/udp" media
    allow "$(ufw_range "$first" "$last")/tcp" media
  fi
  if has_profile turn; then
    read -r first last <<<"$(relay_ports)"
    allow 3478/udp turn
    allow 3478/tcp turn
    allow "$(ufw_range "$first" "$last")/udp" relays
  fi
  if has_profile echo; then allow 5000/udp echo; fi
  core=$(configured CORE_PREFIX 172.29.7)
  ports=$(private_ports)
  # The tunnel's client is a container too, and so is who watches whether the public names answer.
  if has_profile tunnel; then ports=$(tr , '\n' <<<"443,8088,$ports" | sort --numeric-sort | paste --serial --delimiters ,); fi
  allow "from $core.0/24 to $core.1 port ${ports//-/:} proto tcp" containers
}

allow() { printf "ufw allow %s comment '%s: %s'\n" "$1" "$MARK" "$2"; }

# ufw counts a range of one as a mistake.
ufw_range() {
  if (($1 == $2)); then printf '%s' "$1"; else printf '%s:%s' "$1" "$2"; fi
}

# ssh_rules ADMIN_FROM: the ports that sshd listens on, for those who administer.
ssh_rules() {
  local port network ports
  ports=$(ssh_ports)
  for port in $ports; do
    if [[ $1 == any ]]; then
      printf "ufw limit %s/tcp comment '%s: ssh'\n" "$port" "$MARK"
      continue
    fi
    for network in ${1//,/ }; do
      allow "from $network to any port $port proto tcp" ssh
    done
  done
}

ssh_ports() {
  local ports=''
  if command -v sshd >/dev/null; then ports=$(sshd -T 2>/dev/null | sed -n 's/^port //p' | sort -nu) || true; fi
  printf '%s\n' "${ports:-22}"
}

own_rules() { ufw show added 2>/dev/null | grep " comment '$MARK: " || true; }

is_rule() { own_rules | grep --quiet --line-regexp --fixed-strings "$1"; }

is_no_rule() { ! is_rule "$1"; }

# The line is ufw's own syntax, with the comment as its last, quoted word.
make_rule() { ufw_with_comment "$1"; }

make_no_rule() { ufw_with_comment "${1/#ufw /ufw delete }"; }

ufw_with_comment() {
  local words comment
  comment=${1#* comment \'}
  read -ra words <<<"${1%% comment \'*}"
  ufw "${words[@]:1}" comment "${comment%\'}"
}

is_firewall() {
  ufw status verbose | grep --quiet '^Status: active' &&
    ufw status verbose | grep --quiet '^Default: deny (incoming), allow (outgoing)' &&
    systemctl --quiet is-enabled ufw.service
}

make_firewall() {
  ufw default deny incoming
  ufw default allow outgoing
  systemctl --quiet enable ufw.service
  ufw --force enable
}

# check_admin_from NETWORKS: whether they are addresses or networks, and leave somebody inside who is connected now.
check_admin_from() {
  # On a machine that is only looked at, Python may be missing still.
  [[ $1 != any ]] && command -v python3 >/dev/null || return 0
  local problem
  problem=$(
    python3 - "$1" "$(connected_by_ssh)" <<'END'
import ipaddress, sys

try:
    networks = [ipaddress.ip_network(text) for text in sys.argv[1].split(',')]
except ValueError as error:
    print(f'--admin-from: {error}. Give addresses or networks, as 198.51.100.7 or 2001:db8:7::/48, separated by commas, or "any".')
    sys.exit()
connected = [ipaddress.ip_address(text) for text in sys.argv[2].split()]
connected = [getattr(address, 'ipv4_mapped', None) or address for address in connected]
if connected and not any(address in network for address in connected for network in networks):
    print(f'--admin-from: whoever is connected by SSH comes from {connected[0]}, which is not in {sys.argv[1]}: you would lock yourself out.')
END
  )
  [[ -z $problem ]] || wrong_usage "$problem"
}

# Addresses at the other end of SSH. The variable that ssh sets does not get through sudo.
connected_by_ssh() {
  local port ports
  ports=$(ssh_ports)
  for port in $ports; do
    ss --no-header --numeric --tcp state established "sport = :$port" |
      awk '{ sub(/:[0-9]+$/, "", $4); gsub(/[][]/, "", $4); sub(/%.*/, "", $4); print $4 }'
  done
}
