# shellcheck shell=bash
# Addresses that keep trying passwords are shut out for a while: at SSH, and at the sign-in of the web.

set_up_bans() {
  local filter=/etc/fail2ban/filter.d/videocall-sign-in.conf jails=/etc/fail2ban/jail.d/videocall.conf
  # nginx sends these lines to the journal, whose socket is in its container (deploy/nginx).
  ensure_file "$filter" 0644 '# What the edge tells of every attempt to sign in that was refused: address, request, status.
[INCLUDES]
before = common.conf

[Definition]
_daemon = videocall_edge
failregex = ^%(__prefix_line)s<ADDR> "POST [^"]*" (?:401|403|429)$
journalmatch = SYSLOG_IDENTIFIER=videocall_edge'
  ensure_file "$jails" 0644 '[sshd]
enabled = true
backend = systemd
maxretry = 5
findtime = 10m
bantime = 1h

[videocall-sign-in]
enabled = true
backend = systemd
filter = videocall-sign-in
port = 80,443
maxretry = 20
findtime = 10m
bantime = 1h'
  ensure_running fail2ban.service "$filter" "$jails"
}
