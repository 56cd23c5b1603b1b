#!/usr/bin/env bash
# Say in one line what a long command does; keep its output in a log and show it only on failure.
# setup/step.sh <name of the log> <what it does> <command> <arguments>...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source setup/unpacked.sh

log=build/log/$1.txt
printf '%s ... ' "$2"
shift 2
mkdir -p "${log%/*}"

status=0
"$@" >"$log" 2>&1 </dev/null || status=$?
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
