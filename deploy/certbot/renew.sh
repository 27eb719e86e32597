#!/bin/sh
# Gets the certificates of DOMAIN and TURN_DOMAIN from Let's Encrypt, and renews them in time. nginx serves what Let's
# Encrypt asks for, and takes new certificates by itself. certbot's image has a POSIX shell, no more.
#
# Usage: renew.sh            where TLS_MODE=letsencrypt: looks twice a day, for ever; else waits
#        renew.sh now        looks once, for instance after DNS was put right
#        renew.sh healthy    says whether it has looked within a day. What it found is no reason to call off a deploy:
#                            an alert and the doctor tell of certificates that end
set -eu

STATE=/var/lib/acme
LOOKED=/tmp/looked
A_DAY_IN_MINUTES=1440
TWICE_A_DAY=43200
# Let's Encrypt allows five failures an hour for a name.
AFTER_FAILURE=1800

certificates() {
  mkdir -p "$STATE/webroot"
  # What is good for a month yet is kept; a name that has changed counts as something new.
  certbot certonly --non-interactive --agree-tos --keep-until-expiring --expand --cert-name videocall \
    --webroot --webroot-path "$STATE/webroot" --domain "$DOMAIN" --domain "$TURN_DOMAIN" --email "$ACME_EMAIL" \
    --server "$ACME_SERVER" --config-dir "$STATE/letsencrypt" --work-dir /tmp/work --logs-dir /tmp/logs
}

look() {
  : > "$LOOKED"
  if ! certificates; then
    echo "no certificate for $DOMAIN and $TURN_DOMAIN: both names must lead to this server, and port 80 must be open" >&2
    return 1
  fi
}

for_ever() {
  while :; do
    if look; then pause=$TWICE_A_DAY; else pause=$AFTER_FAILURE; fi
    sleep "$pause" &
    wait $!
  done
}

# So that the container stops at once: a shell waits for its child, and then for nothing.
trap 'exit 0' TERM INT

if [ "$TLS_MODE" != letsencrypt ]; then
  case ${1:-} in
    '') echo "TLS_MODE is $TLS_MODE: nothing is asked of Let's Encrypt"; sleep infinity & wait $! ;;
    now) echo "TLS_MODE is $TLS_MODE, not letsencrypt; change it with deploy/videocall configure" >&2; exit 1 ;;
  esac
  exit 0
fi
case ${1:-} in
  '') for_ever ;;
  now) look ;;
  healthy) [ -n "$(find "$LOOKED" -mmin "-$A_DAY_IN_MINUTES")" ] ;;
  *) sed -n '2,/^[^#]/{s/^# \{0,1\}//p;}' "$0" >&2; exit 2 ;;
esac
