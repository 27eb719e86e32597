# shellcheck shell=bash
# What running out of would hurt: file descriptors, memory, disk under the journal, the right time.

readonly SWAP_FILE=/swapfile SWAP_MEGABYTES=2048

set_up_resources() {
  ensure_file /etc/security/limits.d/60-videocall.conf 0644 '# Commands of operators open many files at once, as a restore does.
root      - nofile 65536
videocall - nofile 65536'
  ensure_file /etc/systemd/journald.conf.d/60-videocall.conf 0644 '[Journal]
SystemMaxUse=1G'
  ensure_running systemd-journald.service /etc/systemd/journald.conf.d/60-videocall.conf
  set_up_swap
  set_up_clock
}

# Not for speed: so that a moment of want does not end a service.
set_up_swap() {
  if in_container; then
    kept 'swap: left to the host of this container'
  elif [[ -n $(swapon --noheadings --show=NAME) && ! -e $SWAP_FILE ]]; then
    kept 'swap: there is some'
  else
    ensure "swap of $SWAP_MEGABYTES MB in $SWAP_FILE" \
      "See that / has $((2 * SWAP_MEGABYTES)) MB free (df -h /), or make swap yourself, then run the set-up again." swap
  fi
}

is_swap() {
  swapon --noheadings --show=NAME | grep --quiet --line-regexp "$SWAP_FILE" &&
    grep --quiet "^$SWAP_FILE none swap " /etc/fstab
}

make_swap() {
  if ! swapon --noheadings --show=NAME | grep --quiet --line-regexp "$SWAP_FILE"; then
    dd if=/dev/zero of="$SWAP_FILE" bs=1M count="$SWAP_MEGABYTES" status=none
    chmod 0600 "$SWAP_FILE"
    mkswap --quiet "$SWAP_FILE"
    swapon "$SWAP_FILE"
  fi
  grep --quiet "^$SWAP_FILE none swap " /etc/fstab || printf '%s none swap sw 0 0\n' "$SWAP_FILE" >>/etc/fstab
}

# Tokens, tickets, relays' passwords and signatures for storage all end at a time.
set_up_clock() {
  if in_container; then
    kept 'clock: left to the host of this container'
    return
  fi
  if ! is_clock; then ensure_packages systemd-timesyncd; fi
  ensure 'clock is kept by NTP' 'See: timedatectl status. Let UDP port 123 out, or name a time server of your provider.' clock
}

is_clock() { [[ $(timedatectl show --property NTP --value) == yes ]]; }

make_clock() { timedatectl set-ntp true; }
