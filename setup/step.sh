#!/usr/bin/env bash
# Say in one line what a long command does; keep its output in a log and show it only on failure.
# In a terminal the line is a bar, if the command prints [done/all] as ninja does, and the seconds.
# setup/step.sh <name of the log> <what it does> <command> <arguments>...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/unpacked.sh
source setup/bar.sh

log=build/log/$1.txt
what=$2
shift 2
mkdir -p "${log%/*}"
: >"$log"

watcher=''
if [[ -t 1 && ${TERM:-dumb} != dumb ]]; then
  watch_log "$log" "$what" &
  watcher=$!
else
  printf '%s ... ' "$what"
fi
stop_watching() {
  [[ -n $watcher ]] || return 0
  kill "$watcher" 2>/dev/null || true
  wait "$watcher" 2>/dev/null || true
  watcher=''
  printf '\r\033[K%s ... ' "$what"
}

# The command gets the signal too, and ends; what it has finished stays.
interrupted=false
trap 'interrupted=true' INT TERM
status=0
"$@" >"$log" 2>&1 </dev/null || status=$?
stop_watching
if $interrupted; then
  printf 'stopped.\nFinished work is kept. Run the same command to continue.\n' >&2
  exit 130
fi
if ((status == 0)); then
  echo "${SECONDS} s"
  exit
fi
{
  echo "failed."
  tail -n 40 "$log" | sed 's/^/  | /'
  echo "This came from: $*"
  echo "It ended with exit code $status. The whole output is in $log."
} >&2
exit "$status"
