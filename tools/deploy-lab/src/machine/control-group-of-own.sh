#!/bin/sh
# control-group-of-own.sh PATH CMD…: runs a program in a control group of its own in every hierarchy, so that what it starts
# is apart from this machine's own groups.
set -eu

group=$1
shift
join() {
  mkdir -p "$1"
  # In a hierarchy of processor sets, a new group has none, and takes nobody.
  for set in cpuset.cpus cpuset.mems; do
    [ ! -e "$1/$set" ] || [ -n "$(cat "$1/$set")" ] || cat "${1%/*}/$set" > "$1/$set"
  done
  echo $$ > "$1/cgroup.procs"
}
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  join "/sys/fs/cgroup$group"
else
  for hierarchy in /sys/fs/cgroup/*/; do join "${hierarchy%/}$group"; done
fi
exec "$@"
