# shellcheck shell=bash
# What systemd starts by itself: the stack at boot, and tasks by the clock.

readonly UNIT_DIR=/etc/systemd/system

set_up_tasks() {
  local unit
  for unit in "$DEPLOY_DIR"/systemd/*.{service,timer}; do
    ensure_file "$UNIT_DIR/${unit##*/}" 0644 "$(<"$unit")"
  done
  ensure 'systemd knows the units as they are' 'See: systemctl daemon-reload' units_read
  set_up_timer backup "$(makes_backups)"
  set_up_timer drill "$(makes_backups)"
  set_up_timer scan yes
  set_up_timer certificates yes
  set_up_timer logs "$(uploads_logs)"
}

# set_up_service: the stack comes back at boot, and once there is one, the machine stops it in good order.
set_up_service() {
  ensure 'service videocall.service starts at boot' 'See: systemctl status videocall.service' enabled videocall.service
  if is_deployed; then
    ensure 'service videocall.service is started' 'See: deploy/videocall health' active videocall.service
  fi
}

# Until a place is named, an alert says that there are none.
makes_backups() {
  if [[ -n $(configured BACKUP_REPOSITORY '') ]]; then echo yes; else echo no; fi
}

uploads_logs() {
  if [[ $(configured LOG_UPLOAD false) == true ]]; then echo yes; else echo no; fi
}

# set_up_timer TASK WANTED: yes or no.
set_up_timer() {
  local timer=videocall-$1.timer
  if [[ $2 == yes ]]; then
    ensure "timer $timer runs" "See: systemctl status $timer" timer "$timer"
  else
    ensure "timer $timer does not run: the configuration has no use for it" "See: systemctl status $timer" no_timer "$timer"
  fi
}

is_units_read() {
  local unit
  for unit in "$DEPLOY_DIR"/systemd/*.{service,timer}; do
    [[ $(systemctl show --property NeedDaemonReload --value "${unit##*/}") == no ]] || return 1
  done
}

make_units_read() { systemctl daemon-reload; }

is_enabled() { systemctl --quiet is-enabled "$1"; }

make_enabled() { systemctl --quiet enable "$1"; }

is_active() { systemctl --quiet is-active "$1"; }

make_active() { systemctl start "$1"; }

is_timer() { systemctl --quiet is-enabled "$1" && systemctl --quiet is-active "$1"; }

make_timer() { systemctl --quiet enable --now "$1"; }

is_no_timer() { ! systemctl --quiet is-enabled "$1" && ! systemctl --quiet is-active "$1"; }

make_no_timer() { systemctl --quiet disable --now "$1"; }
