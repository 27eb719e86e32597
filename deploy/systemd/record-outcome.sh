#!/usr/bin/env bash
# Tells the monitoring how a task of the timers ended: run by systemd after it, which says how in SERVICE_RESULT.
#
# Usage: record-outcome.sh TASK
set -euo pipefail

VOLUME=videocall_textfile

main() {
  local task=$1 folder file success=0 now last
  # Without the profile monitoring nobody reads it.
  folder=$(docker volume inspect --format '{{.Mountpoint}}' "$VOLUME" 2>/dev/null) || return 0
  file=$folder/task_$task.prom
  now=$(date +%s)
  last=0
  if [[ -f $file ]]; then last=$(sed -n 's/^videocall_task_last_success_timestamp_seconds{.*} //p' "$file"); fi
  if [[ ${SERVICE_RESULT:-} == success ]]; then success=1 last=$now; fi
  cat >"$file.new" <<END
# HELP videocall_task_success Whether the last run of a task of the timers succeeded.
# TYPE videocall_task_success gauge
videocall_task_success{task="$task"} $success
# HELP videocall_task_last_success_timestamp_seconds When a task of the timers last succeeded, 0 for never.
# TYPE videocall_task_last_success_timestamp_seconds gauge
videocall_task_last_success_timestamp_seconds{task="$task"} ${last:-0}
END
  chmod 0644 "$file.new"
  mv -f "$file.new" "$file"
}

main "$@"
