# shellcheck shell=bash
# How commands talk to the operator. Results go to standard output, everything about them to standard error.
[[ -z ${VIDEOCALL_UI_LOADED:-} ]] || return 0
readonly VIDEOCALL_UI_LOADED=yes

readonly EXIT_FAILED=1 EXIT_WRONG_USAGE=2

if [[ -t 2 && -z ${NO_COLOR:-} ]]; then
  readonly BOLD=$'\e[1m' RED=$'\e[31m' GREEN=$'\e[32m' YELLOW=$'\e[33m' PLAIN=$'\e[0m'
else
  readonly BOLD='' RED='' GREEN='' YELLOW='' PLAIN=''
fi

# step TEXT: what is being done now.
step() { printf '%s▸ %s%s\n' "$BOLD" "$*" "$PLAIN" >&2; }

# good TEXT: what is done and right.
good() { printf '%s✔ %s%s\n' "$GREEN" "$*" "$PLAIN" >&2; }

# warn TEXT: what the operator should know, but does not stop the command.
warn() { printf '%s! %s%s\n' "$YELLOW" "$*" "$PLAIN" >&2; }

# problem TEXT: what is wrong; the caller decides what follows.
problem() { printf '%s✖ %s%s\n' "$RED" "$*" "$PLAIN" >&2; }

# fail TEXT: ends the command. The text says what to do about it.
fail() {
  problem "$*"
  exit "$EXIT_FAILED"
}

# wrong_usage TEXT: ends the command because of how it was called.
wrong_usage() {
  problem "$*"
  exit "$EXIT_WRONG_USAGE"
}

# show_help FILE: the comment at the top of a command is its help.
show_help() {
  sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$1"
}

# seconds_since SECONDS_THEN: for reports of how long something took.
seconds_since() { printf '%d s' "$((SECONDS - $1))"; }
