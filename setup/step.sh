#!/usr/bin/env bash
# Say in one line what a long command does; keep its output in a log and show it only on failure.
# In a terminal the line is a bar, if the command prints [done/all] as ninja does, and the seconds.
# setup/step.sh <name of the log> <what it does> <command> <arguments>...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/unpacked.sh
source setup/bar.sh
source setup/portable.sh

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

# The processes that the command started end with it, or they would go on unseen.
# shellcheck disable=SC2317 # a trap calls it
end_tree() { # <process>
  local each started
  started=$(children_of "$1")
  kill -TERM "$1" 2>/dev/null || true
  for each in $started; do end_tree "$each"; done
}

# A terminal sends Ctrl-C to the command too, but the others come here alone. bash runs a trap only
# between two commands, so this one waits for a job. What is finished stays.
interrupted=false
job=''
trap 'interrupted=true' INT
trap 'interrupted=true; [[ -z $job ]] || end_tree "$job"' TERM HUP
(
  trap - INT QUIT TERM HUP # bash lets jobs ignore the first two
  exec "$@"
) >"$log" 2>&1 </dev/null &
job=$!
! $interrupted || end_tree "$job" # the signal came before the job had a name
while true; do
  status=0
  wait "$job" || status=$?
  kill -0 "$job" 2>/dev/null || break # a signal ends the wait before the job
done
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
