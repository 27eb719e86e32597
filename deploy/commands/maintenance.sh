#!/usr/bin/env bash
# Tells people that the server is worked on, and keeps new calls from starting meanwhile.
#
# Usage: deploy/videocall maintenance state
#        deploy/videocall maintenance announce [--start TIME] [--minutes N] [--text-en TEXT] [--text-ja TEXT]
#        deploy/videocall maintenance start [--minutes N] [--text-en TEXT] [--text-ja TEXT]
#        deploy/videocall maintenance end
#        deploy/videocall maintenance close
#        deploy/videocall maintenance open
#
#   state      what is planned or goes on
#   announce   plan it: the app tells from a day before; who has an account gets an email then, where SMTP_HOST is set.
#              It takes the place of what was announced before
#   start      begin now: calls that run go on, new ones are refused until it ends
#   end        end it now, or call it off
#   close      besides that, close the whole site: whoever comes sees a page that says so. Calls lose their signalling,
#              and end after some time
#   open       open the site again
#
#   --start TIME   when it begins, with its zone: 2026-11-29T02:00+09:00. By default the next Sunday 02:00 in Japan that
#                  is more than a day away
#   --minutes N    how long it lasts at most, 1 to 1440; it ends then by itself (120)
#   --text-en      what is told besides the times, in English, up to 500 characters
#   --text-ja      the same in Japanese
set -euo pipefail
# shellcheck source=lib/compose.sh
source "${BASH_SOURCE[0]%/*}/lib/compose.sh"

# nginx looks for this file (nginx/conf/product.conf).
readonly CLOSED=$STATE_DIR/maintenance

main() {
  local task=${1:-}
  case $task in
  state | announce | start | end)
    require_engine
    require_configuration
    care maintenance "$@"
    ;;
  close)
    mkdir -p "$STATE_DIR"
    touch "$CLOSED"
    good 'the site is closed; open it with deploy/videocall maintenance open'
    ;;
  open)
    rm -f "$CLOSED"
    good 'the site is open'
    ;;
  *) wrong_usage "maintenance needs one of state, announce, start, end, close, open; see deploy/videocall maintenance --help" ;;
  esac
}

main "$@"
