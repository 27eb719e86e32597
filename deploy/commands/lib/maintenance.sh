# shellcheck shell=bash
# Telling people in the app that the server is worked on.
[[ -z ${VIDEOCALL_MAINTENANCE_LOADED:-} ]] || return 0
readonly VIDEOCALL_MAINTENANCE_LOADED=yes
# shellcheck source=compose.sh
source "${BASH_SOURCE[0]%/*}/compose.sh"

# A deploy that dies leaves the announcement behind: it is over by itself after so many minutes.
readonly DEPLOY_MINUTES=30
announced_here=no

# begin_maintenance: from now on people are told, and no new calls start. What the operator announced goes on as it is.
begin_maintenance() {
  local state
  if ! state=$(care maintenance state); then
    warn 'people could not be told in the app; going on'
    return 0
  fi
  [[ $state != on* ]] || return 0
  care maintenance start --minutes "$DEPLOY_MINUTES" \
    --text-en 'A new version is being put in place.' --text-ja '新しいバージョンに更新しています。' >/dev/null
  announced_here=yes
}

# end_maintenance: ends what begin_maintenance began.
end_maintenance() {
  [[ $announced_here == yes ]] || return 0
  care maintenance end >/dev/null || warn "people are still told of maintenance; end it with: deploy/videocall maintenance end"
  announced_here=no
}
