# shellcheck shell=bash
# How the set-up changes a machine: it looks first, changes only what is not as it should be, and looks again.
# Needs commands/lib/ui.sh.

# Set by the caller: yes to say what would change, and change nothing.
CHECK_ONLY=${CHECK_ONLY:-no}
CHANGES=0 KEPT=0
# Where what takes minutes tells the operator meanwhile; what the rest prints is shown only when it fails.
exec {TOLD}>&2
export TOLD

report() {
  local colour=$1 word=$2
  shift 2
  printf '%s%-8s%s %s\n' "$colour" "$word" "$PLAIN" "$*"
}

# kept TEXT: something is as it should be, or is rightly left alone.
kept() {
  KEPT=$((KEPT + 1))
  report "$GREEN" ok "$*"
}

# give_up TEXT OUTPUT CURE: something could not be made so.
give_up() {
  [[ -z $2 ]] || tail -n 20 <<<"$2" >&2
  fail "$1: not done. $3"
}

# ensure TEXT CURE THING [ARGUMENT…]: makes something so, unless it is. The function is_THING tells whether it is and
# make_THING makes it; both get the arguments. CURE tells the operator what to do when it cannot be made so.
ensure() {
  local text=$1 cure=$2 thing=$3 output status
  shift 3
  if "is_$thing" "$@" >/dev/null 2>&1; then
    kept "$text"
    return
  fi
  CHANGES=$((CHANGES + 1))
  if [[ $CHECK_ONLY == yes ]]; then
    report "$YELLOW" would "$text"
    return
  fi
  # Apart from any condition: bash would not stop at the first failure inside one.
  set +e
  output=$(
    set -e
    "make_$thing" "$@" 2>&1 </dev/null
  )
  status=$?
  set -e
  ((status == 0)) || give_up "$text" "$output" "$cure"
  "is_$thing" "$@" >/dev/null 2>&1 || give_up "$text" "$output" "It was changed and still is not so. $cure"
  report "$YELLOW" changed "$text"
}

# in_container: whether this machine shares its kernel with others, whose settings are not ours to change.
in_container() { systemd-detect-virt --quiet --container; }
