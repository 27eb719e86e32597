#!/usr/bin/env bash
# Makes a fresh Debian or Ubuntu machine a server: packages, Docker, firewall, tasks; with --domain all the rest too.
#
# Usage: deploy/videocall setup --admin-from NETWORK[,NETWORK…] [--domain NAME --email ADDRESS] [--check]
#
#   --admin-from NETWORK   who may reach SSH: addresses or networks, as 198.51.100.7 or 2001:db8:7::/48, separated by
#                          commas; or "any". Remembered: later runs need it only to change it
#   --domain NAME          the name by which people reach the server: configures and deploys it as well
#   --email ADDRESS        of its first administrator, to whom Let's Encrypt writes too
#   --check                say what would change and change nothing; ends with 1 when anything would
#
# Run as root on Debian 12 or 13, or Ubuntu 22.04 or 24.04. Every line it prints begins with "ok" for what is so already and
# "changed" for what it made so: a second run changes nothing. Run it again after changing the configuration, which the open
# ports and the tasks follow.
set -euo pipefail
COMMANDS=${BASH_SOURCE[0]%/*}
# shellcheck source=lib/compose.sh
source "$COMMANDS/lib/compose.sh"
# shellcheck source=../setup/ensure.sh
source "$COMMANDS/../setup/ensure.sh"
# shellcheck source=../setup/files.sh
source "$COMMANDS/../setup/files.sh"
# shellcheck source=../setup/configured.sh
source "$COMMANDS/../setup/configured.sh"
for step in system docker account configuration kernel resources firewall bans updates tasks; do
  # shellcheck source=/dev/null
  source "$COMMANDS/../setup/steps/$step.sh"
done

admin_from='' domain='' email=''

read_arguments() {
  while (($# > 0)); do
    case $1 in
    --check)
      CHECK_ONLY=yes
      shift
      continue
      ;;
    --admin-from | --domain | --email) ;;
    *) wrong_usage "setup has no option $1; see deploy/videocall setup --help" ;;
    esac
    [[ -n ${2:-} ]] || wrong_usage "$1 needs a value; see deploy/videocall setup --help"
    case $1 in
    --admin-from) admin_from=$2 ;;
    --domain) domain=$2 ;;
    --email) email=$2 ;;
    esac
    shift 2
  done
  [[ (-n $domain && -n $email) || -z $domain$email ]] || wrong_usage '--domain and --email go together'
}

main() {
  read_arguments "$@"
  check_system
  ensure_packages ca-certificates curl fail2ban git iptables logrotate python3 python3-systemd sudo tzdata ufw
  [[ -n $admin_from || ! -f $ADMIN_FILE ]] || admin_from=$(<"$ADMIN_FILE")
  [[ -n $admin_from ]] ||
    wrong_usage 'say who may reach SSH, with --admin-from NETWORK, or --admin-from any'
  check_admin_from "$admin_from"
  set_up_docker
  set_up_account
  [[ -z $domain ]] || set_up_configuration "$domain" "$email"
  set_up_kernel
  set_up_resources
  set_up_firewall "$admin_from"
  set_up_bans
  set_up_updates
  set_up_tasks
  [[ -z $domain ]] || set_up_product
  set_up_service
  summarise
}

summarise() {
  if ((CHANGES == 0)); then
    good "nothing to change: $KEPT things are as they should be"
  elif [[ $CHECK_ONLY == yes ]]; then
    fail "$CHANGES things would change, $KEPT are as they should be; run it without --check to change them"
  else
    good "$CHANGES things changed, $KEPT were as they should be"
  fi
}

main "$@"
